// Each input through the model's own chat template, as a single turn of a user.
#include "lm/answer.h"

#include "base/hash.h"
#include "base/numbers.h"
#include "lm/ask.h"

namespace shijin {

std::string answers_key(const ModelFacts& facts, const GenerateOptions& options,
                        const Questions& questions) {
  Digest digest;
  const auto add = [&](const std::string& text) {
    digest.add(std::to_string(text.size()) + ":");
    digest.add(text);
  };
  for (const std::string* text :
       {&facts.digest, &facts.adapter_digest, &facts.precision, &facts.engine}) {
    add(*text);
  }
  add(std::to_string(options.most_tokens) + " " + shortest(options.temperature) + " " +
      std::to_string(options.seed) + " " + std::to_string(facts.window));
  for (const std::string& stop : options.stops) add(stop);
  add("");
  for (const std::string& input : questions.input) add(input);
  return digest.hex();
}

Result<std::size_t> answer_rest(LanguageModel& model, const Questions& questions,
                                const GenerateOptions& options, Journal& journal,
                                const AnswerHooks& hooks) {
  std::vector<GenerateJob> jobs;
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < questions.row.size(); ++i) {
    if (journal.answers().count(questions.row[i]) > 0) continue;
    GenerateJob job{SJ_TRY(question_tokens(model, questions.input[i])),
                    static_cast<std::uint64_t>(questions.row[i])};
    jobs.push_back(std::move(job));
    rows.push_back(questions.row[i]);
  }
  std::size_t done = 0;
  std::size_t tokens = 0;
  GenerateHooks writing;
  writing.stop = hooks.stop;
  writing.done = [&](std::size_t job, const Generation& answer) {
    ++done;
    return journal.add(rows[job], answer);
  };
  writing.progress = [&](std::size_t written) {
    tokens = written;
    if (hooks.progress) hooks.progress(done, jobs.size(), written);
  };
  SJ_TRY(model.generate(jobs, options, writing));
  return tokens;
}

}  // namespace shijin
