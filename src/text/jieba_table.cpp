// The table's bytes, put into the read-only part of the binary by the assembler.
#include "text/jieba_table.h"

#include "base/result.h"

// SJ_JIEBA_TABLE is the file that the build made of the jieba package.
__asm__(
    ".pushsection .rodata, \"a\", @progbits\n"
    ".balign 64\n"
    ".globl sj_jieba_table\n"
    ".hidden sj_jieba_table\n"
    "sj_jieba_table:\n"
    ".incbin \"" SJ_JIEBA_TABLE
    "\"\n"
    ".popsection\n");

extern "C" const unsigned char sj_jieba_table[];

namespace shijin::jieba {
namespace {

Table make_table() {
  const unsigned char* at = sj_jieba_table;
  const auto next = [&]<class T>(const T*& out, std::uint64_t count) {
    out = reinterpret_cast<const T*>(at);
    at += (count * sizeof(T) + 7) / 8 * 8;
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
