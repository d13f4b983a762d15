// Writing answers with llama.cpp: as many at once as there are slots, each slot refilled as its
// answer ends.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "lm/model.h"

struct llama_model;
struct llama_adapter_lora;
struct ggml_threadpool;

namespace shijin {

/// What a generation runs on; the model, adapter and threads outlive it
struct GenerateOn {
  llama_model* model = nullptr;
  llama_adapter_lora* adapter = nullptr;  // or none
  bool reference = true;                  // 32 bits throughout
  ggml_threadpool* pool = nullptr;        // as many as `threads`
  std::size_t threads = 1;
  int window = 0;
  int batch_tokens = 512;
};

Result<Done> generate_on(const GenerateOn& on, std::span<const GenerateJob> jobs,
                         const GenerateOptions& options, const GenerateHooks& hooks);

}  // namespace shijin
