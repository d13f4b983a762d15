// Text metrics on 100,000 pairs of real sentences a language (bench/pairs.py): CPU seconds on one
// thread, tokenising included. bench/text.py runs the lines one by one, beside the peers'.
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "bench/cpu_clock.h"
#include "metrics/metric.h"

namespace {

constexpr std::size_t kShard = 4'096;
constexpr std::size_t kRounds = 3;

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

// Measure every key over all shards, as the engine does: one token cache a shard. The middle of
// three rounds.
double measure(const Pairs& pairs, const std::string& keys) {
  std::vector<std::unique_ptr<shijin::Metric>> metrics;
  const auto parsed = shijin::parse_keys(keys);
  for (const shijin::KeyText& key : parsed.value()) {
    metrics.push_back(std::move(shijin::bind_metric(key, {})).value());
  }
  const std::vector<std::string_view> output(pairs.output.begin(), pairs.output.end());
  const std::vector<std::string_view> reference(pairs.reference.begin(), pairs.reference.end());
  std::array<double, kRounds> rounds{};
  for (double& spent : rounds) {
    const double start = shijin::cpu_seconds();
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
    spent = shijin::cpu_seconds() - start;
  }
  std::sort(rounds.begin(), rounds.end());
  return rounds[kRounds / 2];
}

}  // namespace

// usage: bench_text PAIRS.tsv [PART]     only the lines that hold PART
int main(int count, char** arguments) {
  if (count < 2) return 2;
  const Pairs english = read_pairs(arguments[1], 0);
  const Pairs chinese = read_pairs(arguments[1], 2);
  const std::string only = count > 2 ? arguments[2] : "";
  const auto report = [&](const char* what, const Pairs& pairs, const std::string& keys) {
    if (std::string_view(what).find(only) == std::string_view::npos) return;
    std::printf("%s\t%.4g\n", what, measure(pairs, keys));
    std::fflush(stdout);
  };
  const std::string rouge_en = "rouge_1[tok=latin],rouge_2[tok=latin],rouge_l[tok=latin]";
  const std::string rouge_zh = "rouge_1[tok=char],rouge_2[tok=char],rouge_l[tok=char]";
  const std::string lf = "lf_bleu_4,lf_rouge_1,lf_rouge_2,lf_rouge_l";
  const std::string ter_zh = "ter[asian=yes,normalized=yes]";
  report("BLEU 13a, 100k English pairs", english, "bleu");
  report("BLEU zh, 100k Chinese pairs", chinese, "bleu[tok=zh]");
  report("chrF++, 100k English pairs", english, "chrf[word_order=2]");
  report("chrF++, 100k Chinese pairs", chinese, "chrf[word_order=2]");
  report("ROUGE-1/2/L, 100k English pairs", english, rouge_en);
  report("ROUGE-1/2/L, 100k Chinese pairs", chinese, rouge_zh);
  report("CER, 100k English pairs", english, "cer");
  report("CER, 100k Chinese pairs", chinese, "cer");
  report("WER, 100k English pairs", english, "wer");
  report("TER, 100k English pairs", english, "ter");
  report("TER asian, 100k Chinese pairs", chinese, ter_zh);
  report("LLaMA-Factory's four, 100k Chinese pairs", chinese, lf);
  report("NLTK BLEU-2 on characters, 100k Chinese", chinese, "nltk_bleu[order=2,tok=char]");
  report("all of these, 100k Chinese pairs", chinese,
         "bleu[tok=zh],chrf,chrf[word_order=2],cer," + ter_zh + "," + rouge_zh + "," + lf);
  return 0;
}
