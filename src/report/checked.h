// What `shijin check` found, as a document.
#pragma once

#include "check/data_check.h"
#include "report/document.h"

namespace shijin {

/// The findings, then how the metric stands with and without the rows that leak
Document write_document(const CheckReport& report);

}  // namespace shijin
