// The common options, and joining them to a command's own.
#include "cli/options.h"

namespace shijin::cli {
namespace {

constexpr OptionInfo kCommon[] = {
    {"lang",
     OptionKind::text,
     "LANG",
     {"Language of the output (default: from the locale).", "輸出的語言（預設依系統語系）。"},
     "en|zh-Hant|zh-Hans"},
    {"quiet",
     OptionKind::flag,
     "",
     {"No progress bar, notes or file names on standard error; errors still appear.",
      "標準錯誤不顯示進度條、說明與寫出的檔名；錯誤仍會顯示。"}},
    {"help", OptionKind::flag, "", {"Show this help.", "顯示這份說明。"}, {}, 'h'},
};

}  // namespace

std::span<const OptionInfo> common_options() { return kCommon; }

std::vector<const OptionInfo*> all_options(const Command& command) {
  std::vector<const OptionInfo*> options;
  for (const OptionInfo& option : command.options) options.push_back(&option);
  for (const OptionInfo& option : common_options()) options.push_back(&option);
  return options;
}

}  // namespace shijin::cli
