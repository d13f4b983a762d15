// Roles: what a column of the user's file is for. Found by name and shape, overridden by --map.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace shijin {

enum class Role : std::uint8_t {
  id,
  input,
  output,
  reference,
  truth,
  predicted,
  probability,
  log_prob,
  rating,
  rater,
  slice,
  weight,
  cluster
};

/// The name of a role as in --map and JSON ("input", "probability")
std::string_view role_name(Role role);
std::optional<Role> role_of_name(std::string_view name);

/// One column given a role; `detail` is the label of probability:<label>, the dimension of
/// rating:<dimension>, or "" ; `column` indexes the table's column names
struct RoleColumn {
  Role role;
  std::string detail;
  int column;
  bool guessed;  // false when --map said so
};

/// All the roles of a table, in the order of its columns
struct Roles {
  std::vector<RoleColumn> columns;

  /// The first column of a role, or -1
  int column(Role role) const;
  std::vector<int> all(Role role) const;
  bool has(Role role) const { return column(role) >= 0; }
};

}  // namespace shijin
