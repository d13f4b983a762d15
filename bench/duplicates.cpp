// Near duplicates among 100,000 short Chinese texts: printing, indexing and clustering, beside
// datasketch on the first of them (bench/duplicates_peers.py).
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/utf8.h"
#include "bench/cpu_clock.h"
#include "check/near.h"
#include "source_dir.h"

namespace shijin {
namespace {

constexpr std::size_t kPeerTexts = 10'000;

// What the peer needs, scaled to all texts; "-" without its Python.
std::string peer(std::span<const std::string> texts) {
  const char* python = std::getenv("SHIJIN_DUPLICATES_PYTHON");
  if (python == nullptr) return "-";
  const auto file =
      std::filesystem::temp_directory_path() / ("shijin-bench-texts-" + std::to_string(::getpid()));
  std::ofstream lines(file);
  for (const std::string& text : texts) lines << text << '\n';
  lines.close();
  const auto script = shijin::source_dir() + "/bench/duplicates_peers.py";
  std::string figure = "-";
  if (std::FILE* in =
          popen((std::string(python) + " " + script + " " + file.string()).c_str(), "r")) {
    std::array<char, 64> line{};
    if (std::fgets(line.data(), line.size(), in) != nullptr) {
      figure = line.data();
      figure.resize(figure.find('\n'));
    }
    pclose(in);
  }
  std::filesystem::remove(file);
  return figure;
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
  const double begin = cpu_seconds();
  NearIndex index;
  Printer printer;
  for (const std::string& text : texts) index.add(printer.print(text));
  index.seal();
  const NearIndex::Clusters found = index.cluster(1);
  const double seconds = cpu_seconds() - begin;
  std::size_t near = 0;
  for (std::size_t i = 0; i < kTexts; ++i) near += found.cluster[i] != i ? 1 : 0;
  if (near < 2'000) std::printf("# only %zu of the planted texts were found\n", near);
  std::printf("near duplicates, 100k short texts\t<= 1\t%.3f\tCPU s\t%s\t>= 50\n", seconds,
              peer(std::span(texts).first(kPeerTexts)).c_str());
}

}  // namespace
}  // namespace shijin

int main() { shijin::run(); }
