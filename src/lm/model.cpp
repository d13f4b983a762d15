// What every build knows of models, and what one without llama.cpp says.
#include "lm/model.h"

#include <algorithm>

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

void end_on_character(Generation& answer) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string& text = answer.text;
  if (!answer.cut) return;
  for (std::size_t back = 1; back <= std::min<std::size_t>(text.size(), 3); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if ((byte & 0xC0U) == 0x80U) continue;
    const std::size_t size = byte >= 0xF0U ? 4 : byte >= 0xE0U ? 3 : byte >= 0xC0U ? 2 : 1;
    if (back < size) text.resize(text.size() - back);
    break;
  }
  while (text.ends_with(kReplacement)) text.resize(text.size() - kReplacement.size());
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
