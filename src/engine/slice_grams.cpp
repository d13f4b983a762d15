// Grams as features, and as words that mark errors. Which grams become features is learnt from the
// half of the rows that finds slices, so that the other half may still confirm.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/parallel.h"
#include "engine/slice_features.h"
#include "stats/multiple.h"
#include "stats/quantile.h"
#include "text/fold.h"
#include "text/grams.h"

namespace shijin {
namespace {

constexpr Text kGram{"with \"{0}\"", "含「{0}」"};
constexpr std::size_t kFeatures = 400;   // grams that become features
constexpr std::int64_t kLeastWrong = 4;  // wrong rows that a gram must stand in
constexpr double kGramPreference = 0.9;  // a name says more than a string
constexpr double kPrior = 500;           // rows' worth, spread over the words by frequency
constexpr std::size_t kWords = 12;       // that mark errors
constexpr double kFalseShare = 0.05;

struct Tally {
  std::int64_t wrong = 0;
  std::int64_t right = 0;
};
using Tallies = std::unordered_map<std::uint64_t, Tally>;

// Count grams of rows that `counts` takes; only those that stand in kLeastWrong wrong rows are
// kept.
template <class Counts>
Tallies count_grams(std::span<const SliceRow> rows, const RowGrams& grams, Counts counts) {
  Tallies tallies;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].wrong || !counts(i)) continue;
    for (const std::uint64_t hash : grams.of(i)) ++tallies[hash].wrong;
  }
  std::erase_if(tallies, [](const auto& one) { return one.second.wrong < kLeastWrong; });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].wrong || !counts(i)) continue;
    for (const std::uint64_t hash : grams.of(i)) {
      const auto found = tallies.find(hash);
      if (found != tallies.end()) ++found->second.right;
    }
  }
  return tallies;
}

struct Ranked {
  std::uint64_t hash;
  Tally tally;
  double z;
};

// The clearest first; of equals the one that stands in more rows, then by hash.
std::vector<Ranked> rank(const Tallies& tallies, double all_wrong, double all_right) {
  std::vector<Ranked> ranked;
  for (const auto& [hash, tally] : tallies) {
    const MarkedWord word =
        mark_word(static_cast<double>(tally.wrong), static_cast<double>(tally.right), all_wrong,
                  all_right, kPrior);
    ranked.push_back({hash, tally, word.z});
  }
  std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
    if (a.z != b.z) return a.z > b.z;
    return a.hash < b.hash;
  });
  return ranked;
}

bool overlaps(const std::string& a, const std::string& b) {
  return a.find(b) != std::string::npos || b.find(a) != std::string::npos;
}

// Where a gram stands first, and its text there.
std::string text_of(std::span<const SliceRow> rows, const RowGrams& grams, std::uint64_t hash) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto mine = grams.of(i);
    if (rows[i].wrong && std::binary_search(mine.begin(), mine.end(), hash)) {
      return gram_in(rows[i].text, hash);
    }
  }
  return "";
}

}  // namespace

RowGrams gather_grams(std::span<const SliceRow> rows, std::size_t threads) {
  std::vector<std::vector<std::uint64_t>> all(rows.size());
  const std::size_t parts = std::max<std::size_t>(1, threads);
  run_on_threads(parts, [&](std::size_t part) {
    FoldedText text;
    std::vector<Gram> grams;
    for (std::size_t i = part; i < rows.size(); i += parts) {
      fold_text(rows[i].text, text);
      word_grams(text.characters, grams);
      for (const Gram& gram : grams) all[i].push_back(gram.hash);
    }
  });
  RowGrams out;
  out.begin.push_back(0);
  for (const auto& one : all) {
    out.hashes.insert(out.hashes.end(), one.begin(), one.end());
    out.begin.push_back(out.hashes.size());
  }
  return out;
}

std::string gram_in(const std::string& text, std::uint64_t hash) {
  FoldedText folded;
  fold_text(text, folded);
  std::vector<Gram> grams;
  word_grams(folded.characters, grams);
  for (const Gram& gram : grams) {
    if (gram.hash != hash) continue;
    const Span place = folded.original(gram.begin, gram.end);
    return text.substr(place.begin, place.end - place.begin);
  }
  return "";
}

void add_gram_features(std::span<const SliceRow> rows, const RowGrams& grams, std::uint64_t seed,
                       SliceFeatures& out) {
  double wrong = 0;
  double right = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (finds_slices(seed, i)) (rows[i].wrong ? wrong : right) += 1;
  }
  const Tallies tallies =
      count_grams(rows, grams, [&](std::size_t i) { return finds_slices(seed, i); });
  std::vector<Ranked> ranked = rank(tallies, wrong, right);
  if (ranked.size() > kFeatures) ranked.resize(kFeatures);
  std::unordered_map<std::uint64_t, std::size_t> place;
  std::vector<RowSet> sets;
  for (const Ranked& one : ranked) {
    if (one.z <= 0) break;
    place.emplace(one.hash, sets.size());
    sets.emplace_back(rows.size());
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const std::uint64_t hash : grams.of(i)) {
      const auto found = place.find(hash);
      if (found != place.end()) sets[found->second].add(i);
    }
  }
  for (std::size_t k = 0; k < sets.size(); ++k) {
    out.features.push_back({std::move(sets[k]), -1, kGramPreference});
    const std::string text = text_of(rows, grams, ranked[k].hash);
    out.conditions.push_back({"ngram", "", text, Message(kGram, {text})});
  }
}

std::vector<ErrorWord> error_words(std::span<const SliceRow> rows, const RowGrams& grams) {
  double wrong = 0;
  for (const SliceRow& row : rows) wrong += row.wrong ? 1 : 0;
  const double right = static_cast<double>(rows.size()) - wrong;
  if (wrong == 0 || right == 0) return {};
  const std::vector<Ranked> ranked =
      rank(count_grams(rows, grams, [](std::size_t) { return true; }), wrong, right);
  std::vector<double> p;
  for (const Ranked& one : ranked) p.push_back(1 - normal_probability(one.z));
  const std::vector<double> adjusted = benjamini_hochberg_adjusted(p);
  std::vector<ErrorWord> words;
  for (std::size_t k = 0; k < ranked.size() && words.size() < kWords; ++k) {
    if (adjusted[k] > kFalseShare) break;
    const Tally& tally = ranked[k].tally;
    ErrorWord word{text_of(rows, grams, ranked[k].hash),
                   tally.wrong,
                   tally.right,
                   0,
                   ranked[k].z,
                   adjusted[k]};
    word.log_odds = mark_word(static_cast<double>(tally.wrong), static_cast<double>(tally.right),
                              wrong, right, kPrior)
                        .log_odds;
    const bool known = std::any_of(words.begin(), words.end(), [&](const ErrorWord& other) {
      return overlaps(other.word, word.word);
    });
    if (!known) words.push_back(std::move(word));
  }
  return words;
}

}  // namespace shijin
