// Embedding a file: its bytes are put into the read-only part of the binary by the assembler, which
// takes no time of the compiler's.
#pragma once

/// Declare `name` and `name_end`, between which the bytes of the file stand; at namespace scope,
/// outside of any namespace. `path` is a string literal
#define SJ_EMBED(name, path)                                \
  __asm__(                                                  \
      ".pushsection .rodata, \"a\", @progbits\n"            \
      ".globl " #name "\n.hidden " #name "\n" #name         \
      ":\n"                                                 \
      ".incbin \"" path                                     \
      "\"\n"                                                \
      ".globl " #name "_end\n.hidden " #name "_end\n" #name \
      "_end:\n"                                             \
      ".byte 0\n"                                           \
      ".popsection\n");                                     \
  extern "C" const char name[];                             \
  extern "C" const char name##_end[]
