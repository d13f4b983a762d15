// Finished items in their order, as values from 0 to 1.
#include "rate/stopping.h"

#include <algorithm>
#include <set>

#include "rate/mean.h"
#include "stats/sequential.h"

namespace shijin {
namespace {

constexpr double kSpan = kScoreHigh - kScoreLow;

struct Finished {
  std::int64_t event = 0;
  double mean = 0;
};

bool is_of(const RatedRow& row, std::size_t run) {
  return row.item->part == ItemPart::core && static_cast<std::size_t>(row.item->run) == run;
}

}  // namespace

std::string_view decision_name(Stopping::Decision decision) {
  switch (decision) {
    case Stopping::Decision::above:
      return "above";
    case Stopping::Decision::below:
      return "below";
    case Stopping::Decision::go_on:
      break;
  }
  return "go-on";
}

std::optional<Stopping> stopping_of(const Campaign& campaign, const std::vector<RatedRow>& rows,
                                    const LastEvents& last, std::size_t run, double bar,
                                    double level) {
  if (campaign.fact("sample").starts_with("core")) return std::nullopt;
  std::set<std::string> raters;
  for (const RatedRow& row : rows) {
    if (is_of(row, run)) raters.insert(row.rater);
  }
  // Where texts have some of the raters only, all of those.
  const bool shared = campaign.overlap() < campaign.raters.size();
  const std::size_t needed = shared ? campaign.overlap() : raters.size();
  struct Item {
    std::size_t said = 0;
    ItemSum overall;
  };
  std::map<std::int64_t, Item> items;
  for (const RatedRow& row : rows) {
    if (!is_of(row, run)) continue;
    Item& item = items[row.item->number];
    ++item.said;
    if (row.overall) item.overall.add(*row.overall);
  }
  std::vector<Finished> finished;
  for (const auto& [number, item] : items) {
    if (item.said < needed || item.overall.count == 0) continue;
    const auto event = last.find(number);
    finished.push_back(
        {event == last.end() ? 0 : event->second, item.overall.sum / item.overall.count});
  }
  if (finished.empty()) return std::nullopt;
  std::stable_sort(finished.begin(), finished.end(),
                   [](const Finished& a, const Finished& b) { return a.event < b.event; });
  std::vector<double> values;
  for (const Finished& one : finished) values.push_back((one.mean - kScoreLow) / kSpan);
  const Bounds bounds = betting_interval(values, level);
  Stopping stopping;
  stopping.bar = bar;
  stopping.items = static_cast<std::int64_t>(values.size());
  stopping.raters = static_cast<std::int64_t>(raters.size());
  stopping.lo = kScoreLow + kSpan * bounds.lo;
  stopping.hi = kScoreLow + kSpan * bounds.hi;
  stopping.level = level;
  if (stopping.lo >= bar) stopping.decision = Stopping::Decision::above;
  if (stopping.hi < bar) stopping.decision = Stopping::Decision::below;
  return stopping;
}

}  // namespace shijin
