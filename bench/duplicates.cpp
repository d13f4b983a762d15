// Near duplicates among 100,000 short Chinese texts: printing, indexing and clustering. The peer is
// datasketch 2.0.0 on such texts (128 permutations, threshold 0.7): 50 s.
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/utf8.h"
#include "check/near.h"

namespace shijin {
namespace {

double seconds_now() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

void run() {
  constexpr std::size_t kTexts = 100'000;
  Random random(1, 0);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < kTexts; ++i) {
    std::u32string characters;
    if (i > 0 && i % 20 == 0) {  // 5 % are an earlier text with two characters changed
      const std::string& other = texts[random.below(texts.size())];
      for (std::size_t at = 0; at < other.size();) characters.push_back(decode_utf8(other, at));
      for (int k = 0; k < 2; ++k) characters[random.below(characters.size())] = U'換';
    } else {
      const std::size_t size = 30 + random.below(50);
      for (std::size_t k = 0; k < size; ++k) {
        characters.push_back(0x4E00 + static_cast<char32_t>(random.below(3000)));
      }
    }
    std::string& text = texts.emplace_back();
    for (const char32_t c : characters) append_utf8(text, c);
  }
  const double begin = seconds_now();
  NearIndex index;
  Printer printer;
  for (const std::string& text : texts) index.add(printer.print(text));
  index.seal();
  const NearIndex::Clusters found = index.cluster(1);
  const double seconds = seconds_now() - begin;
  std::size_t near = 0;
  for (std::size_t i = 0; i < kTexts; ++i) near += found.cluster[i] != i ? 1 : 0;
  if (near < 2'000) std::printf("# only %zu of the planted texts were found\n", near);
  std::printf("near duplicates, 100k short texts\t<= 1\t%.3f\tCPU s\t50\t>= 50\n", seconds);
}

}  // namespace
}  // namespace shijin

int main() { shijin::run(); }
