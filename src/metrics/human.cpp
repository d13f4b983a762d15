// Items' sums added up; the score is the mean of all scores.
#include "metrics/human.h"

#include "rate/measures.h"

namespace shijin {
namespace {

constexpr Text kNoRating{"no score was given", "沒有任何評分"};

struct Human {
  using Stat = ItemSum;
  struct State {
    double sum = 0;
    double count = 0;
  };
  static constexpr bool kStateIsSums = true;

  // Rows are put in from ratings; samples have none.
  Stat measure(Samples&, std::size_t) const { return {}; }
  void add(State& state, const Stat& item, double weight) const {
    state.sum += weight * item.sum;
    state.count += weight * item.count;
  }
  void merge(State& state, const State& other) const {
    state.sum += other.sum;
    state.count += other.count;
  }
  Score finish(const State& state) const {
    if (!(state.count > 0)) return Score::undefined(Message(kNoRating));
    return Score::of(state.sum / state.count);
  }
};

MetricDefinition definition() {
  const RatingMeasure& measure = *find_rating_measure("human");
  MetricInfo info{.title = measure.title,
                  .summary = measure.summary,
                  .reading = measure.reading,
                  .misleads = measure.misleads,
                  .needs = Needs::rows};
  info.decimals = 2;
  return {"human", info, nullptr};
}

}  // namespace

std::unique_ptr<Metric> make_human(std::string key) {
  static const MetricDefinition kDefinition = definition();
  return std::make_unique<detail::MetricOf<Human>>(kDefinition, Human{}, std::move(key));
}

}  // namespace shijin
