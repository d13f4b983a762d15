// Matching rows, and naming the first that does not match.
#include "compare/join.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

#include "base/hash.h"
#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kTwice{"id \"{0}\" stands twice in {1}, in rows {2} and {3}",
                      "{1} 裡 id「{0}」出現兩次，在第 {2} 與第 {3} 筆"};
constexpr Text kTwiceHelp{"give every row its own id, or leave the column out: --map id=OTHER",
                          "請讓每一筆都有自己的 id，或改用別的欄位：--map id=欄位"};
constexpr Text kMissing{
    "{0} has no row \"{1}\", which {2} has; rows that only one of them has: {3}",
    "{0} 沒有 {2} 裡的「{1}」；只出現在其中一方的資料列：{3} 筆"};
constexpr Text kMissingHelp{"evaluate both versions on the same rows, then compare",
                            "請讓兩個版本在同樣的資料列上產生輸出，再來比較"};
constexpr Text kCounts{"{0} has {1} rows, {2} has {3}", "{0} 有 {1} 筆資料，{2} 有 {3} 筆"};
constexpr Text kCountsHelp{
    "compare predictions for the same rows; an id column lets rows stand in any order",
    "請比較同樣資料列的預測；有 id 欄時，順序可以不同"};
constexpr Text kReference{"row {0} of {1} expects another answer than row {2} of {3}",
                          "{1} 第 {0} 筆的標準答案與 {3} 第 {2} 筆不同"};
constexpr Text kNoReference{"row {0} of {1} has no reference, but row {2} of {3} has one",
                            "{1} 第 {0} 筆沒有參考答案，而 {3} 第 {2} 筆有"};
constexpr Text kReferenceHelp{
    "both files must hold the same true labels or references; take them from one file: --truth "
    "FILE",
    "兩個檔案的真實標籤或參考答案必須相同；可用 --truth 檔案 統一取自同一處"};
constexpr Text kAsked{"row {0} of {1} has another input than row {2} of {3}",
                      "{1} 第 {0} 筆的輸入與 {3} 第 {2} 筆不同"};
constexpr Text kAskedHelp{"add an id column to both files, so that rows can be matched",
                          "請在兩個檔案都加上 id 欄，才能對應資料列"};

Error not_comparable(Message found, Text help) {
  Error error;
  error.name = "runs-not-comparable";
  error.found = std::move(found);
  error.help = Message(help);
  return error;
}

using ContentPlaces = std::unordered_map<std::uint64_t, std::size_t>;

// Where each id of a run stands: open addressing, at most half full.
class IdPlaces {
 public:
  explicit IdPlaces(const std::vector<std::string>& ids)
      : ids_(&ids), slots_(std::bit_ceil(2 * ids.size() + 2)) {}

  /// Where an id stands, or nothing
  std::optional<std::size_t> find(std::string_view id) const {
    const std::uint32_t found = slots_[slot_of(id)];
    if (found == 0) return std::nullopt;
    return found - 1;
  }
  /// Take the id at `place` up, or give the place where it stands already
  std::optional<std::size_t> add(std::size_t place) {
    std::uint32_t& slot = slots_[slot_of((*ids_)[place])];
    if (slot != 0) return slot - 1;
    slot = static_cast<std::uint32_t>(place + 1);
    return std::nullopt;
  }

 private:
  // The slot that holds an id, or the free one where it belongs.
  std::size_t slot_of(std::string_view id) const {
    const std::size_t last = slots_.size() - 1;
    std::size_t at = hash_bytes(id) & last;
    while (slots_[at] != 0 && (*ids_)[slots_[at] - 1] != id) at = (at + 1) & last;
    return at;
  }

  const std::vector<std::string>* ids_;
  std::vector<std::uint32_t> slots_;  // a place + 1; 0: free
};

// An id that stands twice is refused.
Result<IdPlaces> places_of_ids(const RunToJoin& run) {
  IdPlaces places(run.kept->ids);
  for (std::size_t i = 0; i < run.kept->ids.size(); ++i) {
    const auto before = places.add(i);
    if (!before) continue;
    return not_comparable(
        Message(kTwice, {run.kept->ids[i], run.name, std::to_string(run.kept->row[*before]),
                         std::to_string(run.kept->row[i])}),
        kTwiceHelp);
  }
  return places;
}

std::uint64_t content(const KeptRun& run, std::size_t i) {
  return run.asked[i] * 0x9E3779B97F4A7C15ULL ^ run.expected[i];
}

// Where each content stands; nothing when one stands twice, or there is no input to tell rows by.
std::optional<ContentPlaces> places_of_contents(const KeptRun& run) {
  if (!run.has_input) return std::nullopt;
  ContentPlaces places;
  for (std::size_t i = 0; i < run.asked.size(); ++i) {
    if (!places.emplace(content(run, i), i).second) return std::nullopt;
  }
  return places;
}

Result<std::vector<std::size_t>> match_ids(const RunToJoin& base, const IdPlaces& in_base,
                                           const RunToJoin& other) {
  const IdPlaces in_other = SJ_TRY(places_of_ids(other));
  const auto only_in = [](const IdPlaces& here, const RunToJoin& run) {
    std::pair<std::size_t, std::string> result = {0, ""};
    for (const std::string& id : run.kept->ids) {
      if (here.find(id)) continue;
      if (result.first++ == 0) result.second = id;
    }
    return result;
  };
  std::vector<std::size_t> places;
  for (const std::string& id : base.kept->ids) {
    const auto at = in_other.find(id);
    if (!at) break;
    places.push_back(*at);
  }
  if (places.size() == base.kept->ids.size() && places.size() == other.kept->ids.size()) {
    return places;
  }
  const auto missing = only_in(in_other, base);
  const auto extra = only_in(in_base, other);
  const std::string all = grouped(static_cast<std::int64_t>(missing.first + extra.first));
  if (missing.first > 0) {
    return not_comparable(Message(kMissing, {other.name, missing.second, base.name, all}),
                          kMissingHelp);
  }
  return not_comparable(Message(kMissing, {base.name, extra.second, other.name, all}),
                        kMissingHelp);
}

std::optional<std::vector<std::size_t>> match_contents(const RunToJoin& base,
                                                       const RunToJoin& other) {
  const auto in_base = places_of_contents(*base.kept);
  const auto in_other = places_of_contents(*other.kept);
  if (!in_base || !in_other) return std::nullopt;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < base.kept->asked.size(); ++i) {
    const auto at = in_other->find(content(*base.kept, i));
    if (at == in_other->end()) return std::nullopt;
    places.push_back(at->second);
  }
  return places;
}

// Whether nothing was expected of a row: it has no reference, or an empty one.
bool expects_nothing(const RunToJoin& run, std::size_t row) {
  static constexpr std::string_view kEmpty;
  const std::uint64_t expected = run.kept->expected[row];
  return expected == expected_hash({}) || expected == expected_hash({&kEmpty, 1});
}

// Matched rows must ask and expect the same.
Result<Done> check_rows(const RunToJoin& base, const RunToJoin& other,
                        const std::vector<std::size_t>& places) {
  const bool inputs = base.kept->has_input && other.kept->has_input;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::size_t at = places[i];
    const auto told = [&](Text text, const RunToJoin& one, std::size_t row,
                          const RunToJoin& another, std::size_t row_there) {
      return Message(text, {std::to_string(one.kept->row[row]), one.name,
                            std::to_string(another.kept->row[row_there]), another.name});
    };
    const auto where = [&](Text text) { return told(text, other, at, base, i); };
    if (inputs && base.kept->asked[i] != other.kept->asked[at]) {
      return not_comparable(where(kAsked), kAskedHelp);
    }
    if (base.kept->expected[i] != other.kept->expected[at]) {
      if (expects_nothing(other, at)) {
        return not_comparable(where(kNoReference), kReferenceHelp);
      }
      if (expects_nothing(base, i)) {
        return not_comparable(told(kNoReference, base, i, other, at), kReferenceHelp);
      }
      return not_comparable(where(kReference), kReferenceHelp);
    }
  }
  return Done{};
}

Result<Done> check_counts(const RunToJoin& base, const RunToJoin& other) {
  const std::size_t a = base.kept->row.size();
  const std::size_t b = other.kept->row.size();
  if (a == b) return Done{};
  return not_comparable(Message(kCounts, {base.name, grouped(static_cast<std::int64_t>(a)),
                                          other.name, grouped(static_cast<std::int64_t>(b))}),
                        kCountsHelp);
}

std::vector<std::size_t> in_order(std::size_t rows) {
  std::vector<std::size_t> places(rows);
  for (std::size_t i = 0; i < rows; ++i) places[i] = i;
  return places;
}

}  // namespace

Result<Join> join_runs(const std::vector<RunToJoin>& runs) {
  Join join;
  const RunToJoin& base = runs.front();
  const bool ids = std::all_of(runs.begin(), runs.end(),
                               [](const RunToJoin& run) { return !run.kept->ids.empty(); });
  join.by = ids ? JoinedBy::id : JoinedBy::content;
  std::optional<IdPlaces> in_base;
  if (ids) in_base = SJ_TRY(places_of_ids(base));
  for (std::size_t i = 1; i < runs.size(); ++i) {
    if (ids) {
      join.places.push_back(SJ_TRY(match_ids(base, *in_base, runs[i])));
    } else {
      SJ_TRY(check_counts(base, runs[i]));
      auto matched = match_contents(base, runs[i]);
      if (!matched) join.by = JoinedBy::order;
      join.places.push_back(matched ? std::move(*matched) : in_order(base.kept->row.size()));
    }
    SJ_TRY(check_rows(base, runs[i], join.places.back()));
  }
  return join;
}

}  // namespace shijin
