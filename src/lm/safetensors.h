// Safetensors: named arrays in one file, as Hugging Face's trainers write adapters: a length, a
// JSON head, raw numbers. https://huggingface.co/docs/safetensors
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace shijin {

/// One array, turned into 32-bit floats; `shape` has the slowest running dimension first
struct SafeTensor {
  std::vector<std::uint64_t> shape;
  std::vector<float> values;
};

/// Read a whole file of F32, F16 or BF16 arrays; anything that does not fit into it is an Error
Result<std::map<std::string, SafeTensor>> read_safetensors(const std::string& path);

}  // namespace shijin
