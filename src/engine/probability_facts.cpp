// What is chosen (a threshold, biases, a temperature) is chosen on one half of the rows and judged
// on the other, so that the gain is not that of having looked.
#include "engine/probability_facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/random.h"
#include "evidence/cost.h"
#include "stats/confident.h"
#include "stats/temperature.h"

namespace shijin {
namespace {

constexpr std::uint64_t kHalves = 0xCA11;
constexpr std::uint64_t kDraws = 0xD2A3;
constexpr int kReplicates = 1'000;
constexpr double kLevel = 0.95;
constexpr std::size_t kLeastRows = 40;
constexpr std::size_t kMostBiased = 20;     // labels that biases are looked for
constexpr std::size_t kBiasedRows = 4'000;  // rows they are chosen on
constexpr std::size_t kSuspectsShown = 5;
constexpr std::size_t kAbstentionPoints = 20;

// One row's truth and probabilities, with its weight in deployment.
struct Case {
  std::size_t row;
  std::size_t truth;
  const double* p;
  double weight;
};

bool is_usable(const SliceRow& row, std::size_t labels) {
  return row.truth >= 0 && row.probabilities.size() == labels;
}

// Weighted counts of a two-label decision.
struct Table {
  double hits = 0, misses = 0, alarms = 0, right = 0;

  double f1() const {
    const double all = 2 * hits + misses + alarms;
    return all > 0 ? 2 * hits / all : 0;
  }
};

class Facts {
 public:
  Facts(std::span<const SliceRow> rows, const ProbabilityPlan& plan) : rows_(rows), plan_(plan) {}

  ProbabilityFacts find() {
    gather();
    out_.rows = static_cast<std::int64_t>(cases_.size());
    out_.labels = plan_.labels;
    if (cases_.size() < kLeastRows) return std::move(out_);
    scale();
    abstain();
    suspect();
    read_costs();
    if (plan_.labels.size() == 2) choose_threshold();
    if (plan_.labels.size() > 2 && plan_.labels.size() <= kMostBiased) choose_biases();
    return std::move(out_);
  }

 private:
  void gather() {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const SliceRow& row = rows_[i];
      if (!is_usable(row, plan_.labels.size())) continue;
      cases_.push_back({i, static_cast<std::size_t>(row.truth), row.probabilities.data(), 1});
    }
    std::vector<double> count(plan_.labels.size());
    for (const Case& one : cases_) count[one.truth] += 1;
    const std::vector<std::string_view> names(plan_.labels.begin(), plan_.labels.end());
    const std::vector<double> shares = shares_in_use(plan_.prevalence, names, count);
    for (Case& one : cases_) {
      if (plan_.prevalence.empty()) break;
      one.weight = shares[one.truth] * static_cast<double>(cases_.size()) / count[one.truth];
    }
    for (const Case& one : cases_) {
      const bool first = (random_bits(plan_.seed, kHalves, one.row) & 1U) != 0;
      (first ? choosing_ : judging_).push_back(one);
    }
  }

  void flatten(const std::vector<Case>& half, std::vector<double>& p,
               std::vector<std::int32_t>& truth) const {
    for (const Case& one : half) {
      p.insert(p.end(), one.p, one.p + plan_.labels.size());
      truth.push_back(static_cast<std::int32_t>(one.truth));
    }
  }

  void scale() {
    std::vector<double> p;
    std::vector<std::int32_t> truth;
    flatten(choosing_, p, truth);
    const std::size_t labels = plan_.labels.size();
    out_.temperature = fit_temperature(p, truth, labels);
    p.clear();
    truth.clear();
    flatten(judging_, p, truth);
    out_.log_loss = scaled_log_loss(p, truth, labels, 1);
    out_.log_loss_scaled = scaled_log_loss(p, truth, labels, out_.temperature);
  }

  static std::size_t answer(const Case& one, std::size_t labels) {
    return static_cast<std::size_t>(std::max_element(one.p, one.p + labels) - one.p);
  }

  void abstain() {
    struct Sure {
      double confidence;
      bool right;
    };
    std::vector<Sure> sure;
    const std::size_t labels = plan_.labels.size();
    for (const Case& one : cases_) {
      const std::size_t said = answer(one, labels);
      sure.push_back({one.p[said], said == one.truth});
      out_.confidence += one.p[said] / static_cast<double>(cases_.size());
      out_.accuracy += (said == one.truth ? 1.0 : 0.0) / static_cast<double>(cases_.size());
    }
    std::stable_sort(sure.begin(), sure.end(),
                     [](const Sure& a, const Sure& b) { return a.confidence > b.confidence; });
    double right = 0;
    std::size_t next = 1;
    for (std::size_t i = 0; i < sure.size(); ++i) {
      right += sure[i].right ? 1 : 0;
      // A bar cannot part rows that are equally sure.
      if (i + 1 < sure.size() && sure[i + 1].confidence == sure[i].confidence) continue;
      if ((i + 1) * kAbstentionPoints < next * sure.size()) continue;
      const auto answered = static_cast<double>(i + 1);
      out_.abstention.push_back(
          {answered / static_cast<double>(sure.size()), sure[i].confidence, right / answered});
      while (next * sure.size() <= (i + 1) * kAbstentionPoints) ++next;
    }
  }

  void suspect() {
    std::vector<double> p;
    std::vector<std::int32_t> given;
    flatten(cases_, p, given);
    const auto suspects = suspected_labels(p, given, plan_.labels.size());
    out_.suspects = static_cast<std::int64_t>(suspects.size());
    for (const Suspect& one : suspects) {
      if (out_.suspected.size() == kSuspectsShown) break;
      const SliceRow& row = rows_[cases_[one.row].row];
      Example example = row.example;
      example.row = row.row;
      if (example.id.empty()) example.id = std::to_string(row.row);
      if (example.input.empty()) example.input = row.text;
      example.reference = plan_.labels[static_cast<std::size_t>(one.given)];
      example.output = plan_.labels[static_cast<std::size_t>(one.likely)];
      example.score = one.margin;
      out_.suspected.push_back(std::move(example));
    }
  }

  // costs_[truth][said], when every price is known.
  void read_costs() {
    if (plan_.costs.empty()) return;
    for (const std::string& truth : plan_.labels) {
      std::vector<double>& row = costs_.emplace_back();
      for (const std::string& said : plan_.labels) {
        const auto cost = price_of(plan_.costs, truth, said);
        if (!cost) {
          costs_.clear();
          return;
        }
        row.push_back(*cost);
      }
    }
  }

  std::size_t core() const {
    if (!plan_.positive.empty()) return plan_.labels[0] == plan_.positive ? 0 : 1;
    double first = 0;
    for (const Case& one : cases_) first += one.truth == 0 ? 1 : 0;
    return 2 * first <= static_cast<double>(cases_.size()) ? 0 : 1;
  }

  double measure_of(const Table& table, std::size_t label) const {
    if (costs_.empty()) return table.f1();
    const std::size_t other = 1 - label;
    const double cost = table.hits * costs_[label][label] + table.misses * costs_[label][other] +
                        table.alarms * costs_[other][label] + table.right * costs_[other][other];
    return -cost / (table.hits + table.misses + table.alarms + table.right);
  }

  static void count(const Case& one, std::size_t label, bool said, double weight, Table& table) {
    const bool is = one.truth == label;
    double& cell = is ? (said ? table.hits : table.misses) : (said ? table.alarms : table.right);
    cell += weight;
  }

  // Thresholds from above every row to below all: each row that is passed is said to be the label.
  double best_threshold(std::size_t label) const {
    std::vector<Case> sorted = choosing_;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const Case& a, const Case& b) { return a.p[label] > b.p[label]; });
    Table table;
    for (const Case& one : sorted) count(one, label, false, one.weight, table);
    double best = measure_of(table, label);
    double threshold = 1;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      count(sorted[i], label, false, -sorted[i].weight, table);
      count(sorted[i], label, true, sorted[i].weight, table);
      const double here = sorted[i].p[label];
      if (i + 1 < sorted.size() && sorted[i + 1].p[label] == here) continue;
      const double measure = measure_of(table, label);
      if (measure <= best) continue;
      best = measure;
      threshold = i + 1 < sorted.size() ? (here + sorted[i + 1].p[label]) / 2 : here;
    }
    return threshold;
  }

  void choose_threshold() {
    const std::size_t label = core();
    ThresholdChoice choice;
    choice.label = plan_.labels[label];
    choice.other = plan_.labels[1 - label];
    choice.measure = costs_.empty() ? "f1" : "cost";
    choice.threshold = best_threshold(label);
    // Cells of truth × said now × said then: a replicate draws eight counts.
    std::array<double, 8> weights{};
    std::array<double, 8> rows{};
    for (const Case& one : judging_) {
      const std::size_t cell = (one.truth == label ? 4U : 0U) + (one.p[label] >= 0.5 ? 2U : 0U) +
                               (one.p[label] >= choice.threshold ? 1U : 0U);
      rows[cell] += 1;
      weights[cell] = one.weight;
    }
    const auto measures = [&](const std::array<double, 8>& counts) {
      Table now;
      Table then;
      for (std::size_t cell = 0; cell < 8; ++cell) {
        const double weight = counts[cell] * weights[cell];
        const Case one{0, (cell & 4U) != 0 ? label : 1 - label, nullptr, 1};
        count(one, label, (cell & 2U) != 0, weight, now);
        count(one, label, (cell & 1U) != 0, weight, then);
      }
      return std::pair(measure_of(now, label), measure_of(then, label));
    };
    const double sign = costs_.empty() ? 1 : -1;
    const auto [now, then] = measures(rows);
    choice.now = sign * now;
    choice.best = sign * then;
    std::vector<double> gains;
    Random random(plan_.seed, kDraws);
    for (int replicate = 0; replicate < kReplicates; ++replicate) {
      std::array<double, 8> drawn{};
      for (std::size_t cell = 0; cell < 8; ++cell) {
        if (rows[cell] > 0) drawn[cell] = random.gamma(rows[cell]);
      }
      const auto [a, b] = measures(drawn);
      gains.push_back(sign * (b - a));
    }
    std::sort(gains.begin(), gains.end());
    const auto tail = static_cast<std::size_t>((1 - kLevel) / 2 * kReplicates);
    choice.gain =
        Interval{gains[tail], gains[gains.size() - 1 - tail], kLevel, "bayesian-bootstrap"};
    out_.threshold = std::move(choice);
  }

  // Macro F1, or minus the cost of a row, when biases are added to the log-probabilities.
  double biased(std::span<const Case> half, const std::vector<double>& biases) const {
    const std::size_t labels = plan_.labels.size();
    std::vector<double> truth(labels), said(labels), hits(labels);
    double cost = 0;
    double weight = 0;
    for (const Case& one : half) {
      std::size_t best = 0;
      double highest = -1;
      for (std::size_t k = 0; k < labels; ++k) {
        const double x = one.p[k] * biases[k];
        if (x > highest) {
          highest = x;
          best = k;
        }
      }
      truth[one.truth] += one.weight;
      said[best] += one.weight;
      if (best == one.truth) hits[best] += one.weight;
      if (!costs_.empty()) cost += one.weight * costs_[one.truth][best];
      weight += one.weight;
    }
    if (!costs_.empty()) return weight > 0 ? -cost / weight : 0;
    double sum = 0;
    double count = 0;
    for (std::size_t k = 0; k < labels; ++k) {
      if (truth[k] == 0) continue;
      sum += 2 * hits[k] / (truth[k] + said[k]);
      count += 1;
    }
    return count > 0 ? sum / count : 0;
  }

  void choose_biases() {
    const std::size_t labels = plan_.labels.size();
    std::vector<double> factors(labels, 1);
    const std::span<const Case> half(choosing_.data(), std::min(choosing_.size(), kBiasedRows));
    double best = biased(half, factors);
    for (int round = 0; round < 2; ++round) {
      for (std::size_t k = 0; k < labels; ++k) {
        const double before = factors[k];
        double kept = before;
        for (double step = -2; step <= 2; step += 0.25) {
          factors[k] = before * std::exp(step);
          const double measure = biased(half, factors);
          if (measure > best + 1e-12) {
            best = measure;
            kept = factors[k];
          }
        }
        factors[k] = kept;
      }
    }
    const double sign = costs_.empty() ? 1 : -1;
    out_.biases_now = sign * biased(judging_, std::vector<double>(labels, 1));
    out_.biases_best = sign * biased(judging_, factors);
    for (std::size_t k = 0; k < labels; ++k) {
      out_.biases.emplace_back(plan_.labels[k], std::log(factors[k]));
    }
  }

  std::span<const SliceRow> rows_;
  const ProbabilityPlan& plan_;
  ProbabilityFacts out_;
  std::vector<Case> cases_, choosing_, judging_;
  std::vector<std::vector<double>> costs_;
};

}  // namespace

LaidOutProbabilities lay_out_probabilities(std::span<const SliceRow> rows, std::size_t labels) {
  LaidOutProbabilities out;
  for (const SliceRow& row : rows) {
    if (!is_usable(row, labels)) continue;
    out.probabilities.insert(out.probabilities.end(), row.probabilities.begin(),
                             row.probabilities.end());
    out.truth.push_back(row.truth);
  }
  return out;
}

ProbabilityFacts probability_facts(std::span<const SliceRow> rows, const ProbabilityPlan& plan) {
  if (plan.labels.size() < 2) return {};
  return Facts(rows, plan).find();
}

}  // namespace shijin
