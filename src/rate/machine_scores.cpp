// The scores of single rows, from the JSON lines in which an evaluation gives them.
#include <algorithm>
#include <unordered_map>

#include "base/json_walk.h"
#include "base/numbers.h"
#include "rate/core_sample.h"

namespace shijin {
namespace {

// Takes the id of a line and the numbers under some keys.
struct ScoreSink {
  struct Slot {
    std::string_view raw;
    bool escaped = false;
    bool number = false;
  };
  using Node = Slot*;

  Slot root;
  std::vector<std::pair<std::string, Slot>> slots;

  Node child(Node object, std::string_view key) {
    if (object != &root) return nullptr;
    const auto found = std::find_if(slots.begin(), slots.end(),
                                    [&](const auto& slot) { return slot.first == key; });
    return found == slots.end() ? nullptr : &found->second;
  }
  Node element(Node /*list*/, std::size_t /*i*/) { return nullptr; }
  std::size_t tail(Node /*list*/) { return 0; }
  Node from_end(Node /*list*/, std::size_t /*k*/) { return nullptr; }
  void text(Node slot, std::string_view raw, bool escaped) {
    if (slot != nullptr && slot != &root) *slot = {raw, escaped, false};
  }
  void value(Node slot, std::string_view raw, JsonKind kind) {
    if (slot != nullptr && slot != &root) *slot = {raw, false, kind == JsonKind::number};
  }
  bool allows_nan(Node /*slot*/) { return false; }
};

}  // namespace

void read_machine_scores(std::string_view lines, const CampaignRun& run, MachineScores& scores) {
  std::unordered_map<std::string_view, std::size_t> at;
  for (std::size_t i = 0; i < run.rows.size(); ++i) at[run.rows[i].sample] = i;
  ScoreSink sink;
  sink.slots.emplace_back("id", ScoreSink::Slot{});
  for (const MachineColumn& column : scores) sink.slots.emplace_back(column.key, ScoreSink::Slot{});
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', begin), lines.size());
    for (auto& slot : sink.slots) slot.second = {};
    JsonWalk<ScoreSink>(sink).object_record(lines.substr(begin, end - begin), &sink.root);
    begin = end + 1;
    const ScoreSink::Slot& id = sink.slots.front().second;
    std::string sample(id.raw);
    if (id.escaped) sample.resize(unescape_json(id.raw, sample.data()));
    const auto row = at.find(sample);
    if (row == at.end()) continue;
    for (std::size_t c = 0; c < scores.size(); ++c) {
      const ScoreSink::Slot& slot = sink.slots[c + 1].second;
      if (slot.number) scores[c].scores[row->second] = parse_number(slot.raw);
    }
  }
}

}  // namespace shijin
