// METEOR as NLTK computes it without WordNet: words that are equal, then words with equal stems,
// and a penalty for the number of pieces they lie in (Lavie and Agarwal 2007). 0–1.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/utf8.h"
#include "metrics/sample_mean.h"
#include "text/lower.h"
#include "text/porter.h"

namespace shijin {
namespace {

// The stem of any word: NLTK's rules look at ASCII letters and take all else for consonants, so
// each other character stands as one byte while they run.
std::string stem_of(const std::string& word) {
  std::vector<std::string> others;
  std::string bytes;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t begin = at;
    decode_utf8(word, at);
    const std::string one = word.substr(begin, at - begin);
    if (one.size() == 1) {
      bytes += one;
      continue;
    }
    const auto known = std::find(others.begin(), others.end(), one);
    if (known == others.end() && others.size() == 0x80) return word;
    bytes += static_cast<char>(0x80 + (known - others.begin()));
    if (known == others.end()) others.push_back(one);
  }
  std::string stem;
  for (const char byte : porter_stem(bytes)) {
    const auto code = static_cast<unsigned char>(byte);
    stem += code < 0x80 ? std::string(1, byte) : others[code - 0x80U];
  }
  return stem;
}

class Words final : public TokenSink {
 public:
  void token(std::string_view text, Span) override { all.push_back(lower(text)); }
  std::vector<std::string> all;
};

struct Pair {
  std::size_t output;
  std::size_t reference;
};

// Match words of the output, from its end, with the last word of the reference that is equal and
// still free; what is matched leaves both lists of places.
void match(const std::vector<std::string>& output, const std::vector<std::string>& reference,
           std::vector<std::size_t>& free_output, std::vector<std::size_t>& free_reference,
           std::vector<Pair>& pairs) {
  std::unordered_map<std::string, std::vector<std::size_t>> places;
  for (const std::size_t at : free_reference) places[reference[at]].push_back(at);
  std::vector<bool> taken(reference.size());
  std::vector<std::size_t> left;
  for (auto at = free_output.rbegin(); at != free_output.rend(); ++at) {
    const auto found = places.find(output[*at]);
    if (found == places.end() || found->second.empty()) {
      left.push_back(*at);
      continue;
    }
    pairs.push_back({*at, found->second.back()});
    taken[found->second.back()] = true;
    found->second.pop_back();
  }
  free_output.assign(left.rbegin(), left.rend());
  std::erase_if(free_reference, [&](std::size_t at) { return taken[at]; });
}

std::vector<std::string> stems(const std::vector<std::string>& words) {
  std::vector<std::string> all;
  for (const std::string& word : words) all.push_back(stem_of(word));
  return all;
}

std::vector<std::size_t> places_of(const std::vector<std::string>& words) {
  std::vector<std::size_t> all(words.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  return all;
}

class Meteor : public SampleMean {
 public:
  Meteor(const Arguments& arguments, const MetricContext&)
      : tokenizer_(
            find_tokenizer(arguments.text("tok") == "char" ? "codepoint" : arguments.text("tok"))),
        alpha_(arguments.number("alpha")),
        beta_(arguments.number("beta")),
        gamma_(arguments.number("gamma")) {
    SJ_CHECK(tokenizer_ != nullptr, "meteor declares a tokeniser that is not registered");
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    // Whether the user's own words may change the score is noted where tokens are asked for.
    if (tokenizer_->split_with != nullptr) samples.tokens(Field::output, *tokenizer_);
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      const Words output = words(samples, samples.output[i]);
      const std::vector<std::string> output_stems = stems(output.all);
      for (const std::string_view text : samples.references(i)) {
        const Words reference = words(samples, text);
        const double value = score(output.all, output_stems, reference.all);
        out[i].value = std::max(out[i].value, value);
        out[i].counted = 1;
      }
    }
  }

 private:
  Words words(const Samples& samples, std::string_view text) const {
    Words found;
    tokenizer_->cut(text, samples.words, found);
    return found;
  }

  double score(const std::vector<std::string>& output, const std::vector<std::string>& output_stems,
               const std::vector<std::string>& reference) const {
    std::vector<Pair> pairs;
    std::vector<std::size_t> free_output = places_of(output);
    std::vector<std::size_t> free_reference = places_of(reference);
    match(output, reference, free_output, free_reference, pairs);
    match(output_stems, stems(reference), free_output, free_reference, pairs);
    if (pairs.empty()) return 0;
    std::sort(pairs.begin(), pairs.end(),
              [](const Pair& a, const Pair& b) { return a.output < b.output; });
    std::size_t chunks = 1;
    for (std::size_t i = 1; i < pairs.size(); ++i) {
      const bool next = pairs[i].output == pairs[i - 1].output + 1 &&
                        pairs[i].reference == pairs[i - 1].reference + 1;
      chunks += next ? 0 : 1;
    }
    const auto matches = static_cast<double>(pairs.size());
    const double precision = matches / static_cast<double>(output.size());
    const double recall = matches / static_cast<double>(reference.size());
    const double mean = precision * recall / (alpha_ * precision + (1 - alpha_) * recall);
    const double pieces = static_cast<double>(chunks) / matches;
    return (1 - gamma_ * std::pow(pieces, beta_)) * mean;
  }

  const Tokenizer* tokenizer_;
  double alpha_;
  double beta_;
  double gamma_;
};

constexpr ParameterInfo kParameters[] = {
    {"tok",
     {"ws: words between white space; char: every character, for Chinese; jieba: jieba's words; "
      "jieba-fold: the same with Traditional read as Simplified",
      "ws：以空白分隔的詞；char：逐字元，中文用這個；jieba：jieba "
      "的詞；jieba-fold：同上，但把繁體字看成簡體字"},
     ParameterKind::choice,
     "ws",
     "ws|char|jieba|jieba-fold"},
    {"alpha",
     {"how much recall weighs against precision, 0.5 as much",
      "召回率相對於精確率的權重，0.5 表示一樣重"},
     ParameterKind::number,
     "0.9",
     {},
     0.01,
     0.99},
    {"beta",
     {"how fast the penalty falls as the pieces get longer", "片段變長時罰分下降的快慢"},
     ParameterKind::number,
     "3",
     {},
     0,
     100},
    {"gamma",
     {"the penalty when no two matched words are neighbours", "相同的詞沒有任何兩個相鄰時的罰分"},
     ParameterKind::number,
     "0.5",
     {},
     0,
     1}};

constexpr ExampleRow kSame[] = {{"a b c", "a b c"}};
constexpr ExampleRow kOne[] = {{"a", "a"}};
constexpr ExampleRow kStems[] = {{"the dogs ran", "the dog ran home"}};
constexpr ExampleRow kChinese[] = {{"今天天氣好", "今天天氣很好"}};
constexpr ExampleRow kEmpty[] = {{"", "a"}, {"a", ""}};
constexpr ExampleSource kPeer = {"nltk 3.10.4 with a WordNet that knows no synonym",
                                 "nltk 3.10.4，WordNet 換成沒有同義詞的"};
constexpr MetricExample kExamples[] = {
    {"",
     kStems,
     (1 - 0.5 / 27) * (0.75 / (0.9 + 0.1 * 0.75)),
     {"by hand: all 3 words (dogs has the stem of dog) and 3 of 4 lie in one piece: "
      "0.75 / (0.9 · 1 + 0.1 · 0.75), less 0.5 · (1/3)³ of it",
      "手算：輸出 3 個詞全中（dogs 與 dog 同詞幹），占參考答案 4 個中的 3 個，且連成一段："
      "0.75 / (0.9 · 1 + 0.1 · 0.75)，再扣去其中的 0.5 · (1/3)³"}},
    {"",
     kSame,
     1 - 0.5 / 27,
     {"by hand: an equal text of 3 words is one piece of 3: 1 − 0.5 · (1/3)³",
      "手算：3 個詞完全相同，是長度 3 的一段：1 − 0.5 · (1/3)³"}},
    {"", kOne, 0.5, {"by hand: one piece of one word: 1 − 0.5", "手算：一段只有一個詞：1 − 0.5"}},
    {"tok=char", kChinese, 0.8203389830508474, kPeer},
    {"", kEmpty, 0, kPeer},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr Text kDepartures[] = {
    {"It stops after equal words and equal stems. NLTK goes on to synonyms by WordNet, which is a "
     "download for English only: with it English scores come out higher, Chinese ones the same.",
     "只比對相同的詞與相同的詞幹。NLTK 還會用 "
     "WordNet（須另外下載，只有英文）比對同義詞：英文分數因此較高，"
     "中文不受影響。"},
    {"The value is the mean over the rows; NLTK scores one row.",
     "這裡取各列的平均；NLTK 一次只算一列。"},
    {"Rows without any reference count nowhere.", "沒有參考文字的列不計入。"}};

}  // namespace

SJ_METRIC(
    meteor, Meteor,
    {.title = {"METEOR", "METEOR 分數"},
     .summary = {"How many words output and reference share, equal or with the same stem; recall "
                 "weighs more, and words out of order cost.",
                 "輸出與參考文字有多少相同的詞（詞幹相同也算）；召回率較受重視，順序打散要扣分。"},
     .reading =
         {"0 to 1. Unlike BLEU it means something for one sentence. An equal text of n words "
          "has 1 − 0.5/n³, so 1 is only neared.",
          "0 到 1。與 BLEU 不同，單句也有意義。完全相同的 n 個詞得 1 − 0.5/n³，"
          "所以只會接近 1。"},
     .misleads =
         {"One right word alone has 0.5. Stems are English: in other languages only equal "
          "words match, and with tok=ws an unspaced Chinese clause is one word (use "
          "tok=char). Other tools' METEOR (pycocoevalcap, version 1.5) has synonyms, "
          "paraphrases and other weights.",
          "只有一個詞時，答對也只有 0.5。詞幹只適用於英文，其他語言只比對相同的詞；tok=ws 時，"
          "沒有空格的中文一整句算一個詞，請用 tok=char。其他工具的 METEOR（pycocoevalcap，1.5 版）"
          "另有同義詞、改寫與不同的權重。"},
     .needs = Needs::reference,
     .perfect = std::numeric_limits<double>::quiet_NaN(),
     .family = "bleu",
     .cite = "Lavie and Agarwal 2007",
     .peer = "nltk 3.10.4",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples});

}  // namespace shijin
