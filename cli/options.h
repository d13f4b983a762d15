// The options that every command has, and those that several share, defined once.
#pragma once

#include <span>
#include <vector>

#include "cli/command.h"

namespace shijin::cli {

/// --lang, --quiet, --help: in every command
std::span<const OptionInfo> common_options();

/// The command's own options, then the common ones
std::vector<const OptionInfo*> all_options(const Command& command);

inline constexpr OptionInfo kJsonOption{
    "json",
    OptionKind::optional_value,
    "OUT",
    {"Write the result as JSON, unrounded, to OUT or instead of the summary.",
     "以 JSON 輸出未捨入的結果，寫到 OUT，或取代畫面上的摘要。"}};

inline constexpr OptionInfo kMarkdownOption{
    "markdown",
    OptionKind::optional_value,
    "OUT",
    {"Write the result as Markdown to OUT or instead of the summary.",
     "以 Markdown 輸出結果，寫到 OUT，或取代畫面上的摘要。"}};

inline constexpr OptionInfo kJunitOption{
    "junit",
    OptionKind::optional_value,
    "OUT",
    {"Write one JUnit test case a gate to OUT or instead of the summary.",
     "以 JUnit XML 輸出，每道門檻一個測試案例，寫到 OUT，或取代畫面上的摘要。"}};

}  // namespace shijin::cli
