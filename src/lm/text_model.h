// TextModel: what Shijin asks of a model in words, wherever it runs: in this process, or behind a
// server that tells no more than it chooses to.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lm/model.h"

namespace shijin {

/// Texts whose tokens are scored: alone, or each by itself as the answer to an input, with what
/// ends an answer
struct TextJob {
  std::optional<std::string> input;
  std::vector<std::string> targets;
};

/// One token: the natural logarithm of its probability, and how many bytes of the text it stands
/// for, where that is known
struct TokenScore {
  double log_prob = 0;
  std::optional<std::size_t> bytes;
};

/// tokens[t]: of target t
struct TextScores {
  std::vector<std::vector<TokenScore>> tokens;
};

/// An input to be answered; `stream` draws the same answer wherever and whenever it is written
struct TextQuestion {
  std::string input;
  std::uint64_t stream = 0;
};

/// How scoring is followed
struct ScoreHooks : ModelHooks {
  /// Called as jobs are scored, some together, those of a call in order; what is scored together
  /// does not depend on when a run is stopped, so that one that goes on gives the same numbers. An
  /// Error ends the run
  std::function<Result<Done>(std::size_t first, std::span<const TextScores> scores)> scored;
};

/// How scoring in windows is followed; windows count through all texts
struct WindowHooks : ModelHooks {
  /// Scores from before, which are not computed again
  std::map<std::size_t, std::vector<double>> known;
  /// Called as each other window is scored; an Error ends the run
  std::function<Result<Done>(std::size_t window, std::span<const double> log_probs)> scored;
};

/// What of texts is scored, for which a server may lack something
enum class Scoring : std::uint8_t { texts, answers };

/// A model ready to be asked; one thread at a time
class TextModel {
 public:
  virtual ~TextModel() = default;
  virtual const ModelFacts& facts() const = 0;
  /// Put an adapter over the model for all that follows; "" takes it off. Of a server: take its
  /// model of that name, which has to be proved anew; "" keeps the one there is
  virtual Result<Done> use_adapter(const std::string& path) = 0;
  /// Prove that the model tells how likely given texts are, before anything rests on it; an Error
  /// says why it cannot
  virtual Result<Done> prove(Scoring what) = 0;
  /// Score every job
  virtual Result<std::vector<TextScores>> score(std::span<const TextJob> jobs,
                                                const ScoreHooks& hooks) = 0;
  /// Of each text, the log-probabilities in the second halves of windows, as llama-perplexity cuts
  /// them
  virtual Result<std::vector<std::vector<double>>> score_halves(std::span<const std::string> texts,
                                                                int window,
                                                                const WindowHooks& hooks) = 0;
  /// Answer every question
  virtual Result<Done> generate(std::span<const TextQuestion> questions,
                                const GenerateOptions& options, const GenerateHooks& hooks) = 0;
};

/// A model of this process, asked in words; `model` outlives it
class TextsInProcess final : public TextModel {
 public:
  explicit TextsInProcess(LanguageModel& model) : model_(&model) {}
  explicit TextsInProcess(std::unique_ptr<LanguageModel> model)
      : model_(model.get()), owned_(std::move(model)) {}

  const ModelFacts& facts() const override { return model_->facts(); }
  Result<Done> use_adapter(const std::string& path) override { return model_->use_adapter(path); }
  Result<Done> prove(Scoring) override { return Done{}; }
  Result<std::vector<TextScores>> score(std::span<const TextJob> jobs,
                                        const ScoreHooks& hooks) override;
  Result<std::vector<std::vector<double>>> score_halves(std::span<const std::string> texts,
                                                        int window,
                                                        const WindowHooks& hooks) override;
  Result<Done> generate(std::span<const TextQuestion> questions, const GenerateOptions& options,
                        const GenerateHooks& hooks) override;

 private:
  Result<std::vector<TextScores>> score_together(std::span<const TextJob> jobs,
                                                 const ModelHooks& hooks);

  LanguageModel* model_;
  std::unique_ptr<LanguageModel> owned_;
};

/// The tokens before an answer to an input: the conversation so far, or for a model without a chat
/// template the input on a line of its own
Result<std::vector<TokenId>> question_tokens(const LanguageModel& model, const std::string& input);

}  // namespace shijin
