// The tiny model of tests/data/models, and what transformers and PEFT give for it in float64.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/file.h"
#include "lm/model.h"
#include "source_dir.h"

namespace shijin {

inline const std::string kModels = source_dir() + "/tests/data/models/";
/// How near a log-probability of a token has to come
inline constexpr double kNear = 1e-5;

inline const nlohmann::json& golden() {
  static const auto json = nlohmann::json::parse(*read_file(kModels + "golden.json"));
  return json;
}

/// What is asked about a row of golden.json
inline std::string question_of(const nlohmann::json& row) {
  const std::string context = row["context"];
  const std::string begin = "<|im_start|>user\n";
  return context.substr(begin.size(), context.find("<|im_end|>") - begin.size());
}

inline std::unique_ptr<LanguageModel> open_tiny(std::size_t threads = 1, int batch_tokens = 512,
                                                int window = ModelOptions().window) {
  ModelOptions options;
  options.path = kModels + "tiny-review-lm.gguf";
  options.threads = threads;
  options.batch_tokens = batch_tokens;
  options.window = window;
  auto model = open_model(options);
  EXPECT_TRUE(model.ok()) << (model.ok() ? "" : describe(model.error(), Language::en));
  return std::move(model).value();
}

}  // namespace shijin
