// Adding label pairs up, and putting the sums in order of label names.
#include "metrics/label_counts.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "metrics/label_names.h"

namespace shijin {
namespace {

constexpr Text kNoRows{"no row has both a true label and a prediction",
                       "沒有任何一列同時具有真實標籤與預測標籤"};

// Ids as positions: 0 is "no label", id n is n + 1.
std::uint32_t position(LabelId id) { return id < 0 ? 0U : static_cast<std::uint32_t>(id) + 1U; }

LabelId id_at(std::uint64_t position) {
  return position == 0 ? kNoLabel : static_cast<LabelId>(position - 1);
}

std::uint64_t pair_of(std::uint32_t truth, std::uint32_t predicted) {
  return static_cast<std::uint64_t>(truth) << 32U | predicted;
}

std::size_t first_place(std::uint64_t pair, std::size_t slots) {
  return static_cast<std::size_t>((pair * 0x9E3779B97F4A7C15ULL) >> 32U) & (slots - 1);
}

// Whole weights are added as they are; sums of doubles below 2^53 that are whole are exact.
bool is_whole(double weight) { return weight == std::floor(weight) && weight < 0x1.0p32; }

using Pairs = std::vector<std::pair<std::uint64_t, double>>;

// All pairs with their rounded sums, without zeros, in no order.
Pairs pairs_of(const LabelCounts::State& state) {
  Pairs pairs;
  for (const PairCounts::Cell& cell : state.whole.cells()) {
    if (cell.pair == PairCounts::kFree) continue;
    const auto fraction = state.fraction.find(cell.pair);
    double count = cell.count;
    if (fraction != state.fraction.end()) {
      ExactSum sum = fraction->second;
      sum.add(count);
      count = sum.value();
    }
    if (count != 0) pairs.emplace_back(cell.pair, count);
  }
  return pairs;
}

// The labels in use, in order of name; `place` gets each position's index, or kOther.
void order_labels(const Pairs& pairs, const LabelSet& labels, LabelSums& sums,
                  std::vector<std::uint32_t>& place) {
  std::vector<bool> used(labels.size() + 1, labels.closed());
  for (const auto& [pair, count] : pairs) used[pair >> 32U] = used[pair & 0xFFFFFFFFU] = true;
  std::vector<std::pair<std::string_view, LabelId>> order;
  for (std::size_t i = 1; i < used.size(); ++i) {
    const auto id = static_cast<LabelId>(i) - 1;
    if (used[i]) order.emplace_back(labels.view(id), id);
  }
  std::sort(order.begin(), order.end());
  place.assign(used.size(), LabelSums::kOther);
  for (const auto& [name, id] : order) {
    place[position(id)] = static_cast<std::uint32_t>(sums.names.size());
    sums.names.push_back(name);
    sums.ids.push_back(id);
  }
}

// The cells by truth and prediction: laid out as a square where that is small, else sorted.
void order_cells(const Pairs& pairs, const std::vector<std::uint32_t>& place, LabelSums& sums) {
  const std::size_t side = sums.names.size() + 1;
  sums.cells.reserve(pairs.size());
  if (side * side > 8 * pairs.size() + 64) {
    for (const auto& [pair, count] : pairs) {
      sums.cells.push_back({place[pair >> 32U], place[pair & 0xFFFFFFFFU], count});
    }
    std::sort(sums.cells.begin(), sums.cells.end(),
              [](const LabelSums::Cell& a, const LabelSums::Cell& b) {
                return a.truth != b.truth ? a.truth < b.truth : a.predicted < b.predicted;
              });
    return;
  }
  // "No label" comes last, as its number is the largest.
  const auto line = [&](std::uint64_t at) {
    return place[at] == LabelSums::kOther ? side - 1 : place[at];
  };
  std::vector<double> square(side * side);
  for (const auto& [pair, count] : pairs) {
    square[line(pair >> 32U) * side + line(pair & 0xFFFFFFFFU)] += count;
  }
  const auto index = [&](std::size_t at) {
    return at == side - 1 ? LabelSums::kOther : static_cast<std::uint32_t>(at);
  };
  for (std::size_t i = 0; i < square.size(); ++i) {
    if (square[i] != 0) sums.cells.push_back({index(i / side), index(i % side), square[i]});
  }
}

// What is not of the label: added up from both sides, so that it is 0 exactly when all others are.
void count_negatives(LabelSums& sums) {
  double before = sums.truth_other;
  for (LabelTally& label : sums.labels) {
    label.negatives = before;
    before += label.truth;
  }
  double after = 0;
  for (auto label = sums.labels.rbegin(); label != sums.labels.rend(); ++label) {
    label->negatives += after;
    after += label->truth;
  }
}

}  // namespace

std::uint64_t pair_of(const LabelCounts::Stat& row) {
  return pair_of(position(row.truth), position(row.predicted));
}

double& PairCounts::operator[](std::uint64_t pair) {
  if (used_ * 2 >= cells_.size()) grow();
  std::size_t i = first_place(pair, cells_.size());
  while (cells_[i].pair != pair) {
    if (cells_[i].pair == kFree) {
      cells_[i].pair = pair;
      ++used_;
      break;
    }
    i = (i + 1) & (cells_.size() - 1);
  }
  return cells_[i].count;
}

void PairCounts::grow() {
  std::vector<Cell> old(std::max<std::size_t>(16, cells_.size() * 2), Cell{kFree, 0});
  old.swap(cells_);
  for (const Cell& cell : old) {
    if (cell.pair == kFree) continue;
    std::size_t i = first_place(cell.pair, cells_.size());
    while (cells_[i].pair != kFree) i = (i + 1) & (cells_.size() - 1);
    cells_[i] = cell;
  }
}

void LabelCounts::measure_all(Samples& samples, std::span<Stat> stats) const {
  for (std::size_t i = 0; i < stats.size(); ++i) {
    stats[i] = {samples.truth[i], samples.predicted[i]};
  }
}

void LabelCounts::add_all(State& state, std::span<const Stat> stats,
                          std::span<const double> weights) const {
  state.settled.reset();
  for (std::size_t i = 0; i < stats.size(); ++i) {
    if (stats[i].truth == kNoLabel) continue;
    const std::uint64_t pair = pair_of(stats[i]);
    const double weight = weights.empty() ? 1.0 : weights[i];
    if (weight == 0) continue;
    if (is_whole(weight)) {
      state.whole[pair] += weight;
    } else {
      state.whole[pair] += 0;  // so that every pair in use is found there
      state.fraction[pair].add(weight);
    }
  }
}

void LabelCounts::merge(State& state, const State& other) const {
  state.settled.reset();
  for (const PairCounts::Cell& cell : other.whole.cells()) {
    if (cell.pair != PairCounts::kFree) state.whole[cell.pair] += cell.count;
  }
  for (const auto& [pair, sum] : other.fraction) state.fraction[pair].merge(sum);
}

LabelCounts::State counts_of(const LabelSums& sums, std::span<const LabelSums::Cell> cells) {
  LabelCounts::State state;
  for (const LabelSums::Cell& cell : cells) {
    const std::uint32_t t = cell.truth == LabelSums::kOther ? 0 : position(sums.ids[cell.truth]);
    const std::uint32_t p =
        cell.predicted == LabelSums::kOther ? 0 : position(sums.ids[cell.predicted]);
    state.whole[pair_of(t, p)] += cell.count;
  }
  return state;
}

LabelCounts::State LabelCounts::resample(const State& state, Random& random) const {
  // The cells are visited in order of label names, so that the draws do not depend on ids.
  const LabelSums sums = label_sums(state, *labels);
  const std::size_t size = sums.names.size();
  const double prior =
      size == 0 ? 1.0 : 2.0 / (static_cast<double>(size) * static_cast<double>(size));
  std::vector<std::pair<std::uint64_t, double>> drawn;
  double total = 0;
  const auto draw = [&](std::uint32_t truth, std::uint32_t predicted, double shape) {
    const std::uint32_t t = truth == LabelSums::kOther ? 0 : position(sums.ids[truth]);
    const std::uint32_t p = predicted == LabelSums::kOther ? 0 : position(sums.ids[predicted]);
    drawn.emplace_back(pair_of(t, p), random.gamma(shape));
    total += drawn.back().second;
  };
  for (std::size_t at = 0; at < sums.cells.size();) {
    const std::uint32_t truth = sums.cells[at].truth;
    std::size_t filled = 0;
    std::vector<bool> empty(size, true);
    for (; at < sums.cells.size() && sums.cells[at].truth == truth; ++at) {
      const LabelSums::Cell& cell = sums.cells[at];
      draw(truth, cell.predicted, cell.count + prior);
      if (cell.predicted == LabelSums::kOther) continue;
      empty[cell.predicted] = false;
      ++filled;
    }
    if (filled == size) continue;
    std::uint64_t skip = random.below(size - filled);
    std::uint32_t chosen = 0;
    while (!empty[chosen] || skip-- > 0) ++chosen;
    draw(truth, chosen, prior * static_cast<double>(size - filled));
  }
  State result;
  const double scale = total > 0 ? sums.total / total : 0;
  for (const auto& [pair, weight] : drawn) result.whole[pair] += weight * scale;
  return result;
}

void LabelCounts::save(const State& state, ByteWriter& writer) const {
  // In order of names, so that the bytes do not depend on ids.
  std::vector<PairCounts::Cell> cells;
  for (const PairCounts::Cell& cell : state.whole.cells()) {
    if (cell.pair != PairCounts::kFree) cells.push_back(cell);
  }
  const auto names = [this](const PairCounts::Cell& cell) {
    const auto name = [this](LabelId id) { return id < 0 ? "" : labels->view(id); };
    return std::tuple(cell.pair >> 32U != 0, name(id_at(cell.pair >> 32U)),
                      (cell.pair & 0xFFFFFFFFU) != 0, name(id_at(cell.pair & 0xFFFFFFFFU)));
  };
  std::sort(cells.begin(), cells.end(),
            [&](const auto& a, const auto& b) { return names(a) < names(b); });
  LabelNamesOut out(*labels);
  for (const PairCounts::Cell& cell : cells) {
    out.place(id_at(cell.pair >> 32U));
    out.place(id_at(cell.pair & 0xFFFFFFFFU));
  }
  out.write(writer);
  writer.write(std::uint64_t{cells.size()});
  for (const PairCounts::Cell& cell : cells) {
    writer.write(out.place(id_at(cell.pair >> 32U)));
    writer.write(out.place(id_at(cell.pair & 0xFFFFFFFFU)));
    writer.write(cell.count);
    const auto fraction = state.fraction.find(cell.pair);
    writer.write(fraction == state.fraction.end() ? ExactSum() : fraction->second);
  }
}

LabelCounts::State LabelCounts::load(ByteReader& reader) const {
  State state;
  LabelNamesIn names(reader, *labels);
  for (std::size_t left = reader.read_count(1); left > 0 && !reader.failed(); --left) {
    const LabelId truth = names.id(reader.read<std::int32_t>());
    const LabelId predicted = names.id(reader.read<std::int32_t>());
    const std::uint64_t pair = pair_of(position(truth), position(predicted));
    state.whole[pair] += reader.read<double>();
    const auto fraction = reader.read<ExactSum>();
    if (fraction.value() != 0) state.fraction[pair].merge(fraction);
  }
  return state;
}

void LabelCounts::save_rows(std::span<const Stat> rows, ByteWriter& writer) const {
  LabelNamesOut out(*labels);
  for (const Stat& row : rows) {
    out.place(row.truth);
    out.place(row.predicted);
  }
  out.write(writer);
  writer.write(std::uint64_t{rows.size()});
  for (const Stat& row : rows) {
    writer.write(out.place(row.truth));
    writer.write(out.place(row.predicted));
  }
}

std::vector<LabelCounts::Stat> LabelCounts::load_rows(ByteReader& reader) const {
  LabelNamesIn names(reader, *labels);
  std::vector<Stat> rows(reader.read_count(2 * sizeof(LabelId)));
  for (Stat& row : rows) {
    row.truth = names.id(reader.read<std::int32_t>());
    row.predicted = names.id(reader.read<std::int32_t>());
  }
  return rows;
}

int LabelSums::find(std::string_view label) const {
  const auto found = std::lower_bound(names.begin(), names.end(), label);
  if (found == names.end() || *found != label) return -1;
  return static_cast<int>(found - names.begin());
}

LabelSums label_sums(const LabelCounts::State& state, const LabelSet& labels) {
  LabelSums sums;
  const Pairs pairs = pairs_of(state);
  std::vector<std::uint32_t> place;
  order_labels(pairs, labels, sums, place);
  order_cells(pairs, place, sums);
  sums.labels.resize(sums.names.size());
  for (const auto& [truth, predicted, count] : sums.cells) {
    const bool hit = truth == predicted && truth != LabelSums::kOther;
    sums.total += count;
    if (hit) sums.hits += count;
    if (truth == LabelSums::kOther) {
      sums.truth_other += count;
    } else {
      sums.labels[truth].truth += count;
      (hit ? sums.labels[truth].hits : sums.labels[truth].false_negatives) += count;
    }
    if (predicted == LabelSums::kOther) {
      sums.predicted_other += count;
    } else {
      sums.labels[predicted].predicted += count;
      if (!hit) sums.labels[predicted].false_positives += count;
    }
  }
  count_negatives(sums);
  return sums;
}

std::shared_ptr<const LabelSums> LabelRule::sums(const LabelCounts::State& state) const {
  if (auto known = std::atomic_load(&state.settled)) return known;
  auto made = std::make_shared<const LabelSums>(label_sums(state, *labels));
  std::atomic_store(&state.settled, std::shared_ptr<const LabelSums>(made));
  return made;
}

Uncertainty LabelRule::no_doubt(const Score& score, const LabelCounts::State& state) const {
  if (sums(state)->total == 0) return {.kind = Uncertainty::Kind::counts};
  return shijin::no_doubt(score.undefined_because);
}

Message no_rows() { return Message(kNoRows); }

Uncertainty no_doubt(Message why) {
  return {.kind = Uncertainty::Kind::none, .why = std::move(why)};
}

}  // namespace shijin
