// Packing bytes with Zstandard: whole blocks, and a growing text that is packed as it comes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shijin {

/// Pack a block as one Zstandard frame
std::string pack(std::string_view bytes);
/// Unpack a frame whose unpacked size is known; nothing where it is damaged or of another size
std::optional<std::string> unpack(std::string_view packed, std::size_t size);

/// Unpack a frame piece by piece; false where it is damaged, cut short or followed by other bytes
bool unpack_pieces(std::string_view packed, const std::function<void(std::string_view)>& take);

/// A text that is packed piece by piece; beyond `limit` unpacked bytes it is given up
class PackedText {
 public:
  explicit PackedText(std::size_t limit);
  ~PackedText();
  PackedText(PackedText&&) noexcept;
  PackedText(const PackedText&) = delete;
  PackedText& operator=(const PackedText&) = delete;

  void add(std::string_view text);
  bool over_limit() const;
  std::size_t limit() const;
  /// Be over the limit from now on
  void give_up();
  /// The whole frame, or "" when it went over the limit
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace shijin
