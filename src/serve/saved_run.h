// Saved runs: what the command line and the app both do with a run: say when it was made, keep its
// rows while it is measured, and put it into the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compare/stored.h"
#include "engine/evaluate.h"
#include "store/pack.h"
#include "store/store.h"

namespace shijin {

/// The facts of a run that is made now
RunFacts made_now(std::string name, std::uint64_t seed, std::vector<std::string> command);

/// What is kept of a run while it is measured
struct RunToSave {
  RunToSave();

  /// Keep every row while something else needs them; forget_many() lets go of too many of them
  void keep_all();
  void forget_many();

  /// Take lines of samples; false once there have been too many to keep any
  bool take(std::string_view lines);

  KeptRun kept;
  PackedText samples;
  std::size_t sample_rows = 0;
};

/// Put a run into the store; gives the run its id
///
/// Nothing of it stays behind where that fails; the evidence is whole either way.
Result<Done> save_run(Store& store, RunToSave run, const RunAsked& asked,
                      const std::optional<TrainerFacts>& trainer, std::size_t threads,
                      Evidence& evidence);

}  // namespace shijin
