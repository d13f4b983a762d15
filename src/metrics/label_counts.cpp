// Adding label pairs up: a small dense corner for the usual case, a map for the rest.
#include "metrics/label_counts.h"

#include <algorithm>
#include <numeric>

namespace shijin {
namespace {

constexpr std::size_t kSide = LabelCounts::kDense + 1;
constexpr Text kNoRows{"no row has both a true label and a prediction",
                       "沒有任何一列同時具有真實標籤與預測標籤"};

// Ids as positions: 0 is "no label", id n is n + 1.
std::uint32_t position(LabelId id) { return id < 0 ? 0U : static_cast<std::uint32_t>(id) + 1U; }

void add_cell(LabelCounts::State& state, std::uint32_t truth, std::uint32_t predicted,
              double weight) {
  if (truth < kSide && predicted < kSide) {
    state.dense[truth * kSide + predicted] += weight;
  } else {
    state.sparse[(static_cast<std::uint64_t>(truth) << 32U) | predicted] += weight;
  }
}

// All cells that are not zero, as (truth, predicted, count), in order of position.
struct Cell {
  std::uint32_t truth;
  std::uint32_t predicted;
  double count;
};

std::vector<Cell> cells_of(const LabelCounts::State& state) {
  std::vector<Cell> cells;
  for (std::uint32_t i = 0; i < state.dense.size(); ++i) {
    if (state.dense[i] != 0) {
      cells.push_back({static_cast<std::uint32_t>(i / kSide), static_cast<std::uint32_t>(i % kSide),
                       state.dense[i]});
    }
  }
  for (const auto& [key, count] : state.sparse) {
    if (count == 0) continue;
    cells.push_back({static_cast<std::uint32_t>(key >> 32U),
                     static_cast<std::uint32_t>(key & 0xFFFFFFFFU), count});
  }
  return cells;
}

}  // namespace

void LabelCounts::add(State& state, const Stat& stat, double weight) const {
  if (stat.truth == kNoLabel) return;
  add_cell(state, position(stat.truth), position(stat.predicted), weight);
}

void LabelCounts::merge(State& state, const State& other) const {
  for (std::size_t i = 0; i < state.dense.size(); ++i) state.dense[i] += other.dense[i];
  for (const auto& [key, count] : other.sparse) state.sparse[key] += count;
}

LabelCounts::State LabelCounts::resample(const State& state, Random& random) const {
  // The cells are visited in order of label names, so that the draws do not depend on ids.
  const LabelTable table = label_table(state, *labels);
  State drawn = start();
  double total = 0;
  const auto draw = [&](std::uint32_t truth, std::uint32_t predicted, double count) {
    const double weight = random.gamma(count + 0.5);
    total += weight;
    add_cell(drawn, truth, predicted, weight);
  };
  for (std::size_t t = 0; t < table.labels.size(); ++t) {
    if (table.truth[t] == 0) continue;
    const std::uint32_t truth = position(labels->find(table.labels[t]));
    for (std::size_t p = 0; p < table.labels.size(); ++p) {
      draw(truth, position(labels->find(table.labels[p])), table.counts[t][p]);
    }
    if (table.unparsed[t] > 0) draw(truth, 0, table.unparsed[t]);
  }
  if (total > 0) {
    const double scale = table.total / total;
    for (double& cell : drawn.dense) cell *= scale;
    for (auto& [key, cell] : drawn.sparse) cell *= scale;
  }
  return drawn;
}

int LabelTable::find(std::string_view label) const {
  const auto found = std::lower_bound(labels.begin(), labels.end(), label);
  if (found == labels.end() || *found != label) return -1;
  return static_cast<int>(found - labels.begin());
}

LabelTable label_table(const LabelCounts::State& state, const LabelSet& labels) {
  const std::vector<Cell> cells = cells_of(state);
  std::vector<bool> used(labels.size() + 1, labels.closed());
  for (const Cell& cell : cells) used[cell.truth] = used[cell.predicted] = true;
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 1; i < used.size(); ++i) {
    if (used[i]) order.push_back(i);
  }
  std::vector<std::string> names(used.size());
  for (std::uint32_t i : order) names[i] = labels.name(static_cast<LabelId>(i) - 1);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return names[a] < names[b]; });
  LabelTable table;
  const std::size_t size = order.size();
  std::vector<std::size_t> place(used.size(), size);
  for (std::size_t i = 0; i < size; ++i) {
    place[order[i]] = i;
    table.labels.push_back(names[order[i]]);
  }
  table.counts.assign(size, std::vector<double>(size));
  table.unparsed.assign(size, 0);
  table.truth.assign(size, 0);
  table.predicted.assign(size, 0);
  for (const Cell& cell : cells) {
    table.total += cell.count;
    const std::size_t t = place[cell.truth];
    const std::size_t p = place[cell.predicted];
    if (t < size) table.truth[t] += cell.count;
    if (p < size) table.predicted[p] += cell.count;
    if (t < size && p < size) table.counts[t][p] += cell.count;
    if (t < size && p == size) table.unparsed[t] += cell.count;
    if (t < size && t == p) table.hits += cell.count;
  }
  return table;
}

Message no_rows() { return Message(kNoRows); }

}  // namespace shijin
