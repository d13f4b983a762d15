// Asking a model about every row of a table: how likely each choice is as the answer, or each token
// of a text. What comes of it is the same table with further columns, which anything that reads
// tables can evaluate.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/notes.h"
#include "lm/model.h"
#include "table/table.h"

namespace shijin {

/// What is to be asked
struct AskOptions {
  std::vector<std::string> choices;  // the labels, at least two; empty asks about tokens
  bool as_lm = false;  // --task lm: the expected answers, even where there are outputs
};

/// Which text of a row is scored
enum class Asked : std::uint8_t {
  choices,  // each choice as the answer to the input
  answer,   // the reference as the answer to the input, with what ends it
  text,     // the only text there is, alone
  output,   // what some model wrote before, alone: its fluency
};
std::string_view asked_name(Asked asked);

/// The rows of a table, whole, and what of them the model is asked about
struct AskedRows {
  std::vector<std::string> names;                  // of the columns
  std::vector<std::pair<std::string, int>> roles;  // role (with :detail) → column
  std::vector<std::vector<std::string>> cells;     // [row][column]
  std::vector<std::vector<bool>> missing;          // … those that the file does not have
  std::vector<std::int64_t> row;                   // 1-based data rows
  std::vector<std::vector<std::string>>
      own_choices;  // of each row, where the file has its own words
  Asked asked = Asked::choices;
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

/// The tokens before an answer to an input: the conversation so far, or for a model without a chat
/// template the input on a line of its own
Result<std::vector<TokenId>> question_tokens(const LanguageModel& model, const std::string& input);

/// A table as JSON Lines, and which of its columns is what, as --map says it
struct AskedTable {
  std::string lines;
  std::vector<std::pair<std::string, std::string>> map;
};

/// Ask the model, and give the table with a column "model:LABEL" of probabilities for each choice:
/// the answers' likelihoods, sharing one; without choices with a column "model:log_prob" that lists
/// the natural logarithm of each token's probability. Predictions that the file held are left out
/// of the map
Result<AskedTable> ask(LanguageModel& model, const AskedRows& rows, const AskOptions& options,
                       const ModelHooks& hooks);

/// What an asked table depends on: equal texts have equal answers, however often they are asked
std::string asked_key(const ModelFacts& facts, const AskedRows& rows, const AskOptions& options);

/// The map of an asked table, without asking
std::vector<std::pair<std::string, std::string>> asked_map(const AskedRows& rows,
                                                           const AskOptions& options);

}  // namespace shijin
