// Fuzz label extraction: no crash, places inside the output, and a label is one of those given. The
// first line is the way (as after --extract), the rest the output.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "text/extract.h"
#include "text/thinking.h"

namespace {

const std::vector<std::string> kLabels{"positive", "negative", "0", "1", "正面", "中性"};

void try_way(std::string_view way, const std::vector<std::string>& labels,
             std::string_view output) {
  auto extractor = shijin::LabelExtractor::make(way, labels, shijin::Aliases::sentiment);
  if (!extractor.ok()) return;
  const shijin::Extraction got = extractor->extract(output);
  if (got.span.begin > got.span.end || got.span.end > output.size()) std::abort();
  if (got.parsed() == got.label.empty()) std::abort();
  bool known = labels.empty() || !got.parsed();
  for (const std::string& label : labels) known = known || label == got.label;
  if (!known) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  if (shijin::find_invalid_utf8(all) != std::string_view::npos) return 0;
  std::string owned;
  const shijin::Answer answer = shijin::strip_thinking(all, owned);
  if (answer.text.size() > all.size()) std::abort();
  try_way("first-label", kLabels, answer.text);
  try_way("json:label", kLabels, all);
  try_way("json:0.label", {}, all);
  const std::size_t line = all.find('\n');
  if (line == std::string_view::npos || line > 40) return 0;  // long patterns only cost time
  try_way(all.substr(0, line), {}, all.substr(line + 1));
  try_way(all.substr(0, line), kLabels, all.substr(line + 1));
  return 0;
}
