// The version comes from CMakeLists.txt.
#include "engine/version.h"

namespace shijin {

std::string_view version() { return SHIJIN_VERSION; }

}  // namespace shijin
