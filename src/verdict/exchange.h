// Exchanged labels: labels that the model tells apart but calls by each other's names.
#pragma once

#include <cstddef>
#include <vector>

#include "evidence/evidence.h"

namespace shijin {

/// Rows of one label that mostly bear another one's name, and hardly any other rows do
struct CalledAs {
  std::size_t truth;      // of the confusion table
  std::size_t predicted;  // of the confusion table
  double rows;            // truly the one and called the other
};

/// The names that look exchanged, and what giving them back would change
struct Exchange {
  std::vector<CalledAs> names;  // by place in the confusion table
  double rows = 0;              // of the labels in `names`
  double gained = 0;            // rows that would turn right
  double lost = 0;              // and wrong
};

/// Labels whose names go round in a circle, or move along by one as when numbers begin at 1 instead
/// of 0; no names where nothing beyond chance says so
///
/// Each label in it has at least 5 rows, more than half of which bear the other name, more (by
/// Wilson's interval) than if names were given without looking; and at least two rows would turn
/// right for one that turns wrong, with p below 0.001 (McNemar, exact). Rows of one cluster do not
/// count as evidence of their own.
Exchange find_exchange(const Evidence& evidence);

/// Tell whether the rows of a label are called by another name in an exchange
bool exchanged(const Evidence& evidence, const Exchange& exchange, std::string_view label);

}  // namespace shijin
