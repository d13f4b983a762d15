// The source tree's place, which CMake writes into this file alone.
#include "source_dir.h"

namespace shijin {

std::string source_dir() { return SJ_SOURCE_DIR; }

}  // namespace shijin
