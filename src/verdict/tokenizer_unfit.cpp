// Tokeniser unfit for the script: on Han text it cuts so few tokens that the score says nothing.
#include <algorithm>
#include <optional>

#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kUnfit{"{0} cuts Chinese into {1} tokens a reference: too few for any score.",
                      "{0} 把每筆中文參考答案只切成 {1} 個詞，少到任何分數都沒有意義。"};
constexpr Text kUnmeasured{
    "{0} cuts Chinese only at blanks and punctuation: whole clauses become "
    "single tokens.",
    "{0} 只在空白與標點處切分中文，整個子句會變成一個詞。"};
constexpr Text kInstead{"Use {0} instead: it counts characters.", "請改用 {0}：以字為單位。"};
constexpr Text kTooShort{
    "Use exact_match or cer instead: characters are the smallest units, and these references have "
    "too few of them.",
    "請改用 exact_match 或 cer：字已是最小單位，而這些參考答案太短。"};
constexpr Text kArticle{
    "The article's own code prints {0} here: NLTK's English tokeniser finds no word boundary in "
    "Chinese, so a whole clause is one word, and no two words in a row match.",
    "文章自己的程式在這裡會印出 {0}：NLTK 的英文斷詞在中文裡找不到詞界，整個子句成了一個詞，"
    "自然沒有連續兩個相同的詞。"};
constexpr Text kArticleTokens{
    "A reference is {0} such words on average; BLEU-2 needs pairs of them.",
    "一筆參考答案平均只有 {0} 個這樣的詞，而 BLEU-2 要比對連續兩個詞。"};
constexpr Text kArticleInstead{
    "Read {0} ({1}) instead: the same formula on characters. The bar of 0.4 makes sense only "
    "there.",
    "請看 {0}（{1}）：同一條公式，改以字為單位；0.4 的門檻也只在這裡有意義。"};

constexpr double kFewTokens = 4;
constexpr double kMostlyHan = 0.5;
// Tokenisers that cut at blanks and punctuation, or drop what is not Latin.
constexpr std::string_view kBlankCutters[] = {"13a",  "intl", "jiwer", "latin",
                                              "nltk", "none", "ws"};
constexpr std::string_view kCharacterCutters[] = {"char", "zh"};
constexpr std::string_view kWordErrors[] = {"mer", "wer", "wil"};

template <class Range>
bool contains(const Range& range, std::string_view one) {
  return std::find(std::begin(range), std::end(range), one) != std::end(range);
}

// The tokeniser a key counts with, or "" where it counts characters or labels.
std::string_view tokenizer_of(const ScoreLine& line) {
  const std::string_view key = line.key;
  const std::size_t at = key.find("tok=");
  if (at != std::string_view::npos) {
    return key.substr(at + 4, key.find_first_of(",]", at) - at - 4);
  }
  if (line.metric == "bleu" || line.metric == "ter") return "13a";
  if (line.metric == "gleu" || line.metric == "meteor") return "ws";
  return contains(kWordErrors, line.metric) ? "jiwer" : "";
}

std::optional<double> tokens_of(const Evidence& evidence, std::string_view tokenizer) {
  for (const auto& [name, mean] : evidence.texts.tokens_per_reference) {
    if (name == tokenizer) return mean;
  }
  return std::nullopt;
}

bool unfit(const Evidence& evidence, std::string_view tokenizer) {
  const std::optional<double> tokens = tokens_of(evidence, tokenizer);
  return tokens ? *tokens < kFewTokens : contains(kBlankCutters, tokenizer);
}

// The key that measures the same thing on characters.
std::string instead_of(const ScoreLine& line) {
  if (contains(kWordErrors, line.metric)) return "cer";
  if (line.metric == "ter") return "chrf";
  const std::string_view tokenizer = line.metric == "bleu" ? "zh" : "char";
  std::string key = line.key;
  const std::size_t at = key.find("tok=");
  if (at != std::string::npos) {
    const std::size_t end = key.find_first_of(",]", at);
    return key.replace(at + 4, end - at - 4, tokenizer);
  }
  if (key.back() == ']') key.pop_back();
  return key + (key.find('[') == std::string::npos ? "[" : ",") + "tok=" + std::string(tokenizer) +
         "]";
}

Finding unfit_finding(const Evidence& evidence, const ScoreLine& line) {
  const std::string_view tokenizer = tokenizer_of(line);
  const std::optional<double> tokens = tokens_of(evidence, tokenizer);
  Finding finding;
  finding.name = "tokenizer-unfit";
  finding.severity = Finding::Level::high;
  finding.headline =
      tokens ? Message(kUnfit, {line.key, fixed(*tokens, 1)}) : Message(kUnmeasured, {line.key});
  const double units = evidence.texts.reference_units_mean;  // 0 where nothing counted them
  const bool too_short =
      contains(kCharacterCutters, tokenizer) || (units > 0 && units < kFewTokens);
  finding.remedy = too_short ? Message(kTooShort) : Message(kInstead, {instead_of(line)});
  finding.because = {line.key};
  finding.numbers = {{"han_share", evidence.data.han_share}};
  if (tokens) finding.numbers.emplace_back("tokens_per_reference", *tokens);
  return finding;
}

// Whether the article's own formula finds anything at all on these texts.
bool words_match(const Evidence& evidence) {
  const ScoreLine* words = evidence.find("nltk_bleu[order=2,tok=ws]");
  return words != nullptr && words->score.value.value_or(0) >= 0.005;
}

Finding article_finding(const Evidence& evidence) {
  const ScoreLine* words = evidence.find("nltk_bleu[order=2,tok=ws]");
  const ScoreLine* characters = evidence.find("nltk_bleu[order=2,tok=char]");
  const double printed = words != nullptr ? words->score.value.value_or(0) : 0;
  Finding finding;
  finding.name = "tokenizer-unfit";
  finding.severity = Finding::Level::info;
  const std::optional<double> tokens = tokens_of(evidence, "ws");
  finding.headline = sentences({Message(kArticle, {fixed(printed, 2)}),
                                tokens ? Message(kArticleTokens, {fixed(*tokens, 1)}) : Message()});
  finding.because = {"nltk_bleu[order=2,tok=ws]"};
  finding.numbers = {{"han_share", evidence.data.han_share}, {"printed", printed}};
  if (characters != nullptr && characters->score.value) {
    finding.because.push_back(characters->key);
    finding.remedy =
        Message(kArticleInstead, {characters->key, fixed(*characters->score.value, 3)});
  }
  return finding;
}

std::vector<Finding> apply(const Evidence& evidence) {
  std::vector<Finding> findings;
  const bool texts = evidence.task == Task::generation;
  if (!texts || evidence.data.han_share < kMostlyHan) return findings;
  const bool article = evidence.profile == "article";
  if (article && !words_match(evidence)) findings.push_back(article_finding(evidence));
  for (const ScoreLine& line : evidence.metrics) {
    const std::string_view tokenizer = tokenizer_of(line);
    if (tokenizer.empty() || !unfit(evidence, tokenizer)) continue;
    if (article && line.metric == "nltk_bleu") continue;
    findings.push_back(unfit_finding(evidence, line));
  }
  return findings;
}

}  // namespace

SJ_RULE(
    tokenizer_unfit,
    {.name = "tokenizer-unfit",
     .summary = {"A metric's tokeniser finds fewer than 4 tokens in a Chinese reference, so its "
                 "score says nothing.",
                 "指標所用的斷詞在中文參考答案裡切不出 4 個詞，分數因此沒有意義。"},
     .remedy = {"Count characters: tok=zh for bleu, tok=char for nltk_bleu and rouge, cer for wer.",
                "請以字為單位：bleu 用 tok=zh，nltk_bleu 與 rouge 用 tok=char，wer 改用 cer。"},
     .apply = &apply});

}  // namespace shijin
