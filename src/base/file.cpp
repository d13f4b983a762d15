// POSIX files with every error reported.
#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace shijin {
namespace {

constexpr Text kCannotOpen{"the file cannot be opened: {0}", "無法開啟檔案：{0}"};
constexpr Text kTooLarge{"the file is larger than {0} bytes", "檔案超過 {0} 位元組"};
constexpr Text kCannotRead{"the file cannot be read: {0}", "無法讀取檔案：{0}"};
constexpr Text kCannotWrite{"the file cannot be written: {0}", "無法寫入檔案：{0}"};
constexpr Text kWriteHelp{"write to another folder, or make room on the disk",
                          "請改寫到別的資料夾，或清出磁碟空間"};
constexpr Text kReadHelp{"check the spelling of the path and that you may read it",
                         "請確認路徑拼寫無誤，且您有讀取權限"};

struct Reason {
  int error;
  Text words;
};

constexpr std::array<Reason, 9> kReasons = {{
    {ENOENT, {"there is no such file or folder", "沒有這個檔案或資料夾"}},
    {EACCES, {"permission is denied", "權限不足"}},
    {EPERM, {"permission is denied", "權限不足"}},
    {EISDIR, {"it is a folder", "這是資料夾"}},
    {ENOTDIR, {"a part of the path is not a folder", "路徑中有一段不是資料夾"}},
    {ENOSPC, {"the disk is full", "磁碟空間已滿"}},
    {EDQUOT, {"the disk quota is used up", "磁碟配額已用完"}},
    {EROFS, {"the disk can only be read", "磁碟是唯讀的"}},
    {ENAMETOOLONG, {"the name is too long", "檔名太長"}},
}};

Error file_error(const char* name, const std::string& path, Text found, Text help) {
  const int reason = errno;  // before anything else can change it
  Error error;
  error.name = name;
  error.at.file = path;
  error.found = Message(found, {system_reason(reason)});
  error.help = Message(help);
  return error;
}

}  // namespace

Message system_reason(int error) {
  for (const Reason& reason : kReasons) {
    if (reason.error == error) return reason.words;
  }
  return std::strerror(error);
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return file_error("file-unreadable", path, kCannotOpen, kReadHelp);
  std::string out;
  std::string block(1U << 16U, '\0');
  for (;;) {
    const ssize_t got = ::read(file, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      const Error error = file_error("file-unreadable", path, kCannotRead, kReadHelp);
      ::close(file);
      return error;
    }
    if (got == 0) break;
    out.append(block, 0, static_cast<std::size_t>(got));
    if (out.size() > limit) {
      ::close(file);
      Error error;
      error.name = "file-too-large";
      error.at.file = path;
      error.found = Message(kTooLarge, {std::to_string(limit)});
      return error;
    }
  }
  ::close(file);
  return out;
}

struct FileWriter::State {
  std::string path;
  std::string temporary;
  int file = -1;
  std::string buffer;

  ~State() {
    if (file >= 0) ::close(file);
    if (!temporary.empty()) ::unlink(temporary.c_str());
  }

  Result<Done> flush() {
    std::size_t at = 0;
    while (at < buffer.size()) {
      const ssize_t put = ::write(file, buffer.data() + at, buffer.size() - at);
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return file_error("file-unwritable", path, kCannotWrite, kWriteHelp);
      at += static_cast<std::size_t>(put);
    }
    buffer.clear();
    return Done{};
  }
};

FileWriter::FileWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
FileWriter::FileWriter(FileWriter&&) noexcept = default;
FileWriter& FileWriter::operator=(FileWriter&&) noexcept = default;
FileWriter::~FileWriter() = default;

Result<FileWriter> FileWriter::open(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  struct stat about{};
  // A pipe or a device such as /dev/stdout cannot be renamed onto: write to it directly.
  const bool special = ::stat(path.c_str(), &about) == 0 && !S_ISREG(about.st_mode);
  const std::string name = special ? path : path + ".tmp" + std::to_string(::getpid());
  state->file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (state->file < 0) return file_error("file-unwritable", path, kCannotWrite, kWriteHelp);
  if (!special) state->temporary = name;
  return FileWriter(std::move(state));
}

Result<Done> FileWriter::write(std::string_view bytes) {
  state_->buffer += bytes;
  if (state_->buffer.size() < (1U << 20U)) return Done{};
  return state_->flush();
}

Result<Done> FileWriter::commit() {
  SJ_TRY(state_->flush());
  if (state_->temporary.empty()) return Done{};
  if (::fsync(state_->file) != 0 || ::close(state_->file) != 0) {
    return file_error("file-unwritable", state_->path, kCannotWrite, kWriteHelp);
  }
  state_->file = -1;
  if (std::rename(state_->temporary.c_str(), state_->path.c_str()) != 0) {
    return file_error("file-unwritable", state_->path, kCannotWrite, kWriteHelp);
  }
  state_->temporary.clear();
  return Done{};
}

Result<Done> write_file(const std::string& path, std::string_view bytes) {
  FileWriter writer = SJ_TRY(FileWriter::open(path));
  SJ_TRY(writer.write(bytes));
  return writer.commit();
}

}  // namespace shijin
