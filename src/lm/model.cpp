// What every build knows of models, and what one without llama.cpp says.
#include "lm/model.h"

namespace shijin {

std::string_view precision_name(Precision precision) {
  switch (precision) {
    case Precision::reference:
      return "reference";
    case Precision::fast:
      return "fast";
    case Precision::as_is:
      break;
  }
  return "as-is";
}

#ifndef SJ_HAS_LLAMA

namespace {

constexpr Text kNoModels{"this shijin is built without language models",
                         "這個 shijin 在建置時沒有加入語言模型"};
constexpr Text kBuild{"build it with them: scripts/build --models",
                      "請加入語言模型後重新建置：scripts/build --models"};

}  // namespace

Result<std::unique_ptr<LanguageModel>> open_model(const ModelOptions&) {
  Error error;
  error.name = "models-not-built";
  error.found = Message(kNoModels);
  error.help = Message(kBuild);
  return error;
}

std::string model_engine() { return ""; }

#endif

}  // namespace shijin
