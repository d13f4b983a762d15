// Tercom: the words that sacreBLEU's TER compares. No registered tokeniser: it serves TER alone,
// and cuts outputs and references by different rules.
#pragma once

#include "text/tokenizer.h"

namespace shijin {

/// What is done besides cutting at blanks
struct TercomRules {
  bool normalized = false;  // cut Western punctuation off
  bool no_punct = false;    // drop punctuation
  bool asian = false;       // with them: cut Chinese characters apart, drop their punctuation
};

/// sacreBLEU 2.6.0 runs its tokeniser over references twice, and the second pass cuts some words
/// that the first one kept: "John's." gives John 's . but in an output John's .
enum class TercomSide : std::uint8_t { output, reference };

const Tokenizer& tercom_tokenizer(TercomRules rules, TercomSide side);

}  // namespace shijin
