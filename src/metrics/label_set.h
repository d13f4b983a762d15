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
/// Thread-safe. In an open set ids depend on who came first, so nothing that is shown or stored may
/// depend on them: results are ordered by label. In a closed set ids follow the order given.
class LabelSet {
 public:
  LabelSet() = default;
  explicit LabelSet(std::span<const std::string> closed);

  bool closed() const { return closed_; }
  LabelId id(std::string_view label);
  /// The id of a label already known, or kNoLabel
  LabelId find(std::string_view label) const;
  std::string name(LabelId id) const { return std::string(view(id)); }
  /// The same without a copy; lives as long as the set
  std::string_view view(LabelId id) const;
  std::size_t size() const;

 private:
  mutable std::shared_mutex mutex_;
  std::deque<std::string> names_;  // a deque: views of its strings stay valid
  std::unordered_map<std::string_view, LabelId> ids_;
  bool closed_ = false;
};

/// One thread's memory of a LabelSet: finding a label already met takes no lock and a few
/// nanoseconds
class LabelCache {
 public:
  explicit LabelCache(LabelSet& labels) : labels_(&labels), slots_(kFirstSlots) {}
  LabelId id(std::string_view label);

 private:
  static constexpr std::size_t kFirstSlots = 256;
  static constexpr std::size_t kMostSlots = 1U << 16U;

  // A label of up to 16 bytes is its two words; a longer one is its hash and a view of its name.
  struct Words {
    std::uint64_t a;
    std::uint64_t b;
  };
  struct Slot {
    Words words = {0, 0};
    std::string_view name;  // data() == nullptr: the slot is free
    LabelId id = kNoLabel;
  };
  static Words words_of(std::string_view label);
  std::size_t place(const Words& words, std::size_t length) const;
  LabelId remember(const Words& words, std::string_view label);

  LabelSet* labels_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace shijin
