// POSIX folders with every error reported; locks are flock(2), which the kernel lets go.
#include "store/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "base/file.h"

namespace shijin {
namespace {

namespace fs = std::filesystem;

constexpr Text kCannotMake{"the folder cannot be made: {0}", "無法建立資料夾：{0}"};
constexpr Text kCannotWrite{"the folder cannot be written: {0}", "無法寫入資料夾：{0}"};
constexpr Text kCannotRemove{"the folder cannot be removed: {0}", "無法移除資料夾：{0}"};
constexpr Text kHelp{
    "make room or give yourself the right to write there, name another folder with --store DIR, or "
    "save nothing: --no-store",
    "請清出空間或取得寫入權限，用 --store 資料夾 另外指定，或以 --no-store 不儲存"};

Error folder_error(const std::string& path, Text found, int reason) {
  Error error;
  error.name = "store-unwritable";
  error.at.file = path;
  error.found = Message(found, {system_reason(reason)});
  error.help = Message(kHelp);
  return error;
}

}  // namespace

Result<Done> make_folders(const std::string& path) {
  std::error_code problem;
  fs::create_directories(path, problem);
  if (problem && !fs::is_directory(path)) return folder_error(path, kCannotMake, problem.value());
  return Done{};
}

Result<Done> sync_folder(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return folder_error(path, kCannotWrite, errno);
  const int problem = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  // Some network disks cannot sync a folder, and say so.
  if (problem != 0 && problem != EINVAL) return folder_error(path, kCannotWrite, problem);
  return Done{};
}

Result<Done> rename_folder(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return folder_error(to, kCannotWrite, errno);
  const std::string above = fs::path(to).parent_path().string();
  return sync_folder(above.empty() ? "." : above);
}

Result<Done> remove_folder(const std::string& path) {
  std::error_code problem;
  fs::remove_all(path, problem);
  if (problem) return folder_error(path, kCannotRemove, problem.value());
  return Done{};
}

std::vector<std::string> names_in_folder(const std::string& path) {
  std::vector<std::string> names;
  std::error_code problem;
  fs::directory_iterator at(path, problem);
  for (; !problem && at != fs::directory_iterator(); at.increment(problem)) {
    names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::optional<LockedFolder>> LockedFolder::make(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) != 0) {
    if (errno == EEXIST) return std::optional<LockedFolder>();
    return folder_error(path, kCannotMake, errno);
  }
  const int file = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) {
    // Another program took it for abandoned before it was locked.
    if (errno == ENOENT) return std::optional<LockedFolder>();
    return folder_error(path, kCannotMake, errno);
  }
  LockedFolder folder(file);
  struct stat mine{};
  struct stat there{};
  const bool locked = ::flock(file, LOCK_EX) == 0;
  const bool same = ::fstat(file, &mine) == 0 && ::stat(path.c_str(), &there) == 0 &&
                    mine.st_ino == there.st_ino && mine.st_dev == there.st_dev;
  if (locked && !same) return std::optional<LockedFolder>();
  return std::optional(std::move(folder));  // where locks do not work, it goes without
}

void LockedFolder::remove_abandoned(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  // The lock is held until the folder is gone: a program that has just made it waits for the lock,
  // then sees that its folder is another.
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) static_cast<void>(remove_folder(path));
  ::close(file);
}

LockedFolder::LockedFolder(LockedFolder&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
LockedFolder& LockedFolder::operator=(LockedFolder&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}
LockedFolder::~LockedFolder() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace shijin
