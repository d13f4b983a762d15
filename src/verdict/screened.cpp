// Counting screened outputs into words.
#include "verdict/screened.h"

#include "base/numbers.h"
#include "verdict/words_internal.h"

namespace shijin {

std::vector<Finding> tell_screened(const Evidence& evidence, std::string_view name,
                                   const ScreenedWords& words) {
  const auto found = evidence.texts.screened.find(std::string(name));
  if (found == evidence.texts.screened.end() || found->second.rows == 0) return {};
  if (evidence.data.used <= 0) return {};
  const Screened& screened = found->second;
  const double share = static_cast<double>(screened.rows) / static_cast<double>(evidence.data.used);
  const std::string all = grouped(evidence.data.used);
  Finding finding;
  finding.name = name;
  finding.severity = share >= 0.05   ? Finding::Level::high
                     : share >= 0.01 ? Finding::Level::medium
                                     : Finding::Level::low;
  finding.headline = screened.rows == 1
                         ? Message(words.one, {all, percent(share)})
                         : Message(words.many, {grouped(screened.rows), all, percent(share)});
  finding.numbers = {{"rows", static_cast<double>(screened.rows)}, {"share", share}};
  if (!words.because.empty()) finding.because = {std::string(words.because)};
  finding.samples = screened.examples;
  finding.remedy = Message(words.help, {example_rows(screened.examples)});
  return {finding};
}

}  // namespace shijin
