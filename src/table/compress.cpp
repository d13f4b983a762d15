// Reading with read(2), gzip (any number of members) through zlib, Zstandard (any number of frames)
// through libzstd.
#include "table/compress.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "base/hash.h"
#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kMissing{"there is no such file", "找不到這個檔案"};
constexpr Text kDidYouMean{"did you mean {0}?", "是否為 {0}？"};
constexpr Text kCheckPath{"check the spelling of the path and the folder you are in",
                          "請確認路徑拼寫，以及目前所在的資料夾"};
constexpr Text kDirectory{"this is a folder, not a file", "這是資料夾，不是檔案"};
constexpr Text kNameTheFiles{"name the files in it, for example {0}/*.csv",
                             "請寫出其中的檔案，例如 {0}/*.csv"};
constexpr Text kForbidden{"you may not read this file", "您沒有讀取這個檔案的權限"};
constexpr Text kAllow{"run: chmod u+r {0}", "請執行：chmod u+r {0}"};
constexpr Text kCannotRead{"the file cannot be read: {0}", "無法讀取檔案：{0}"};
constexpr Text kDamaged{"the compressed data is damaged after {0} unpacked bytes",
                        "壓縮資料在解出 {0} 位元組之後損毀"};
constexpr Text kCut{"the compressed data stops in the middle, after {0} unpacked bytes",
                    "壓縮資料在解出 {0} 位元組之後中斷"};
constexpr Text kFetchAgain{
    "copy or download the file again, or unpack it by hand and see how far it "
    "goes",
    "請重新複製或下載檔案，或自行解壓縮查看能解到哪裡"};

constexpr std::size_t kStoredBlock = 256U << 10U;

std::string nearest_file(const std::string& path) {
  namespace fs = std::filesystem;
  const fs::path wanted(path);
  const fs::path folder = wanted.has_parent_path() ? wanted.parent_path() : fs::path(".");
  std::vector<std::string> names;
  std::error_code failed;
  fs::directory_iterator entry(folder, failed);
  for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
    names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  const std::string name = nearest_name(wanted.filename().string(), names);
  return name.empty() ? name : (wanted.parent_path() / name).string();
}

Error open_error(const std::string& path, int reason) {
  Error error;
  error.at.file = path;
  if (reason == ENOENT || reason == ENOTDIR) {
    error.name = "file-missing";
    error.found = kMissing;
    const std::string near = nearest_file(path);
    error.help = near.empty() ? Message(kCheckPath) : Message(kDidYouMean, {near});
  } else if (reason == EISDIR) {
    error.name = "file-is-folder";
    error.found = kDirectory;
    error.help = Message(kNameTheFiles, {path});
  } else if (reason == EACCES || reason == EPERM) {
    error.name = "file-forbidden";
    error.found = kForbidden;
    error.help = Message(kAllow, {path});
  } else {
    error.name = "file-unreadable";
    error.found = Message(kCannotRead, {std::strerror(reason)});
  }
  return error;
}

// The file as it lies there, counted and digested.
struct Stored {
  std::string path;
  int file = -1;
  std::atomic<std::int64_t> done = 0;  // read by whoever shows progress, while others read bytes
  std::int64_t total = 0;
  Digest digest;

  Stored() = default;
  Stored(const Stored&) = delete;
  Stored& operator=(const Stored&) = delete;
  ~Stored() {
    if (file > STDIN_FILENO) ::close(file);
  }

  Result<std::size_t> read(char* to, std::size_t room) {
    for (;;) {
      const ssize_t got = ::read(file, to, room);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return open_error(path, errno);
      done += got;
      digest.add({to, static_cast<std::size_t>(got)});
      return static_cast<std::size_t>(got);
    }
  }
};

enum class Packing : std::uint8_t { none, gzip, zstd };

Packing packing_of(std::string_view head) {
  if (head.starts_with("\x1F\x8B")) return Packing::gzip;
  if (head.starts_with("\x28\xB5\x2F\xFD")) return Packing::zstd;
  return Packing::none;
}

}  // namespace

struct ByteStream::State {
  Stored stored;
  Packing packing = Packing::none;
  std::vector<char> in;  // stored bytes not yet handed out
  std::size_t in_at = 0;
  std::size_t in_size = 0;
  bool stored_end = false;
  bool between = true;  // at the border of two members or frames
  std::int64_t unpacked = 0;
  z_stream gzip{};
  ZSTD_DStream* zstd = nullptr;

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (packing == Packing::gzip) inflateEnd(&gzip);
    ZSTD_freeDStream(zstd);
  }

  Error broken(std::string name, Text found) const {
    Error error;
    error.name = std::move(name);
    error.at.file = stored.path;
    error.found = Message(found, {grouped(unpacked)});
    error.help = kFetchAgain;
    return error;
  }

  // Have stored bytes at hand unless the file is at its end.
  Result<Done> fill() {
    if (in_at < in_size || stored_end) return Done{};
    in_at = 0;
    in_size = SJ_TRY(stored.read(in.data(), in.size()));
    stored_end = in_size == 0;
    return Done{};
  }

  // One step of unpacking: bytes written, and whether something moved.
  Result<std::size_t> step(char* to, std::size_t room) {
    if (packing == Packing::gzip) return step_gzip(to, room);
    ZSTD_inBuffer input{in.data(), in_size, in_at};
    ZSTD_outBuffer output{to, room, 0};
    const std::size_t left = ZSTD_decompressStream(zstd, &output, &input);
    if (ZSTD_isError(left) != 0U) return broken("compressed-damaged", kDamaged);
    in_at = input.pos;
    between = left == 0;
    return output.pos;
  }

  Result<std::size_t> step_gzip(char* to, std::size_t room) {
    gzip.next_in = reinterpret_cast<Bytef*>(in.data() + in_at);
    gzip.avail_in = static_cast<uInt>(in_size - in_at);
    gzip.next_out = reinterpret_cast<Bytef*>(to);
    gzip.avail_out = static_cast<uInt>(std::min<std::size_t>(room, 1U << 30U));
    const uInt before = gzip.avail_out;
    between = false;
    const int code = inflate(&gzip, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
      return broken("compressed-damaged", kDamaged);
    }
    in_at = in_size - gzip.avail_in;
    if (code == Z_STREAM_END) {
      between = true;
      inflateReset(&gzip);
    }
    return static_cast<std::size_t>(before - gzip.avail_out);
  }

  Result<std::size_t> unpack(char* to, std::size_t room) {
    for (;;) {
      SJ_TRY(fill());
      if (stored_end && between) return std::size_t{0};
      const std::size_t got = SJ_TRY(step(to, room));
      unpacked += static_cast<std::int64_t>(got);
      if (got > 0) return got;
      if (stored_end && !between) return broken("compressed-cut", kCut);
    }
  }
};

ByteStream::ByteStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
ByteStream::~ByteStream() = default;

Result<std::unique_ptr<ByteStream>> ByteStream::open(const std::string& path) {
  auto state = std::make_unique<State>();
  state->stored.path = path == "-" ? "<stdin>" : path;
  state->stored.file = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (state->stored.file < 0) return open_error(path, errno);
  struct stat about{};
  if (::fstat(state->stored.file, &about) == 0) {
    if (S_ISDIR(about.st_mode)) return open_error(path, EISDIR);
    if (S_ISREG(about.st_mode)) state->stored.total = about.st_size;
  }
  state->in.resize(kStoredBlock);
  while (state->in_size < 4) {
    const std::size_t got = SJ_TRY(
        state->stored.read(state->in.data() + state->in_size, state->in.size() - state->in_size));
    if (got == 0) break;
    state->in_size += got;
  }
  const Packing packing = packing_of({state->in.data(), state->in_size});
  if (packing == Packing::gzip) {
    SJ_CHECK(inflateInit2(&state->gzip, 15 + 16) == Z_OK, "zlib does not start");
  } else if (packing == Packing::zstd) {
    state->zstd = ZSTD_createDStream();
    SJ_CHECK(state->zstd != nullptr, "libzstd does not start");
  }
  state->packing = packing;
  return std::unique_ptr<ByteStream>(new ByteStream(std::move(state)));
}

Result<std::size_t> ByteStream::read(char* to, std::size_t room) {
  if (state_->packing != Packing::none) return state_->unpack(to, room);
  if (state_->in_at < state_->in_size) {
    const std::size_t take = std::min(room, state_->in_size - state_->in_at);
    std::memcpy(to, state_->in.data() + state_->in_at, take);
    state_->in_at += take;
    return take;
  }
  return state_->stored.read(to, room);
}

std::int64_t ByteStream::stored_done() const { return state_->stored.done; }
std::int64_t ByteStream::stored_total() const { return state_->stored.total; }
std::string ByteStream::digest() const { return state_->stored.digest.hex(); }

}  // namespace shijin
