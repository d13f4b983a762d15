// Encodings: which one a file's bytes are in, and turning them into UTF-8 strictly: what cannot be
// decoded is an error, never a replacement character. ICU is behind this header.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace shijin {

/// What the first bytes of a file say about its encoding
struct EncodingFound {
  std::string name;      // "UTF-8", "UTF-8 with BOM", "UTF-16LE", "GB18030", …; "" when none fits
  std::size_t bom = 0;   // bytes to leave out at the front
  bool guessed = false;  // neither a BOM nor a proof; people must be told
  std::string other;     // the encoding that also decodes, "" when there is none
};

enum class Head : bool { cut, whole };  // do more bytes follow the head?

/// Detect the encoding: BOM, the NUL pattern of UTF-16, strict UTF-8, then GB18030 or Big5 by
/// strict decoding and by how many characters are everyday ones
EncodingFound detect_encoding(std::string_view head, Head extent);

/// The converter's own name for an encoding the user wrote ("gbk", "cp950"), or "" when unknown
std::string known_encoding(const std::string& name);

/// The known encoding nearest in spelling, or ""
std::string nearest_encoding(const std::string& name);

/// Turn bytes of some encoding into UTF-8, piece by piece
class Decoder {
 public:
  /// Start a decoder; the encoding must be known
  static std::unique_ptr<Decoder> make(const std::string& encoding);
  virtual ~Decoder() = default;
  /// Append the UTF-8 of `bytes` to `out`; `last` says that nothing follows. False when bytes
  /// cannot be decoded: `out` then ends just before them and `bad` holds them
  virtual bool decode(std::string_view bytes, bool last, std::string& out, std::string& bad) = 0;
};

}  // namespace shijin
