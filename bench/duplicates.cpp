// Near duplicates among 100,000 short Chinese texts: printing, indexing and clustering, beside
// datasketch on the first of them (bench/duplicates_peers.py). Then the memory of finding a test
// set's rows in a training set: 100,000 in 1,000,000, or as many as two arguments say
// (bench_duplicates 1000000 10000000 writes files of 1.4 GB).
#include <sys/resource.h>
#include <sys/wait.h>
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
#include "check/data_check.h"
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

std::string made_text(Random& random) {
  std::string text;
  for (std::size_t left = 20 + random.below(40); left > 0; --left) {
    append_utf8(text, 0x4E00 + static_cast<char32_t>(random.below(3000)));
  }
  return text;
}

// One test row in a hundred is a training row.
void write_sets(const std::string& test, const std::string& train, std::size_t test_rows,
                std::size_t train_rows) {
  std::ofstream tests(test);
  std::ofstream trains(train);
  tests << "text,true_label\n";
  trains << "text,true_label\n";
  Random random(2, 0);
  for (std::size_t i = 0; i < train_rows; ++i) {
    const std::string text = made_text(random);
    trains << text << ",1\n";
    if (i < test_rows) tests << (i % 100 == 0 ? text : made_text(random)) << ",1\n";
  }
}

// In a process of its own, whose peak of memory is then known.
void find_in_training_set(std::size_t test_rows, std::size_t train_rows) {
  const auto base =
      std::filesystem::temp_directory_path() / ("shijin-bench-leaks-" + std::to_string(::getpid()));
  const std::string test = base.string() + "-test.csv";
  const std::string train = base.string() + "-train.csv";
  write_sets(test, train, test_rows, train_rows);
  const pid_t child = fork();
  if (child == 0) {
    CheckOptions options;
    options.train = {train};
    const auto report = check_leakage({test}, options);
    const bool found =
        report.ok() && report->leakage->exact >= static_cast<std::int64_t>(test_rows / 100);
    _exit(found ? 0 : 1);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  std::filesystem::remove(test);
  std::filesystem::remove(train);
  if (status != 0) std::printf("# the planted rows were not found\n");
  const auto seconds = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec);
  const std::string name = "leakage, " + std::to_string(test_rows / 1000) + "k test in " +
                           std::to_string(train_rows / 1000) + "k train rows";
  // Memory goes with the test set: 2 GB for a million rows.
  std::printf("%s: memory\t<= %.2f\t%.2f\tGB\t-\t-\n", name.c_str(),
              2e-6 * static_cast<double>(test_rows),
              static_cast<double>(usage.ru_maxrss) * 1024 / 1e9);
  std::printf("%s: time\t<= %.0f\t%.0f\tCPU s\t-\t-\n", name.c_str(),
              1e-5 * static_cast<double>(train_rows), seconds);
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

int main(int argc, char** argv) {
  const bool sized = argc == 3;
  shijin::find_in_training_set(sized ? std::strtoull(argv[1], nullptr, 10) : 100'000,
                               sized ? std::strtoull(argv[2], nullptr, 10) : 1'000'000);
  shijin::run();
}
