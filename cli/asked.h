// A language model asked on behalf of a command: what the options say, and the table that comes of
// it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/eval_plan.h"

namespace shijin::cli {

/// What the options say of a model
struct ModelPlan {
  ModelOptions model;
  std::optional<EndpointOptions> endpoint;  // of a server, in place of `model`
  std::string key_env;                      // the variable that holds its key, or ""
  std::vector<std::string> adapters;        // of a server: the names of its further models
  AskOptions ask;
  bool tokens_named = false;  // a metric that rests on log-probabilities is asked for by its name
};

/// Read the options that speak of a model; nothing where no model is named. Also tells the
/// evaluation what follows from the choices, which have to be named where they are needed
enum class Choices : std::uint8_t { needed, none };
Result<std::optional<ModelPlan>> plan_model(const Parsed& parsed, Choices choices, EvalPlan& plan);

/// What --fluency-model says: outputs are scored, each alone
Result<ModelPlan> plan_fluency(const Parsed& parsed, const EvalPlan& plan);

/// Warn of a key that travels through a public network as it is
void note_open_key(const ModelPlan& plan, Notes& notes);
/// The model, loaded, or the server, found out
Result<std::unique_ptr<TextModel>> open_texts(const ModelPlan& plan);

/// --max-tokens and --slots, or their defaults
Result<int> most_tokens(const Parsed& parsed);
Result<int> most_slots(const Parsed& parsed);
/// A number of the line within bounds, or the default
Result<double> number_of(const Parsed& parsed, const char* option, double fallback, double low,
                         double high);

/// Have the model write the answers that the journal does not hold yet, under a bar that shows
/// tokens a second and the time left; gives the tokens written
Result<std::size_t> write_rest(TextModel& model, const Questions& questions,
                               const GenerateOptions& options, Journal& journal,
                               const Console& console);

/// A model and the rows it is asked about, read once however many adapters there are
class AskedModel {
 public:
  /// Load the model and read the rows of the files
  static Result<AskedModel> open(const ModelPlan& plan, const std::vector<std::string>& files,
                                 const ReadOptions& read, Notes& notes);

  /// Ask under an adapter, or a server's model of that name ("" is none), and give the file that
  /// holds the answers. It stays below .shijin/asked: a model that was asked the same before is not
  /// asked again
  Result<std::string> file(const std::string& adapter, const Console& console);
  /// How that file is to be read, instead of the one the rows came from
  ReadOptions reading(const ReadOptions& read) const;
  /// Let the evidence speak of the user's file, and say which model was asked
  void give_facts(Evidence& evidence) const;
  /// The same of a model that judged how fluent the outputs are and wrote none of them
  void give_judge(Evidence& evidence) const;

 private:
  void give_files(Evidence& evidence) const;
  void note_model(Evidence& evidence) const;
  void note_resumed(Evidence& evidence) const;
  void sign(Evidence& evidence) const;
  Result<Done> prove_first();

  ModelPlan plan_;
  std::unique_ptr<TextModel> model_;
  AskedRows rows_;
  std::string file_;                  // of the last answers
  std::int64_t cut_ = 0;              // answers of the last file that were cut short
  std::int64_t resumed_ = 0;          // rows of it scored by a run before that was interrupted …
  std::int64_t resumed_windows_ = 0;  // … and windows of texts, each as llama-perplexity does it
  std::optional<Error> left_out_;     // why a server's numbers are not among the scores
};

/// The name of a model or adapter as a run: its file without folder and endings
std::string run_name_of(const std::string& path);

}  // namespace shijin::cli
