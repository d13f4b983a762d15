// Each input through the model's own chat template, as a single turn of a user.
#include "lm/answer.h"

#include "base/hash.h"
#include "base/numbers.h"

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
  if (facts.digest.empty()) add(facts.path + " " + facts.name);  // a server's model
  add(std::to_string(options.most_tokens) + " " + shortest(options.temperature) + " " +
      std::to_string(options.seed) + " " + std::to_string(facts.window));
  for (const std::string& stop : options.stops) add(stop);
  add("");
  for (const std::string& input : questions.input) add(input);
  return digest.hex();
}

Result<std::size_t> answer_rest(TextModel& model, const Questions& questions,
                                const GenerateOptions& options, Journal& journal,
                                const AnswerHooks& hooks) {
  std::vector<TextQuestion> rest;
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < questions.row.size(); ++i) {
    if (journal.answers().count(questions.row[i]) > 0) continue;
    rest.push_back({questions.input[i], static_cast<std::uint64_t>(questions.row[i])});
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
    if (hooks.progress) hooks.progress(done, rest.size(), written);
  };
  SJ_TRY(model.generate(rest, options, writing));
  return tokens;
}

}  // namespace shijin
