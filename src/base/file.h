// Files: reading a small one whole, and writing one so that it is there whole or not at all.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace shijin {

/// Say what an errno value means, in words of ours for the common ones
Message system_reason(int error);

/// Read a whole file of at most `limit` bytes
Result<std::string> read_file(const std::string& path, std::size_t limit = 64U << 20U);

/// Write to a temporary name beside `path`; only `commit` makes it appear there
///
/// A writer that is destroyed before `commit` leaves nothing behind. A full disk, a missing folder
/// or a forbidden one comes back as an Error that names the path.
class FileWriter {
 public:
  static Result<FileWriter> open(const std::string& path);
  FileWriter(FileWriter&&) noexcept;
  FileWriter& operator=(FileWriter&&) noexcept;
  ~FileWriter();

  Result<Done> write(std::string_view bytes);
  /// Flush, sync to the disk, and rename into place
  Result<Done> commit();

 private:
  struct State;
  explicit FileWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Write a whole file through a FileWriter
Result<Done> write_file(const std::string& path, std::string_view bytes);

}  // namespace shijin
