// The table's bytes, put packed into the binary by the assembler and unpacked when first needed: 13
// ms, for a binary of 11 MB instead of 15.
#include "text/jieba_table.h"

#include <zstd.h>

#include <vector>

#include "base/result.h"

// SJ_JIEBA_TABLE is the file that the build made of the jieba package.
__asm__(
    ".pushsection .rodata, \"a\", @progbits\n"
    ".globl sj_jieba_table\n"
    ".hidden sj_jieba_table\n"
    ".globl sj_jieba_table_end\n"
    ".hidden sj_jieba_table_end\n"
    "sj_jieba_table:\n"
    ".incbin \"" SJ_JIEBA_TABLE
    "\"\n"
    "sj_jieba_table_end:\n"
    ".popsection\n");

extern "C" const unsigned char sj_jieba_table[];
extern "C" const unsigned char sj_jieba_table_end[];

namespace shijin::jieba {
namespace {

// Eight bytes a place, as the arrays are aligned.
std::vector<std::uint64_t> unpacked() {
  const auto size = static_cast<std::size_t>(sj_jieba_table_end - sj_jieba_table);
  const auto whole = ZSTD_getFrameContentSize(sj_jieba_table, size);
  SJ_CHECK(whole != ZSTD_CONTENTSIZE_ERROR && whole != ZSTD_CONTENTSIZE_UNKNOWN && whole % 8 == 0,
           "the build put no table of jieba into the binary");
  std::vector<std::uint64_t> table(whole / 8);
  SJ_CHECK(ZSTD_decompress(table.data(), whole, sj_jieba_table, size) == whole,
           "the table of jieba in the binary cannot be unpacked");
  return table;
}

Table make_table() {
  static const std::vector<std::uint64_t> bytes = unpacked();
  const std::uint64_t* at = bytes.data();
  const auto next = [&]<class T>(const T*& out, std::uint64_t count) {
    out = reinterpret_cast<const T*>(at);
    at += (count * sizeof(T) + 7) / 8;
  };
  Table out{};
  next(out.header, 1);
  SJ_CHECK(out.header->magic == kMagic, "the build put no table of jieba into the binary");
  next(out.nodes, out.header->nodes);
  next(out.weights, out.header->weights);
  next(out.emissions, out.header->emissions);
  next(out.frequencies, out.header->frequencies);
  next(out.codes, out.header->codes);
  next(out.rows, out.header->rows);
  return out;
}

}  // namespace

const Table& table() {
  static const Table made = make_table();
  return made;
}

}  // namespace shijin::jieba
