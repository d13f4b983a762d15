// Length ratio: characters of all outputs for each character of their first references.
#include <limits>

#include "metrics/metric.h"
#include "metrics/sample_mean.h"

namespace shijin {
namespace {

constexpr Text kEmptyReferences{"all references are empty", "所有參考文字都是空的"};

struct LengthRatio {
  struct Stat {
    std::uint32_t counted = 0;
    std::uint32_t length_output = 0;
    std::uint32_t length_reference = 0;
  };
  struct State {
    double rows = 0;
    double length_output = 0;
    double length_reference = 0;
  };

  LengthRatio(const Arguments&, const MetricContext&) {}

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokenizer& characters = *find_tokenizer("char");
    const Tokens& output = samples.tokens(Field::output, characters);
    const Tokens& reference = samples.tokens(Field::reference, characters);
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      if (samples.reference_begin[i] == samples.reference_begin[i + 1]) continue;
      const std::size_t wanted = reference.of(samples.reference_begin[i]).size();
      out[i] = {.counted = 1,
                .length_output = static_cast<std::uint32_t>(output.of(i).size()),
                .length_reference = static_cast<std::uint32_t>(wanted)};
    }
  }
  void add(State& state, const Stat& stat, double weight) const {
    state.rows += weight * stat.counted;
    state.length_output += weight * stat.length_output;
    state.length_reference += weight * stat.length_reference;
  }
  void merge(State& state, const State& other) const {
    state.rows += other.rows;
    state.length_output += other.length_output;
    state.length_reference += other.length_reference;
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(no_reference());
    if (state.length_reference <= 0) return Score::undefined(Message(kEmptyReferences));
    return Score::of(state.length_output / state.length_reference);
  }
};

constexpr ExampleRow kRows[] = {{"a b", "abcd"}, {"好很好", "很好"}};
constexpr MetricExample kExamples[] = {
    {"",
     kRows,
     5.0 / 6.0,
     {"by hand: 2 + 3 characters against 4 + 2", "手算：2 + 3 個字對 4 + 2 個字"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(length_ratio, LengthRatio,
          {.title = {"Length ratio", "長度比"},
           .summary = {"Characters in the outputs, white space left out, for each character in "
                       "the references.",
                       "輸出的總字數除以參考文字的總字數（不計空白）。"},
           .reading = {"1 means as long as the references; 0.5 half as long, 2 twice.",
                       "1 表示和參考文字一樣長；0.5 是一半，2 是兩倍。"},
           .misleads = {"Long and short outputs may cancel out. Right length says nothing about "
                        "right content.",
                        "過長與過短的輸出會互相抵銷。長度對不代表內容對。"},
           .needs = Needs::reference,
           .better = Better::neither,
           .high = std::numeric_limits<double>::infinity(),
           .perfect = 1,
           .family = "text quality",
           .examples = kExamples});

}  // namespace shijin
