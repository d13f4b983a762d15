// One JUnit test case a gate, for CI systems. A gate that is not decided has not passed: it is a
// failure of type "undecided"; a gate that was skipped is skipped.
#include <algorithm>

#include "base/numbers.h"
#include "base/utf8.h"
#include "report/comparison.h"
#include "report/render.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kDemands{"{0} is demanded; the score is {1}.", "要求 {0}；實得 {1}。"};
constexpr Text kDemandsWithInterval{"{0} is demanded; the score is {1} ({2}).",
                                    "要求 {0}；實得 {1}（{2}）。"};
constexpr Text kDemandsUndefined{"{0} is demanded; the score is undefined.",
                                 "要求 {0}；分數無定義。"};
constexpr Text kDemandsStep{"{0} is demanded; the difference from the base is {1}.",
                            "要求 {0}；與基準相差 {1}。"};
constexpr Text kDemandsShare{"{0} is demanded; the score is {1} of the base's.",
                             "要求 {0}；分數是基準的 {1}。"};
constexpr Text kNeeded{"About {0} rows in all would decide it.", "總共約需 {0} 筆才能判定。"};

// Escape for XML 1.0, which has no way to hold most control characters: they are left out.
std::string escape(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = decode_utf8(text, at);
    if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\n' || c == '\t' || c == '\r') {
      out += "&#" + std::to_string(static_cast<std::uint32_t>(c)) + ";";
    } else if (c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c != 0xFFFE && c != 0xFFFF) {
      append_utf8(out, c);
    }
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escape(value) + "\"";
}

bool passed(const GateLine& gate) { return gate.decision == Decision::pass; }
bool failed(const GateLine& gate) { return !gate.skipped && !passed(gate); }

Message words_of(const GateLine& gate, const Evidence& evidence) {
  if (!gate.value) return Message(kDemandsUndefined, {gate.gate});
  const ScoreLine* line = evidence.find(gate.key);
  const int decimals = line != nullptr ? line->decimals : 3;
  const std::string value = fixed(*gate.value, decimals);
  if (!gate.interval) return Message(kDemands, {gate.gate, value});
  return Message(kDemandsWithInterval,
                 {gate.gate, value, interval_words(*gate.interval, decimals)});
}

// One gate with the words on it; `name` is what a CI system lists.
std::string test_case(const GateLine& gate, std::string_view classname, const std::string& name,
                      const Message& words, Language language) {
  std::string out = "    <testcase";
  out += attribute("classname", classname);
  out += attribute("name", name);
  const std::string reason = gate.reason.in(language);
  if (gate.skipped) {
    return out + ">\n      <skipped" + attribute("message", reason) + "/>\n    </testcase>\n";
  }
  const std::string message = words.in(language);
  if (passed(gate)) {
    return out + ">\n      <system-out>" + escape(message) + "</system-out>\n    </testcase>\n";
  }
  const bool undecided = gate.decision == Decision::undecided;
  out += ">\n      <failure" + attribute("type", undecided ? "undecided" : "fail");
  out += attribute("message", message) + ">";
  std::string body = reason;
  if (body.empty() && gate.needed_n) {
    body = Message(kNeeded, {grouped(*gate.needed_n)}).in(language);
  }
  return out + escape(body) + "</failure>\n    </testcase>\n";
}

std::string suite(const std::string& name, const std::vector<GateLine>& gates,
                  const std::string& cases) {
  const auto failures = std::count_if(gates.begin(), gates.end(), failed);
  const auto skipped =
      std::count_if(gates.begin(), gates.end(), [](const GateLine& gate) { return gate.skipped; });
  const std::string counts = attribute("tests", std::to_string(gates.size())) +
                             attribute("failures", std::to_string(failures)) +
                             attribute("errors", "0") +
                             attribute("skipped", std::to_string(skipped));
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += "<testsuites" + attribute("name", "shijin") + counts + ">\n";
  out += "  <testsuite" + attribute("name", name) + counts + ">\n" + cases;
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace

std::string render_junit(const Evidence& evidence, Language language) {
  std::string cases;
  const std::string classname = "shijin." + std::string(task_name(evidence.task));
  for (const GateLine& gate : evidence.verdict.gates) {
    cases += test_case(gate, classname, gate.gate, words_of(gate, evidence), language);
  }
  const auto& files = evidence.data.files;
  return suite(files.empty() ? "" : file_name(files.front().path), evidence.verdict.gates, cases);
}

std::string render_junit(const Comparison& comparison, Language language) {
  std::string cases;
  const std::string classname = "shijin." + std::string(task_name(comparison.task));
  for (const GateLine& gate : comparison.gates) {
    const Message value = gate_value(gate, gate_decimals(comparison, gate));
    const Message words = value.empty()       ? Message(kDemandsUndefined, {gate.gate})
                          : gate.relative     ? Message(kDemandsShare, {gate.gate, value})
                          : gate.against_base ? Message(kDemandsStep, {gate.gate, value})
                                              : Message(kDemands, {gate.gate, value});
    cases += test_case(gate, classname, gate.run + ": " + gate.gate, words, language);
  }
  return suite("compare " + comparison.runs.front().name, comparison.gates, cases);
}

}  // namespace shijin
