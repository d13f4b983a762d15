// Text metrics on 100,000 generated pairs a language: CPU seconds on one thread, tokenising
// included. English pairs have about 125 characters, Chinese ones about 39, as real test sets do.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/utf8.h"
#include "metrics/metric.h"

namespace {

constexpr std::size_t kPairs = 100'000;
constexpr std::size_t kShard = 4'096;

struct Pairs {
  std::vector<std::string> output;
  std::vector<std::string> reference;
};

// Ranks after Zipf's law: rank r comes about 1/r as often as the first.
std::size_t zipf(shijin::Random& random, std::size_t kinds) {
  const double rank = std::exp(random.uniform() * std::log(static_cast<double>(kinds) + 1));
  return std::min(static_cast<std::size_t>(rank) - 1, kinds - 1);
}

std::string english_word(std::size_t rank) {
  shijin::Random random(17, rank);
  std::string word;
  const std::uint64_t letters = 1 + random.below(rank < 100 ? 4 : 10);
  for (std::uint64_t i = 0; i < letters; ++i) word += static_cast<char>('a' + random.below(26));
  return word;
}

std::string chinese_character(std::size_t rank) {
  std::string character;
  if (rank % 12 == 3) return rank % 24 == 3 ? "，" : "。";
  shijin::append_utf8(character, static_cast<char32_t>(0x4E00 + rank * 7 % 6000));
  return character;
}

// Sentences of words drawn by Zipf's law; the output keeps two words of three of its reference.
Pairs make_pairs(bool chinese) {
  std::vector<std::string> words;
  for (std::size_t rank = 0; rank < (chinese ? 3'000U : 20'000U); ++rank) {
    words.push_back(chinese ? chinese_character(rank) : english_word(rank));
  }
  shijin::Random random(chinese ? 2 : 1, 0);
  Pairs pairs;
  const auto put = [&](std::string& text, const std::string& word, std::uint64_t mark) {
    if (!chinese && !text.empty()) text += ' ';
    text += word;
    if (!chinese && mark < 2) text += mark == 0 ? "," : ".";
  };
  for (std::size_t i = 0; i < kPairs; ++i) {
    std::string output;
    std::string reference;
    const std::uint64_t length = chinese ? 8 + random.below(62) : 4 + random.below(42);
    for (std::uint64_t w = 0; w < length; ++w) {
      const std::string& word = words[zipf(random, words.size())];
      const std::uint64_t mark = random.below(16);
      put(reference, word, mark);
      const std::uint64_t chance = random.below(6);
      if (chance < 4) put(output, word, mark);
      if (chance == 4) put(output, words[zipf(random, words.size())], 9);
    }
    pairs.output.push_back(std::move(output));
    pairs.reference.push_back(std::move(reference));
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
    for (std::size_t first = 0; first < kPairs; first += kShard) {
      shijin::Samples samples;
      samples.size = std::min(kShard, kPairs - first);
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
std::map<std::string, std::string> peer_figures(const Pairs& english, const Pairs& chinese) {
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
  const fs::path pairs = fs::temp_directory_path() / "shijin_bench_text.tsv";
  std::FILE* out = std::fopen(pairs.c_str(), "w");
  if (out == nullptr) return figures;
  for (std::size_t i = 0; i < 3'000; ++i) {
    std::fprintf(out, "%s\t%s\t%s\t%s\n", english.output[i].c_str(), english.reference[i].c_str(),
                 chinese.output[i].c_str(), chinese.reference[i].c_str());
  }
  std::fclose(out);
  const std::string command =
      python + " " + (root / "bench" / "text_peers.py").string() + " " + pairs.string();
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
  fs::remove(pairs, none);
  return figures;
}

}  // namespace

// With an argument, only the lines that hold it, without the peers.
int main(int count, char** arguments) {
  const Pairs english = make_pairs(false);
  const Pairs chinese = make_pairs(true);
  const std::string only = count > 1 ? arguments[1] : "";
  const auto peers =
      only.empty() ? peer_figures(english, chinese) : decltype(peer_figures({}, {})){};
  const auto report = [&](const char* what, const char* target, const Pairs& pairs,
                          const std::string& keys) {
    if (std::string_view(what).find(only) == std::string_view::npos) return;
    const auto peer = peers.find(what);
    std::printf("%s\t%s\t%.4g\tCPU s\t%s\n", what, target, measure(pairs, keys),
                peer == peers.end() ? "-" : peer->second.c_str());
    std::fflush(stdout);
  };
  const std::string rouge_en = "rouge_1[tok=latin],rouge_2[tok=latin],rouge_l[tok=latin]";
  const std::string rouge_zh = "rouge_1[tok=char],rouge_2[tok=char],rouge_l[tok=char]";
  report("BLEU 13a, 100k English pairs", "<= 0.20", english, "bleu");
  report("BLEU zh, 100k Chinese pairs", "<= 0.12", chinese, "bleu[tok=zh]");
  report("chrF++, 100k English pairs", "<= 0.40", english, "chrf[word_order=2]");
  report("chrF++, 100k Chinese pairs", "<= 0.11", chinese, "chrf[word_order=2]");
  report("ROUGE-1/2/L, 100k English pairs", "<= 0.15", english, rouge_en);
  report("ROUGE-1/2/L, 100k Chinese pairs", "<= 0.10", chinese, rouge_zh);
  report("CER, 100k English pairs", "<= 0.20", english, "cer");
  report("CER, 100k Chinese pairs", "<= 0.12", chinese, "cer");
  report("WER, 100k English pairs", "<= 0.10", english, "wer");
  report("TER, 100k English pairs", "<= 0.30", english, "ter");
  report("TER asian, 100k Chinese pairs", "<= 0.80", chinese, "ter[asian=yes,normalized=yes]");
  report("NLTK BLEU-2 on characters, 100k Chinese", "", chinese, "nltk_bleu[order=2,tok=char]");
  report("LLaMA-Factory four, 100k Chinese pairs", "<= 0.59", chinese,
         "lf_bleu_4,lf_rouge_1,lf_rouge_2,lf_rouge_l");
  const std::string panel = "nltk_bleu[tok=char],chrf,cer,exact_match,length_ratio,empty_rate";
  report("panel of 10 metrics, 100k Chinese pairs", "", chinese,
         "bleu[tok=zh]," + rouge_zh + "," + panel);
  return 0;
}
