// Trainer facts: how a run was trained, as its trainer's own files tell it.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace shijin {

/// Settings and results by name, in order of name; numbers as short as they can be written
struct TrainerFacts {
  std::vector<std::pair<std::string, std::string>> settings;  // "learning_rate" → "1e-04"
  std::vector<std::pair<std::string, double>> results;        // "train_loss" → 0.31
  std::vector<std::string> files;                             // that were read
};

}  // namespace shijin
