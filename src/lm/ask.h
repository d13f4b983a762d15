// Asking a model about every row of a table: how likely each choice is as the answer, or each token
// of a text; the answers come back as further columns of the table.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/notes.h"
#include "lm/model.h"
#include "table/added.h"
#include "table/table.h"

namespace shijin {

/// Which text of a row is scored
enum class Asked : std::uint8_t {
  choices,  // each choice as the answer to the input
  answer,   // the reference as the answer to the input
  text,     // the only text there is, alone
  output,   // what a model wrote before, alone: its fluency
};

std::string_view asked_name(Asked asked);

/// What is to be asked
struct AskOptions {
  std::vector<std::string> choices;  // the labels, at least two; empty asks for log-probabilities
  bool as_lm = false;                // --task lm: the answers, even where there are outputs
};

/// The rows of a table as a model is asked about them
struct AskedRows {
  Asked asked = Asked::text;
  std::vector<std::int64_t> row;  // 1-based data rows
  std::vector<std::string> input;
  std::vector<std::string> text;                  // what is scored
  std::vector<std::vector<std::string>> choices;  // of each row, where the file has its own words
  std::int64_t rows = 0;                          // of the table
};

/// The tokens before an answer to an input: the conversation so far, or for a model without a chat
/// template the input on a line of its own
Result<std::vector<TokenId>> question_tokens(const LanguageModel& model, const std::string& input);

/// Read the rows; what a file lacks for the question is an Error. A column named "choices" holds a
/// row's own words for the labels, as a JSON list in their order
Result<AskedRows> read_asked(Table& table, const AskOptions& options, Notes& notes);

/// Ask: probability:<label> columns for choices, else a log_prob column of JSON lists
Result<std::shared_ptr<const AddedColumns>> ask(LanguageModel& model, const AskedRows& rows,
                                                const AskOptions& options, const ModelHooks& hooks);

}  // namespace shijin
