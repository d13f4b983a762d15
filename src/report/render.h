// Renderers: the same evidence as terminal text, JSON, Markdown, JUnit XML and a page.
#pragma once

#include <string>

#include "check/data_check.h"
#include "evidence/comparison.h"
#include "evidence/evidence.h"
#include "report/document.h"
#include "report/sample_rows.h"

namespace shijin {

enum class Colour : std::uint8_t { none, ansi };

struct TerminalStyle {
  Language language = Language::en;
  Colour colour = Colour::none;
  int columns = 80;
};

/// Draw a document
std::string render_terminal(const Document& document, const TerminalStyle& style);
/// What a person reads in a terminal
std::string render_terminal(const Evidence& evidence, const TerminalStyle& style);
/// schema shijin.result/1, unrounded, all three languages for every sentence; ends in a newline
std::string render_json(const Evidence& evidence);
/// The same sections for a pull request or a wiki
std::string render_markdown(const Evidence& evidence, Language language);
/// One test case a gate, for CI systems
std::string render_junit(const Evidence& evidence, Language language);

/// A page for a browser, in one file that loads nothing; `rows` are those of --samples
std::string render_html(const Evidence& evidence, const SampleRows& rows, Language language);
/// The data of such a page as JSON, which the local app draws from
std::string render_page_data(const Evidence& evidence, const SampleRows& rows, Language language);
std::string render_page_data(const Comparison& comparison, const std::vector<SampleRows>& rows,
                             Language language);
/// Notes as JSON: an array as in a result; and one of them alone
std::string render_json(const Notes& notes);
std::string render_json(const Error& note);

/// What a check found, in a terminal (without its notes) and as schema shijin.check/1
std::string render_terminal(const CheckReport& report, const TerminalStyle& style);
std::string render_json(const CheckReport& report);

/// A comparison in a terminal, as schema shijin.comparison/1, and as Markdown
std::string render_terminal(const Comparison& comparison, const TerminalStyle& style);
std::string render_json(const Comparison& comparison);
std::string render_markdown(const Comparison& comparison, Language language);
/// One test case for each gate and run
std::string render_junit(const Comparison& comparison, Language language);
/// … and as a page; `rows` are those of each run, the base first
std::string render_html(const Comparison& comparison, const std::vector<SampleRows>& rows,
                        Language language);

}  // namespace shijin
