// The zip's own directory through minizip; .gz and .zst by unpacking them once into nothing.
#include "serve/upload.h"

#include <unzip.h>

#include <array>
#include <cstdio>
#include <memory>

#include "table/source.h"

namespace shijin {
namespace {

constexpr Text kEntries{"the workbook holds more than {0} parts", "活頁簿含有超過 {0} 個部分"};
constexpr Text kPart{"its part {0} unpacks to more than it should: {1} MiB",
                     "其中的 {0} 解壓縮後過大：{1} MiB"};
constexpr Text kTotal{"the file unpacks to more than {0} MiB", "檔案解壓縮後超過 {0} MiB"};
constexpr Text kLine{"if the file is sound, evaluate it on the command line: shijin eval FILE",
                     "如果檔案沒有問題，請在命令列評測：shijin eval 檔案"};

Error too_large(Message found) {
  Error error;
  error.name = "upload-too-large";
  error.found = std::move(found);
  error.help = Message(kLine);
  return error;
}

bool is_sheet(std::string_view part) {
  return part.find("worksheets/") != std::string_view::npos ||
         part.find("haredStrings") != std::string_view::npos;
}

struct Close {
  void operator()(void* zip) const { unzClose(zip); }
};

Result<Done> check_workbook(const std::string& path, const UploadLimits& limits) {
  const std::unique_ptr<void, Close> zip(unzOpen64(path.c_str()));
  if (zip == nullptr) return Done{};  // its reader says what is wrong
  unz_global_info64 all{};
  if (unzGetGlobalInfo64(zip.get(), &all) != UNZ_OK) return Done{};
  if (all.number_entry > limits.entries) {
    return too_large(Message(kEntries, {std::to_string(limits.entries)}));
  }
  std::uint64_t total = 0;
  for (int at = unzGoToFirstFile(zip.get()); at == UNZ_OK; at = unzGoToNextFile(zip.get())) {
    unz_file_info64 about{};
    std::array<char, 512> name{};
    if (unzGetCurrentFileInfo64(zip.get(), &about, name.data(), name.size() - 1, nullptr, 0,
                                nullptr, 0) != UNZ_OK) {
      return Done{};
    }
    const std::uint64_t size = about.uncompressed_size;
    const std::uint64_t most = is_sheet(name.data()) ? limits.part : limits.other_part;
    const bool swollen = size > (1ULL << 20U) && size / limits.ratio > about.compressed_size;
    if (size > most || swollen) {
      return too_large(Message(kPart, {name.data(), std::to_string(size >> 20U)}));
    }
    total += size;
    if (total > limits.total) {
      return too_large(Message(kTotal, {std::to_string(limits.total >> 20U)}));
    }
  }
  return Done{};
}

Result<Done> check_packed(const std::string& path, const UploadLimits& limits) {
  Notes ignored;
  Result<std::unique_ptr<Source>> source = open_source(path, "", ignored);
  if (!source.ok()) return Done{};
  std::uint64_t total = 0;
  while (true) {
    std::string block;
    const Result<bool> more = (*source)->read(block, std::size_t{1} << 20U);
    total += block.size();
    if (total > limits.total) {
      return too_large(Message(kTotal, {std::to_string(limits.total >> 20U)}));
    }
    if (!more.ok() || !*more) return Done{};
  }
}

}  // namespace

Result<Done> check_upload(const std::string& path, const UploadLimits& limits) {
  std::array<unsigned char, 4> head{};
  std::size_t got = 0;
  if (std::FILE* const file = std::fopen(path.c_str(), "rb"); file != nullptr) {
    got = std::fread(head.data(), 1, head.size(), file);
    std::fclose(file);
  }
  if (got < head.size()) return Done{};
  const bool zip = head[0] == 'P' && head[1] == 'K';
  const bool gzip = head[0] == 0x1F && head[1] == 0x8B;
  const bool zstd = head[0] == 0x28 && head[1] == 0xB5 && head[2] == 0x2F && head[3] == 0xFD;
  if (zip) return check_workbook(path, limits);
  return gzip || zstd ? check_packed(path, limits) : Result<Done>(Done{});
}

}  // namespace shijin
