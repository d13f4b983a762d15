// The version of the library, as signatures and results carry it.
#pragma once

#include <string_view>

namespace shijin {

std::string_view version();

}  // namespace shijin
