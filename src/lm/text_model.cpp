// From words to tokens of a model in this process.
#include "lm/text_model.h"

#include <algorithm>

#include "lm/windows.h"

namespace shijin {
namespace {

constexpr std::size_t kTogether = 512;             // jobs …
constexpr std::size_t kBytesTogether = 1U << 18U;  // … unless their texts are longer

// How many of the next jobs are scored together.
std::size_t count_together(std::span<const TextJob> jobs) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (; count < std::min(kTogether, jobs.size()); ++count) {
    for (const std::string& text : jobs[count].targets) bytes += text.size();
    if (count > 0 && bytes > kBytesTogether) break;
  }
  return count;
}

Result<ScoreJob> tokens_of(const LanguageModel& model, const TextJob& job) {
  ScoreJob tokens;
  if (job.input) {
    tokens.context = SJ_TRY(question_tokens(model, *job.input));
  } else {
    tokens.context = {model.prefix()};
  }
  for (const std::string& text : job.targets) {
    tokens.targets.push_back(model.tokenize(text));
    if (job.input) tokens.targets.back().push_back(model.end_of_turn());
  }
  return tokens;
}

// The second halves of a text's windows, each after its first half.
void add_halves(const LanguageModel& model, const std::string& text, std::size_t window,
                std::vector<ScoreJob>& jobs) {
  std::vector<TokenId> tokens = model.tokenize(text);
  const bool begins = model.begins_with_prefix();
  if (begins) tokens.insert(tokens.begin(), model.prefix());
  for (const Window& one : halved_windows(tokens.size(), window)) {
    if (begins) tokens[one.begin] = model.prefix();
    const auto at = [&](std::size_t i) { return tokens.begin() + static_cast<std::ptrdiff_t>(i); };
    jobs.push_back({{at(one.begin), at(one.first)}, {{at(one.first), at(one.end)}}});
  }
}

}  // namespace

Result<std::vector<TokenId>> question_tokens(const LanguageModel& model, const std::string& input) {
  if (model.has_template()) {
    const ChatMessage message{"user", input};
    return model.prompt({&message, 1});
  }
  std::vector<TokenId> tokens = {model.prefix()};
  const std::vector<TokenId> more = model.tokenize(input + "\n");
  tokens.insert(tokens.end(), more.begin(), more.end());
  return tokens;
}

// So many jobs at a time: they share what stands before them, and are told together.
Result<std::vector<TextScores>> TextsInProcess::score(std::span<const TextJob> jobs,
                                                      const ScoreHooks& hooks) {
  std::vector<TextScores> all;
  for (std::size_t first = 0; first < jobs.size(); first = all.size()) {
    const std::span<const TextJob> some = jobs.subspan(first, count_together(jobs.subspan(first)));
    ModelHooks within{{}, hooks.stop};
    if (hooks.progress) {
      within.progress = [&](std::size_t done, std::size_t of) {
        // What a job costs is its tokens, but those of the others are not cut yet.
        hooks.progress(first * of + done * some.size(), jobs.size() * of);
      };
    }
    const std::vector<TextScores> scores = SJ_TRY(score_together(some, within));
    if (hooks.scored) SJ_TRY(hooks.scored(first, scores));
    all.insert(all.end(), scores.begin(), scores.end());
  }
  return all;
}

Result<std::vector<TextScores>> TextsInProcess::score_together(std::span<const TextJob> jobs,
                                                               const ModelHooks& hooks) {
  std::vector<ScoreJob> tokens;
  for (const TextJob& job : jobs) tokens.push_back(SJ_TRY(tokens_of(*model_, job)));
  const std::vector<JobScores> scores = SJ_TRY(model_->score(tokens, hooks));
  std::vector<TextScores> all(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    for (std::size_t t = 0; t < tokens[i].targets.size(); ++t) {
      std::vector<TokenScore>& one = all[i].tokens.emplace_back();
      for (std::size_t k = 0; k < tokens[i].targets[t].size(); ++k) {
        one.push_back({scores[i].log_prob[t][k], model_->bytes_of(tokens[i].targets[t][k])});
      }
    }
  }
  return all;
}

Result<std::vector<std::vector<double>>> TextsInProcess::score_halves(
    std::span<const std::string> texts, int window, const WindowHooks& hooks) {
  std::vector<ScoreJob> jobs;
  std::vector<std::size_t> ends;
  for (const std::string& text : texts) {
    add_halves(*model_, text, static_cast<std::size_t>(window), jobs);
    ends.push_back(jobs.size());
  }
  std::vector<std::vector<double>> all(texts.size());
  const ModelHooks quiet{{}, hooks.stop};
  for (std::size_t row = 0, job = 0; row < all.size(); ++row) {
    for (; job < ends[row]; ++job) {
      // One window at a time, as it does: the digits of quantised weights depend on what is
      // computed beside it.
      const auto known = hooks.known.find(job);
      std::vector<double> one;
      if (known != hooks.known.end()) {
        one = known->second;
      } else {
        one = SJ_TRY(model_->score({&jobs[job], 1}, quiet)).front().log_prob.front();
        if (hooks.scored) SJ_TRY(hooks.scored(job, one));
      }
      all[row].insert(all[row].end(), one.begin(), one.end());
      if (hooks.progress) hooks.progress(job + 1, jobs.size());
    }
  }
  return all;
}

Result<Done> TextsInProcess::generate(std::span<const TextQuestion> questions,
                                      const GenerateOptions& options, const GenerateHooks& hooks) {
  std::vector<GenerateJob> jobs;
  for (const TextQuestion& question : questions) {
    jobs.push_back({SJ_TRY(question_tokens(*model_, question.input)), question.stream});
  }
  return model_->generate(jobs, options, hooks);
}

}  // namespace shijin
