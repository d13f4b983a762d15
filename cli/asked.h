// A language model asked on behalf of a command: what the options say, and the columns that come of
// it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/eval_plan.h"

namespace shijin::cli {

/// What the options say of a model; nothing where none is named
struct ModelPlan {
  ModelOptions model;
  std::vector<std::string> adapters;
  AskOptions ask;
};

/// Read --model, --lora, --choices, --precision, --context; also tells the evaluation what follows
/// from them (labels, task)
Result<std::optional<ModelPlan>> plan_model(const Parsed& parsed, EvalPlan& plan);

/// A model and the rows it is asked about, read once however many adapters there are
class AskedModel {
 public:
  /// Load the model and read the rows of the files
  static Result<AskedModel> open(const ModelPlan& plan, const std::vector<std::string>& files,
                                 const ReadOptions& read, Notes& notes);

  /// The columns under an adapter ("" is none)
  Result<std::shared_ptr<const AddedColumns>> columns(const std::string& adapter,
                                                      const Console& console);
  const ModelFacts& facts() const { return model_->facts(); }
  /// Whether what was scored is a text that --task lm is about
  bool texts_alone() const { return rows_.asked == Asked::answer || rows_.asked == Asked::text; }

 private:
  ModelPlan plan_;
  std::unique_ptr<LanguageModel> model_;
  AskedRows rows_;
};

/// The name of a model or adapter as a run: its file without folder and endings
std::string run_name_of(const std::string& path);

}  // namespace shijin::cli
