// SpillArray: a growing array that moves from memory to an unlinked mapped file when it becomes
// large, so that the rows of a rank metric never fill the memory.
#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

namespace shijin {

/// Bytes up to which such an array stays in memory: the few that one statistic has are then within
/// 256 MB together
inline constexpr std::size_t kSpillBytes = std::size_t{64} << 20U;

/// Raw bytes, in memory up to `limit`, in a temporary file beyond; where no file can be made, or
/// the disk is full, they stay in memory
class SpillBytes {
 public:
  SpillBytes() = default;
  explicit SpillBytes(std::size_t limit) : limit_(limit) {}
  ~SpillBytes();
  SpillBytes(const SpillBytes& other);
  SpillBytes(SpillBytes&& other) noexcept { swap(other); }
  SpillBytes& operator=(SpillBytes other) noexcept {
    swap(other);
    return *this;
  }

  std::byte* data() { return mapped_ != nullptr ? mapped_ : memory_.data(); }
  const std::byte* data() const { return mapped_ != nullptr ? mapped_ : memory_.data(); }
  std::size_t size() const { return size_; }
  /// New bytes are zero
  void resize(std::size_t size);
  bool spilled() const { return mapped_ != nullptr; }

 private:
  void swap(SpillBytes& other) noexcept;
  bool grow_file(std::size_t capacity);
  void leave_file();

  std::size_t limit_ = kSpillBytes;
  std::size_t size_ = 0;
  std::vector<std::byte> memory_;
  int file_ = -1;
  std::byte* mapped_ = nullptr;
  std::size_t capacity_ = 0;  // of the mapping
};

/// The same for values of a trivially copyable type
template <class T>
class SpillArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  SpillArray() = default;
  explicit SpillArray(std::size_t limit) : bytes_(limit) {}

  std::size_t size() const { return bytes_.size() / sizeof(T); }
  bool empty() const { return size() == 0; }
  bool spilled() const { return bytes_.spilled(); }
  T* begin() { return reinterpret_cast<T*>(bytes_.data()); }
  T* end() { return begin() + size(); }
  const T* begin() const { return reinterpret_cast<const T*>(bytes_.data()); }
  const T* end() const { return begin() + size(); }
  T& operator[](std::size_t i) { return begin()[i]; }
  const T& operator[](std::size_t i) const { return begin()[i]; }
  void resize(std::size_t size) { bytes_.resize(size * sizeof(T)); }
  void clear() { bytes_.resize(0); }
  void push_back(const T& value) {
    const T copy = value;
    append({&copy, 1});
  }
  void append(std::span<const T> values) {
    if (values.empty()) return;
    const std::size_t at = bytes_.size();
    bytes_.resize(at + values.size_bytes());
    std::memcpy(bytes_.data() + at, values.data(), values.size_bytes());
  }

 private:
  SpillBytes bytes_;
};

}  // namespace shijin
