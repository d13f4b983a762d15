// XlsxBook: a workbook as a zip of parts: which sheets it has, its shared strings, and the bytes of
// a sheet one block after another. ECMA-376 parts 1 and 2.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace shijin {

/// Bytes one unpacked part may take; a larger one is refused (a small zip may hold gigabytes)
inline constexpr std::size_t kXlsxPartBytes = 512U << 20U;

/// A part being unpacked; each has its own handle on the file
class XlsxPart {
 public:
  static Result<XlsxPart> open(const std::string& path, const std::string& part);
  XlsxPart(XlsxPart&&) noexcept;
  ~XlsxPart();

  /// Bytes that it says it has unpacked; more never come out
  std::uint64_t size() const;
  /// Append more bytes; false at the end, where the check sum is proved
  Result<bool> read(std::string& buffer);

 private:
  struct State;
  explicit XlsxPart(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A workbook's parts, by their names in the zip
struct XlsxBook {
  struct Sheet {
    std::string name;
    std::string part;
  };
  std::vector<Sheet> sheets;   // worksheets only, in the order of their tabs
  std::string shared_strings;  // its part, or ""

  static Result<XlsxBook> open(const std::string& path);
  /// The sheet of a name, or the first for ""
  Result<Sheet> sheet(const std::string& path, const std::string& name) const;
};

/// Texts that cells share, in one string
class SharedStrings {
 public:
  /// Read them all; `part` "" gives none
  static Result<SharedStrings> read(const std::string& path, const std::string& part);
  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(text_).substr(begin, ends_[i] - begin);
  }

 private:
  std::string text_;
  std::vector<std::size_t> ends_;
};

/// Say what is wrong inside a workbook
Error xlsx_damaged(const std::string& path, Message found);

}  // namespace shijin
