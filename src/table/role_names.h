// The column names that say what a column is for, in English, Traditional and Simplified Chinese,
// and as trainers write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "table/role.h"

namespace shijin {

/// What a name says: the role it speaks of first, how surely (0 is surest), and whether the values
/// may still move it between label and text (truth ↔ reference, predicted ↔ output)
struct NamedRole {
  Role role = Role::input;
  std::uint8_t rank = 0;
  bool movable = false;
  bool several = false;  // many columns may have it: reference_1, probability:<label>, …
  std::string detail;
};

/// Fold a column name for comparison: lower case, "_" for blanks, dots, hyphens and camel humps
std::string fold_name(std::string_view name);

/// Read a column name; nothing when it says nothing
std::optional<NamedRole> read_role_name(std::string_view name);

}  // namespace shijin
