// A rubric of the user's own as a file.
#pragma once

#include "cli/rate.h"

namespace shijin::cli {

/// Read a rubric's TOML; what is wrong with it is an Error at its line
Result<std::vector<RubricDimension>> read_rubric(const std::string& path);

/// The same as TOML, which read_rubric() reads back
std::string rubric_toml(std::span<const RubricDimension> rubric);

}  // namespace shijin::cli
