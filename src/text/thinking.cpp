// Taking the thinking out of an output.
#include "text/thinking.h"

#include <vector>

#include "base/utf8.h"

namespace shijin {
namespace {

constexpr std::string_view kOpen = "<think>";
constexpr std::string_view kClose = "</think>";
constexpr std::size_t kNone = std::string_view::npos;

}  // namespace

Answer strip_thinking(std::string_view output, std::string& owned) {
  Answer answer{output, false, false};
  std::size_t open = output.find(kOpen);
  std::size_t close = output.find(kClose);
  if (open == kNone && close == kNone) return answer;

  std::vector<std::string_view> pieces;
  const auto keep = [&](std::string_view piece) {
    piece = strip_python_space(piece);
    if (!piece.empty()) pieces.push_back(piece);
  };
  std::string_view rest = output;
  if (close < open) rest.remove_prefix(close + kClose.size());
  for (;;) {
    open = rest.find(kOpen);
    keep(rest.substr(0, open));
    if (open == kNone) break;
    close = rest.find(kClose, open);
    answer.unfinished = close == kNone;
    if (close == kNone) break;
    rest.remove_prefix(close + kClose.size());
  }
  answer.thought = true;
  answer.text = pieces.empty() ? output.substr(output.size()) : pieces.front();
  if (pieces.size() < 2) return answer;
  owned.clear();
  for (std::string_view piece : pieces) {
    if (!owned.empty()) owned += '\n';
    owned += piece;
  }
  answer.text = owned;
  return answer;
}

}  // namespace shijin
