// The features of rows that slices are made of: metadata, length, script, traits, grams.
#pragma once

#include <span>
#include <vector>

#include "engine/slice_search.h"
#include "stats/slices.h"

namespace shijin {

/// Features and the conditions that name them, side by side
struct SliceFeatures {
  std::vector<SliceFeature> features;
  std::vector<SliceCondition> conditions;
};

/// Grams of every row: hashes in ascending order, row after row
struct RowGrams {
  std::vector<std::uint64_t> hashes;
  std::vector<std::size_t> begin;  // one more than rows

  std::span<const std::uint64_t> of(std::size_t row) const {
    return {hashes.data() + begin[row], hashes.data() + begin[row + 1]};
  }
};
RowGrams gather_grams(std::span<const SliceRow> rows, std::size_t threads);

/// A gram's text as its first row writes it
std::string gram_in(const std::string& text, std::uint64_t hash);

/// Metadata, length, script and traits
SliceFeatures named_features(std::span<const SliceRow> rows, const SlicePlan& plan);

/// The grams that stand out in the wrong rows of the half that finds slices
void add_gram_features(std::span<const SliceRow> rows, const RowGrams& grams, std::uint64_t seed,
                       SliceFeatures& out);

/// Words that mark errors, over all rows
std::vector<ErrorWord> error_words(std::span<const SliceRow> rows, const RowGrams& grams);

}  // namespace shijin
