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
  std::vector<std::string> adapters;
  AskOptions ask;
};

/// Read --model, --lora, --choices, --precision, --context; nothing where no model is named. Also
/// tells the evaluation what follows from the choices, which have to be named where they are needed
enum class Choices : std::uint8_t { needed, none };
Result<std::optional<ModelPlan>> plan_model(const Parsed& parsed, Choices choices, EvalPlan& plan);

/// --max-tokens, or its default
Result<int> most_tokens(const Parsed& parsed);
/// A number of the line within bounds, or the default
Result<double> number_of(const Parsed& parsed, const char* option, double fallback, double low,
                         double high);

/// Have the model write the answers that the journal does not hold yet, under a bar that shows
/// tokens a second and the time left; gives the tokens written
Result<std::size_t> write_rest(LanguageModel& model, const Questions& questions,
                               const GenerateOptions& options, Journal& journal,
                               const Console& console);

/// A model and the rows it is asked about, read once however many adapters there are
class AskedModel {
 public:
  /// Load the model and read the rows of the files
  static Result<AskedModel> open(const ModelPlan& plan, const std::vector<std::string>& files,
                                 const ReadOptions& read, Notes& notes);

  /// Ask under an adapter ("" is none) and give the file that holds the answers. It stays below
  /// .shijin/asked: a model that was asked the same before is not asked again
  Result<std::string> file(const std::string& adapter, const Console& console);
  /// How that file is to be read, instead of the one the rows came from
  ReadOptions reading(const ReadOptions& read) const;
  /// Let the evidence speak of the user's file, and say which model was asked
  void give_facts(Evidence& evidence) const;

 private:
  Notes of_users_files(const Notes& notes) const;

  ModelPlan plan_;
  std::unique_ptr<LanguageModel> model_;
  AskedRows rows_;
  std::string file_;      // of the last answers
  std::int64_t cut_ = 0;  // answers of the last file that were cut short
};

/// The name of a model or adapter as a run: its file without folder and endings
std::string run_name_of(const std::string& path);

}  // namespace shijin::cli
