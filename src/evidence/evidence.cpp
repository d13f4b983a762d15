// Names of tasks and decisions, and looking a metric up.
#include "evidence/evidence.h"

namespace shijin {

std::string_view task_name(Task task) {
  switch (task) {
    case Task::classification:
      return "classification";
    case Task::generation:
      return "generation";
    case Task::rating:
      return "rating";
    case Task::lm:
      return "lm";
  }
  return "classification";
}

std::string_view decision_name(Decision decision) {
  switch (decision) {
    case Decision::pass:
      return "pass";
    case Decision::fail:
      return "fail";
    case Decision::undecided:
      return "undecided";
    case Decision::none:
      return "none";
  }
  return "none";
}

const ScoreLine* Evidence::find(std::string_view key) const {
  for (const ScoreLine& line : metrics) {
    if (line.key == key) return &line;
  }
  return nullptr;
}

const AgreementLine* RatingDimension::find(std::string_view measure) const {
  for (const AgreementLine& line : agreement) {
    if (line.measure == measure) return &line;
  }
  return nullptr;
}

}  // namespace shijin
