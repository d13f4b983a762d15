// Every curve of a label comes from one walk down its rows, the surest first.
#include "metrics/curves.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace shijin {
namespace {

constexpr std::size_t kBins = 10;
constexpr std::size_t kPoints = 80;  // of a curve, beside its first
constexpr std::size_t kCostSteps = 50;

struct Ranked {
  double p;
  bool is;
};

// What has been said to be the label once the bar has fallen to `threshold`.
struct Said {
  double threshold;
  double hits;
  double alarms;
};

class LabelCurves {
 public:
  explicit LabelCurves(std::vector<Ranked> rows) : rows_(std::move(rows)) {
    std::stable_sort(rows_.begin(), rows_.end(),
                     [](const Ranked& a, const Ranked& b) { return a.p > b.p; });
    for (const Ranked& row : rows_) (row.is ? positives_ : negatives_) += 1;
    walk();
  }

  bool defined() const { return positives_ > 0 && negatives_ > 0; }

  std::vector<Point> roc() const {
    return points([&](const Said& at) {
      return Point{at.alarms / negatives_, at.hits / positives_, at.threshold};
    });
  }

  std::vector<Point> precision_recall() const {
    return points([&](const Said& at) {
      const double said = at.hits + at.alarms;
      return Point{at.hits / positives_, said > 0 ? at.hits / said : 1, at.threshold};
    });
  }

  std::vector<Point> threshold() const {
    return points([&](const Said& at) {
      const double f1 = 2 * at.hits / (positives_ + at.hits + at.alarms);
      return Point{at.threshold, f1, at.threshold};
    });
  }

  // At x the label's rows may cause the share x of all cost: missing them all costs x, saying the
  // label everywhere costs 1 − x.
  std::vector<Point> cost() const {
    std::vector<Point> out;
    for (std::size_t step = 1; step < kCostSteps; ++step) {
      const double x = static_cast<double>(step) / static_cast<double>(kCostSteps);
      Point best{x, std::numeric_limits<double>::infinity(), 0};
      for (const Said& at : steps_) {
        const double missed = 1 - at.hits / positives_;
        const double cost = x * missed + (1 - x) * at.alarms / negatives_;
        const double normalised = cost / std::min(x, 1 - x);
        if (normalised < best.y) best = {x, normalised, at.threshold};
      }
      out.push_back(best);
    }
    return out;
  }

  // As the page counts them: of equally cheap bars the one nearest to a half.
  LabelBars bars(double miss, double alarm) const {
    LabelBars out{miss, alarm, {}, 0};
    std::vector<double> thresholds;
    for (int tenth = 9; tenth >= 1; --tenth) thresholds.push_back(tenth / 10.0);
    double best = 1;
    double least = cost_at(said_from(1), out);
    for (std::size_t k = 1; k <= steps_.size(); ++k) {
      const Said& at = k < steps_.size() ? steps_[k] : steps_.back();
      const double threshold = k < steps_.size() ? at.threshold : 0;
      const double cost = cost_at(at, out);
      const bool nearer = std::abs(threshold - 0.5) < std::abs(best - 0.5);
      if (cost > least || (cost == least && !nearer)) continue;
      least = cost;
      best = threshold;
    }
    thresholds.push_back(best);
    std::sort(thresholds.begin(), thresholds.end(), std::greater<>());
    thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
    for (const double threshold : thresholds) {
      if (threshold == best) out.cheapest = out.lines.size();
      const Said at = said_from(threshold);
      BarLine& line = out.lines.emplace_back();
      line.threshold = threshold;
      line.found = at.hits / positives_;
      line.alarms = at.alarms / negatives_;
      if (at.hits + at.alarms > 0) line.precision = at.hits / (at.hits + at.alarms);
      line.cost = cost_at(at, out);
    }
    return out;
  }

  std::vector<Bin> reliability() const {
    std::vector<Bin> bins(kBins);
    for (std::size_t i = 0; i < kBins; ++i) {
      bins[i].low = static_cast<double>(i) / kBins;
      bins[i].high = static_cast<double>(i + 1) / kBins;
    }
    for (const Ranked& row : rows_) {
      const auto place = static_cast<std::size_t>(std::max(0.0, row.p) * kBins);
      Bin& bin = bins[std::min(place, kBins - 1)];
      bin.count += 1;
      bin.mean += row.p;
      bin.rate += row.is ? 1 : 0;
    }
    std::erase_if(bins, [](const Bin& bin) { return bin.count == 0; });
    for (Bin& bin : bins) {
      bin.mean /= bin.count;
      bin.rate /= bin.count;
    }
    return bins;
  }

 private:
  double cost_at(const Said& at, const LabelBars& prices) const {
    return ((positives_ - at.hits) * prices.miss + at.alarms * prices.alarm) /
           (positives_ + negatives_);
  }

  // The label is said of every row whose probability reaches the threshold.
  Said said_from(double threshold) const {
    Said said = steps_.front();
    for (const Said& at : steps_) {
      if (at.threshold >= threshold) said = at;
    }
    return said;
  }

  // A bar cannot part rows that are equally sure.
  void walk() {
    Said at{kNever, 0, 0};
    steps_.push_back(at);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      (rows_[i].is ? at.hits : at.alarms) += 1;
      at.threshold = rows_[i].p;
      if (i + 1 == rows_.size() || rows_[i + 1].p != rows_[i].p) steps_.push_back(at);
    }
  }

  template <class Make>
  std::vector<Point> points(Make make) const {
    std::vector<Point> out;
    const std::size_t last = steps_.size() - 1;
    const std::size_t shown = std::min(last, kPoints);
    for (std::size_t k = 0; k <= shown; ++k) {
      out.push_back(make(steps_[shown == 0 ? 0 : k * last / shown]));
    }
    return out;
  }

  static constexpr double kNever = 2;

  std::vector<Ranked> rows_;
  std::vector<Said> steps_;
  double positives_ = 0;
  double negatives_ = 0;
};

// The labels that most rows carry, in their own order among equals.
std::vector<std::size_t> most_frequent(std::span<const std::int32_t> truth, std::size_t labels) {
  std::vector<std::int64_t> count(labels);
  for (const std::int32_t label : truth) ++count[static_cast<std::size_t>(label)];
  std::vector<std::size_t> order(labels);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return count[a] > count[b]; });
  order.resize(std::min(labels, kCurveLabels));
  return order;
}

// The first cost of a pair whose truth, or whose answer, is the label; else 1.
double first_cost(const std::map<std::string, double>& costs, const std::string& label, bool miss) {
  for (const auto& [pair, cost] : costs) {
    const std::size_t arrow = pair.rfind('>');
    if (arrow == std::string::npos) continue;
    if ((miss ? pair.substr(0, arrow) : pair.substr(arrow + 1)) == label) return cost;
  }
  return 1;
}

}  // namespace

Curves find_curves(std::span<const double> probabilities, std::span<const std::int32_t> truth,
                   const std::vector<std::string>& labels,
                   const std::map<std::string, double>& costs) {
  Curves out;
  for (const std::size_t label : most_frequent(truth, labels.size())) {
    std::vector<Ranked> ranked;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      ranked.push_back(
          {probabilities[i * labels.size() + label], static_cast<std::size_t>(truth[i]) == label});
    }
    const LabelCurves curves(std::move(ranked));
    if (!curves.defined()) continue;
    out.curves["roc:" + labels[label]] = curves.roc();
    out.curves["pr:" + labels[label]] = curves.precision_recall();
    out.curves["threshold:" + labels[label]] = curves.threshold();
    out.curves["cost:" + labels[label]] = curves.cost();
    out.reliability[labels[label]] = curves.reliability();
    out.bars[labels[label]] = curves.bars(first_cost(costs, labels[label], true),
                                          first_cost(costs, labels[label], false));
  }
  return out;
}

}  // namespace shijin
