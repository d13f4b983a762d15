// A map under a shared lock, and before it a small open-addressed table that compares words.
#include "metrics/label_set.h"

#include <cstring>
#include <mutex>

#include "base/hash.h"

namespace shijin {
namespace {

template <class Word>
std::uint64_t load(const char* from) {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

// Up to 8 bytes as one word, without reading past either end.
std::uint64_t short_word(const char* from, std::size_t length) {
  if (length >= 4) {
    return load<std::uint32_t>(from) | load<std::uint32_t>(from + length - 4) << 32U;
  }
  if (length == 0) return 0;
  if (length == 1) return load<std::uint8_t>(from);
  return load<std::uint16_t>(from) | load<std::uint16_t>(from + length - 2) << 16U;
}

}  // namespace

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

std::string_view LabelSet::view(LabelId id) const {
  const std::shared_lock lock(mutex_);
  return id >= 0 && static_cast<std::size_t>(id) < names_.size()
             ? std::string_view(names_[static_cast<std::size_t>(id)])
             : std::string_view("");
}

std::size_t LabelSet::size() const {
  const std::shared_lock lock(mutex_);
  return names_.size();
}

LabelCache::Words LabelCache::words_of(std::string_view label) {
  if (label.size() <= 8) return {short_word(label.data(), label.size()), 0};
  if (label.size() <= 16) {
    return {load<std::uint64_t>(label.data()),
            load<std::uint64_t>(label.data() + label.size() - 8)};
  }
  return {hash_bytes(label), 0};
}

std::size_t LabelCache::place(const Words& words, std::size_t length) const {
  const std::uint64_t mixed =
      (words.a ^ (words.b * 0xD1B54A32D192ED03ULL) ^ length) * 0x9E3779B97F4A7C15ULL;
  return static_cast<std::size_t>(mixed >> 32U) & (slots_.size() - 1);
}

LabelId LabelCache::id(std::string_view label) {
  const Words words = words_of(label);
  for (std::size_t i = place(words, label.size());; i = (i + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[i];
    if (slot.name.data() == nullptr) return remember(words, label);
    if (slot.words.a != words.a || slot.words.b != words.b || slot.name.size() != label.size()) {
      continue;
    }
    if (label.size() <= 16 || slot.name == label) return slot.id;
  }
}

// Ask the set. A label outside a closed set is not kept: there may be any number of them.
LabelId LabelCache::remember(const Words& words, std::string_view label) {
  const LabelId id = labels_->id(label);
  if (id < 0) return id;
  if (used_ * 2 >= slots_.size()) {
    if (slots_.size() >= kMostSlots) return id;
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.name.data() == nullptr) continue;
      std::size_t i = place(slot.words, slot.name.size());
      while (slots_[i].name.data() != nullptr) i = (i + 1) & (slots_.size() - 1);
      slots_[i] = slot;
    }
  }
  std::size_t i = place(words, label.size());
  while (slots_[i].name.data() != nullptr) i = (i + 1) & (slots_.size() - 1);
  slots_[i] = {words, labels_->view(id), id};
  ++used_;
  return id;
}

}  // namespace shijin
