// ByteStream: the bytes of one file, unpacked when they are gzip or Zstandard; "-" is standard
// input. Decides by magic bytes, never by the name.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace shijin {

/// Read a stored file from front to back, unpacking on the way
class ByteStream {
 public:
  static Result<std::unique_ptr<ByteStream>> open(const std::string& path);
  ~ByteStream();
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  /// Fill up to `room` unpacked bytes; 0 only at the end
  Result<std::size_t> read(char* to, std::size_t room);
  std::int64_t stored_done() const;
  std::int64_t stored_total() const;  // 0 when unknown
  /// The digest of the stored bytes read so far
  std::string digest() const;

 private:
  struct State;
  explicit ByteStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
