// ROUGE-Lsum as rouge-score counts it: each line of the reference against all lines of the output,
// and the union of their longest common subsequences (Lin 2004, section 3.2). 0–1.
#include <map>

#include "metrics/rouge.h"
#include "metrics/subsequence_trace.h"
#include "metrics/too_long.h"

namespace shijin {
namespace {

// The lines of a text as tokens, equal ids for equal tokens.
class Lines final : public TokenSink {
 public:
  void read(std::string_view text, const Tokenizer& tokenizer,
            std::map<std::string, std::uint32_t, std::less<>>& known) {
    known_ = &known;
    ids_.clear();
    begin_.assign(1, 0);
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      tokenizer.split(line, *this);
      begin_.push_back(ids_.size());
      text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
  }
  void token(std::string_view text, Span) override {
    const auto found = known_->find(text);
    if (found != known_->end()) {
      ids_.push_back(found->second);
      return;
    }
    const auto id = static_cast<std::uint32_t>(known_->size());
    known_->emplace(text, id);
    ids_.push_back(id);
  }

  std::size_t size() const { return begin_.size() - 1; }
  TokenSpan line(std::size_t i) const {
    return all().subspan(begin_[i], begin_[i + 1] - begin_[i]);
  }
  TokenSpan all() const { return ids_; }

 private:
  std::map<std::string, std::uint32_t, std::less<>>* known_ = nullptr;
  std::vector<std::uint32_t> ids_;
  std::vector<std::size_t> begin_;
};

class RougeLsum : public RougeMean {
 public:
  explicit RougeLsum(const Arguments& arguments) : RougeMean(arguments) {}
  static Result<RougeLsum> make(const Arguments& arguments, const MetricContext&) {
    SJ_TRY(check(arguments));
    return RougeLsum(arguments);
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    Scratch scratch;
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      double best = -1;
      scratch.known.clear();
      scratch.output.read(samples.output[i], tokenizer(), scratch.known);
      for (const std::string_view reference : samples.references(i)) {
        scratch.reference.read(reference, tokenizer(), scratch.known);
        out[i].counted = 1;
        if (is_too_long(scratch)) {
          out[i].undefined = 1;
          continue;
        }
        offer(union_of_subsequences(scratch), count(scratch.output), count(scratch.reference), best,
              out[i]);
      }
    }
  }
  Score finish(const State& state) const {
    if (state.undefined > 0) {
      return Score::undefined(too_long(state.undefined, SubsequenceTrace::kMostPairsTraced));
    }
    return RougeMean::finish(state);
  }

 private:
  struct Scratch {
    std::map<std::string, std::uint32_t, std::less<>> known;
    Lines output;
    Lines reference;
    SubsequenceTrace trace;
    std::vector<std::uint8_t> marks;
    std::vector<std::uint32_t> left_output;  // of each token: how often it may still count
    std::vector<std::uint32_t> left_reference;
  };

  static std::uint32_t count(const Lines& lines) {
    return static_cast<std::uint32_t>(lines.all().size());
  }

  static bool is_too_long(const Scratch& scratch) {
    std::uint64_t longest = 0;
    for (std::size_t k = 0; k < scratch.output.size(); ++k) {
      longest = std::max<std::uint64_t>(longest, scratch.output.line(k).size());
    }
    for (std::size_t r = 0; r < scratch.reference.size(); ++r) {
      const std::uint64_t line = scratch.reference.line(r).size();
      if (line * longest > SubsequenceTrace::kMostPairsTraced) return true;
    }
    return shijin::is_too_long(scratch.output.all().size(), scratch.reference.all().size());
  }

  // A token that stands in several lines counts at most as often as in either text.
  static std::uint32_t union_of_subsequences(Scratch& scratch) {
    scratch.left_output.assign(scratch.known.size(), 0);
    scratch.left_reference.assign(scratch.known.size(), 0);
    for (const std::uint32_t token : scratch.output.all()) ++scratch.left_output[token];
    for (const std::uint32_t token : scratch.reference.all()) ++scratch.left_reference[token];
    std::uint32_t hits = 0;
    for (std::size_t r = 0; r < scratch.reference.size(); ++r) {
      const TokenSpan line = scratch.reference.line(r);
      scratch.marks.assign(line.size(), 0);
      for (std::size_t k = 0; k < scratch.output.size(); ++k) {
        scratch.trace.mark(line, scratch.output.line(k), scratch.marks);
      }
      for (std::size_t at = 0; at < line.size(); ++at) {
        std::uint32_t& in_output = scratch.left_output[line[at]];
        std::uint32_t& in_reference = scratch.left_reference[line[at]];
        if (scratch.marks[at] == 0 || in_output == 0 || in_reference == 0) continue;
        ++hits;
        --in_output;
        --in_reference;
      }
    }
    return hits;
  }
};

constexpr ExampleRow kLines[] = {{"the cat sat\non the mat", "on the mat\nthe cat sat down"},
                                 {"今天天氣很好\n我們去公園", "我們去公園\n今天天氣好"}};
constexpr ExampleRow kTwoLines[] = {{"the cat sat\non the mat", "on the mat\nthe cat sat down"}};
constexpr MetricExample kExamples[] = {
    {"tok=latin",
     kTwoLines,
     12.0 / 13,
     {"by hand: “on the mat” and “the cat sat” are found line by line, 6 of 6 words and 6 of 7: 2 "
      "· 6 / (6 + 7)",
      "手算：「on the mat」與「the cat sat」逐行都找得到，是 6 個詞中的 6 個、7 個詞中的 6 個：2 · "
      "6 / (6 + 7)"}},
    {"tok=char", kRougeCopywriting, 0.36363636363636365, kRougeCharacters},
    {"tok=latin", kRougeEnglish, 0.9166666666666667, kRougePeer},
    {"tok=latin", kLines, 0.4615384615384615, kRougePeer},
    {"tok=char", kLines, 0.9235588972431077, kRougeCharacters},
    kRougeNothing};

constexpr MetricInfo lines_info() {
  MetricInfo info = rouge_info(
      {"ROUGE-Lsum", "ROUGE-Lsum 分數"},
      {"As ROUGE-L, line by line: how much of each line of the reference stands in the lines of "
       "the "
       "output, in the same order within a line.",
       "與 ROUGE-L 相同，但逐行比對：參考文字的每一行有多少依相同順序出現在輸出的各行裡。"},
      kExamples);
  info.reading = {
      "0 to 1. Lines may come in another order, which ROUGE-L punishes; put one "
      "sentence on a line, for on texts of one line it equals ROUGE-L.",
      "0 到 1。各行的先後不影響分數（ROUGE-L 則會扣分）；請一句一行，只有一行時等於 "
      "ROUGE-L。"};
  return info;
}

}  // namespace

SJ_METRIC(rouge_lsum, RougeLsum, lines_info());

}  // namespace shijin
