// Roles: what a column of the user's file is for. Found by name and shape, overridden by --map.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

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

/// The columns of one file and its first rows, to guess roles from
struct RoleSource {
  std::string file;
  std::span<const std::string> names;
  std::span<const std::vector<std::string_view>> sample;
  std::span<const RoleColumn> known = {};  // from a recognised shape: before names, after the map
};

/// Find the roles of a table's columns: by --map, then by name, then by the look of the sample
///
/// `truth` is the file given by --truth, or null: references and labels are then taken from it, and
/// its column j gets the number main.names.size() + j. Two columns that fit one role equally well,
/// an unknown role or column in the map, and no role at all are Errors.
Result<Roles> find_roles(const RoleSource& main, const RoleSource* truth,
                         std::span<const std::pair<std::string, std::string>> map);

}  // namespace shijin
