// Section: one part of a report. One file a section; `order` says where it stands.
#pragma once

#include <span>
#include <string_view>

#include "report/document.h"

namespace shijin {

/// One registered section
struct Section {
  std::string_view name;
  int order;      // ascending down the page
  bool terminal;  // false: too long for a terminal, only in the longer reports
  Text summary;   // what it shows, for the catalogue
  /// Write the chapter; leave it without blocks when there is nothing to say
  void (*write)(const Evidence& evidence, Chapter& chapter);
};

/// Every section, in order of name
std::span<const Section* const> all_sections();

/// All sections that have something to say, in order
Document write_document(const Evidence& evidence);

}  // namespace shijin

/// Register the section of this file: SJ_SECTION(metrics, {...})
#define SJ_SECTION(key, ...)          \
  extern const Section section_##key; \
  constinit const Section section_##key = __VA_ARGS__
