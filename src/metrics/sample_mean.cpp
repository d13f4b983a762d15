// Products with a weight are split into two doubles without error before they are added.
#include "metrics/sample_mean.h"

#include <algorithm>
#include <cmath>

#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kNoReference{"no row has both an output and a reference",
                            "沒有任何一列同時具有輸出與參考文字"};
constexpr Text kUndefinedRows{"it is undefined on {0} of the rows", "有 {0} 列無法計算這項指標"};

void add_product(ExactSum& sum, double a, double b) {
  const double product = a * b;
  sum.add(product);
  sum.add(std::fma(a, b, -product));
}

}  // namespace

void SampleMean::add(State& state, const Stat& stat, double weight) const {
  if (stat.counted == 0) return;
  state.weight += weight;
  if (stat.undefined != 0) {
    state.undefined += weight;
    return;
  }
  add_product(state.sum, weight, stat.value);
  add_product(state.squares, weight, stat.value * stat.value);
}

void SampleMean::merge(State& state, const State& other) const {
  state.sum.merge(other.sum);
  state.squares.merge(other.squares);
  state.weight += other.weight;
  state.undefined += other.undefined;
}

Score SampleMean::finish(const State& state) const {
  if (state.weight <= 0) return Score::undefined(no_reference());
  if (state.undefined > 0) {
    return Score::undefined(Message(kUndefinedRows, {shortest(state.undefined)}));
  }
  return Score::of(state.sum.value() / state.weight);
}

Uncertainty SampleMean::uncertainty(const State& state) const {
  if (state.weight <= 0 || state.undefined > 0) return {.kind = Uncertainty::Kind::none};
  const double n = state.weight;
  const double squares = state.squares.value();
  const double mean = state.sum.value() / n;
  double spread = squares - n * mean * mean;
  if (spread < 1e-14 * squares) spread = 0;  // equal values, up to rounding
  return {.kind = Uncertainty::Kind::mean, .a = mean, .b = n > 1 ? spread / (n - 1) : 0, .c = n};
}

Message no_reference() { return Message(kNoReference); }

}  // namespace shijin
