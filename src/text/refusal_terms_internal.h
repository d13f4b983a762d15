// The words by which a refusal is recognised; folded as text/fold.h folds (small, Simplified).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace shijin {

enum class RefusalWord : std::uint8_t {
  whole,    // a refusal by itself
  subject,  // "I", an apology: Chinese says who before what
  denial,   // "cannot" in Chinese: needs a subject before it and a deed after it
  denied,   // "I cannot" in English: needs a deed after it
  deed,     // "help", "answer"
};

struct RefusalTerm {
  std::string_view text;
  RefusalWord word;
};

extern const std::span<const RefusalTerm> kRefusalTerms;

}  // namespace shijin
