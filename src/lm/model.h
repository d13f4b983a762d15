// LanguageModel: what Shijin asks of a model, whoever runs it: tokens of a text, a prompt through
// the model's own chat template, and log-probabilities of given tokens.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "evidence/model_facts.h"

namespace shijin {

using TokenId = std::int32_t;

/// How exactly a model is computed; part of every result that rests on it
///
/// reference: weights and memory of 32 bits, which agree with the model's authors' own code to 1e-6
/// for any batch; fast: a copy of the weights in BF16 or Q8_0, whichever this machine computes
/// faster; as_is: weights as they are in the file, as llama.cpp runs it by default.
enum class Precision : std::uint8_t { reference, fast, as_is };

std::string_view precision_name(Precision precision);

struct ChatMessage {
  std::string role;  // "system", "user", "assistant"
  std::string content;
};

/// Tokens to be scored: each target after the same context, independently of the others
struct ScoreJob {
  std::vector<TokenId> context;  // at least one
  std::vector<std::vector<TokenId>> targets;
};

/// log_prob[t][i]: natural logarithm of the probability of token i of target t
struct JobScores {
  std::vector<std::vector<double>> log_prob;
};

/// An answer to be written; `stream` draws the same answer wherever and whenever it is written
struct GenerateJob {
  std::vector<TokenId> prompt;
  std::uint64_t stream = 0;
};

struct GenerateOptions {
  int most_tokens = 512;           // of one answer
  double temperature = 0;          // 0 always takes the likeliest token
  std::uint64_t seed = 0;          // of the draws
  std::vector<std::string> stops;  // an answer ends before any of these
  int slots = 16;                  // answers written at once
};

struct Generation {
  std::string text;
  int tokens = 0;
  bool cut = false;  // ended by most_tokens or the window, not by the model
};

/// Of an answer that was cut short: drop the character that was cut with it, be it bytes without
/// their rest, or the U+FFFD that a server puts there
void end_on_character(Generation& answer);

struct GenerateHooks {
  /// Called as each answer ends, in no particular order; an Error ends the run
  std::function<Result<Done>(std::size_t job, const Generation&)> done;
  std::function<void(std::size_t tokens)> progress;  // tokens written so far
  const std::atomic<bool>* stop = nullptr;
};

struct ModelHooks {
  std::function<void(std::size_t done, std::size_t all)> progress;
  const std::atomic<bool>* stop = nullptr;
};

struct ModelOptions {
  std::string path;
  Precision precision = Precision::reference;
  std::size_t threads = 1;
  int window = 2048;       // at most; never more than the model was trained for
  std::string cache_dir;   // for a copy of the weights in another precision; "" makes none
  int batch_tokens = 512;  // computed at once; the scores do not depend on it
};

/// A model ready to be asked; one thread at a time
class LanguageModel {
 public:
  virtual ~LanguageModel() = default;
  virtual const ModelFacts& facts() const = 0;
  /// Put an adapter (GGUF, or a PEFT folder) over the model for all that follows; "" takes it off
  virtual Result<Done> use_adapter(const std::string& path) = 0;
  /// The tokens of a text, which is data: what looks like a special token in it is none
  virtual std::vector<TokenId> tokenize(std::string_view text) const = 0;
  /// How many bytes of a text a token stands for; 0 of one that is no text, such as an end
  virtual std::size_t bytes_of(TokenId token) const = 0;
  /// What stands before a text that is scored alone
  virtual TokenId prefix() const = 0;
  /// Whether the model's own tokenizer puts that before every text
  virtual bool begins_with_prefix() const = 0;
  /// What ends an answer
  virtual TokenId end_of_turn() const = 0;
  virtual bool has_template() const = 0;
  /// The tokens of a conversation, up to where the model would answer; the messages are data
  virtual Result<std::vector<TokenId>> prompt(std::span<const ChatMessage> messages) const = 0;
  /// Score every job. A job with one target may be longer than the window: each of its tokens is
  /// then scored once, with as much before it as the window holds
  virtual Result<std::vector<JobScores>> score(std::span<const ScoreJob> jobs,
                                               const ModelHooks& hooks) = 0;
  /// Write an answer to every job
  virtual Result<Done> generate(std::span<const GenerateJob> jobs, const GenerateOptions& options,
                                const GenerateHooks& hooks) = 0;
};

/// Load a model; without llama.cpp in this build an Error that says how to build with it
Result<std::unique_ptr<LanguageModel>> open_model(const ModelOptions& options);

/// The version of llama.cpp in this build, or "" where there is none
std::string model_engine();

}  // namespace shijin
