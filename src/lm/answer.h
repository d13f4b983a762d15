// Answers to many inputs, written down as they come, so that a killed run goes on where it was.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "lm/journal.h"
#include "lm/text_model.h"

namespace shijin {

/// What is to be answered
struct Questions {
  std::span<const std::int64_t> row;  // 1-based data rows, which the journal goes by
  std::span<const std::string> input;
};

struct AnswerHooks {
  /// Called after each step: the answers that are done, of how many, and the tokens written
  std::function<void(std::size_t done, std::size_t all, std::size_t tokens)> progress;
  const std::atomic<bool>* stop = nullptr;
};

/// All that answers depend on: a journal of anything else is not gone on with
std::string answers_key(const ModelFacts& facts, const GenerateOptions& options,
                        const Questions& questions);

/// Have the model write the answers that the journal does not hold yet; gives the tokens written
Result<std::size_t> answer_rest(TextModel& model, const Questions& questions,
                                const GenerateOptions& options, Journal& journal,
                                const AnswerHooks& hooks);

/// Have the model score the jobs that the journal does not hold yet; gives the scores of all
Result<std::vector<TextScores>> score_rest(TextModel& model, std::span<const TextJob> jobs,
                                           Journal& journal, const ModelHooks& hooks);

}  // namespace shijin
