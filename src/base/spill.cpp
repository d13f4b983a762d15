// The file is created without a name where the system can, so that nothing is left behind however
// the program ends; its blocks are reserved before they are mapped, since writing to a mapping on a
// full disk would be a signal.
#include "base/spill.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

namespace shijin {
namespace {

// A file without a name; -1 where there is no place for one. /var/tmp is on a disk where /tmp may
// be in memory.
int open_nameless() {
  for (const char* folder : {"/var/tmp", "/tmp", "."}) {
    const int file = ::open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) return file;
    std::string name = std::string(folder) + "/shijin-XXXXXX";
    const int named = ::mkstemp(name.data());
    if (named < 0) continue;
    ::unlink(name.c_str());
    return named;
  }
  return -1;
}

}  // namespace

SpillBytes::~SpillBytes() {
  if (mapped_ != nullptr) ::munmap(mapped_, capacity_);
  if (file_ >= 0) ::close(file_);
}

SpillBytes::SpillBytes(const SpillBytes& other) : limit_(other.limit_) {
  resize(other.size_);
  if (size_ > 0) std::memcpy(data(), other.data(), size_);
}

void SpillBytes::swap(SpillBytes& other) noexcept {
  std::swap(limit_, other.limit_);
  std::swap(size_, other.size_);
  std::swap(memory_, other.memory_);
  std::swap(file_, other.file_);
  std::swap(mapped_, other.mapped_);
  std::swap(capacity_, other.capacity_);
}

void SpillBytes::resize(std::size_t size) {
  const std::size_t before = size_;
  if (mapped_ != nullptr || size > limit_) {
    const bool fits = mapped_ != nullptr && size <= capacity_;
    if (fits || grow_file(std::max(size, size_ + size_ / 2))) {
      // What was cut off before may come back, and must be zero.
      if (size < before) std::memset(mapped_ + size, 0, before - size);
      size_ = size;
      return;
    }
    leave_file();
  }
  if (size > memory_.capacity()) memory_.reserve(std::max(size, memory_.capacity() * 2));
  memory_.resize(size);
  size_ = size;
}

bool SpillBytes::grow_file(std::size_t capacity) {
  if (file_ < 0) file_ = open_nameless();
  if (file_ < 0 || ::posix_fallocate(file_, 0, static_cast<off_t>(capacity)) != 0) return false;
  void* const at = mapped_ != nullptr
                       ? ::mremap(mapped_, capacity_, capacity, MREMAP_MAYMOVE)
                       : ::mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
  if (at == MAP_FAILED) return false;
  const bool first = mapped_ == nullptr;
  mapped_ = static_cast<std::byte*>(at);
  capacity_ = capacity;
  if (first) {
    if (size_ > 0) std::memcpy(mapped_, memory_.data(), size_);
    memory_ = {};
  }
  return true;
}

// Back to memory: nothing is lost when the disk is full, only memory is used.
void SpillBytes::leave_file() {
  if (mapped_ != nullptr) {
    memory_.assign(mapped_, mapped_ + size_);
    ::munmap(mapped_, capacity_);
    mapped_ = nullptr;
  }
  if (file_ >= 0) ::close(file_);
  file_ = -1;
}

}  // namespace shijin
