// ByteWriter and ByteReader: values as bytes, little-endian and without padding, so that equal
// values give equal bytes; an aggregate is its fields in order and needs no code of its own.
#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace shijin {

static_assert(std::endian::native == std::endian::little, "stored numbers are little-endian");

/// Append values to a string of bytes
class ByteWriter {
 public:
  void raw(const void* data, std::size_t size) {
    bytes_.append(static_cast<const char*>(data), size);
  }
  template <class T>
  void write(const T& value);

  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Take values from a string of bytes; past its end, or after nonsense, everything reads as zero
/// and failed() is true: ask once, when all has been read
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}

  void raw(void* data, std::size_t size) {
    if (size > left_.size()) return fail();
    if (size == 0) return;  // what is empty may have no address, which memcpy must not see
    std::memcpy(data, left_.data(), size);
    left_.remove_prefix(size);
  }
  template <class T>
  T read() {
    T value{};
    read_into(value);
    return value;
  }
  template <class T>
  void read_into(T& value);
  /// A count of things that take at least `bytes` each: one that cannot fit fails at once
  std::size_t read_count(std::size_t bytes) {
    const auto count = read<std::uint64_t>();
    if (bytes > 0 && count > left_.size() / bytes) fail();
    return failed_ ? 0 : static_cast<std::size_t>(count);
  }
  void fail() {
    failed_ = true;
    left_ = {};
  }
  bool failed() const { return failed_; }
  bool at_end() const { return left_.empty(); }

 private:
  std::string_view left_;
  bool failed_ = false;
};

namespace detail {

struct AnyField {
  template <class T>
  operator T() const;  // never defined: only asked whether it would fit
};

template <class T, class... Fields>
consteval std::size_t count_fields() {
  if constexpr (requires { T{Fields{}..., AnyField{}}; }) {
    return count_fields<T, Fields..., AnyField>();
  } else {
    return sizeof...(Fields);
  }
}

// Call `visit` with each field of an aggregate, in order.
template <class T, class Visit>
void each_field(T& value, Visit visit) {
  constexpr std::size_t kFields = count_fields<std::remove_const_t<T>>();
  static_assert(kFields >= 1 && kFields <= 8, "write save() and load() for this type");
  if constexpr (kFields == 1) {
    auto& [a] = value;
    visit(a);
  } else if constexpr (kFields == 2) {
    auto& [a, b] = value;
    visit(a), visit(b);
  } else if constexpr (kFields == 3) {
    auto& [a, b, c] = value;
    visit(a), visit(b), visit(c);
  } else if constexpr (kFields == 4) {
    auto& [a, b, c, d] = value;
    visit(a), visit(b), visit(c), visit(d);
  } else if constexpr (kFields == 5) {
    auto& [a, b, c, d, e] = value;
    visit(a), visit(b), visit(c), visit(d), visit(e);
  } else if constexpr (kFields == 6) {
    auto& [a, b, c, d, e, f] = value;
    visit(a), visit(b), visit(c), visit(d), visit(e), visit(f);
  } else if constexpr (kFields == 7) {
    auto& [a, b, c, d, e, f, g] = value;
    visit(a), visit(b), visit(c), visit(d), visit(e), visit(f), visit(g);
  } else {
    auto& [a, b, c, d, e, f, g, h] = value;
    visit(a), visit(b), visit(c), visit(d), visit(e), visit(f), visit(g), visit(h);
  }
}

template <class T>
inline constexpr bool kIsArray = false;
template <class T, std::size_t N>
inline constexpr bool kIsArray<std::array<T, N>> = true;
template <class T>
inline constexpr bool kIsList = false;
template <class T>
inline constexpr bool kIsList<std::vector<T>> = true;
template <>
inline constexpr bool kIsList<std::string> = true;
template <class T>
inline constexpr bool kIsMap = false;
template <class K, class V>
inline constexpr bool kIsMap<std::map<K, V>> = true;

}  // namespace detail

template <class T>
void ByteWriter::write(const T& value) {
  if constexpr (requires { value.save(*this); }) {
    value.save(*this);
  } else if constexpr (std::is_same_v<T, bool>) {
    write(static_cast<std::uint8_t>(value ? 1 : 0));
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    raw(&value, sizeof value);
  } else if constexpr (detail::kIsArray<T>) {
    for (const auto& item : value) write(item);
  } else if constexpr (detail::kIsList<T>) {
    write(static_cast<std::uint64_t>(value.size()));
    for (const auto& item : value) write(item);
  } else if constexpr (detail::kIsMap<T>) {
    write(static_cast<std::uint64_t>(value.size()));
    for (const auto& [key, item] : value) write(key), write(item);
  } else {
    detail::each_field(value, [this](const auto& field) { write(field); });
  }
}

template <class T>
void ByteReader::read_into(T& value) {
  if constexpr (requires { value.load(*this); }) {
    value.load(*this);
  } else if constexpr (std::is_same_v<T, bool>) {
    const auto byte = read<std::uint8_t>();
    if (byte > 1) fail();
    value = byte == 1;
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    raw(&value, sizeof value);
  } else if constexpr (detail::kIsArray<T>) {
    for (auto& item : value) read_into(item);
  } else if constexpr (detail::kIsList<T>) {
    value.clear();
    value.resize(read_count(1));
    for (auto& item : value) read_into(item);
  } else if constexpr (detail::kIsMap<T>) {
    value.clear();
    for (std::size_t left = read_count(1); left > 0 && !failed(); --left) {
      auto key = read<typename T::key_type>();
      read_into(value[key]);
    }
  } else {
    detail::each_field(value, [this](auto& field) { read_into(field); });
  }
}

}  // namespace shijin
