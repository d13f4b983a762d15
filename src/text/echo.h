// Echoes: does an output hold its input, whole or nearly so? White space does not count.
#pragma once

#include <string_view>

namespace shijin {

/// The share of the input's characters that stand in the output too, in runs of at least 8 of them;
/// an input shorter than that has to stand there whole
///
/// 0 at once where fewer than 3 of 8 places of the input are found: whoever repeats nearly all of
/// it repeats most of them.
double echoed_share(std::string_view input, std::string_view output);

}  // namespace shijin
