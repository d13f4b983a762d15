// LabelSet: labels as small integers, shared by all shards of a run. Labels compare byte for byte.
#pragma once

#include <cstdint>
#include <deque>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shijin {

using LabelId = std::int32_t;
inline constexpr LabelId kNoLabel = -1;   // the cell is missing
inline constexpr LabelId kUnparsed = -2;  // outside the labels that were given

/// Intern labels; open (every new label gets the next id) or closed over the labels given
///
/// Thread-safe. Ids depend on who came first, so nothing that is shown or stored may depend on
/// them: results are ordered by label.
class LabelSet {
 public:
  LabelSet() = default;
  explicit LabelSet(std::span<const std::string> closed);

  bool closed() const { return closed_; }
  LabelId id(std::string_view label);
  /// The id of a label already known, or kNoLabel
  LabelId find(std::string_view label) const;
  std::string name(LabelId id) const;
  std::size_t size() const;

 private:
  mutable std::shared_mutex mutex_;
  std::deque<std::string> names_;  // a deque: views of its strings stay valid
  std::unordered_map<std::string_view, LabelId> ids_;
  bool closed_ = false;
};

/// One thread's memory of a LabelSet: finding a label already met takes no lock
class LabelCache {
 public:
  explicit LabelCache(LabelSet& labels) : labels_(&labels), slots_(256) {}
  LabelId id(std::string_view label);

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::string label;
    LabelId id = kNoLabel;
  };
  LabelSet* labels_;
  std::vector<Slot> slots_;
};

}  // namespace shijin
