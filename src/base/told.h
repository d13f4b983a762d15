// Told: words that were filled in before and written down in all three languages.
#pragma once

#include <string_view>

#include "base/text.h"

namespace shijin {

/// Make a Message of words read back from a result
Message told(std::string_view english, std::string_view traditional, std::string_view simplified);

}  // namespace shijin
