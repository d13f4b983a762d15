// Adapters: LoRA over a model, as llama.cpp's GGUF or as the folder that PEFT (and so
// LLaMA-Factory, ms-swift) writes, which is turned into GGUF in memory without Python.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "lm/gguf.h"

namespace shijin {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// An adapter as a GGUF stream at its beginning; removed from the disk when it was made here
struct AdapterFile {
  std::unique_ptr<std::FILE, CloseFile> stream;
  std::string digest;  // of what the user named
};

/// Open an adapter and hold each of its shapes against the model's; `base_path` is for words only
Result<AdapterFile> open_adapter(const std::string& path, const GgufFile& base,
                                 const std::string& base_path);

/// Turn a PEFT folder into the bytes of a GGUF adapter for a model
///
/// rsLoRA is folded into alpha; DoRA, trained biases and whole trained layers are refused.
Result<std::string> convert_peft(const std::string& folder, const GgufFile& base);

/// The adapters a path stands for: itself, or the checkpoints of a trainer's output folder in the
/// order they were trained, the final one last
std::vector<std::string> adapters_in(const std::string& path);

}  // namespace shijin
