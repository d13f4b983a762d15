// Trainer: the hyper-parameters and losses that LLaMA-Factory, ms-swift, PEFT and the Hugging Face
// trainer leave in their output folders.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "evidence/trainer_facts.h"

namespace shijin {

/// Read what a trainer left beside a file of predictions, or up to two folders above it
///
/// Known: training_args.yaml, train_args.yaml, llamaboard_config.yaml (flat keys only), args.json,
/// adapter_config.json, trainer_state.json, all_results.json, train_results.json. The folder
/// nearest to the predictions wins; an `adapter_name_or_path` is followed to the folder of the
/// adapter. Settings that say nothing about the model, such as paths of outputs, are left out.
/// Nothing where there is no such file; a damaged one is an Error.
Result<std::optional<TrainerFacts>> read_trainer(const std::string& predictions);

}  // namespace shijin
