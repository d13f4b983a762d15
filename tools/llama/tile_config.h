// Read before ggml's AMX kernels. In GCC 12 the intrinsic tells the compiler that eight of the
// configuration's 64 bytes are read, so it drops what was written to the others, and the first tile
// instruction is then illegal. Here all 64 are named.
#pragma once

#ifdef __AMX_TILE__
#include <immintrin.h>
#undef _tile_loadconfig
#define _tile_loadconfig(config) \
  __asm__ volatile("ldtilecfg %0" : : "m"(*(const char (*)[64])(config)))
#endif
