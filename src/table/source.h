// Source: the bytes of one file as UTF-8, block by block, whatever it was compressed with or
// encoded in. Reads with read(2) into blocks rather than mapping: flat memory, and no SIGBUS when
// the file shrinks.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/notes.h"
#include "base/result.h"
#include "table/table.h"

namespace shijin {

/// A stream of UTF-8 blocks; "-" is standard input; .gz and .zst are unpacked by their magic bytes
class Source {
 public:
  virtual ~Source() = default;
  /// Append up to about `bytes` more to `block`; false when nothing is left. The bytes are valid
  /// UTF-8 (an invalid sequence is an Error that names the line)
  virtual Result<bool> read(std::string& block, std::size_t bytes) = 0;
  virtual const std::string& path() const = 0;
  virtual const std::string& encoding() const = 0;
  virtual std::int64_t bytes_done() const = 0;   // of the file as stored
  virtual std::int64_t bytes_total() const = 0;  // 0 when unknown
  virtual std::string digest() const = 0;        // of the file as stored
  /// The first bytes as stored but unpacked (at least 64 KiB or all), without consuming them
  virtual std::string_view raw_head() const = 0;
  /// The same as UTF-8; an Error when they cannot be decoded
  virtual Result<std::string_view> head() = 0;
};

/// Open a file; `encoding` "" detects it (BOM, strict UTF-8, then a guess that must decode
/// strictly)
Result<std::unique_ptr<Source>> open_source(const std::string& path, const std::string& encoding,
                                            Notes& notes);

}  // namespace shijin
