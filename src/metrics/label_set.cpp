// A map under a shared lock, and a small direct-mapped cache before it.
#include "metrics/label_set.h"

#include <cstring>
#include <mutex>

#include "base/hash.h"

namespace shijin {

LabelSet::LabelSet(std::span<const std::string> closed) {
  for (const std::string& label : closed) id(label);
  closed_ = true;
}

LabelId LabelSet::id(std::string_view label) {
  const LabelId known = find(label);
  if (known != kNoLabel) return known;
  if (closed_) return kUnparsed;
  const std::unique_lock lock(mutex_);
  const auto found = ids_.find(label);
  if (found != ids_.end()) return found->second;
  names_.emplace_back(label);
  const auto fresh = static_cast<LabelId>(names_.size() - 1);
  ids_.emplace(names_.back(), fresh);
  return fresh;
}

LabelId LabelSet::find(std::string_view label) const {
  const std::shared_lock lock(mutex_);
  const auto found = ids_.find(label);
  return found == ids_.end() ? kNoLabel : found->second;
}

std::string LabelSet::name(LabelId id) const {
  const std::shared_lock lock(mutex_);
  return id >= 0 && static_cast<std::size_t>(id) < names_.size()
             ? names_[static_cast<std::size_t>(id)]
             : std::string();
}

std::size_t LabelSet::size() const {
  const std::shared_lock lock(mutex_);
  return names_.size();
}

LabelId LabelCache::id(std::string_view label) {
  std::uint64_t hash = 0;
  if (label.size() <= 8) {
    // Most labels are short: their bytes and length are the hash.
    std::memcpy(&hash, label.data(), label.size());
    hash = (hash ^ (label.size() << 59U)) * 0x9E3779B97F4A7C15ULL;
  } else {
    hash = hash_bytes(label);
  }
  Slot& slot = slots_[hash >> 56U];
  if (slot.id != kNoLabel && slot.hash == hash && slot.label == label) return slot.id;
  slot = {hash, std::string(label), labels_->id(label)};
  return slot.id;
}

}  // namespace shijin
