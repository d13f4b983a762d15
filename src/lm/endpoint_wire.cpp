// JSON of five servers. A member that is missing or of another type is an Error, never a default.
#include "lm/endpoint_wire.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json_writer.h"
#include "base/numbers.h"

namespace shijin {
namespace {

using Json = nlohmann::json;

constexpr Text kNoJson{"the server's reply is no JSON: {0}", "伺服器的回覆不是 JSON：{0}"};
constexpr Text kLacks{"the server's reply lacks {0}: {1}", "伺服器的回覆缺少 {0}：{1}"};
constexpr Text kLacksHelp{
    "look whether the address ends as the server wants it (mostly /v1), and whether --server names "
    "it rightly",
    "請確認位址結尾（多為 /v1），以及 --server 是否正確"};
constexpr Text kNoLogProbs{"it answers without log-probabilities, though these were asked for",
                           "要求了對數機率，回覆中卻沒有"};
constexpr Text kOnlyWritten{
    "it tells log-probabilities only of tokens that it writes itself, and ignores \"echo\"",
    "它只給出自己產生之詞元的對數機率，並忽略「echo」"};

constexpr std::string_view kNames[] = {"openai", "vllm", "sglang", "tgi", "llama-server", "ollama"};
constexpr std::size_t kMostWords = 300;  // bytes of a server's own words

// Bytes on one line, cut between characters.
std::string line_of(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  }
  if (text.size() > kMostWords) {
    std::size_t end = kMostWords;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    text += "…";
  }
  // Through the writer, which mends what is no UTF-8; without its quotes.
  std::string clean;
  JsonWriter(clean).text(text);
  Json back = Json::parse(clean, nullptr, false);
  return back.is_string() ? back.get<std::string>() : std::string();
}

Error invalid(Message found) {
  Error error;
  error.name = "endpoint-answer-invalid";
  error.found = std::move(found);
  error.help = Message(kLacksHelp);
  return error;
}

Error lacks(const char* what, const std::string& body) {
  return invalid(Message(kLacks, {what, line_of(body)}));
}

Error cannot_score(Text why) {
  Error error;
  error.name = "endpoint-cannot-score";
  error.found = Message(why);
  return error;
}

Result<Json> read(const std::string& body) {
  Json json = Json::parse(body, nullptr, false);
  if (json.is_discarded()) return invalid(Message(kNoJson, {line_of(body)}));
  return json;
}

// A member, or null where there is none.
const Json& at(const Json& json, const char* name) {
  static const Json kNull;
  if (!json.is_object()) return kNull;
  const auto found = json.find(name);
  return found == json.end() ? kNull : *found;
}

const Json& first(const Json& list) {
  static const Json kNull;
  return list.is_array() && !list.empty() ? list.front() : kNull;
}

std::uint64_t count_of(const Json& json) {
  if (json.is_number_unsigned()) return json.get<std::uint64_t>();
  return 0;
}

// Tokens that a reply cost. Where it does not say, as many as its bytes: more than there can be.
std::uint64_t used_of(const Json& json, const std::string& body) {
  const Json& usage = at(json, "usage");
  const std::uint64_t used = count_of(at(usage, "total_tokens"));
  if (used > 0) return used;
  const std::uint64_t parts =
      count_of(at(usage, "prompt_tokens")) + count_of(at(usage, "completion_tokens"));
  return parts > 0 ? parts : body.size();
}

std::optional<TokenId> id_of(const Json& json) {
  if (!json.is_number_integer()) return {};
  const auto id = json.get<std::int64_t>();
  if (id < 0 || id > INT32_MAX) return {};
  return static_cast<TokenId>(id);
}

// vLLM writes an id as "token_id:123" where it is asked to.
std::optional<TokenId> id_in(const std::string& text) {
  constexpr std::string_view kMark = "token_id:";
  if (!text.starts_with(kMark)) return {};
  TokenId id = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data() + kMark.size(), end, id);
  if (failed != std::errc() || stop != end) return {};
  return id;
}

std::string text_or_empty(const Json& json) {
  return json.is_string() ? json.get<std::string>() : std::string();
}

std::optional<double> number_of(const Json& json) {
  if (!json.is_number()) return {};
  return json.get<double>();
}

// choices[0].logprobs {tokens, token_logprobs}: OpenAI's older shape, which echoes.
Result<Echo> read_legacy_echo(const Json& json, const std::string& body) {
  const Json& choice = first(at(json, "choices"));
  if (!choice.is_object()) return lacks("choices", body);
  const Json& said = at(choice, "logprobs");
  if (said.is_null()) return cannot_score(kNoLogProbs);
  if (at(said, "content").is_array()) return cannot_score(kOnlyWritten);
  const Json& tokens = at(said, "tokens");
  const Json& log_probs = at(said, "token_logprobs");
  if (!tokens.is_array() || !log_probs.is_array() || tokens.size() != log_probs.size()) {
    return lacks("logprobs.tokens, logprobs.token_logprobs", body);
  }
  Echo echo;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string text = text_or_empty(tokens[i]);
    echo.tokens.push_back({number_of(log_probs[i]), text, id_in(text)});
  }
  const std::uint64_t given = count_of(at(at(json, "usage"), "prompt_tokens"));
  if (given > 0) echo.given = given;
  echo.used = used_of(json, body);
  return echo;
}

// meta_info.input_token_logprobs [[log_prob, id, text], …]
Result<Echo> read_sglang_echo(const Json& reply, const std::string& body) {
  const Json& json = reply.is_array() ? first(reply) : reply;
  const Json& meta = at(json, "meta_info");
  const Json& list = at(meta, "input_token_logprobs");
  if (!meta.is_object()) return lacks("meta_info", body);
  if (!list.is_array()) return cannot_score(kNoLogProbs);
  Echo echo;
  for (const Json& one : list) {
    if (!one.is_array() || one.size() < 2) return lacks("meta_info.input_token_logprobs", body);
    const std::string text = one.size() > 2 ? text_or_empty(one[2]) : std::string();
    echo.tokens.push_back({number_of(one[0]), text, id_of(one[1])});
  }
  echo.given = echo.tokens.size();
  const std::uint64_t used =
      count_of(at(meta, "prompt_tokens")) + count_of(at(meta, "completion_tokens"));
  echo.used = used > 0 ? used : body.size();
  return echo;
}

// details.prefill [{id, text, logprob}, …]
Result<Echo> read_tgi_echo(const Json& reply, const std::string& body) {
  const Json& json = reply.is_array() ? first(reply) : reply;
  const Json& details = at(json, "details");
  const Json& list = at(details, "prefill");
  if (!details.is_object()) return lacks("details", body);
  if (!list.is_array() || list.empty()) return cannot_score(kNoLogProbs);
  Echo echo;
  for (const Json& one : list) {
    if (!one.is_object()) return lacks("details.prefill", body);
    echo.tokens.push_back(
        {number_of(at(one, "logprob")), text_or_empty(at(one, "text")), id_of(at(one, "id"))});
  }
  echo.given = echo.tokens.size();
  echo.used = echo.tokens.size() + count_of(at(details, "generated_tokens"));
  return echo;
}

void write_ids(JsonWriter& json, std::span<const TokenId> ids) {
  json.begin_array(JsonWriter::Layout::one_line);
  for (const TokenId id : ids) json.integer(id);
  json.end_array();
}

void write_message(JsonWriter& json, const char* role, const std::string& content) {
  json.begin_object().key("role").text(role).key("content").text(content).end_object();
}

}  // namespace

std::string_view server_name(ServerKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<ServerKind> server_of_name(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i] == name) return static_cast<ServerKind>(i);
  }
  return {};
}

std::optional<ServerKind> server_of_owner(std::string_view owner) {
  if (owner == "vllm") return ServerKind::vllm;
  if (owner == "sglang") return ServerKind::sglang;
  if (owner == "llamacpp") return ServerKind::llama_server;
  if (owner == "library") return ServerKind::ollama;
  return {};
}

std::string server_words(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  const Json& error = at(json, "error");
  for (const Json* words :
       {&at(error, "message"), &error, &at(json, "message"), &at(json, "detail")}) {
    if (words->is_string()) return line_of(words->get<std::string>());
  }
  return body.empty() ? "-" : line_of(body);
}

std::optional<std::vector<ServedModel>> read_models(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  const Json& list = at(json, "data");
  if (!list.is_array()) return {};
  std::vector<ServedModel> models;
  for (const Json& one : list) {
    ServedModel model;
    model.id = line_of(text_or_empty(at(one, "id")));
    model.owner = text_or_empty(at(one, "owned_by"));
    model.window =
        static_cast<int>(std::min<std::uint64_t>(count_of(at(one, "max_model_len")), 1U << 30U));
    if (!model.id.empty()) models.push_back(std::move(model));
  }
  return models;
}

std::string read_word(const std::string& body, std::string_view name) {
  const Json json = Json::parse(body, nullptr, false);
  return line_of(text_or_empty(at(json, std::string(name).c_str())));
}

std::string chat_body(const std::string& model, const std::string& input,
                      const GenerateOptions& options, std::uint64_t seed) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("model").text(model).key("messages").begin_array();
  write_message(json, "user", input);
  json.end_array().key("max_tokens").integer(options.most_tokens);
  json.key("temperature").number(options.temperature).key("stream").boolean(false);
  // Nothing is drawn at 0, and not every server knows the word.
  if (options.temperature > 0) json.key("seed").integer(static_cast<std::int64_t>(seed));
  if (!options.stops.empty()) {
    json.key("stop").begin_array();
    for (const std::string& stop : options.stops) json.text(stop);
    json.end_array();
  }
  json.end_object();
  return body;
}

Result<ChatReply> read_chat(const std::string& body) {
  const Json json = SJ_TRY(read(body));
  const Json& choice = first(at(json, "choices"));
  const Json& message = at(choice, "message");
  const Json& content = at(message, "content");
  // A model that thought until its tokens were used up has said nothing.
  const bool silent = message.is_object() && content.is_null();
  if (!content.is_string() && !silent) return lacks("choices[0].message.content", body);
  ChatReply reply;
  reply.answer.text = text_or_empty(content);
  reply.answer.cut = text_or_empty(at(choice, "finish_reason")) == "length";
  end_on_character(reply.answer);
  reply.answer.tokens = static_cast<int>(std::min<std::uint64_t>(
      count_of(at(at(json, "usage"), "completion_tokens")), std::uint64_t{1} << 30U));
  reply.used = used_of(json, body);
  return reply;
}

std::string tokenize_body(const std::string& model, const std::string& text, Specials specials) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("model").text(model).key("prompt").text(text);
  json.key("add_special_tokens").boolean(specials == Specials::add).end_object();
  return body;
}

std::string conversation_body(const std::string& model, const std::string& input,
                              const std::optional<std::string>& answer) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("model").text(model).key("messages").begin_array();
  write_message(json, "user", input);
  if (answer) write_message(json, "assistant", *answer);
  json.end_array().key("add_generation_prompt").boolean(!answer).end_object();
  return body;
}

Result<std::vector<TokenId>> read_tokens(const std::string& body) {
  const Json json = SJ_TRY(read(body));
  const Json& list = at(json, "tokens");
  if (!list.is_array()) return lacks("tokens", body);
  std::vector<TokenId> tokens;
  for (const Json& one : list) {
    const auto id = id_of(one);
    if (!id) return lacks("tokens", body);
    tokens.push_back(*id);
  }
  return tokens;
}

std::string echo_path(ServerKind kind) {
  return kind == ServerKind::sglang || kind == ServerKind::tgi ? "/generate" : "/completions";
}

bool is_echo_below_root(ServerKind kind) { return echo_path(kind) == "/generate"; }

std::string echo_body(ServerKind kind, const std::string& model, const Given& given) {
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  if (kind == ServerKind::tgi) {
    json.key("inputs").text(given.text).key("parameters").begin_object();
    json.key("max_new_tokens").integer(1).key("details").boolean(true);
    json.key("decoder_input_details").boolean(true).end_object().end_object();
    return body;
  }
  if (kind == ServerKind::sglang) {
    if (given.tokens.empty()) {
      json.key("text").text(given.text);
    } else {
      json.key("input_ids");
      write_ids(json, given.tokens);
    }
    json.key("sampling_params").begin_object().key("max_new_tokens").integer(1);
    json.key("temperature").integer(0).end_object();
    json.key("return_logprob").boolean(true).key("logprob_start_len").integer(0);
    json.key("return_text_in_logprobs").boolean(true).end_object();
    return body;
  }
  json.key("model").text(model).key("prompt");
  given.tokens.empty() ? static_cast<void>(json.text(given.text)) : write_ids(json, given.tokens);
  // As lm-evaluation-harness asks: some servers take no 0 here.
  json.key("max_tokens").integer(1).key("echo").boolean(true).key("logprobs").integer(1);
  json.key("temperature").integer(0).key("seed").integer(1234).key("stream").boolean(false);
  if (!given.tokens.empty()) json.key("return_tokens_as_token_ids").boolean(true);
  json.end_object();
  return body;
}

Result<Echo> read_echo(ServerKind kind, const std::string& body) {
  const Json json = SJ_TRY(read(body));
  if (kind == ServerKind::sglang) return read_sglang_echo(json, body);
  if (kind == ServerKind::tgi) return read_tgi_echo(json, body);
  return read_legacy_echo(json, body);
}

}  // namespace shijin
