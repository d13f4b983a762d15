// The end of a program whose own assumption failed.
#include <cstdio>
#include <cstdlib>

#include "base/result.h"

namespace shijin {

void check_failed(const char* file, int line, const char* why) {
  std::fprintf(stderr, "%s:%d: internal error: %s\n", file, line, why);
  std::abort();
}

}  // namespace shijin
