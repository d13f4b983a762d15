// The verdict: the sentence a manager reads first, and how each gate came out.
#include "base/numbers.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Verdict", "結論"};
constexpr Text kSummary{"Whether the model is good enough, with the gates it had to pass.",
                        "模型是否達標，以及各道門檻的結果。"};
constexpr Text kValueWithInterval{"{0} ({1})", "{0}（{1}）"};
constexpr Text kNeeded{"About {0} rows in all would decide it.", "總共約需 {0} 筆才能判定。"};

GateRow row_of(const GateLine& gate, const Evidence& evidence) {
  GateRow row;
  row.decision = gate.decision;
  row.skipped = gate.skipped;
  row.word = gate_words(gate.decision, gate.skipped ? Skipped::yes : Skipped::no);
  row.gate = Message(gate.gate);
  const ScoreLine* line = evidence.find(gate.key);
  const int decimals = line != nullptr ? line->decimals : 3;
  if (gate.value) row.value = Message(fixed(*gate.value, decimals));
  if (gate.value && gate.interval) {
    row.value = Message(kValueWithInterval, {row.value, interval_words(*gate.interval, decimals)});
  }
  row.note = gate.reason;
  if (row.note.empty() && gate.needed_n) row.note = Message(kNeeded, {grouped(*gate.needed_n)});
  return row;
}

void write(const Evidence& evidence, Chapter& chapter) {
  const Verdict& verdict = evidence.verdict;
  chapter.title = Message(kTitle);
  if (!verdict.headline.empty() || verdict.decision != Decision::none) {
    // Without a gate there is no decision, but too few rows are said all the same.
    const bool doubt = verdict.decision == Decision::none && !verdict.enough;
    chapter.blocks.emplace_back(
        Banner{doubt ? Decision::undecided : verdict.decision, verdict.headline, verdict.reason});
  }
  if (verdict.gates.empty()) return;
  GateRows gates;
  for (const GateLine& gate : verdict.gates) gates.rows.push_back(row_of(gate, evidence));
  // The banner has said why already of the gate it speaks of, and names those that were skipped.
  for (std::size_t i = 0; i < gates.rows.size() && verdict.decision != Decision::none; ++i) {
    const bool told = verdict.gates[i].skipped || verdict.gates[i].key == verdict.primary_key;
    if (told) gates.rows[i].note = Message();
  }
  chapter.blocks.emplace_back(std::move(gates));
}

}  // namespace

SJ_SECTION(verdict, {"verdict", 20, true, kSummary, &write});

}  // namespace shijin
