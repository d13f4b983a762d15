// Perplexity from the file to the score, against what transformers and PEFT give in float64
// (tests/data/models/golden.json).
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "base/utf8.h"
#include "engine/evaluate.h"
#include "lm/ask.h"
#include "lm/tiny_model_internal.h"

namespace shijin {
namespace {

#ifdef SJ_HAS_LLAMA

using Json = nlohmann::json;

std::string temporary(const std::string& what) {
  const std::string name = "shijin_perplexity_" + what + std::to_string(::getpid()) + ".jsonl";
  return std::filesystem::temp_directory_path() / name;
}

// The evidence of a file that a model was asked about.
Evidence evidence_of(LanguageModel& model, const std::string& file) {
  Notes notes;
  const ReadOptions read;
  const std::vector<std::string> files = {file};
  Table table = std::move(Table::open(files, read, notes)).value();
  AskOptions options;
  options.as_lm = true;
  const AskedRows rows = read_asked(table, options, notes).value();
  TextsInProcess texts(model);
  Journal journal = Journal::open(temporary("journal"), "key").value();
  const AskedTable asked = ask(texts, rows, journal, options, {}).value();
  journal.finish();
  const std::string path = temporary("scores");
  EXPECT_TRUE(write_file(path, asked.lines).ok());
  ReadOptions mapped;
  mapped.map = asked.map;
  const std::vector<std::string> asked_files = {path};
  Table answers = std::move(Table::open(asked_files, mapped, notes)).value();
  EvaluateOptions evaluate_options;
  evaluate_options.task = Task::lm;
  evaluate_options.metrics = "ppl,ppl[avg=sample],lf_ppl,bits_per_byte,ppl_char";
  evaluate_options.threads = 1;
  return evaluate(answers, evaluate_options, {}).value();
}

void expect_score(const Evidence& evidence, const char* key, double wanted) {
  const ScoreLine* line = evidence.find(key);
  ASSERT_NE(line, nullptr) << key;
  ASSERT_TRUE(line->score.value.has_value()) << key;
  EXPECT_NEAR(*line->score.value, wanted, kNear * wanted) << key;
}

double characters(const std::string& text) {
  double count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) decode_utf8(text, at);
  return count;
}

void expect_texts(LanguageModel& model) {
  double nats = 0;
  double tokens = 0;
  double each = 0;
  double bytes = 0;
  double letters = 0;
  for (const Json& text : golden()["texts"]) {
    double own = 0;
    for (const double log_prob : text["logprobs"]) own -= log_prob;
    const auto count = static_cast<double>(text["logprobs"].size());
    nats += own;
    tokens += count;
    each += std::exp(own / count);
    bytes += static_cast<double>(text["text"].get<std::string>().size());
    letters += characters(text["text"]);
  }
  const auto rows = static_cast<double>(golden()["texts"].size());
  const Evidence evidence = evidence_of(model, kModels + "texts.jsonl");
  expect_score(evidence, "ppl", std::exp(nats / tokens));
  expect_score(evidence, "ppl[avg=sample]", each / rows);
  expect_score(evidence, "lf_ppl", each / rows);
  expect_score(evidence, "bits_per_byte", nats / bytes / std::log(2.0));
  expect_score(evidence, "ppl_char", std::exp(nats / letters));
}

// The right answers, given their questions.
void expect_answers(LanguageModel& model, const std::string& round) {
  const Json& base = golden()["rounds"]["base"];
  const Json& wanted = golden()["rounds"][round];
  double nats = 0;
  double bytes = 0;
  double letters = 0;
  std::string lines;
  for (std::size_t i = 0; i < base["rows"].size(); ++i) {
    const Json& row = base["rows"][i];
    const auto right = row["gold"].get<std::size_t>();
    const Json& sums = round == "base" ? row["logprob"] : wanted["logprob"][i];
    const std::string choice = row["choices"][right];
    const std::string answer = choice.substr(0, choice.find("<|im_end|>"));
    lines += Json{{"input", question_of(row)}, {"reference", answer}}.dump() + "\n";
    nats -= sums[right].get<double>();
    bytes += static_cast<double>(answer.size());
    letters += characters(answer);
  }
  const std::string path = temporary("answers");
  EXPECT_TRUE(write_file(path, lines).ok());
  const Evidence evidence = evidence_of(model, path);
  expect_score(evidence, "bits_per_byte", nats / bytes / std::log(2.0));
  expect_score(evidence, "ppl_char", std::exp(nats / letters));
}

TEST(Perplexity, of_texts_is_that_of_float64_for_any_batch_and_threads) {
  for (const std::size_t threads : {1U, 2U}) {
    for (const int batch : {512, 64, 7, 1}) {
      SCOPED_TRACE(std::to_string(threads) + " threads, batches of " + std::to_string(batch));
      expect_texts(*open_tiny(threads, batch));
    }
  }
}

TEST(Perplexity, of_answers_is_that_of_float64_for_any_batch_threads_and_adapter) {
  expect_answers(*open_tiny(1, 33), "base");
  expect_answers(*open_tiny(2, 512), "base");
  const auto model = open_tiny(1, 512);
  expect_answers(*model, "base");
  for (const std::string round : {"round1", "round2", "round3"}) {
    ASSERT_TRUE(model->use_adapter(kModels + "tiny-review-" + round + "-peft").ok());
    expect_answers(*model, round);
  }
}

#endif

}  // namespace
}  // namespace shijin
