// Upload: limits on what a file from a page may unpack to, looked at before anything reads it.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace shijin {

struct UploadLimits {
  std::uint64_t entries = 2000;             // in a workbook
  std::uint64_t part = 200ULL << 20U;       // of a sheet, or of the shared strings
  std::uint64_t other_part = 16ULL << 20U;  // of anything else in it
  std::uint64_t total = 500ULL << 20U;      // all together, and of a .gz or .zst
  std::uint64_t ratio = 400;                // of a part larger than a mebibyte: unpacked to packed
};

/// Refuse a workbook or packed file that unpacks to more; other files pass
///
/// A workbook is judged by the sizes it declares, beyond which its parts are not read; the bytes of
/// a packed file are counted.
Result<Done> check_upload(const std::string& path, const UploadLimits& limits = {});

}  // namespace shijin
