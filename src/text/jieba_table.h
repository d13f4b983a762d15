// The table of jieba's dictionary and model as the binary holds it: read-only, shared, nothing to
// load.
#pragma once

#include "text/jieba_format.h"

namespace shijin::jieba {

/// Arrays of the embedded table; valid as long as the program
struct Table {
  const Header* header;
  const Node* nodes;
  const double* weights;
  const PerState* emissions;
  const std::uint32_t* frequencies;
  const std::uint16_t* codes;  // of kPoints code points
  const std::uint16_t* rows;   // of kPoints code points
};

const Table& table();

}  // namespace shijin::jieba
