// Asking a model about every row of a table: how likely each choice is as the answer, or each token
// of a text. What comes of it is the same table with further columns, which anything that reads
// tables can evaluate.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/notes.h"
#include "lm/answer.h"
#include "table/table.h"

namespace shijin {

/// What is to be asked
struct AskOptions {
  std::vector<std::string> choices;  // the labels, at least two; empty asks about tokens
  bool outputs = false;              // score what the file holds as outputs, and nothing else
  bool as_lm = false;          // --task lm: the expected answers, even where there are outputs
  bool tokens = true;          // score each token of a text, or of the expected answer
  bool answers = false;        // where no outputs are there: have the model answer the inputs …
  bool as_labels = false;      // … with labels (--task classification)
  GenerateOptions generation;  // of those answers
  int halves_of = 0;  // also score texts in windows of so many tokens at most (and no more than the
                      // model sees), as llama-perplexity does
};

/// Which text of a row is scored
enum class Asked : std::uint8_t {
  choices,  // each choice as the answer to the input
  answer,   // the reference as the answer to the input, with what ends it
  text,     // the only text there is, alone
  output,   // what some model wrote before, alone: its fluency
};
std::string_view asked_name(Asked asked);

/// Tokens of a window whose second half is scored: what was asked for, or what the model sees
int half_window(const AskOptions& options, const ModelFacts& facts);

/// The rows of a table, whole, and what of them the model is asked about
struct AskedRows {
  std::vector<std::string> names;                           // of the columns
  std::vector<std::pair<std::string, int>> roles;           // role (with :detail) → column
  std::vector<std::vector<std::string>> cells;              // [row][column]
  std::vector<std::vector<bool>> missing;                   // … those that the file does not have
  std::vector<std::int64_t> row;                            // 1-based data rows
  std::vector<std::pair<std::size_t, std::int64_t>> place;  // file and line of each row
  std::vector<std::vector<std::string>>
      own_choices;  // of each row, where the file has its own words
  Asked asked = Asked::choices;
  bool tokens = true;    // log-probabilities are wanted
  bool answers = false;  // the model's own answers to the inputs are wanted …
  bool labels = false;   // … which are labels
  int input = -1;
  int text = -1;          // what is scored, where no choices are
  std::int64_t rows = 0;  // of the table
  bool has_id = false;
  std::vector<FileFacts> files;
  std::string digest;
};

/// Read the rows; what a file lacks for the question is an Error. A column named "choices" holds a
/// row's own words for the labels, as a JSON list in their order
Result<AskedRows> read_asked(Table& table, const AskOptions& options, Notes& notes);

/// A table as JSON Lines, and which of its columns is what, as --map says it
struct AskedTable {
  std::string lines;
  std::vector<std::pair<std::string, std::string>> map;
};

/// Ask the model, and give the table with a column "model:LABEL" of probabilities for each choice:
/// the answers' likelihoods, sharing one; without choices with a column "model:log_prob" that lists
/// the natural logarithm of each token's probability, and "model:log_prob_chunked" of those in the
/// second halves of windows, where these are asked for; the model's own answers, which the journal
/// holds, stand in a column "model:answer", and "model:cut" is true of those cut short. Scores are
/// written into the journal as they come, and those that it holds are not asked for again.
/// Predictions that the file held are left out of the map
Result<AskedTable> ask(TextModel& model, const AskedRows& rows, Journal& journal,
                       const AskOptions& options, const ModelHooks& hooks);

/// Prove that the model tells what the rows are asked for; an Error says why it cannot
Result<Done> prove(TextModel& model, const AskedRows& rows);

/// The inputs of the rows, in order
std::vector<std::string> inputs_of(const AskedRows& rows);

/// What an asked table depends on: equal texts have equal answers, however often they are asked
std::string asked_key(const ModelFacts& facts, const AskedRows& rows, const AskOptions& options);

/// The map of an asked table, without asking
std::vector<std::pair<std::string, std::string>> asked_map(const AskedRows& rows,
                                                           const AskOptions& options);

}  // namespace shijin
