// Lists on the command line: labels, costs, prevalences. A label that holds a comma, an equals
// sign, ">" or a quote is written as a JSON string: --labels '"a,b",c'.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shijin.h"

namespace shijin::cli {

/// Split "a,b,\"c,d\"" at the commas outside quotes; an empty or repeated item is an Error
Result<std::vector<std::string>> parse_labels(std::string_view text);

/// Read "0>1=5,1>0=1": the cost of saying 1 when it is 0; the keys come back as "0>1"
Result<std::map<std::string, double>> parse_costs(std::string_view text);

/// Read "0=0.1,1=0.9": the share of each label where the model will work
Result<std::map<std::string, double>> parse_prevalence(std::string_view text);

/// Write a label so that the parsers above read it back
std::string quote_label(std::string_view label);

}  // namespace shijin::cli
