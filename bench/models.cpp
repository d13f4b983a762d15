// Language models: what computing together saves beside one at a time, in our own engine on the
// same weights; a long text beside llama-perplexity, and short ones beside transformers. CPU
// seconds on one thread, so that a busy machine does not count; generations on the weights of the
// file (Q4_1), on BF16, and on those of --precision fast.
#include <sys/resource.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <span>
#include <sstream>
#include <string>
#include <vector>

#include "base/file.h"
#include "bench/cpu_clock.h"
#include "lm/model.h"
#include "lm/windows.h"
#include "source_dir.h"

namespace {

using namespace shijin;

std::unique_ptr<LanguageModel> load(const std::string& path, Precision precision) {
  ModelOptions options;
  options.path = path;
  options.precision = precision;
  options.cache_dir = std::filesystem::path(path).parent_path() / "copies";
  auto model = open_model(options);
  if (!model.ok()) {
    std::fprintf(stderr, "%s", describe(model.error(), Language::en).c_str());
    std::exit(2);
  }
  return std::move(model).value();
}

// CPU seconds of something, the better of two where it is short.
double seconds_of(const std::function<void()>& work) {
  constexpr double kLong = 2;
  double best = 1e9;
  for (int round = 0; round < 2 && !(best > kLong && round > 0); ++round) {
    const double start = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - start);
  }
  return best;
}

void need(bool good) {
  if (!good) std::abort();
}

void print(const std::string& name, double together, double alone, const char* target) {
  std::printf("%s\t\t%.4g\tCPU s\t%.4g\t%s\n", name.c_str(), together, alone, target);
  std::fflush(stdout);
}

// All jobs at once, then each target of each alone.
void score_both(LanguageModel& model, const std::string& name, const std::vector<ScoreJob>& jobs,
                const char* target) {
  const double together = seconds_of([&] { need(model.score(jobs, {}).ok()); });
  const double alone = seconds_of([&] {
    for (const ScoreJob& job : jobs) {
      for (const auto& one : job.targets) {
        const std::vector<ScoreJob> single = {{job.context, {one}}};
        need(model.score(single, {}).ok());
      }
    }
  });
  print(name, together, alone, target);
}

std::vector<TokenId> first_tokens(const LanguageModel& model, const std::string& text,
                                  std::size_t begin, std::size_t count) {
  const std::vector<TokenId> all = model.tokenize(text);
  std::vector<TokenId> some;
  for (std::size_t i = 0; i < count; ++i) some.push_back(all[(begin + i) % all.size()]);
  return some;
}

// 24 short texts behind the same 127 tokens.
void shared_prefix(LanguageModel& model, const std::string& text) {
  const std::vector<TokenId> prefix = first_tokens(model, text, 0, 127);
  std::vector<ScoreJob> jobs;
  for (std::size_t i = 0; i < 24; ++i) {
    ScoreJob job{prefix, {first_tokens(model, text, 200 + 40 * i, 40)}};
    job.context.push_back(static_cast<TokenId>(100 + i));
    jobs.push_back(std::move(job));
  }
  score_both(model, "24 texts behind 127 shared tokens", jobs, ">= 2");
}

// Four choices of 4 tokens behind each of 24 prompts of 80.
void four_choices(LanguageModel& model, const std::string& text) {
  std::vector<ScoreJob> jobs;
  for (std::size_t i = 0; i < 24; ++i) {
    ScoreJob job{first_tokens(model, text, 83 * i, 80), {}};
    for (std::size_t k = 0; k < 4; ++k) {
      job.targets.push_back(first_tokens(model, text, 500 + 7 * (4 * i + k), 4));
    }
    jobs.push_back(std::move(job));
  }
  score_both(model, "24 prompts with 4 choices each", jobs, ">= 3");
}

// 16 questions in the model's own chat template, as `shijin predict` asks them, 40 tokens to each.
void generations(LanguageModel& model, const std::string& name, const std::string& text,
                 const char* target) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; in >> word;) words.push_back(word);
  std::vector<GenerateJob> jobs;
  for (std::size_t i = 0; i < 16; ++i) {
    ChatMessage message{"user", "Say more about this:"};
    for (std::size_t k = 0; k < 4 + i % 5; ++k) message.content += " " + words[40 * i + k];
    auto prompt = model.prompt({&message, 1});
    need(prompt.ok());
    jobs.push_back({std::move(prompt).value(), i});
  }
  GenerateOptions options;
  options.most_tokens = 40;
  GenerateHooks hooks;
  hooks.done = [](std::size_t, const Generation&) { return Result<Done>(Done{}); };
  const auto write = [&](int slots) {
    options.slots = slots;
    return seconds_of([&] { need(model.generate(jobs, options, hooks).ok()); });
  };
  const double together = write(16);
  print(name, together, write(1), target);
}

double children_seconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

// Windows of 512 tokens, half of each scored: ours beside the whole run of llama-perplexity.
void long_text(LanguageModel& model, const std::string& path, const std::string& text) {
  constexpr std::size_t kWindow = 512;
  const std::vector<TokenId> tokens = model.tokenize(text);
  std::vector<ScoreJob> jobs;
  for (const Window& one : halved_windows(tokens.size(), kWindow)) {
    const auto at = [&](std::size_t i) { return tokens.begin() + static_cast<std::ptrdiff_t>(i); };
    jobs.push_back({{at(one.begin), at(one.first)}, {{at(one.first), at(one.end)}}});
  }
  const double ours = seconds_of([&] { need(model.score(jobs, {}).ok()); });
  const char* tool = std::getenv("SHIJIN_LLAMA_PERPLEXITY");
  std::string peer = "-";
  if (tool != nullptr) {
    const std::string file = path + ".txt";
    need(write_file(file, text).ok());
    const double before = children_seconds();
    const std::string command = std::string(tool) + " -m " + path + " -f " + file +
                                " -c 512 -b 512 -t 1 --no-warmup >/dev/null 2>&1";
    need(std::system(command.c_str()) == 0);
    peer = std::to_string(children_seconds() - before);
  }
  std::printf("long text, %zu windows of 512\t\t%.4g\tCPU s\t%s\t>= 1\n", jobs.size(), ours,
              peer.c_str());
  std::fflush(stdout);
}

struct Peer {
  std::string seconds = "-";
  double perplexity = 0;
};

// transformers on the same token ids, where its Python is named.
Peer transformers(const std::string& path, const std::vector<ScoreJob>& jobs) {
  Peer peer;
  const char* python = std::getenv("SHIJIN_TRANSFORMERS_PYTHON");
  if (python == nullptr) return peer;
  std::string ids;
  for (const ScoreJob& job : jobs) {
    for (const TokenId token : job.context) ids += std::to_string(token) + " ";
    for (const TokenId token : job.targets.front()) ids += std::to_string(token) + " ";
    ids.back() = '\n';
  }
  const std::string file = path + ".ids";
  need(write_file(file, ids).ok());
  const std::string command = std::string(python) + " " + source_dir() + "/bench/models_peer.py " +
                              path + " " + file + " 2>/dev/null";
  std::FILE* in = popen(command.c_str(), "r");
  need(in != nullptr);
  char seconds[32];
  if (std::fscanf(in, "%31s %lf", seconds, &peer.perplexity) == 2) peer.seconds = seconds;
  pclose(in);
  return peer;
}

// 48 texts of 60 tokens each, one call of ours beside one at a time of transformers.
void short_texts(std::span<LanguageModel* const> models, const std::string& path,
                 const std::string& text) {
  std::vector<ScoreJob> jobs;
  for (std::size_t i = 0; i < 48; ++i) {
    const std::vector<TokenId> tokens = first_tokens(*models.front(), text, 41 * i, 60);
    jobs.push_back({{tokens.front()}, {{tokens.begin() + 1, tokens.end()}}});
  }
  const Peer peer = transformers(path, jobs);
  for (LanguageModel* model : models) {
    double sum = 0;
    const double ours = seconds_of([&] {
      const auto scores = model->score(jobs, {});
      need(scores.ok());
      sum = 0;
      for (const JobScores& one : *scores) {
        for (const double value : one.log_prob.front()) sum -= value;
      }
    });
    const double perplexity = std::exp(sum / (48.0 * 59));
    need(peer.perplexity == 0 || std::abs(perplexity / peer.perplexity - 1) < 0.02);
    std::printf("48 texts of 60 tokens, %s\t\t%.4g\tCPU s\t%s\t%s\n",
                model->facts().precision.c_str(), ours, peer.seconds.c_str(),
                model == models.front() ? ">= 2" : "");
    std::fflush(stdout);
  }
}

// The same texts under a base and ten adapters, beside eleven times under the base.
void ten_adapters(const std::string& folder) {
  const auto model = load(folder + "/tiny-review-lm.gguf", Precision::reference);
  const std::string text = *read_file(folder + "/texts.jsonl");
  std::vector<ScoreJob> jobs;
  for (std::size_t i = 0; i < 64; ++i) {
    jobs.push_back({{model->prefix()}, {first_tokens(*model, text, 31 * i, 64)}});
  }
  const double alone = seconds_of([&] {
    for (int i = 0; i < 11; ++i) need(model->score(jobs, {}).ok());
  });
  const double under = seconds_of([&] {
    need(model->use_adapter("").ok() && model->score(jobs, {}).ok());
    for (int i = 0; i < 10; ++i) {
      const std::string round = folder + "/tiny-review-round" + std::to_string(i % 3 + 1);
      need(model->use_adapter(round + (i % 2 == 0 ? ".lora.gguf" : "-peft")).ok());
      need(model->score(jobs, {}).ok());
    }
  });
  std::printf("a base and ten adapters / the base eleven times\t<= 1.5\t%.3g\ttimes\n",
              under / alone);
}

// The copy that was made to choose the weights of --precision fast.
std::string copy_of(const std::string& path, std::string_view end) {
  const auto copies = std::filesystem::path(path).parent_path() / "copies";
  for (const auto& one : std::filesystem::directory_iterator(copies)) {
    if (one.path().string().ends_with(end)) return one.path();
  }
  std::abort();
}

}  // namespace

// usage: bench_models SMOLLM2.gguf TEXT FOLDER-OF-THE-TINY-MODEL
int main(int count, char** arguments) {
  if (count < 4) return 2;
  if (model_engine().empty()) {
    std::puts("# models: this build has none (scripts/build --models)");
    return 0;
  }
  const std::string path = arguments[1];
  const std::string text = read_file(arguments[2])->substr(0, 9000);
  ten_adapters(arguments[3]);
  if (path.empty()) {
    std::puts("# SmolLM2: not to be had here, so nothing else of models was measured");
    return 0;
  }
  const auto as_is = load(path, Precision::as_is);
  long_text(*as_is, path, text);
  generations(*as_is, "16 generations at once, Q4_1", text, ">= 1.8");
  const auto fast = load(path, Precision::fast);
  const std::string weights = fast->facts().precision;
  shared_prefix(*fast, text);
  four_choices(*fast, text);
  const auto reference = load(path, Precision::reference);
  LanguageModel* const both[] = {fast.get(), reference.get()};
  short_texts(both, path, text);
  const auto bf16 = load(copy_of(path, "-bf16.gguf"), Precision::as_is);
  generations(*bf16, "16 generations at once, BF16", text, ">= 3");
  if (weights != "fast-bf16") {
    generations(*fast, "16 generations at once, " + weights, text, "");
  }
}
