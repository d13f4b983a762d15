// AddedColumns: cells that were worked out for each data row of a table, such as what a model says
// of it: further columns beside those of the file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "table/role.h"

namespace shijin {

struct AddedColumns {
  std::vector<std::string> names;
  std::vector<RoleColumn> roles;                // `column` counts within names
  std::vector<Role> replaced;                   // roles that the file's own columns lose
  std::vector<std::vector<std::string>> cells;  // [column][data row - 1]
};

}  // namespace shijin
