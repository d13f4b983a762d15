// Cutting long sequences.
#include "lm/windows.h"

#include <algorithm>

namespace shijin {

std::vector<Window> rolling_windows(std::size_t size, std::size_t given, std::size_t most) {
  std::vector<Window> windows;
  std::size_t first = given;
  while (first < size) {
    std::size_t end = 0;
    if (windows.empty() && given < most) {
      end = std::min(size, most + 1);
    } else if (windows.empty()) {
      end =
          std::min(size, first + std::max<std::size_t>(most / 2, 1));  // half of it for the context
    } else {
      end = std::min(size, first + most);
    }
    // The last token is scored, not read: `most` tokens in reach one further.
    const std::size_t begin = end - 1 > most ? end - 1 - most : 0;
    windows.push_back({begin, first, end});
    first = end;
  }
  return windows;
}

std::vector<Window> halved_windows(std::size_t size, std::size_t window) {
  std::vector<Window> windows;
  if (size < 2 * window) return windows;
  for (std::size_t begin = 0; begin + window <= size; begin += window) {
    windows.push_back({begin, begin + window / 2 + 1, begin + window});
  }
  return windows;
}

}  // namespace shijin
