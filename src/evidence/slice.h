// Slices of the rows and the words that mark errors, as the report shows them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evidence/example.h"
#include "evidence/score.h"

namespace shijin {

/// One condition that rows of a slice meet
struct SliceCondition {
  std::string kind;   // "column", "length", "script", "trait", "ngram"
  std::string name;   // the column or the trait; "" of an n-gram
  std::string value;  // the column's value, the length's bounds ("8-20"), the n-gram
  Message words;      // "with a negation", as it follows "rows"
};

/// A set of rows and how often they go wrong; rows count as one each, whatever they weigh
struct SliceLine {
  std::vector<SliceCondition> conditions;
  std::int64_t n = 0;
  std::int64_t errors = 0;
  std::optional<Interval> interval;  // of the error rate
  std::optional<double> p_adjusted;  // on rows that did not find it; none when pinned
  bool pinned = false;               // by the user
  std::vector<Example> examples;     // rows that are wrong, the first few
};

/// A word or n-gram that is more frequent in wrong rows
struct ErrorWord {
  std::string word;
  std::int64_t in_wrong = 0;  // wrong rows that hold it
  std::int64_t in_right = 0;
  double log_odds = 0;
  double z = 0;
  double p_adjusted = 1;
};

/// What the search over slices saw and found
struct SliceFacts {
  std::int64_t rows = 0;    // searched, a sample where there are very many
  std::int64_t errors = 0;  // of these
  std::int64_t features = 0;
  std::vector<SliceLine> lines;  // pinned ones first, then by what they cost
  std::vector<ErrorWord> words;  // the clearest first
};

}  // namespace shijin
