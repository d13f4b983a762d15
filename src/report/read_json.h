// Reading a result back from its JSON (schema shijin.result/1): what render_json wrote, so that a
// stored run is shown again without being measured.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "base/result.h"
#include "evidence/evidence.h"

namespace shijin {

/// Evidence read back; its intervals name methods that live here
struct ReadResult {
  Evidence evidence;
  std::deque<std::string> methods;
};

/// Read a result; keys that are not known are passed over, those missing keep their defaults
Result<ReadResult> read_result(std::string_view json, const std::string& path);

}  // namespace shijin
