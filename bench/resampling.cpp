// Resampling on one thread: CPU seconds of 1,000 replicates, for every interval of the default
// panel and for two runs under one metric beside sacreBLEU's paired bootstrap. Texts are in memory.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/random.h"
#include "bench/cpu_clock.h"
#include "compare/paired.h"
#include "engine/resample.h"
#include "source_dir.h"
#include "table/table.h"

namespace {

struct Pairs {
  std::array<std::vector<std::string>, 4> columns;  // English output, reference, Chinese ones
};

Pairs read_pairs(const char* path) {
  std::ifstream lines(path);
  Pairs pairs;
  for (std::string line; std::getline(lines, line);) {
    std::size_t begin = 0;
    for (std::vector<std::string>& column : pairs.columns) {
      const std::size_t end = std::min(line.find('\t', begin), line.size());
      column.push_back(line.substr(begin, end - begin));
      begin = std::min(end + 1, line.size());
    }
  }
  return pairs;
}

// Another system's output, as bench/resampling_peers.py makes it: every other row lacks its last
// word.
std::vector<std::string> second_system(std::vector<std::string> output) {
  for (std::size_t i = 1; i < output.size(); i += 2) {
    output[i].resize(std::min(output[i].rfind(' '), output[i].size()));
  }
  return output;
}

// The statistics of all rows, measured shard by shard as the engine does.
std::vector<std::byte> measure(const shijin::Statistic& statistic,
                               const std::vector<std::string>& output,
                               const std::vector<std::string>& reference) {
  const std::vector<std::string_view> said(output.begin(), output.end());
  const std::vector<std::string_view> wanted(reference.begin(), reference.end());
  std::vector<std::byte> rows(said.size() * statistic.stat_bytes());
  for (std::size_t first = 0; first < said.size(); first += shijin::kShardRows) {
    const std::size_t size = std::min(shijin::kShardRows, said.size() - first);
    std::vector<std::uint32_t> begin(size + 1);
    for (std::size_t i = 0; i < begin.size(); ++i) begin[i] = static_cast<std::uint32_t>(i);
    shijin::Samples samples;
    samples.size = size;
    samples.output = std::span(said).subspan(first, size);
    samples.reference = std::span(wanted).subspan(first, size);
    samples.reference_begin = begin;
    statistic.measure(samples, std::span(rows).subspan(first * statistic.stat_bytes(),
                                                       size * statistic.stat_bytes()));
  }
  return rows;
}

// CPU seconds of the intervals of a panel whose rows are measured.
double panel(const char* keys, const std::vector<std::string>& output,
             const std::vector<std::string>& reference) {
  std::vector<std::unique_ptr<shijin::Metric>> metrics;
  std::vector<std::unique_ptr<shijin::Accumulator>> sums;
  std::vector<shijin::ScoreLine> lines;
  std::vector<std::uint64_t> row_keys(output.size());
  for (std::size_t i = 0; i < row_keys.size(); ++i) row_keys[i] = shijin::mix_bits(i);
  const auto parsed = shijin::parse_keys(keys);
  for (const shijin::KeyText& key : parsed.value()) {
    metrics.push_back(std::move(shijin::bind_metric(key, {})).value());
    const shijin::Statistic& statistic = metrics.back()->statistic();
    shijin::ShardStats shard;
    shard.rows = measure(statistic, output, reference);
    shard.sum = statistic.start();
    statistic.add(shard.sum, shard.rows, {});
    const auto keep = shijin::Accumulator::Keep::for_resampling;
    sums.push_back(std::make_unique<shijin::Accumulator>(statistic, keep));
    sums.back()->add(std::move(shard), row_keys, {});
    shijin::ScoreLine& line = lines.emplace_back();
    line.low = metrics.back()->info().low;
    line.high = metrics.back()->info().high;
    line.score = metrics.back()->finish(sums.back()->sum());
  }
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    const double start = shijin::cpu_seconds();
    shijin::WaitingMetrics waiting;
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      const auto doubt = metrics[m]->uncertainty(sums[m]->sum());  // closed forms cost this alone
      if (doubt.kind != shijin::Uncertainty::Kind::bootstrap) continue;
      waiting[sums[m].get()].push_back({metrics[m].get(), &lines[m]});
    }
    bootstrap_intervals(waiting, 0, 1, 0.95);
    best = std::min(best, shijin::cpu_seconds() - start);
    for (const auto& one : waiting) {
      if (!one.second.front().line->interval) std::abort();
    }
  }
  return best;
}

struct TwoRuns {
  double replicates = 1e9;
  double whole = 1e9;  // measuring both runs too
};

// CPU seconds of comparing two runs' corpus BLEU, the best of three rounds.
TwoRuns two_runs(const Pairs& pairs) {
  const auto parsed = shijin::parse_keys("bleu");
  const auto metric = std::move(shijin::bind_metric(parsed->front(), {})).value();
  const shijin::Statistic& statistic = metric->statistic();
  const std::vector<std::string> other = second_system(pairs.columns[0]);
  std::vector<std::uint64_t> keys(other.size());
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = shijin::mix_bits(i);
  const std::array<const shijin::Metric*, 1> metrics = {metric.get()};
  TwoRuns best;
  for (int round = 0; round < 3; ++round) {
    const double start = shijin::cpu_seconds();
    const auto first = measure(statistic, pairs.columns[0], pairs.columns[1]);
    const auto second = measure(statistic, other, pairs.columns[1]);
    const std::array<shijin::PairedRows, 2> runs = {shijin::PairedRows{first, keys, {}},
                                                    shijin::PairedRows{second, keys, {}}};
    const double measured = shijin::cpu_seconds();
    const auto drawn =
        paired_replicates(statistic, metrics, runs, shijin::LeftOut::not_wanted, 0, 1);
    if (drawn.drawn.size() != runs.size()) std::abort();
    const double end = shijin::cpu_seconds();
    best.replicates = std::min(best.replicates, end - measured);
    best.whole = std::min(best.whole, end - start);
  }
  return best;
}

// What sacreBLEU needs, from bench/resampling_peers.py; "-" without it. `what` is "whole", or ""
// for the replicates alone.
std::string peer(const std::string& pairs, const char* what) {
  const char* python = std::getenv("SHIJIN_PEERS_PYTHON");
  if (python == nullptr) return "-";
  const auto script = shijin::source_dir() + "/bench/resampling_peers.py";
  const std::string command = std::string(python) + " " + script + " " + pairs + " " + what;
  std::string figure = "-";
  if (std::FILE* in = popen(command.c_str(), "r")) {
    std::array<char, 64> line{};
    if (std::fgets(line.data(), line.size(), in) != nullptr) {
      figure = line.data();
      figure.resize(figure.find('\n'));
    }
    pclose(in);
  }
  return figure;
}

}  // namespace

// usage: bench_resampling PAIRS.tsv
int main(int count, char** arguments) {
  if (count < 2) return 2;
  const Pairs pairs = read_pairs(arguments[1]);
  const TwoRuns two = two_runs(pairs);
  std::printf("paired BLEU, 1,000 replicates alone\t\t%.4g\tCPU s\t%s\t>= 100\n", two.replicates,
              peer(arguments[1], "").c_str());
  std::printf("paired BLEU, measuring and 1,000 replicates\t\t%.4g\tCPU s\t%s\t>= 90\n", two.whole,
              peer(arguments[1], "whole").c_str());
  const auto& [english, english_reference, chinese, chinese_reference] = pairs.columns;
  std::printf("default panel, 1,000 replicates, 100k Chinese rows\t<= 0.5\t%.4g\tCPU s\n",
              panel("bleu[tok=zh],chrf,rouge_l[tok=char],cer,lf_bleu_4,lf_rouge_1,lf_rouge_2,"
                    "lf_rouge_l",
                    chinese, chinese_reference));
  std::printf("default panel, 1,000 replicates, 100k English rows\t<= 0.5\t%.4g\tCPU s\n",
              panel("bleu,chrf,rouge_l[tok=latin],wer", english, english_reference));
}
