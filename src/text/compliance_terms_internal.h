// The built-in list behind compliance.h: terms, phrases that exempt them, and contexts that do.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "text/compliance.h"

namespace shijin {

struct BuiltInTerm {
  std::string_view text;  // Traditional; folding makes it meet Simplified too
  Tier tier;
  TermKind kind;
};

/// Words near a term that take the sting out of it
struct TermContext {
  std::string_view words;  // several, separated by "|"
  bool before;             // they stand before the term, else after it
  std::uint32_t reach;     // characters between them and the term, at most
  Exemption because;
  bool absolute_only;  // for absolute terms; promises of a cure stay promises
};

extern const std::span<const BuiltInTerm> kBuiltInTerms;
extern const std::span<const std::string_view> kOrdinaryPhrases;
extern const std::span<const TermContext> kTermContexts;

/// Sentences to which nobody objects, to learn how often a list flags such
extern const std::span<const std::string_view> kHarmlessSentences;

}  // namespace shijin
