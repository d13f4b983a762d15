// Cutting real Chinese (the texts of alpaca_zh_demo) into words on one thread, beside Python's
// jieba on the same texts in the same run: bench/jieba_peers.py, by the Python of the pinned peers.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/cpu_clock.h"
#include "source_dir.h"
#include "text/tokenizer.h"

namespace {

namespace fs = std::filesystem;

constexpr double kMegabytes = 10;  // what every figure is worked out for
constexpr int kRounds = 5;

struct Counter final : shijin::TokenSink {
  std::size_t tokens = 0;
  void token(std::string_view, shijin::Span) override { ++tokens; }
};

struct Figure {
  double seconds = 0;  // of CPU, for kMegabytes
  std::size_t tokens = 0;
};

fs::path root() { return shijin::source_dir(); }

std::vector<std::string> read_texts(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> texts;
  for (const auto& row : nlohmann::json::parse(in)) {
    for (const auto& text : row) texts.push_back(text.get<std::string>());
  }
  return texts;
}

Figure measure(const shijin::Tokenizer& tokenizer, const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  const double repeats = kMegabytes * 1e6 / static_cast<double>(bytes);
  Figure best;
  for (int round = 0; round < kRounds; ++round) {
    Counter counter;
    const double start = shijin::cpu_seconds();
    for (int again = 0; again < static_cast<int>(repeats); ++again) {
      counter.tokens = 0;
      for (const std::string& text : texts) tokenizer.split(text, counter);
    }
    const double spent = shijin::cpu_seconds() - start;
    const double seconds = spent / static_cast<int>(repeats) * repeats;
    if (round == 0 || seconds < best.seconds) best = {seconds, counter.tokens};
  }
  return best;
}

// The peer's figures by tokeniser; none where scripts/test has not made its Python.
std::map<std::string, Figure> peer_figures(const fs::path& texts) {
  std::string python;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(root() / ".cache", none)) {
    if (fs::exists(entry.path() / "bin" / "sacrebleu", none)) {
      python = (entry.path() / "bin" / "python").string();
    }
  }
  if (const char* given = std::getenv("SHIJIN_PEERS_PYTHON")) python = given;
  std::map<std::string, Figure> figures;
  if (python.empty()) return figures;
  const std::string script = (root() / "bench" / "jieba_peers.py").string();
  std::FILE* in = popen((python + " " + script + " " + texts.string()).c_str(), "r");
  if (in == nullptr) return figures;
  std::array<char, 64> name{};
  Figure figure;
  while (std::fscanf(in, "%63s %lf %zu", name.data(), &figure.seconds, &figure.tokens) == 3) {
    figures[name.data()] = {figure.seconds * kMegabytes, figure.tokens};
  }
  pclose(in);
  return figures;
}

}  // namespace

int main() {
  const fs::path file = root() / "tests" / "data" / "alpaca_zh_demo.json";
  const std::vector<std::string> texts = read_texts(file);
  const auto peers = peer_figures(file);
  for (const char* name : {"jieba", "jieba-nohmm", "jieba-fold"}) {
    const Figure ours = measure(*shijin::find_tokenizer(name), texts);
    const auto peer = peers.find(name);
    if (peer == peers.end()) {
      std::printf("%s, 10 MB of Chinese\t\t%.4g\tCPU s\t-\n", name, ours.seconds);
      continue;
    }
    if (ours.tokens != peer->second.tokens) {
      std::fprintf(stderr, "%s: %zu tokens, the peer has %zu\n", name, ours.tokens,
                   peer->second.tokens);
      return 1;
    }
    std::printf("%s, 10 MB of Chinese\t\t%.4g\tCPU s\t%.4g\n", name, ours.seconds,
                peer->second.seconds);
    std::printf("%s, how often as fast as the peer\t>= 35\t%.0f\tx\t-\n", name,
                peer->second.seconds / ours.seconds);
  }
  return 0;
}
