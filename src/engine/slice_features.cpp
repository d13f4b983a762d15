// Named features: what a person would say about a row.
#include "engine/slice_features.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/numbers.h"
#include "base/utf8.h"
#include "text/script.h"
#include "text/traits.h"

namespace shijin {
namespace {

constexpr Text kColumn{"where {0} is {1}", "{0} 為 {1}"};
constexpr Text kColumnRange{"where {0} is {1} to {2}", "{0} 在 {1} 到 {2} 之間"};
constexpr Text kLength{"of {0} to {1} characters or words", "長 {0} 到 {1} 字"};
constexpr Text kLengthOne{"of {0} characters or words", "長 {0} 字"};
constexpr Text kChinese{"in Chinese", "中文"};
constexpr Text kLatin{"in Latin or other letters", "非中文"};
constexpr Text kNoLetters{"without letters", "沒有文字"};

constexpr std::size_t kMostValues = 40;  // of a column; more is an id or free text
constexpr std::size_t kQuarters = 4;
constexpr double kColumnPreference = 1.05;

class Builder {
 public:
  Builder(std::span<const SliceRow> rows, const SlicePlan& plan) : rows_(rows), plan_(plan) {}

  SliceFeatures build() {
    for (std::size_t k = 0; k < plan_.columns.size(); ++k) add_column(k);
    const bool texts = std::any_of(rows_.begin(), rows_.end(),
                                   [](const SliceRow& row) { return !row.text.empty(); });
    if (texts) {
      add_lengths();
      add_scripts();
      add_traits();
    }
    return std::move(out_);
  }

 private:
  void add(RowSet rows, int group, double preference, SliceCondition condition) {
    out_.features.push_back({std::move(rows), group, preference});
    out_.conditions.push_back(std::move(condition));
  }

  void add_column(std::size_t k) {
    const std::string& name = plan_.columns[k];
    std::map<std::string, RowSet> values;
    bool too_many = false;
    for (std::size_t i = 0; i < rows_.size() && !too_many; ++i) {
      const std::string& value = rows_[i].metadata[k];
      if (value.empty()) continue;
      auto found = values.try_emplace(value, rows_.size()).first;
      found->second.add(i);
      too_many = values.size() > kMostValues;
    }
    const int group = group_++;
    if (too_many) {
      add_number_column(k, group);
      return;
    }
    if (values.size() < 2) return;
    for (auto& [value, rows] : values) {
      add(std::move(rows), group, kColumnPreference,
          {"column", name, value, Message(kColumn, {name, value})});
    }
  }

  // A column with very many values is cut into quarters when all are numbers.
  void add_number_column(std::size_t k, int group) {
    std::vector<std::optional<double>> numbers;
    for (const SliceRow& row : rows_) {
      const std::string& cell = row.metadata[k];
      numbers.push_back(parse_number(strip_python_space(cell)));
      if (!cell.empty() && !numbers.back()) return;
    }
    add_quarters(numbers, group, [&](double low, double high) {
      return SliceCondition{
          "column", plan_.columns[k], shortest(low) + "-" + shortest(high),
          Message(kColumnRange, {plan_.columns[k], shortest(low), shortest(high)})};
    });
  }

  template <class Name>
  void add_quarters(const std::vector<std::optional<double>>& numbers, int group, Name name) {
    std::vector<double> sorted;
    for (const auto& one : numbers) {
      if (one) sorted.push_back(*one);
    }
    std::sort(sorted.begin(), sorted.end());
    double above = -std::numeric_limits<double>::infinity();
    for (std::size_t q = 1; q <= kQuarters && !sorted.empty(); ++q) {
      const double high = sorted[(sorted.size() - 1) * q / kQuarters];
      if (high <= above) continue;
      const double low = *std::upper_bound(sorted.begin(), sorted.end(), above);
      RowSet rows(numbers.size());
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] && *numbers[i] > above && *numbers[i] <= high) rows.add(i);
      }
      above = high;
      add(std::move(rows), group, 1, name(low, high));
    }
  }

  void add_lengths() {
    std::vector<std::optional<double>> units;
    for (const SliceRow& row : rows_) {
      units.emplace_back(static_cast<double>(count_script(row.text).units));
    }
    if (std::all_of(units.begin(), units.end(), [&](const auto& x) { return x == units[0]; }))
      return;
    add_quarters(units, group_++, [](double low, double high) {
      const Message words = low == high ? Message(kLengthOne, {shortest(low)})
                                        : Message(kLength, {shortest(low), shortest(high)});
      return SliceCondition{"length", "length", shortest(low) + "-" + shortest(high), words};
    });
  }

  void add_scripts() {
    struct Script {
      const char* name;
      Text words;
    };
    constexpr Script kScripts[] = {{"han", kChinese}, {"latin", kLatin}, {"none", kNoLetters}};
    std::vector<RowSet> rows(3, RowSet(rows_.size()));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const ScriptCounts counts = count_script(rows_[i].text);
      rows[counts.letters == 0 ? 2 : counts.han_share() >= 0.2 ? 0 : 1].add(i);
    }
    const int group = group_++;
    for (std::size_t s = 0; s < rows.size(); ++s) {
      if (rows[s].count() == rows_.size()) return;
    }
    for (std::size_t s = 0; s < rows.size(); ++s) {
      if (rows[s].count() == 0) continue;
      add(std::move(rows[s]), group, 1,
          {"script", "script", kScripts[s].name, Message(kScripts[s].words)});
    }
  }

  void add_traits() {
    std::vector<RowSet> rows(kTraits, RowSet(rows_.size()));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::uint32_t traits = traits_of(rows_[i].text);
      for (std::size_t t = 0; t < kTraits; ++t) {
        if ((traits >> t & 1U) != 0) rows[t].add(i);
      }
    }
    for (std::size_t t = 0; t < kTraits; ++t) {
      const auto trait = static_cast<Trait>(t);
      add(std::move(rows[t]), -1, 1,
          {"trait", std::string(trait_name(trait)), "", Message(trait_words(trait))});
    }
  }

  std::span<const SliceRow> rows_;
  const SlicePlan& plan_;
  SliceFeatures out_;
  int group_ = 0;
};

}  // namespace

SliceFeatures named_features(std::span<const SliceRow> rows, const SlicePlan& plan) {
  return Builder(rows, plan).build();
}

}  // namespace shijin
