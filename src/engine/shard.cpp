// From cells to samples, one shard at a time.
#include "engine/shard.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/excerpt.h"
#include "base/numbers.h"
#include "base/utf8.h"
#include "evidence/embedding_column.h"
#include "table/shape.h"
#include "text/thinking.h"

namespace shijin {
namespace {

constexpr Text kBadProbability{"the probability of \"{0}\" is \"{1}\"", "「{0}」的機率是「{1}」"};
constexpr Text kProbabilityRange{"a number from 0 to 1", "0 到 1 之間的數"};
constexpr Text kProbabilityHelp{
    "write probabilities, not scores or logits; leave the row out with --skip-bad",
    "請填機率，而非分數或 logit；或用 --skip-bad 略過這一列"};
constexpr Text kProbabilitySum{"the probabilities of this row add up to {0}",
                               "這一列的機率總和為 {0}"};
constexpr Text kProbabilitySumRange{"1 (within 0.01)", "1（誤差不超過 0.01）"};
constexpr Text kProbabilitySumHelp{"name a column for every label, or none",
                                   "請為每個標籤各給一欄機率，或都不給"};
constexpr Text kBadWeight{"the weight is \"{0}\"", "權重是「{0}」"};
constexpr Text kWeightRange{"a number that is not negative", "不小於 0 的數"};
constexpr Text kWeightHelp{"mend the cell, or name another column: --map weight=COLUMN",
                           "請修正這一格，或指定另一欄：--map weight=欄位"};

constexpr Text kBadLogProbs{"the log-probabilities are {0}", "對數機率是 {0}"};
constexpr Text kLogProbsForm{"a JSON list of numbers that are not above 0, one a token",
                             "由不大於 0 的數組成的 JSON 清單，每個詞元一個"};
constexpr Text kBadEmbedding{"the cell of the embedding model is no list of its numbers",
                             "嵌入模型的欄位不是它的數字清單"};
constexpr Text kEmbeddingForm{"4 numbers from -1 to 1: cosine, precision, recall, F",
                              "4 個 -1 到 1 的數字：餘弦、精確率、召回率、F"};
constexpr Text kLogProbsHelp{
    "write natural logarithms, such as [-0.25, -3.5]; leave the row out with --skip-bad",
    "請填自然對數，例如 [-0.25, -3.5]；或用 --skip-bad 略過這一列"};

constexpr Text kTruthUnlisted{"the true label \"{0}\" is none of those that --labels lists",
                              "真實標籤「{0}」不在 --labels 列出的標籤之中"};
constexpr Text kTruthUnlistedHelp{
    "list it too, or leave such rows out with --skip-bad: every score is then about the others",
    "請一併列出；或用 --skip-bad 略過這類資料列，各項分數就只談其餘的列"};

using Cells = std::vector<std::string_view>;

const Cells* cells(const Batch& batch, int position) {
  return position < 0 ? nullptr : &batch.columns[static_cast<std::size_t>(position)];
}

std::string_view present(std::string_view cell) {
  return cell.data() == nullptr ? std::string_view("") : cell;
}

Error cell_error(const ShardPlan& plan, const Shard& shard, std::size_t i, std::string name) {
  Error error;
  error.name = std::move(name);
  error.at.file = plan.table->files()[static_cast<std::size_t>(shard.raw.file)].path;
  error.at.row = shard.batch.line[i];
  if (plan.options->bad_rows == BadRows::skip) error.severity = Severity::warning;
  return error;
}

// False where a truth is none of the labels that were given: the row could only ever be wrong.
bool check_truth(const ShardPlan& plan, LabelCache& cache, Shard& shard, std::size_t i,
                 std::string_view truth) {
  if (!plan.labels->closed() || cache.id(truth) != kUnparsed) return true;
  Error error = cell_error(plan, shard, i, "truth-unlisted");
  error.found = Message(kTruthUnlisted, {truth});
  error.help = Message(kTruthUnlistedHelp);
  shard.notes.add(std::move(error));
  return false;
}

// Read the probabilities of row i; false when a cell is no probability.
bool read_probabilities(const ShardPlan& plan, Shard& shard, std::size_t i) {
  double sum = 0;
  for (const auto& [label, position] : plan.layout.probabilities) {
    const std::string_view cell = present((*cells(shard.batch, position))[i]);
    const auto value = parse_number(strip_python_space(cell));
    if (!value || !(*value >= 0 && *value <= 1)) {
      Error error = cell_error(plan, shard, i, "probability-invalid");
      error.found = Message(kBadProbability, {label, cell});
      error.expected = Message(kProbabilityRange);
      error.help = Message(kProbabilityHelp);
      shard.notes.add(std::move(error));
      return false;
    }
    shard.probabilities.push_back(*value);
    sum += *value;
  }
  if (plan.layout.probabilities.size() > 1 && std::abs(sum - 1) > 0.01) {
    Error error = cell_error(plan, shard, i, "probability-sum");
    error.found = Message(kProbabilitySum, {fixed(sum, 3)});
    error.expected = Message(kProbabilitySumRange);
    error.help = Message(kProbabilitySumHelp);
    shard.notes.add(std::move(error));
    return false;
  }
  return true;
}

bool read_weight(const ShardPlan& plan, Shard& shard, std::size_t i) {
  const std::string_view cell = present((*cells(shard.batch, plan.layout.weight))[i]);
  const auto value = parse_number(strip_python_space(cell));
  if (value && *value >= 0 && std::isfinite(*value)) {
    shard.weight.push_back(*value);
    return true;
  }
  Error error = cell_error(plan, shard, i, "weight-invalid");
  error.found = Message(kBadWeight, {cell});
  error.expected = Message(kWeightRange);
  error.help = Message(kWeightHelp);
  shard.notes.add(std::move(error));
  return false;
}

// Take the bytes of a token off "[3, -0.5]", and its brackets; leaves the number.
bool read_bytes(std::string_view& one, std::vector<std::uint32_t>& bytes) {
  if (one.empty() || one.front() != '[') return bytes.empty();
  const std::size_t comma = one.find(',');
  if (comma == one.npos || one.back() != ']') return false;
  const auto count = parse_integer(strip_python_space(one.substr(1, comma - 1)));
  if (!count || *count < 0 || *count > std::numeric_limits<std::uint32_t>::max()) return false;
  bytes.push_back(static_cast<std::uint32_t>(*count));
  one = strip_python_space(one.substr(comma + 1, one.size() - comma - 2));
  return true;
}

// Read a list such as "[null, -0.5, -1.25]", whose first token may have no score; or one of pairs,
// "[[3, -0.5], [1, -1.25]]", that also tell how many bytes each token has.
bool read_list(std::string_view cell, Shard::Scores& scores) {
  std::vector<double>& out = scores.all;
  if (cell.size() < 2 || cell.front() != '[' || cell.back() != ']') return false;
  cell = cell.substr(1, cell.size() - 2);
  for (bool first = true; !strip_python_space(cell).empty(); first = false) {
    const bool pair = strip_python_space(cell).starts_with('[');
    const std::size_t close = pair ? std::min(cell.find(']'), cell.size()) : 0;
    const std::size_t comma = std::min(cell.find(',', close), cell.size());
    std::string_view one = strip_python_space(cell.substr(0, comma));
    cell.remove_prefix(std::min(comma + 1, cell.size()));
    if (first && one == "null") continue;
    if (!read_bytes(one, scores.bytes)) return false;
    const auto value = parse_number(one);
    constexpr double kRounding = 1e-5;  // a score is a difference of rounded numbers
    if (!value || !std::isfinite(*value) || *value > kRounding) return false;
    out.push_back(std::min(*value, 0.0));
  }
  return true;
}

// Read the log-probabilities in a column of row i; none where the cell is empty. False where it is
// no list.
bool read_scores(const ShardPlan& plan, int column, Shard& shard, std::size_t i,
                 Shard::Scores& scores) {
  if (column < 0) return true;
  const std::size_t before = scores.all.size();
  const std::string_view cell = strip_python_space(present((*cells(shard.batch, column))[i]));
  const bool read = cell.empty() || read_list(cell, scores);
  if (!read || (!scores.bytes.empty() && scores.bytes.size() != scores.all.size())) {
    scores.all.resize(before);
    scores.bytes.resize(std::min(before, scores.bytes.size()));
    Error error = cell_error(plan, shard, i, "log-prob-invalid");
    constexpr std::size_t kShown = 60;
    error.found = Message(kBadLogProbs, {excerpt(cell, kShown)});
    error.expected = Message(kLogProbsForm);
    error.help = Message(kLogProbsHelp);
    shard.notes.add(std::move(error));
    return false;
  }
  scores.begin.push_back(static_cast<std::uint32_t>(scores.all.size()));
  return true;
}

bool read_log_probs(const ShardPlan& plan, Shard& shard, std::size_t i) {
  if (plan.layout.scored < 0) return true;
  if (!read_scores(plan, plan.layout.log_prob, shard, i, shard.log_probs)) return false;
  if (!read_scores(plan, plan.layout.chunked, shard, i, shard.chunked)) {
    if (plan.layout.log_prob >= 0) {
      shard.log_probs.begin.pop_back();
      const std::size_t size = shard.log_probs.begin.back();
      shard.log_probs.all.resize(size);
      shard.log_probs.bytes.resize(std::min(size, shard.log_probs.bytes.size()));
    }
    return false;
  }
  shard.scored.push_back(present((*cells(shard.batch, plan.layout.scored))[i]));
  return true;
}

// The label with the highest probability; the first of equals.
LabelId most_probable(const ShardPlan& plan, const Shard& shard) {
  const std::size_t classes = plan.classes.size();
  const double* row = shard.probabilities.data() + shard.probabilities.size() - classes;
  std::size_t best = 0;
  for (std::size_t k = 1; k < classes; ++k) {
    if (row[k] > row[best]) best = k;
  }
  return plan.classes[best];
}

// The output without its thinking, unless that is to be kept.
std::string_view answer(const ShardPlan& plan, Shard& shard, std::string_view cell) {
  if (plan.options->thinking == Thinking::keep) return cell;
  std::string owned;
  const Answer found = strip_thinking(cell, owned);
  if (!found.thought) return cell;
  ++shard.thinking_stripped;
  if (owned.empty()) return found.text;
  shard.owned.push_back(std::move(owned));
  return shard.owned.back();
}

void add_labels(const ShardPlan& plan, LabelCache& cache, Shard& shard, std::size_t i,
                std::string_view truth) {
  shard.truth_text.push_back(truth);
  shard.truth.push_back(cache.id(truth));
  if (plan.layout.predicted < 0) {
    const LabelId best = most_probable(plan, shard);
    shard.owned.push_back(plan.labels->name(best));
    shard.predicted_text.push_back(shard.owned.back());
    shard.predicted.push_back(best);
    return;
  }
  const std::string_view said =
      answer(plan, shard, present((*cells(shard.batch, plan.layout.predicted))[i]));
  shard.predicted_text.push_back(said);
  if (shard.extractor) {
    const Extraction found = shard.extractor->extract(said);
    shard.predicted.push_back(found.parsed() ? cache.id(found.label) : kUnparsed);
    shard.found_by.push_back(found.by);
    return;
  }
  shard.predicted.push_back(said.empty() ? kUnparsed : cache.id(said));
}

void add_texts(const ShardPlan& plan, Shard& shard, std::size_t i) {
  const std::string_view output = (*cells(shard.batch, plan.layout.output))[i];
  shard.output_missing.push_back(output.data() == nullptr);
  shard.output.push_back(answer(plan, shard, present(output)));
  const std::size_t first = shard.reference_begin.back();
  bool empty_cell = false;
  for (int position : plan.layout.references) {
    const std::string_view cell = (*cells(shard.batch, position))[i];
    if (cell.data() == nullptr) continue;  // no key, or null: no reference
    if (cell.empty() && !plan.layout.tells_missing) {
      empty_cell = true;
      continue;
    }
    if (!cell.empty() && cell.front() == '[') {
      for (std::string& one : parse_reference_list(cell)) {
        shard.owned.push_back(std::move(one));
        shard.reference.push_back(shard.owned.back());
      }
      continue;
    }
    shard.reference.push_back(cell);
  }
  // Rows of a sheet may have unequal numbers of references: an empty cell is one only where no
  // other is.
  if (empty_cell && shard.reference.size() == first) shard.reference.push_back("");
  const auto blank = [](std::string_view text) { return strip_python_space(text).empty(); };
  shard.lacks_text.push_back(
      blank(shard.output.back()) ||
      (!plan.layout.references.empty() &&
       std::all_of(shard.reference.begin() + static_cast<std::ptrdiff_t>(first),
                   shard.reference.end(), blank)));
  shard.reference_begin.push_back(static_cast<std::uint32_t>(shard.reference.size()));
}

// Read the list in a row's cell, if there is such a column; none where the cell is empty. False
// where it is no list of so many numbers.
bool read_embedding(const ShardPlan& plan, Shard& shard, std::size_t i) {
  if (plan.layout.embedding < 0) return true;
  std::string_view cell = present((*cells(shard.batch, plan.layout.embedding))[i]);
  std::array<double, kEmbeddingValues> values;
  values.fill(std::numeric_limits<double>::quiet_NaN());
  bool good = cell.empty() || (cell.front() == '[' && cell.back() == ']');
  if (good && !cell.empty()) {
    cell = cell.substr(1, cell.size() - 2);
    for (std::size_t v = 0; v < values.size(); ++v) {
      const std::size_t comma = std::min(cell.find(','), cell.size());
      const auto value = parse_number(cell.substr(0, comma));
      good = good && value && std::abs(*value) <= 1 + 1e-9 &&
             (comma < cell.size()) == (v + 1 < values.size());
      values[v] = std::clamp(value.value_or(0), -1.0, 1.0);
      cell.remove_prefix(std::min(comma + 1, cell.size()));
    }
  }
  if (good) {
    shard.embedding.insert(shard.embedding.end(), values.begin(), values.end());
    return true;
  }
  Error error = cell_error(plan, shard, i, "embedding-invalid");
  error.found = Message(kBadEmbedding);
  error.expected = Message(kEmbeddingForm);
  shard.notes.add(std::move(error));
  return false;
}

void add_row(const ShardPlan& plan, LabelCache& cache, Shard& shard, std::size_t i) {
  const Layout& layout = plan.layout;
  std::string_view truth;
  if (layout.task == Task::classification) {
    truth = present((*cells(shard.batch, layout.truth))[i]);
    if (truth.empty()) {
      shard.truth_empty.push_back(shard.batch.row[i]);
      return;
    }
    if (!check_truth(plan, cache, shard, i, truth)) return;
  }
  const std::size_t probabilities_before = shard.probabilities.size();
  if (!layout.probabilities.empty() && !read_probabilities(plan, shard, i)) {
    shard.probabilities.resize(probabilities_before);
    return;
  }
  if (layout.weight >= 0 && !read_weight(plan, shard, i)) {
    shard.probabilities.resize(probabilities_before);
    return;
  }
  if (!read_embedding(plan, shard, i)) {
    if (layout.weight >= 0) shard.weight.pop_back();
    return;
  }
  if (!read_log_probs(plan, shard, i)) {
    if (layout.weight >= 0) shard.weight.pop_back();
    if (layout.embedding >= 0) shard.embedding.resize(shard.embedding.size() - kEmbeddingValues);
    return;
  }
  if (layout.task == Task::classification) {
    add_labels(plan, cache, shard, i, truth);
  } else {
    add_texts(plan, shard, i);
  }
  shard.row.push_back(shard.batch.row[i]);
  shard.line.push_back(shard.batch.line[i]);
  if (layout.id >= 0) shard.id.push_back(present((*cells(shard.batch, layout.id))[i]));
  if (layout.input >= 0) shard.input.push_back(present((*cells(shard.batch, layout.input))[i]));
  if (layout.cluster >= 0) {
    shard.cluster.push_back(present((*cells(shard.batch, layout.cluster))[i]));
  }
  for (const int column : layout.slices) {
    shard.slice.push_back(present((*cells(shard.batch, column))[i]));
  }
  for (const int column : layout.extra) {
    shard.extra.push_back(present((*cells(shard.batch, column))[i]));
  }
}

}  // namespace

void build_shard(const ShardPlan& plan, LabelCache& cache, Shard& shard) {
  const std::size_t rows = shard.batch.rows();
  if (plan.extractor) shard.extractor = *plan.extractor;
  shard.row.reserve(rows);
  shard.truth.reserve(rows);
  shard.predicted.reserve(rows);
  shard.truth_text.reserve(rows);
  shard.predicted_text.reserve(rows);
  shard.reference_begin.push_back(0);
  for (std::size_t i = 0; i < rows; ++i) add_row(plan, cache, shard, i);
  Samples& samples = shard.samples;
  samples.size = shard.row.size();
  samples.words = plan.options->words ? &*plan.options->words : nullptr;
  samples.row = shard.row;
  samples.id = shard.id;
  samples.input = shard.input;
  samples.output = shard.output;
  samples.reference = shard.reference;
  samples.reference_begin = shard.reference_begin;
  samples.truth = shard.truth;
  samples.predicted = shard.predicted;
  samples.classes = plan.classes;
  samples.probabilities = shard.probabilities;
  samples.weight = shard.weight;
  samples.embedding = shard.embedding;
  samples.scored = shard.scored;
  if (plan.layout.log_prob >= 0) samples.log_probs = {shard.log_probs.all, shard.log_probs.begin};
  if (plan.layout.chunked >= 0) samples.chunked = {shard.chunked.all, shard.chunked.begin};
  samples.truth_text = shard.truth_text;
  samples.predicted_text = shard.predicted_text;
  samples.extra = shard.extra;
  samples.extra_columns = plan.layout.extra.size();
}

}  // namespace shijin
