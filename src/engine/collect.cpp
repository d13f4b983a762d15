// Looking at rows for examples and facts.
#include "engine/collect.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/excerpt.h"
#include "base/numbers.h"
#include "base/utf8.h"
#include "text/script.h"

namespace shijin {
namespace {

constexpr std::size_t kExamples = 3;          // of one kind of confusion
constexpr std::size_t kCells = 1'000;         // kinds of confusion that examples are kept for
constexpr std::size_t kWorst = 5;             // rows of a metric
constexpr std::size_t kSkippedRows = 1'000;   // row numbers kept of rows left out
constexpr std::size_t kLengthRows = 200'000;  // of which lengths are kept, as the page's rows
constexpr std::size_t kLengthGroups = 10;
constexpr std::size_t kLeastLengths = 20;
constexpr std::size_t kLeastDifferent = 5;
constexpr std::size_t kExampleBytes = 400;  // of one text
constexpr std::int64_t kShortUnits = 4;     // BLEU-4 needs four
constexpr std::size_t kMarks = 20;          // tokens marked in one text
constexpr double kUnlikely = 1'000;         // … of which a model says 1 in so many
constexpr std::string_view kPerplexity = "ppl";
constexpr Text kOdds{"1 in {0}", "{0} 分之一"};

bool worse(Better better, const Example& a, const Example& b) {
  if (*a.score != *b.score)
    return better == Better::lower ? *a.score > *b.score : *a.score < *b.score;
  return a.row < b.row;
}

void keep_first(std::vector<Example>& into, const std::vector<Example>& from) {
  for (const Example& example : from) {
    if (into.size() >= kExamples) return;
    into.push_back(example);
  }
}

// The characters that bytes from `begin` to `end` lie in: a token may be a part of one.
std::pair<std::size_t, std::size_t> whole_characters(std::string_view text, std::size_t begin,
                                                     std::size_t end) {
  const auto inside = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  while (begin > 0 && inside(begin)) --begin;
  while (inside(end)) ++end;
  return {begin, end};
}

// Mark the tokens that a language model held for less likely than 1 in 1,000.
void mark_tokens(const ShardPlan& plan, const Shard& shard, std::size_t i, Example& example) {
  const TokenScores& scores = shard.samples.log_probs;
  const auto& bytes = shard.log_probs.bytes;
  const bool shown = plan.layout.scored == plan.layout.output;
  if (!shown || bytes.size() != scores.all.size()) return;
  const std::string_view text = shard.scored[i];
  std::size_t kept = 0;  // of the text, before it was cut
  while (kept < text.size() && kept < example.output.size() && text[kept] == example.output[kept]) {
    ++kept;
  }
  std::size_t at = 0;
  for (std::size_t t = scores.begin[i]; t < scores.begin[i + 1]; ++t) {
    const std::size_t end = at + bytes[t];
    if (end > kept || example.marks.size() == kMarks) return;
    if (bytes[t] > 0 && scores.all[t] < -std::log(kUnlikely)) {
      const auto odds = grouped(std::llround(std::min(std::exp(-scores.all[t]), 1e15)));
      const auto [first, last] = whole_characters(text, at, end);
      if (last > kept) return;
      // Of several tokens in one character the first is told.
      if (example.marks.empty() || example.marks.back().end <= first) {
        example.marks.push_back({static_cast<std::uint32_t>(first),
                                 static_cast<std::uint32_t>(last), Message(kOdds, {odds})});
      }
    }
    at = end;
  }
}

}  // namespace

std::string sample_id(const Shard& shard, std::size_t i) {
  if (!shard.id.empty() && !shard.id[i].empty()) return std::string(shard.id[i]);
  return std::to_string(shard.row[i]);
}

Example make_example(const ShardPlan& plan, const Shard& shard, std::size_t i) {
  Example example;
  example.id = sample_id(shard, i);
  example.row = shard.row[i];
  if (!shard.input.empty()) example.input = excerpt(shard.input[i], kExampleBytes);
  if (plan.layout.task == Task::classification) {
    example.output = excerpt(shard.predicted_text[i], kExampleBytes);
    example.reference = excerpt(shard.truth_text[i], kExampleBytes);
  } else {
    example.output = excerpt(shard.output[i], kExampleBytes);
    const auto references = shard.samples.references(i);
    if (!references.empty()) example.reference = excerpt(references.front(), kExampleBytes);
  }
  return example;
}

Collector Collector::counted(std::int64_t used, std::int64_t lacking_text, std::int64_t unscored,
                             std::int64_t unchunked) {
  Collector facts;
  facts.rows_ = facts.used_ = used;
  facts.texts_.lacking_text = lacking_text;
  facts.unscored_ = unscored;
  facts.unchunked_ = unchunked;
  return facts;
}

void Collector::look(const ShardPlan& plan, const Shard& shard) {
  rows_ += static_cast<std::int64_t>(shard.batch.rows()) + shard.batch.skipped;
  used_ += static_cast<std::int64_t>(shard.samples.size);
  skipped_ += static_cast<std::int64_t>(shard.batch.rows()) + shard.batch.skipped -
              static_cast<std::int64_t>(shard.samples.size + shard.truth_empty.size());
  note_skipped(shard);
  rated_.look(plan, shard);
  truth_empty_ += static_cast<std::int64_t>(shard.truth_empty.size());
  thinking_ += shard.thinking_stripped;
  if (plan.layout.task == Task::classification) {
    look_at_labels(plan, shard);
    slices_.look(plan, shard);
  } else {
    look_at_texts(plan, shard);
    const bool written = plan.layout.task == Task::generation;  // by the model under test
    if (plan.options->screens && written) screens_.look(plan, shard);
  }
}

// The rows of the shard that could not be read.
void Collector::note_skipped(const Shard& shard) {
  const auto rows = static_cast<std::int64_t>(shard.batch.rows()) + shard.batch.skipped;
  auto kept = shard.row.begin();
  auto empty = shard.truth_empty.begin();
  if (rows == static_cast<std::int64_t>(shard.row.size() + shard.truth_empty.size())) return;
  for (std::int64_t row = shard.raw.first_row + 1; row <= shard.raw.first_row + rows; ++row) {
    if (kept != shard.row.end() && *kept == row) {
      ++kept;
    } else if (empty != shard.truth_empty.end() && *empty == row) {
      ++empty;
    } else if (skipped_rows_.size() < kSkippedRows) {
      skipped_rows_.push_back(row);
    }
  }
}

void Collector::look_at_labels(const ShardPlan& plan, const Shard& shard) {
  for (std::size_t i = 0; i < shard.truth.size(); ++i) {
    if (shard.truth[i] == shard.predicted[i]) continue;
    const Cell cell{shard.truth[i], shard.predicted[i]};
    const auto found = confused_.find(cell);
    if (found == confused_.end()) {
      if (confused_.size() < kCells) confused_[cell].push_back(make_example(plan, shard, i));
    } else if (found->second.size() < kExamples) {
      found->second.push_back(make_example(plan, shard, i));
    }
  }
}

void Collector::look_at_texts(const ShardPlan& plan, const Shard& shard) {
  for (std::size_t i = 0; i < shard.samples.size; ++i) {
    const TokenScores& scores = shard.samples.log_probs;
    if (scores.known() && scores.of(i).empty()) ++unscored_;
    const TokenScores& chunked = shard.samples.chunked;
    if (chunked.known() && chunked.of(i).empty()) ++unchunked_;
    const ScriptCounts output = count_script(shard.output[i]);
    output_units_ += static_cast<double>(output.units);
    letters_ += static_cast<double>(output.letters);
    han_letters_ += static_cast<double>(output.han);
    texts_.output_missing += shard.output_missing[i] ? 1 : 0;
    texts_.lacking_text += shard.lacks_text[i] ? 1 : 0;
    if (output.units == 0) {
      ++texts_.output_empty;
      if (texts_.output_empty_examples.size() < kExamples) {
        texts_.output_empty_examples.push_back(make_example(plan, shard, i));
      }
    } else if (output.units < kShortUnits) {
      ++texts_.output_short;
    }
    const std::size_t references = shard.samples.references(i).size();
    fewest_references_ = std::min(fewest_references_, references);
    most_references_ = std::max(most_references_, references);
    bool shown = false;  // one example a row, however many of its references are short
    for (const std::string_view text : shard.samples.references(i)) {
      const ScriptCounts reference = count_script(text);
      ++reference_texts_;
      reference_units_ += static_cast<double>(reference.units);
      letters_ += static_cast<double>(reference.letters);
      han_letters_ += static_cast<double>(reference.han);
      texts_.reference_empty += reference.units == 0 ? 1 : 0;
      if (reference.units >= kShortUnits) continue;
      texts_.reference_short += reference.units > 0 ? 1 : 0;
      if (!std::exchange(shown, true) && texts_.reference_short_examples.size() < kExamples) {
        texts_.reference_short_examples.push_back(make_example(plan, shard, i));
      }
    }
  }
}

void Collector::keep_worst(const std::string& key, Better better, const ShardPlan& plan,
                           const Shard& shard, const std::vector<std::optional<double>>& scores) {
  auto& [direction, kept] = worst_[key];
  direction = better;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!scores[i]) continue;
    Example candidate;
    candidate.row = shard.row[i];
    candidate.score = scores[i];
    if (kept.size() == kWorst && !worse(better, candidate, kept.back())) continue;
    candidate = make_example(plan, shard, i);
    candidate.score = scores[i];
    if (key == kPerplexity) mark_tokens(plan, shard, i, candidate);
    kept.insert(
        std::upper_bound(kept.begin(), kept.end(), candidate,
                         [&](const Example& a, const Example& b) { return worse(better, a, b); }),
        std::move(candidate));
    if (kept.size() > kWorst) kept.pop_back();
  }
}

void Collector::Surprise::merge(const Surprise& later) {
  for (const auto& [place, bar] : later.bins) {
    bins[place].rows += bar.rows;
    bins[place].nats.merge(bar.nats);
  }
}

std::vector<Bin> Collector::Surprise::give() const {
  double nats = 0;
  for (const auto& [place, bar] : bins) nats += bar.nats.value();
  std::vector<Bin> given;
  for (const auto& [place, bar] : bins) {
    const double share = nats > 0 ? bar.nats.value() / nats : 0;
    given.push_back({std::exp2(place / 2.0), std::exp2((place + 1) / 2.0),
                     static_cast<double>(bar.rows), 0, share});
  }
  return given;
}

void Collector::keep_surprising(const ShardPlan& plan, const Shard& shard) {
  std::vector<std::optional<double>> own(shard.samples.size);
  for (std::size_t i = 0; i < own.size(); ++i) {
    const std::span<const double> scores = shard.samples.log_probs.of(i);
    if (scores.empty()) continue;
    ExactSum nats;
    for (const double score : scores) nats.add(-score);
    const double mean = nats.value() / static_cast<double>(scores.size());
    Surprise::Bar& bar = surprise_.bins[static_cast<int>(2 * mean / std::log(2.0))];
    ++bar.rows;
    bar.nats.add(nats.value());
    const double perplexity = std::exp(mean);
    if (std::isfinite(perplexity)) own[i] = perplexity;
  }
  keep_worst(std::string(kPerplexity), Better::lower, plan, shard, own);
}

void Collector::keep_lengths(const std::string& key, const Shard& shard,
                             const std::vector<std::optional<double>>& scores) {
  lengths_.key = key;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto characters = static_cast<std::int64_t>(count_code_points(shard.output[i]));
    if (scores[i] && characters > 0) lengths_.rows.push_back({characters, *scores[i]});
  }
}

void Collector::Lengths::merge(const Lengths& later) {
  if (key.empty()) key = later.key;
  const std::size_t room = kLengthRows - std::min(kLengthRows, rows.size());
  const auto end =
      later.rows.begin() + static_cast<std::ptrdiff_t>(std::min(room, later.rows.size()));
  rows.insert(rows.end(), later.rows.begin(), end);
}

LengthFacts Collector::Lengths::give() const {
  LengthFacts facts{key, {}};
  std::vector<Row> sorted = rows;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Row& a, const Row& b) { return a.characters < b.characters; });
  std::size_t different = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    different += i == 0 || sorted[i].characters != sorted[i - 1].characters ? 1 : 0;
  }
  if (sorted.size() < kLeastLengths || different < kLeastDifferent) return facts;
  for (std::size_t g = 0; g < kLengthGroups; ++g) {
    const std::size_t begin = g * sorted.size() / kLengthGroups;
    const std::size_t end = (g + 1) * sorted.size() / kLengthGroups;
    std::vector<double> scores;
    ExactSum sum;
    for (std::size_t i = begin; i < end; ++i) {
      scores.push_back(sorted[i].score);
      sum.add(sorted[i].score);
    }
    std::sort(scores.begin(), scores.end());
    const std::size_t size = end - begin;
    facts.groups.push_back({static_cast<std::int64_t>(size), sorted[begin].characters,
                            sorted[end - 1].characters,
                            static_cast<double>(sorted[begin + size / 2].characters),
                            scores[size / 2], sum.value() / static_cast<double>(size)});
  }
  return facts;
}

void Collector::keep_rated(const Shard& shard, const std::vector<std::optional<double>>& overall,
                           const std::vector<PeopleScores::Column>& columns) {
  people_.keep(shard, overall, columns);
}

void Collector::merge_texts(const Collector& later) {
  texts_.output_empty += later.texts_.output_empty;
  texts_.output_missing += later.texts_.output_missing;
  texts_.lacking_text += later.texts_.lacking_text;
  texts_.output_short += later.texts_.output_short;
  texts_.reference_empty += later.texts_.reference_empty;
  texts_.reference_short += later.texts_.reference_short;
  keep_first(texts_.output_empty_examples, later.texts_.output_empty_examples);
  keep_first(texts_.reference_short_examples, later.texts_.reference_short_examples);
}

void Collector::merge(Collector& later) {
  rows_ += later.rows_;
  used_ += later.used_;
  skipped_ += later.skipped_;
  for (const std::int64_t row : later.skipped_rows_) {
    if (skipped_rows_.size() < kSkippedRows) skipped_rows_.push_back(row);
  }
  truth_empty_ += later.truth_empty_;
  unscored_ += later.unscored_;
  unchunked_ += later.unchunked_;
  surprise_.merge(later.surprise_);
  thinking_ += later.thinking_;
  // In order of rows: which kinds are kept at the cap must not depend on ids.
  std::vector<std::pair<Cell, const std::vector<Example>*>> kinds;
  for (const auto& [cell, examples] : later.confused_) kinds.emplace_back(cell, &examples);
  std::sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) {
    return a.second->front().row < b.second->front().row;
  });
  for (const auto& [cell, examples] : kinds) {
    if (confused_.size() >= kCells && confused_.find(cell) == confused_.end()) continue;
    keep_first(confused_[cell], *examples);
  }
  for (auto& [key, worst] : later.worst_) {
    auto& [direction, kept] = worst_[key];
    direction = worst.first;
    kept.insert(kept.end(), worst.second.begin(), worst.second.end());
    std::stable_sort(kept.begin(), kept.end(), [d = direction](const Example& a, const Example& b) {
      return worse(d, a, b);
    });
    if (kept.size() > kWorst) kept.resize(kWorst);
  }
  merge_texts(later);
  screens_.merge(later.screens_);
  slices_.merge(later.slices_);
  rated_.merge(later.rated_);
  people_.merge(later.people_);
  lengths_.merge(later.lengths_);
  output_units_ += later.output_units_;
  reference_units_ += later.reference_units_;
  reference_texts_ += later.reference_texts_;
  fewest_references_ = std::min(fewest_references_, later.fewest_references_);
  most_references_ = std::max(most_references_, later.most_references_);
  letters_ += later.letters_;
  han_letters_ += later.han_letters_;
}

std::string Collector::references() const {
  if (fewest_references_ == 0 || fewest_references_ > most_references_) return "";
  return fewest_references_ == most_references_ ? std::to_string(most_references_) : "var";
}

void Collector::give(const LabelSet& labels, Evidence& evidence) const {
  evidence.data.rows = rows_;
  evidence.data.used = used_;
  evidence.data.skipped = skipped_;
  evidence.data.skipped_rows = skipped_rows_;
  evidence.data.thinking_stripped = thinking_;
  evidence.data.han_share = letters_ > 0 ? han_letters_ / letters_ : 0;
  evidence.texts = texts_;
  evidence.rated = rated_.lines();
  evidence.people = people_.lines();
  evidence.lengths = lengths_.give();
  evidence.texts.screened = screens_.found();
  evidence.texts.same = screens_.most_frequent();
  if (!surprise_.bins.empty()) evidence.histograms[std::string(kPerplexity)] = surprise_.give();
  if (used_ > 0) evidence.texts.output_units_mean = output_units_ / static_cast<double>(used_);
  if (reference_texts_ > 0) {
    evidence.texts.reference_units_mean = reference_units_ / static_cast<double>(reference_texts_);
  }
  for (const auto& [key, worst] : worst_) evidence.worst[key] = worst.second;
  // The cells were kept by id, whose order depends on threads; names and rows do not.
  const auto& names = evidence.confusion.labels;
  const auto place = [&](LabelId id) {
    const std::string name = labels.name(id);
    const auto found = std::lower_bound(names.begin(), names.end(), name);
    return id >= 0 && found != names.end() && *found == name
               ? static_cast<std::size_t>(found - names.begin())
               : names.size();
  };
  auto& examples = evidence.confusion.examples;
  examples.assign(names.size(), std::vector<std::vector<Example>>(names.size() + 1));
  for (const auto& [cell, found] : confused_) {
    const std::size_t t = place(cell.truth);
    if (t == names.size()) continue;
    auto& into = examples[t][place(cell.predicted)];
    into.insert(into.end(), found.begin(), found.end());
  }
  const auto by_row = [](const Example& a, const Example& b) { return a.row < b.row; };
  for (auto& row : examples) {
    for (auto& cell : row) {
      std::sort(cell.begin(), cell.end(), by_row);
      if (cell.size() > kExamples) cell.resize(kExamples);
    }
    const auto& outside = row.back();
    evidence.unparsed_examples.insert(evidence.unparsed_examples.end(), outside.begin(),
                                      outside.end());
  }
  std::sort(evidence.unparsed_examples.begin(), evidence.unparsed_examples.end(), by_row);
  if (evidence.unparsed_examples.size() > 5) evidence.unparsed_examples.resize(5);
}

}  // namespace shijin
