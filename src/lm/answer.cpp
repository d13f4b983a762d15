// Each input through the model's own chat template, as a single turn of a user.
#include "lm/answer.h"

#include <algorithm>

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

Result<std::vector<TextScores>> score_rest(TextModel& model, std::span<const TextJob> jobs,
                                           Journal& journal, const ModelHooks& hooks) {
  std::map<std::size_t, TextScores> found = journal.take_scores();
  std::vector<TextJob> rest;
  std::vector<std::size_t> place;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (found.count(i) > 0) continue;
    rest.push_back(jobs[i]);
    place.push_back(i);
  }
  ScoreHooks following;
  following.stop = hooks.stop;
  if (hooks.progress) {
    const std::size_t before = jobs.size() - rest.size();
    following.progress = [&, before](std::size_t done, std::size_t all) {
      hooks.progress(before * all + done * rest.size(),
                     jobs.size() * std::max<std::size_t>(all, 1));
    };
  }
  following.scored = [&](std::size_t first, std::span<const TextScores> scores) -> Result<Done> {
    // Jobs in a row of the rest are in a row of all, but where an answer from before parts them.
    for (std::size_t begin = 0; begin < scores.size();) {
      std::size_t end = begin + 1;
      while (end < scores.size() && place[first + end] == place[first + begin] + (end - begin))
        ++end;
      SJ_TRY(journal.add(place[first + begin], scores.subspan(begin, end - begin)));
      begin = end;
    }
    return Done{};
  };
  std::vector<TextScores> scores = SJ_TRY(model.score(rest, following));
  if (found.empty()) return scores;
  std::vector<TextScores> all(jobs.size());
  for (auto& [job, score] : found) {
    if (job < all.size()) all[job] = std::move(score);
  }
  for (std::size_t i = 0; i < rest.size(); ++i) all[place[i]] = std::move(scores[i]);
  return all;
}

}  // namespace shijin
