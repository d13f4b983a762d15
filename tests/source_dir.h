// Where the source tree is. In a file of its own, so that one clone's compiler cache serves the
// next.
#pragma once

#include <string>

namespace shijin {

/// The folder of the project's root, without a slash at its end
std::string source_dir();

}  // namespace shijin
