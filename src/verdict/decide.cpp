// The verdict: every gate decided, one decision, and the words to begin with.
#include <utility>

#include "verdict/gate.h"
#include "verdict/headline.h"
#include "verdict/rule.h"

namespace shijin {

void decide(Evidence& evidence) {
  Verdict& verdict = evidence.verdict;
  std::vector<GateLine> gates = std::move(verdict.gates);
  verdict = Verdict();
  verdict.gates = std::move(gates);
  for (GateLine& gate : verdict.gates) decide_gate(evidence, gate);
  verdict.decision = combine(verdict.gates);
  if (verdict.decision != Decision::none) {
    say_gates(evidence);
  } else if (evidence.task == Task::classification && !evidence.labels.empty()) {
    say_labels(evidence);
  } else {
    say_scores(evidence);
  }
  if (verdict.decision == Decision::undecided) verdict.enough = false;
}

}  // namespace shijin
