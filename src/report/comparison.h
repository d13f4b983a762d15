// A comparison as a document, for every renderer.
#pragma once

#include "evidence/comparison.h"
#include "report/document.h"

namespace shijin {

/// The sentence first, then a chapter for each run against the base
Document write_document(const Comparison& comparison);

}  // namespace shijin
