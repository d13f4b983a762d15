// Words that verdicts and rules share: counts, numbers, labels, and the name of a score in a
// sentence.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "evidence/evidence.h"

namespace shijin {

/// "1 row" or "1,234 rows"
Message row_count(double rows);
/// What a score rests on: "14 rows", of ratings "14 items"
Message count_of(const Evidence& evidence, const ScoreLine& line);
/// An estimate of rows, rounded up to two digits, at least 2 (so that "rows" is right)
std::string estimate(double rows);
/// A share as "23 %"; one digit after the point near 0 and 100 %
Message percent(double share);
/// "row 3", or "rows 3, 7 and others"
Message example_rows(const std::vector<Example>& samples);

/// Decimals of a score in a sentence: one fewer than in a table
int word_decimals(const ScoreLine& line);
/// A number beside another one: with as many decimals as it takes to tell the two apart
Message beside(double x, double other, int decimals);

/// "F1 of label 0", "Macro F1", or the title: what a sentence begins with; in Chinese 為 or 的 may
/// follow at once
Message subject(const Evidence& evidence, const ScoreLine& line);

/// Sentences one after the other
Message sentences(std::initializer_list<Message> parts);

/// The line of a label, or nullptr
const LabelLine* find_label(const Evidence& evidence, std::string_view label);

/// All rows with a truth, by their weights
double truth_total(const Evidence& evidence);

/// Of `rows`, how many are evidence of their own: no more than there are clusters, where rows have
/// such
double own_rows(const Evidence& evidence, double rows);

/// How many labels are true at least once
std::size_t truth_labels(const Evidence& evidence);

/// The most frequent true label (the first among equals), or nullptr; and the rarest
const LabelLine* most_frequent(const Evidence& evidence);
const LabelLine* rarest(const Evidence& evidence);

}  // namespace shijin
