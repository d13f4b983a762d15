// Compared: stored runs beside each other, as the data of a page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace shijin {

/// Read {"runs": [id, id…]}: two to fifty ids of runs, the base first
Result<std::vector<std::string>> read_ids(std::string_view json);

/// Compare stored runs as `shijin compare` does, note it in the store, and give the page's data
Result<std::string> compared_data(const std::string& folder, const std::vector<std::string>& ids,
                                  Language language);

}  // namespace shijin
