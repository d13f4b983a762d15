// Words that several sections and renderers share: counts, numbers, intervals, labels, samples.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "evidence/evidence.h"

namespace shijin {

enum class Skipped : std::uint8_t { no, yes };

/// "1 row", "4 rows", "12,345 rows"; 筆
Message rows_of(std::int64_t n);
/// A count that may be weighted: "12", "1,234", "3.50"
std::string count_text(double count);
/// "0.667", or "—" where it is undefined
Message value_words(const Score& score, int decimals);
/// "0.173 – 0.950"; of four decimals and more no more than three
Message interval_words(const Interval& interval, int decimals);
/// How an interval or a p was worked out, in words: "Wilson", "resampling"; the slug where it has
/// none
Message method_words(std::string_view method);
/// A label as it may be shown: control characters visible, an empty one named
Message label_words(const std::string& label);
/// "row 3", with the id where it is another: "row 3 (a17)"
Message place_words(const Example& example);
/// "is 0, said 1" of a classification; empty for other tasks
Message confusion_words(const Example& example, Task task);
Message task_words(Task task);
/// "PASS", "FAIL", "NOT ENOUGH EVIDENCE", or nothing
Message decision_words(Decision decision);
/// How one gate came out: "pass", "fail", "undecided", "skipped"
Message gate_words(Decision decision, Skipped skipped);
/// The last part of a path
std::string file_name(std::string_view path);

/// The label that a key is about when that is its only argument: f1[label=0] gives "0"
std::optional<std::string> label_of_key(const std::string& key);
/// The scores that are about one label alone, by metric name and label
using LabelScores = std::map<std::pair<std::string, std::string>, const ScoreLine*>;
LabelScores label_scores(const Evidence& evidence);

}  // namespace shijin
