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

inline constexpr OptionInfo kMetricOption{
    "metric",
    OptionKind::repeated,
    "'NAME=KIND: …'",
    {"A metric of your own: 'mix=expr: 0.5*bleu + 0.5*chrf', 'tone=regex: [!?]$', "
     "'price=command: python3 price.py'; docs/own_metrics.md has them all.",
     "自訂指標：'mix=expr: 0.5*bleu + 0.5*chrf'、'tone=regex: [!?]$'、"
     "'price=command: python3 price.py'；全部寫法見 docs/own_metrics.md。"}};

inline constexpr OptionInfo kConfigOption{"config",
                                          OptionKind::text,
                                          "FILE.toml",
                                          {"Take options from a TOML file; those on the line win.",
                                           "從 TOML 檔讀取選項；命令列上的優先。"}};

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

inline constexpr OptionInfo kReportOption{
    "report",
    OptionKind::text,
    "OUT.html",
    {"Write a page to look at: one file that opens from disk and loads nothing.",
     "產生可瀏覽的報告：單一檔案，直接從磁碟開啟，不連網路。"}};

inline constexpr OptionInfo kJunitOption{
    "junit",
    OptionKind::optional_value,
    "OUT",
    {"Write one JUnit test case a gate to OUT or instead of the summary.",
     "以 JUnit XML 輸出，每道門檻一個測試案例，寫到 OUT，或取代畫面上的摘要。"}};

}  // namespace shijin::cli
