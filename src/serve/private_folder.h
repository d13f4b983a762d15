// A folder of this program alone, which goes with it.
#pragma once

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <utility>

#include "base/file.h"
#include "base/result.h"

namespace shijin {

/// A folder below the system's for temporary files, removed with this
class PrivateFolder {
 public:
  static Result<PrivateFolder> make() {
    std::error_code problem;
    std::string path = (std::filesystem::temp_directory_path(problem) / "shijin-XXXXXX").string();
    if (problem || ::mkdtemp(path.data()) == nullptr) {
      constexpr Text kUnmade{"no folder for temporary files can be made: {0}",
                             "無法建立暫存資料夾：{0}"};
      Error error;
      error.name = "folder-unmade";
      error.found = Message(kUnmade, {system_reason(errno)});
      return error;
    }
    return PrivateFolder(std::move(path));
  }
  PrivateFolder(PrivateFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  PrivateFolder& operator=(PrivateFolder&&) = delete;
  ~PrivateFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  explicit PrivateFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace shijin
