// Made by mkdtemp, so that nobody else can have made it before.
#include "base/private_folder.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "base/file.h"

namespace shijin {
namespace {

constexpr Text kUnmade{"no folder for temporary files can be made: {0}", "無法建立暫存資料夾：{0}"};

}  // namespace

Result<PrivateFolder> PrivateFolder::make() {
  std::error_code problem;
  std::string path = (std::filesystem::temp_directory_path(problem) / "shijin-XXXXXX").string();
  if (!problem && ::mkdtemp(path.data()) != nullptr) return PrivateFolder(std::move(path));
  Error error;
  error.name = "folder-unmade";
  error.found = Message(kUnmade, {system_reason(errno)});
  return error;
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace shijin
