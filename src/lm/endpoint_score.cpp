// Log-probabilities of given texts from a server: proved first, then asked for. Peers read a server
// that ignores "echo" as chance; here nothing rests on what was not proved.
#include <algorithm>
#include <cmath>
#include <map>

#include "base/hash.h"
#include "lm/endpoint_internal.h"
#include "lm/packing.h"

namespace shijin {
namespace {

constexpr Text kCannot{"this server does not tell how likely a given text is: {0}",
                       "這個伺服器無法告知既有文字的機率：{0}"};
constexpr Text kNeeded{"perplexity, bits per byte and the likelihood of choices rest on that",
                       "困惑度、每位元組位元數與各選項的可能性都以此為依據"};
constexpr Text kCannotHelp{
    "its answers can be had and scored: shijin predict FILE --model URL -o OUT.jsonl; for the rest "
    "serve the model by vLLM, or name its GGUF: --model M.gguf",
    "仍可取得並評分它的回答：shijin predict 檔案 --model URL -o OUT.jsonl；其餘請改用 vLLM "
    "提供服務，或直接指定 GGUF：--model M.gguf"};
constexpr Text kFewTokens{"it echoes {0} of {1} tokens", "{1} 個詞元中只回傳了 {0} 個"};
constexpr Text kOtherTokens{"it echoes other tokens than those it was given",
                            "回傳的詞元與送出的不同"};
constexpr Text kOtherText{"it echoes another text than the one it was given",
                          "回傳的文字與送出的不同"};
constexpr Text kNoNumber{"of token {0} it tells no probability", "沒有給出第 {0} 個詞元的機率"};
constexpr Text kNotBelowOne{"it holds token {0} for likelier than certain",
                            "給出的第 {0} 個詞元機率大於 1"};
constexpr Text kUnmoved{"it tells the same numbers of different texts", "不同的文字得到相同的數字"};
constexpr Text kNoPrefix{
    "it puts nothing before a text, so that the first token has no probability, and does not say "
    "what could stand there",
    "它在文字前不加任何詞元，因此第一個詞元沒有機率，也沒有說明可以放什麼"};
constexpr Text kNoConversation{
    "it does not say how it writes a conversation (vLLM does, at /tokenize), so that an answer to "
    "an input cannot be scored; texts alone can",
    "它沒有說明如何書寫對話（vLLM 的 /tokenize 會說明），因此無法對回答計分；單獨的文字則可以"};
constexpr Text kNoEnd{"what ends an answer cannot be seen in how it writes a conversation",
                      "從它書寫對話的方式看不出回答以什麼結束"};
constexpr Text kNoWindows{"ppl[mode=chunked] cuts a text as llama-perplexity does",
                          "ppl[mode=chunked] 依 llama-perplexity 的方式切分文字"};
constexpr Text kWindowsHelp{"take ppl, or name the model's GGUF: --model M.gguf",
                            "請改用 ppl，或指定模型的 GGUF：--model M.gguf"};

// Two texts of five words and more, in which every tokenizer sees at least as many tokens, and that
// part at the last word.
constexpr const char* kProbe = "One two three four five six";
constexpr const char* kOtherProbe = "One two three four five cats";
constexpr std::size_t kProbeTokens = 5;
constexpr const char* kProbeInput = "hello";
constexpr const char* kProbeAnswer = "ok";
constexpr double kRounding = 1e-4;        // by which a probability may pass one
constexpr double kNoProbability = -9999;  // what vLLM writes for one of 0
constexpr int kLeastWindow = 8;

std::string text_in(const Echo& echo, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += echo.tokens[i].text;
  return text;
}

}  // namespace

// The reason stays with the facts too: what else the server says is shown beside it.
Error Endpoint::cannot(Message why) {
  facts_.probe = "refused: " + why.in(Language::en);
  return calls_.error("endpoint-cannot-score", Message(kCannot, {std::move(why)}), Message(kNeeded),
                      Message(kCannotHelp));
}

Result<std::vector<Endpoint::Tokens>> Endpoint::all_tokens(const std::vector<std::string>& bodies) {
  std::vector<Tokens> all(bodies.size());
  const auto make = [&](std::size_t i) {
    return HttpRequest{calls_.address().root + "/tokenize", bodies[i]};
  };
  const auto take = [&](std::size_t i, const std::string& body) -> Result<std::uint64_t> {
    Result<Tokens> tokens = read_tokens(body);
    if (!tokens.ok()) return calls_.about(tokens.error());
    all[i] = std::move(tokens).value();
    return std::uint64_t{0};
  };
  SJ_TRY(calls_.all(bodies.size(), make, take));
  return all;
}

Result<Endpoint::Tokens> Endpoint::tokens_of(const std::string& text, Specials specials) {
  auto all = SJ_TRY(all_tokens({tokenize_body(facts_.name, text, specials)}));
  return std::move(all.front());
}

Result<Endpoint::Tokens> Endpoint::conversation_of(const std::string& input,
                                                   const std::optional<std::string>& answer) {
  auto all = SJ_TRY(all_tokens({conversation_body(facts_.name, input, answer)}));
  return std::move(all.front());
}

HttpRequest Endpoint::echo_request(const Given& given) const {
  const Address& address = calls_.address();
  const std::string& place = is_echo_below_root(kind_) ? address.root : address.base;
  return {place + echo_path(kind_), echo_body(kind_, facts_.name, given)};
}

Result<Echo> Endpoint::echo_of(const Given& given) {
  const HttpReply reply = SJ_TRY(calls_.look(echo_request(given)));
  if (reply.status != 200) {
    const bool unknown = reply.status >= 400 && reply.status != 401 && reply.status != 403 &&
                         reply.status != 429 && reply.status < 500;
    if (!unknown) return calls_.refusal(reply);
    return cannot(calls_.refusal(reply).found);
  }
  Result<Echo> echo = read_echo(kind_, reply.body);
  if (echo.ok()) return echo;
  if (echo.error().name == "endpoint-cannot-score") return cannot(echo.error().found);
  return calls_.about(echo.error());
}

// The scores of the given tokens but the first, or why they are none.
Result<std::vector<TokenScore>> Endpoint::scores_in(const Echo& echo, const Given& given) const {
  const auto problem = [&](Message why) {
    return calls_.error("endpoint-lengths", std::move(why), {}, {});
  };
  std::size_t count = given.tokens.size();
  if (!by_ids_) {
    const std::size_t written = std::min(written_, echo.tokens.size());
    count = echo.given.value_or(echo.tokens.size() - written);
  }
  if (echo.tokens.size() < std::max<std::size_t>(count, 1)) {
    return problem(
        Message(kFewTokens, {std::to_string(echo.tokens.size()), std::to_string(count)}));
  }
  std::vector<TokenScore> scores;
  for (std::size_t i = 0; i < count; ++i) {
    const EchoToken& token = echo.tokens[i];
    if (by_ids_ && token.id && *token.id != given.tokens[i]) return problem(Message(kOtherTokens));
    if (i == 0) continue;
    if (!token.log_prob || !(*token.log_prob > kNoProbability)) {
      return problem(Message(kNoNumber, {std::to_string(i + 1)}));
    }
    if (*token.log_prob > kRounding) {
      return problem(Message(kNotBelowOne, {std::to_string(i + 1)}));
    }
    scores.push_back({std::min(*token.log_prob, 0.0), {}});
    if (!by_ids_) scores.back().bytes = token.text.size();
  }
  if (by_ids_ || text_in(echo, 1, count) == given.text) return scores;
  for (TokenScore& score : scores) score.bytes.reset();  // of a character only in part
  return scores;
}

// Whether the server cuts texts into tokens when asked, and so takes tokens in place of texts.
Result<bool> Endpoint::takes_ids() {
  const bool may =
      kind_ == ServerKind::vllm || kind_ == ServerKind::sglang || kind_ == ServerKind::openai;
  if (!may) return false;
  const HttpReply reply = SJ_TRY(calls_.look(
      {calls_.address().root + "/tokenize", tokenize_body(facts_.name, kProbe, Specials::none)}));
  if (reply.status != 200) return false;
  const Result<Tokens> tokens = read_tokens(reply.body);
  return tokens.ok() && tokens->size() >= kProbeTokens;
}

// What stands before a text that is scored alone: what the server itself puts there.
Result<Done> Endpoint::find_prefix() {
  const Tokens with = SJ_TRY(tokens_of(kProbe, Specials::add));
  const Tokens without = SJ_TRY(tokens_of(kProbe, Specials::none));
  const bool begins =
      with.size() > without.size() && std::equal(without.begin(), without.end(), with.begin() + 1);
  if (begins) prefix_ = with.front();
  return Done{};
}

// What ends an answer: the token behind one in a conversation that goes no further.
Result<Done> Endpoint::find_end() {
  const HttpReply reply =
      SJ_TRY(calls_.look({calls_.address().root + "/tokenize",
                          conversation_body(facts_.name, kProbeInput, std::nullopt)}));
  const Result<Tokens> before = reply.status == 200
                                    ? read_tokens(reply.body)
                                    : Result<Tokens>(cannot(Message(kNoConversation)));
  if (!before.ok() || before->empty()) return cannot(Message(kNoConversation));
  const Tokens whole = SJ_TRY(conversation_of(kProbeInput, std::string(kProbeAnswer)));
  const Tokens answer = SJ_TRY(tokens_of(kProbeAnswer, Specials::none));
  const auto common = std::mismatch(before->begin(), before->end(), whole.begin(), whole.end());
  const auto found = std::search(common.second, whole.end(), answer.begin(), answer.end());
  const auto size = static_cast<std::ptrdiff_t>(answer.size());
  if (answer.empty() || found == whole.end() || whole.end() - found <= size) {
    return cannot(Message(kNoEnd));
  }
  end_ = *(found + size);
  Digest digest;
  for (const TokenId token : whole) digest.add(std::to_string(token) + " ");
  facts_.template_digest = digest.hex();
  return Done{};
}

// Two texts, of which the server has to tell every token's probability, and of different ones
// different numbers.
Result<Done> Endpoint::prove_texts() {
  by_ids_ = SJ_TRY(takes_ids());
  std::vector<std::vector<TokenScore>> told;
  for (const char* text : {kProbe, kOtherProbe}) {
    Given given{text, {}};
    if (by_ids_) given.tokens = SJ_TRY(tokens_of(text, Specials::none));
    const Echo echo = SJ_TRY(echo_of(given));
    if (!by_ids_) {
      // Which of its tokens are the text's, and whether something stands before them.
      std::size_t end = echo.tokens.size();
      const auto is_text = [&](std::size_t begin) { return text_in(echo, begin, end) == text; };
      while (end > kProbeTokens && !is_text(0) && !is_text(1)) --end;
      if (!is_text(0) && !is_text(1)) return cannot(Message(kOtherText));
      written_ = echo.tokens.size() - end;
      if (is_text(0)) return cannot(Message(kNoPrefix));
    }
    Result<std::vector<TokenScore>> scores = scores_in(echo, given);
    if (!scores.ok()) return cannot(scores.error().found);
    told.push_back(std::move(scores).value());
  }
  const bool moved = told[0].size() != told[1].size() || told[0].empty() ||
                     std::fabs(told[0].back().log_prob - told[1].back().log_prob) > 1e-9;
  if (!moved || told[0].size() + 1 < kProbeTokens) return cannot(Message(kUnmoved));
  return Done{};
}

Result<Done> Endpoint::prove(Scoring what) {
  if (!proved_) {
    SJ_TRY(prove_texts());
    if (by_ids_) SJ_TRY(find_prefix());
    proved_ = true;
    facts_.probe = by_ids_ ? "verified: echo of token ids" : "verified: echo of text";
    facts_.prefix = !by_ids_ || prefix_ ? "bos" : "";
  }
  const bool wants_end = what == Scoring::answers || facts_.prefix.empty();
  if (!wants_end || end_) return Done{};
  const Result<Done> found = by_ids_ ? find_end() : Result<Done>(cannot(Message(kNoConversation)));
  if (!found.ok()) {
    return what == Scoring::answers ? found.error() : cannot(Message(kNoPrefix));
  }
  if (!facts_.prefix.empty()) return Done{};
  prefix_ = end_;  // as where a model has no token to begin with
  facts_.prefix = "eos";
  return Done{};
}

// Every target behind its context, in tokens, as jobs of one target each; those of no tokens too.
Result<std::vector<ScoreJob>> Endpoint::jobs_in_tokens(std::span<const TextJob> jobs) {
  // Each text once: the same few choices stand behind every input.
  std::map<std::string, std::size_t> place;
  std::vector<std::string> bodies;
  for (const TextJob& job : jobs) {
    for (const std::string& text : job.targets) {
      if (!place.emplace(text, bodies.size()).second) continue;
      bodies.push_back(tokenize_body(facts_.name, text, Specials::none));
    }
  }
  std::size_t next = bodies.size();
  for (const TextJob& job : jobs) {
    if (job.input) bodies.push_back(conversation_body(facts_.name, *job.input, std::nullopt));
  }
  const std::vector<Tokens> tokens = SJ_TRY(all_tokens(bodies));
  std::vector<ScoreJob> all;
  for (const TextJob& job : jobs) {
    const Tokens context = job.input ? tokens[next++] : Tokens{*prefix_};
    for (const std::string& text : job.targets) {
      all.push_back({context, {tokens[place.at(text)]}});
      if (job.input) all.back().targets.front().push_back(*end_);
    }
  }
  return all;
}

// A target, or where that is longer than the window a piece of it, which scores the end of what it
// gives.
struct Endpoint::Part {
  Given given;
  std::size_t job;
  std::size_t target;
  std::optional<std::ptrdiff_t> scored;  // tokens at the end; all where it is not said
};

Result<std::vector<Endpoint::Part>> Endpoint::parts_in_ids(std::span<const TextJob> jobs) {
  const std::vector<ScoreJob> whole = SJ_TRY(jobs_in_tokens(jobs));
  const std::size_t window =
      facts_.window >= kLeastWindow ? static_cast<std::size_t>(facts_.window) - 2 : SIZE_MAX / 4;
  std::vector<Part> parts;
  std::size_t next = 0;
  for (std::size_t j = 0; j < jobs.size(); ++j) {
    for (std::size_t t = 0; t < jobs[j].targets.size(); ++t, ++next) {
      if (whole[next].targets.front().empty()) continue;
      for (ScoreJob& piece : pieces_of(whole[next], window)) {
        const Tokens& scored = piece.targets.front();
        Given given{"", std::move(piece.context)};
        given.tokens.insert(given.tokens.end(), scored.begin(), scored.end());
        parts.push_back({std::move(given), j, t, static_cast<std::ptrdiff_t>(scored.size())});
      }
    }
  }
  return parts;
}

std::vector<Endpoint::Part> Endpoint::parts_in_texts(std::span<const TextJob> jobs) {
  std::vector<Part> parts;
  for (std::size_t j = 0; j < jobs.size(); ++j) {
    for (std::size_t t = 0; t < jobs[j].targets.size(); ++t) {
      const std::string& text = jobs[j].targets[t];
      if (!text.empty()) parts.push_back({{text, {}}, j, t, {}});
    }
  }
  return parts;
}

// The parts come in as they like; a job is told once all of its own are there.
Result<std::vector<TextScores>> Endpoint::echo_all(std::span<const TextJob> jobs,
                                                   const std::vector<Part>& parts,
                                                   const ScoreHooks& hooks) {
  std::vector<TextScores> all(jobs.size());
  for (std::size_t j = 0; j < jobs.size(); ++j) all[j].tokens.resize(jobs[j].targets.size());
  std::vector<std::size_t> missing(jobs.size());
  std::vector<std::size_t> first(jobs.size(), parts.size());
  for (std::size_t p = 0; p < parts.size(); ++p) {
    ++missing[parts[p].job];
    first[parts[p].job] = std::min(first[parts[p].job], p);
  }
  std::vector<std::vector<TokenScore>> told(parts.size());
  std::size_t done = 0;
  const auto finish = [&](std::size_t j) -> Result<Done> {
    for (std::size_t p = first[j]; p < parts.size() && parts[p].job == j; ++p) {
      std::vector<TokenScore>& into = all[j].tokens[parts[p].target];
      const auto begin = parts[p].scored ? told[p].end() - *parts[p].scored : told[p].begin();
      into.insert(into.end(), begin, told[p].end());
      told[p] = {};
    }
    return hooks.scored ? hooks.scored(j, {&all[j], 1}) : Result<Done>(Done{});
  };
  const auto make = [&](std::size_t p) { return echo_request(parts[p].given); };
  const auto take = [&](std::size_t p, const std::string& body) -> Result<std::uint64_t> {
    Result<Echo> echo = read_echo(kind_, body);
    if (!echo.ok()) return calls_.about(echo.error());
    told[p] = SJ_TRY(scores_in(echo.value(), parts[p].given));
    if (--missing[parts[p].job] == 0) SJ_TRY(finish(parts[p].job));
    if (hooks.progress) hooks.progress(++done, parts.size());
    return echo->used;
  };
  SJ_TRY(calls_.all(parts.size(), make, take));
  return all;
}

Result<std::vector<TextScores>> Endpoint::score(std::span<const TextJob> jobs,
                                                const ScoreHooks& hooks) {
  if (jobs.empty()) return std::vector<TextScores>();
  calls_.heed(hooks.stop);
  const bool answers = std::any_of(jobs.begin(), jobs.end(),
                                   [](const TextJob& job) { return job.input.has_value(); });
  SJ_TRY(prove(answers ? Scoring::answers : Scoring::texts));
  if (!by_ids_) return echo_all(jobs, parts_in_texts(jobs), hooks);
  const std::vector<Part> parts = SJ_TRY(parts_in_ids(jobs));
  return echo_all(jobs, parts, hooks);
}

Result<std::vector<std::vector<double>>> Endpoint::score_halves(std::span<const std::string>, int,
                                                                const WindowHooks&) {
  return calls_.error("endpoint-windows", Message(kNoWindows), {}, Message(kWindowsHelp));
}

}  // namespace shijin
