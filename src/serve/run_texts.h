// The texts of a stored run as a file that a campaign can be made of.
#pragma once

#include <string>

#include "base/result.h"
#include "store/store.h"

namespace shijin {

/// Write a JSON line for each row of the run: id, input, output, reference; of labels the predicted
/// and the true one. Refused where the run kept no texts
Result<Done> write_run_texts(Store& store, const RunRecord& record, const std::string& path);

}  // namespace shijin
