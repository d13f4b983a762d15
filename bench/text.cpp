// Text metrics on 100,000 pairs of real sentences a language (bench/pairs.py): CPU seconds on one
// thread, tokenising included, beside the peers' on the first of the same pairs in the same run.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "metrics/metric.h"

namespace {

constexpr std::size_t kShard = 4'096;
constexpr std::size_t kPeerPairs = 3'000;

struct Pairs {
  std::vector<std::string> output;
  std::vector<std::string> reference;
};

// Columns `first` and the next one of the file.
Pairs read_pairs(const char* path, std::size_t first) {
  std::ifstream lines(path);
  Pairs pairs;
  for (std::string line; std::getline(lines, line);) {
    std::array<std::string, 4> cells;
    std::size_t begin = 0;
    for (std::string& cell : cells) {
      const std::size_t end = std::min(line.find('\t', begin), line.size());
      cell = line.substr(begin, end - begin);
      begin = std::min(end + 1, line.size());
    }
    pairs.output.push_back(std::move(cells[first]));
    pairs.reference.push_back(std::move(cells[first + 1]));
  }
  return pairs;
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Measure every key over all shards, as the engine does: one token cache a shard.
double measure(const Pairs& pairs, const std::string& keys) {
  std::vector<std::unique_ptr<shijin::Metric>> metrics;
  const auto parsed = shijin::parse_keys(keys);
  for (const shijin::KeyText& key : parsed.value()) {
    metrics.push_back(std::move(shijin::bind_metric(key, {})).value());
  }
  const std::vector<std::string_view> output(pairs.output.begin(), pairs.output.end());
  const std::vector<std::string_view> reference(pairs.reference.begin(), pairs.reference.end());
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    const double start = cpu_seconds();
    for (std::size_t first = 0; first < output.size(); first += kShard) {
      shijin::Samples samples;
      samples.size = std::min(kShard, output.size() - first);
      std::vector<std::uint32_t> begin(samples.size + 1);
      for (std::size_t i = 0; i < begin.size(); ++i) begin[i] = static_cast<std::uint32_t>(i);
      samples.output = std::span(output).subspan(first, samples.size);
      samples.reference = std::span(reference).subspan(first, samples.size);
      samples.reference_begin = begin;
      for (const auto& metric : metrics) {
        std::vector<std::byte> stats(samples.size * metric->statistic().stat_bytes());
        metric->statistic().measure(samples, stats);
        shijin::State state = metric->statistic().start();
        metric->statistic().add(state, stats, {});
      }
    }
    best = std::min(best, cpu_seconds() - start);
  }
  return best;
}

// The peers' figures by name, from bench/text_peers.py on the first of the same pairs; none where
// scripts/setup has not made their Python.
std::map<std::string, std::string> peer_figures(const std::string& pairs) {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(__FILE__).parent_path().parent_path();
  std::map<std::string, std::string> figures;
  std::string python;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(root / ".cache", none)) {
    const fs::path candidate = entry.path() / "bin" / "python";
    if (fs::exists(entry.path() / "bin" / "sacrebleu", none)) python = candidate.string();
  }
  if (const char* given = std::getenv("SHIJIN_PEERS_PYTHON")) python = given;
  if (python.empty()) return figures;
  const std::string command = python + " " + (root / "bench" / "text_peers.py").string() + " " +
                              pairs + " " + std::to_string(kPeerPairs);
  if (std::FILE* in = popen(command.c_str(), "r")) {
    std::array<char, 256> line{};
    while (std::fgets(line.data(), line.size(), in) != nullptr) {
      const std::string text(line.data());
      const std::size_t tab = text.find('\t');
      if (tab == std::string::npos) continue;
      figures[text.substr(0, tab)] = text.substr(tab + 1, text.find('\n') - tab - 1);
    }
    pclose(in);
  }
  return figures;
}

}  // namespace

// usage: bench_text PAIRS.tsv [PART]     only the lines that hold PART, without the peers
int main(int count, char** arguments) {
  if (count < 2) return 2;
  const Pairs english = read_pairs(arguments[1], 0);
  const Pairs chinese = read_pairs(arguments[1], 2);
  const std::string only = count > 2 ? arguments[2] : "";
  const auto peers = only.empty() ? peer_figures(arguments[1]) : decltype(peer_figures("")){};
  // The target is a ratio to the peer; the seconds beside it are what a prototype reached.
  const auto report = [&](const char* what, const char* seconds, const char* ratio,
                          const Pairs& pairs, const std::string& keys) {
    if (std::string_view(what).find(only) == std::string_view::npos) return;
    const auto peer = peers.find(what);
    std::printf("%s\t%s\t%.4g\tCPU s\t%s\t%s\n", what, seconds, measure(pairs, keys),
                peer == peers.end() ? "-" : peer->second.c_str(), ratio);
    std::fflush(stdout);
  };
  const std::string rouge_en = "rouge_1[tok=latin],rouge_2[tok=latin],rouge_l[tok=latin]";
  const std::string rouge_zh = "rouge_1[tok=char],rouge_2[tok=char],rouge_l[tok=char]";
  const std::string lf = "lf_bleu_4,lf_rouge_1,lf_rouge_2,lf_rouge_l";
  const std::string ter_zh = "ter[asian=yes,normalized=yes]";
  report("BLEU 13a, 100k English pairs", "<= 0.20", ">= 100", english, "bleu");
  report("BLEU zh, 100k Chinese pairs", "<= 0.12", ">= 300", chinese, "bleu[tok=zh]");
  report("chrF++, 100k English pairs", "<= 0.40", ">= 100", english, "chrf[word_order=2]");
  report("chrF++, 100k Chinese pairs", "<= 0.11", ">= 150", chinese, "chrf[word_order=2]");
  report("ROUGE-1/2/L, 100k English pairs", "<= 0.15", ">= 100", english, rouge_en);
  report("ROUGE-1/2/L, 100k Chinese pairs", "<= 0.10", ">= 400", chinese, rouge_zh);
  report("CER, 100k English pairs", "<= 0.20", ">= 40", english, "cer");
  report("CER, 100k Chinese pairs", "<= 0.12", ">= 100", chinese, "cer");
  report("WER, 100k English pairs", "<= 0.10", ">= 60", english, "wer");
  report("TER, 100k English pairs", "<= 0.30", ">= 300", english, "ter");
  report("TER asian, 100k Chinese pairs", "<= 0.80", ">= 800", chinese, ter_zh);
  report("LLaMA-Factory's four, 100k Chinese pairs", "", ">= 150", chinese, lf);
  report("NLTK BLEU-2 on characters, 100k Chinese", "", "", chinese, "nltk_bleu[order=2,tok=char]");
  report("all of these, 100k Chinese pairs", "", "", chinese,
         "bleu[tok=zh],chrf,chrf[word_order=2],cer," + ter_zh + "," + rouge_zh + "," + lf);
  return 0;
}
