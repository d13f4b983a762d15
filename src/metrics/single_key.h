// One key out of what a user writes loosely: `tok=auto` made definite, and `f1`, which stands for
// one key a label, made a single one where only a single one will do.
#pragma once

#include "metrics/metric.h"

namespace shijin {

/// The share of Han among the letters from which texts are taken for Chinese; the same of all
/// letters without blanks between words, from which they are counted by the character
inline constexpr double kHanTask = 0.3;

/// Put the tokeniser that fits the script in place of tok=auto; keys never carry it
void resolve_tokenizer(KeyText& key, double han_share, double unspaced_share);

/// Tell whether a key stands for one key a label, because it names neither label nor average
bool stands_for_every_label(const KeyText& key, const MetricDefinition& metric);

/// Make such a key a single one: of the positive label where there is one, else the macro average
void choose_single(KeyText& key, const MetricDefinition& metric, const MetricContext& context);

}  // namespace shijin
