// The runs of 8 characters of the output are hashed once; those of the input are looked up.
#include "text/echo.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/random.h"
#include "base/utf8.h"
#include "text/code_points.h"

namespace shijin {
namespace {

constexpr std::size_t kRun = 8;
constexpr std::size_t kProbes = 8;
constexpr std::size_t kProbesFound = 3;  // of them, at least; a topic taken up gives one or two

std::vector<char32_t> characters_of(std::string_view text) {
  std::vector<char32_t> characters;
  characters.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (!is_python_space(c)) characters.push_back(c);
  }
  return characters;
}

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

// Whether enough of some places of the input, four characters each, stand in the output as well.
bool may_echo(std::string_view input, std::string_view output) {
  std::size_t found = 0;
  for (std::size_t probe = 0; found + kProbes - probe >= kProbesFound; ++probe) {
    std::size_t begin = input.size() * (2 * probe + 1) / (2 * kProbes);
    while (begin > 0 && !begins_character(input[begin])) --begin;
    std::size_t end = begin;
    for (std::size_t left = kRun / 2; left > 0 && end < input.size(); --left) {
      next_code_point(input, end);
    }
    // Not find(): most Chinese characters share their first byte, at which it would stop each time.
    if (memmem(output.data(), output.size(), input.data() + begin, end - begin) != nullptr) {
      if (++found == kProbesFound) return true;
    }
  }
  return false;
}

std::vector<std::uint64_t> runs_of(const std::vector<char32_t>& characters) {
  std::vector<std::uint64_t> runs;
  for (std::size_t i = 0; i + kRun <= characters.size(); ++i) {
    std::uint64_t bits = 0;
    for (std::size_t k = 0; k < kRun; ++k) {
      bits = mix_bits(bits + characters[i + k] + 0x9E3779B97F4A7C15ULL);
    }
    runs.push_back(bits);
  }
  return runs;
}

}  // namespace

double echoed_share(std::string_view input, std::string_view output) {
  const std::string_view stripped = strip_python_space(input);
  if (stripped.empty() || !may_echo(stripped, output)) return 0;
  const std::vector<char32_t> asked = characters_of(input);
  const std::vector<char32_t> said = characters_of(output);
  if (asked.size() < kRun) {
    const auto at = std::search(said.begin(), said.end(), asked.begin(), asked.end());
    return at == said.end() ? 0 : 1;
  }
  std::vector<std::uint64_t> known = runs_of(said);
  std::sort(known.begin(), known.end());
  const std::vector<std::uint64_t> runs = runs_of(asked);
  std::size_t covered = 0;
  std::size_t reached = 0;  // characters before it are counted
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!std::binary_search(known.begin(), known.end(), runs[i])) continue;
    covered += i + kRun - std::max(reached, i);
    reached = i + kRun;
  }
  return static_cast<double>(covered) / static_cast<double>(asked.size());
}

}  // namespace shijin
