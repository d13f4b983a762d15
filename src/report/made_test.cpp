// Evidence made by hand for the tests of this folder.
#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

#include "base/file.h"
#include "report/made_internal.h"
#include "source_dir.h"

namespace shijin {
namespace {

ScoreLine score(const std::string& key, Message title, double value, double lo, double hi,
                std::string_view method, std::int64_t n) {
  ScoreLine line;
  line.key = key;
  line.metric = key.substr(0, key.find('['));
  line.title = std::move(title);
  line.score = Score::of(value);
  line.interval = Interval{lo, hi, 0.95, method};
  line.n = n;
  line.signature = key + " shijin/0.1.0";
  return line;
}

Message label_title(Text form, const char* label) { return Message(form, {label, ""}); }

void add_sentiment_scores(Evidence& e) {
  // The empty placeholder keeps these words apart from the metrics' own, which have Simplified
  // forms: the words of this file have none, whatever the table holds.
  constexpr Text kAccuracy{"accuracy{0}", "準確率{0}"};
  constexpr Text kBalanced{"balanced accuracy{0}", "平衡準確率{0}"};
  constexpr Text kMcc{"MCC{0}", "馬修斯相關係數{0}"};
  constexpr Text kPrecision{"precision, label {0}{1}", "精確率，標籤 {0}{1}"};
  constexpr Text kRecall{"recall, label {0}{1}", "召回率，標籤 {0}{1}"};
  constexpr Text kF1{"F1, label {0}{1}", "F1，標籤 {0}{1}"};
  constexpr Text kMacro{"F1, macro{0}", "F1，宏平均{0}"};
  e.metrics = {
      score("accuracy", Message(kAccuracy, {""}), 0.75, 0.30064, 0.95441, "wilson", 4),
      score("balanced_accuracy", Message(kBalanced, {""}), 0.75, 0.3, 0.95, "dirichlet", 4),
      score("mcc", Message(kMcc, {""}), 0.57735, -0.31, 0.91, "dirichlet", 4),
      score("precision[label=0]", label_title(kPrecision, "0"), 1, 0.2065, 1, "wilson", 1),
      score("recall[label=0]", label_title(kRecall, "0"), 0.5, 0.0945, 0.9055, "wilson", 2),
      score("f1[label=0]", label_title(kF1, "0"), 2.0 / 3, 0.17273, 0.95037, "wilson-jaccard", 4),
      score("precision[label=1]", label_title(kPrecision, "1"), 2.0 / 3, 0.2077, 0.9385, "wilson",
            3),
      score("recall[label=1]", label_title(kRecall, "1"), 1, 0.3424, 1, "wilson", 2),
      score("f1[label=1]", label_title(kF1, "1"), 0.8, 0.3440, 0.9683, "wilson-jaccard", 4),
      score("f1[avg=macro]", Message(kMacro, {""}), 0.73333, 0.31, 0.93, "dirichlet", 4)};
  e.metrics[2].low = -1;
  for (const ScoreLine& line : e.metrics) e.panel.push_back(line.key);
}

Example cheap_row() { return {"3", 3, "價格便宜但質量不行", "1", "0", std::nullopt}; }

void add_sentiment_verdict(Evidence& e) {
  constexpr Text kHeadline{
      "F1 of label {0} is {1}, but with {2} such rows it may be anything from {3} to {4}.",
      "標籤 {0} 的 F1 為 {1}，但這類樣本只有 {2} 筆，真值可能在 {3} 到 {4} 之間。"};
  constexpr Text kReason{"About {0} more rows of label {1} would tell it from {2}.",
                         "再補約 {0} 筆標籤 {1} 的樣本，才能與 {2} 區分。"};
  constexpr Text kFinding{"Half of the negatives pass as positive ({0} of {1}; {2} – {3}).",
                          "負面樣本有一半被判為正面（{1} 筆中 {0} 筆；{2} – {3}）。"};
  constexpr Text kRemedy{
      "Add negative rows, above all with \"cheap, but …\" turns; raise their weight.",
      "補充負面樣本，尤其是「便宜，但……」這類轉折句，並提高其權重。"};
  e.verdict.decision = Decision::undecided;
  e.verdict.headline = Message(kHeadline, {"0", "0.67", "2", "0.17", "0.95"});
  e.verdict.reason = Message(kReason, {"180", "0", "0.60"});
  e.verdict.core_label = "0";
  e.verdict.primary_key = "f1[label=0]";
  GateLine gate;
  gate.gate = "f1[label=0]>=0.6";
  gate.key = "f1[label=0]";
  gate.comparison = ">=";
  gate.bar = 0.6;
  gate.decision = Decision::undecided;
  gate.value = 2.0 / 3;
  gate.interval = Interval{0.17273, 0.95037, 0.95, "wilson-jaccard"};
  gate.needed_n = 360;
  e.verdict.gates = {gate};
  Finding finding;
  finding.name = "class-recall-low";
  finding.severity = Finding::Level::high;
  finding.headline = Message(kFinding, {"1", "2", "0.09", "0.91"});
  finding.numbers = {{"recall", 0.5}, {"rows", 2}};
  finding.because = {"recall[label=0]"};
  finding.samples = {cheap_row()};
  finding.remedy = Message(kRemedy);
  e.findings = {finding};
}

void add_copywriting_scores(Evidence& e) {
  constexpr Text kNoDoubt{"2 rows are too few for it", "2 筆樣本不足以估計"};
  constexpr Text kNotInFile{"the file has no log-probabilities", "檔案裡沒有對數機率"};
  constexpr Text kOneToken{"its tokens are whole sentences on Han text",
                           "遇到漢字文本會把整句當成一個詞"};
  constexpr Text kFlag{"written by hand to fill two lines of a narrow terminal with doubt",
                       "這是為了在窄終端機上占滿兩行而手寫的疑慮說明文字"};
  e.metrics = {score("nltk_bleu[order=2,tok=char]", "NLTK BLEU-2", 0.36, 0.31, 0.392, "t", 2),
               score("chrf", "chrF", 24.5, 0, 100, "t", 2), score("ppl", "PPL", 1, 0, 1, "t", 2)};
  e.metrics[1].high = 100;
  e.metrics[1].decimals = 1;
  e.metrics[1].interval.reset();
  e.metrics[1].no_interval_because = Message(kNoDoubt);
  e.metrics[1].flag = Message(kFlag);
  e.metrics[2].score = Score::undefined(Message(kNotInFile));
  e.metrics[2].interval.reset();
  e.metrics[2].better = Better::lower;
  e.metrics[2].high = std::numeric_limits<double>::infinity();
  e.left_out = {{"rouge_1[tok=latin]", Message(kOneToken)}};
  e.texts.output_units_mean = 18;
  e.texts.reference_units_mean = 15;
  e.texts.reference_short = 1;
  e.worst["nltk_bleu[order=2,tok=char]"] = {{"2", 2, "寫貴婦面霜抗老文案",
                                             "貴婦級抗老面霜,修護肌底,煥發年輕光澤",
                                             "奢享抗老配方,讓肌膚重返年輕", 0.3209}};
}

void add_copywriting_verdict(Evidence& e) {
  constexpr Text kSkipped{"ppl was not measured, so this bar is skipped.",
                          "沒有測量 ppl，因此略過這道門檻。"};
  constexpr Text kHeadline{"NLTK BLEU-2 is 0.36, below the bar of 0.40.",
                           "NLTK BLEU-2 為 0.36，低於門檻 0.40。"};
  GateLine fails;
  fails.gate = "nltk_bleu[order=2,tok=char]>=0.4";
  fails.key = "nltk_bleu[order=2,tok=char]";
  fails.comparison = ">=";
  fails.bar = 0.4;
  fails.from_profile = true;
  fails.decision = Decision::fail;
  fails.value = 0.36;
  fails.interval = e.metrics[0].interval;
  GateLine skipped;
  skipped.gate = "ppl<=50";
  skipped.key = "ppl";
  skipped.comparison = "<=";
  skipped.bar = 50;
  skipped.from_profile = skipped.skipped = true;
  skipped.reason = Message(kSkipped);
  e.verdict.decision = Decision::fail;
  e.verdict.headline = Message(kHeadline);
  e.verdict.primary_key = fails.key;
  e.verdict.gates = {fails, skipped};
}

Example marked_row() {
  Example example{"x1", 7, "問", "第一名的面霜", "面霜", 0.25};
  example.marks = {{0, 9, Message("superlative"), "第一", 2, Message("quoted")}};
  return example;
}

void add_probability_facts(Evidence& e) {
  ProbabilityFacts& facts = e.probabilities;
  facts.rows = 4;
  facts.log_loss = 0.7;
  facts.temperature = 1.5;
  facts.log_loss_scaled = 0.6;
  facts.confidence = 0.9;
  facts.accuracy = 0.75;
  facts.threshold =
      ThresholdChoice{"1", "0", "cost", 0.25, 0.75, 0.5, Interval{-0.4, -0.1, 0.95, "t"}};
  facts.biases = {{"1", -0.5}, {"0", 0.25}};
  facts.biases_now = 0.5;
  facts.biases_best = 0.625;
  facts.abstention = {{1, 0.5, 0.75}, {0.5, 0.9, 1}};
  facts.bars["1"] = {2, 3, {{0.9, 0.5, 0, std::nullopt, 2}, {0.1, 1, 0.5, 0.75, 1}}, 1};
  facts.suspects = 1;
  facts.suspected = {cheap_row()};
  e.curves = {{"roc:1", {{0, 0, 1}, {0.5, 1, 0.5}}},
              {"pr:1", {{1, 0.5, 0.25}}},
              {"threshold:1", {{0.25, 0.5, 0.75}}},
              {"cost", {{0.25, 2, 0.25}}}};
  e.reliability["1"] = {{0, 0.1, 20, 0.05, 0.1}};
}

void add_text_facts(Evidence& e) {
  e.histograms["ppl"] = {{1, 2, 30, 0, 0.25}, {2, 4, 10, 3, 0.75}};
  e.worst["ppl"] = {marked_row()};
  e.texts = {};
  e.texts.output_empty = 1;
  e.texts.output_missing = 2;
  e.texts.output_short = 3;
  e.texts.reference_empty = 4;
  e.texts.reference_short = 5;
  e.texts.output_units_mean = 6.5;
  e.texts.reference_units_mean = 7.5;
  e.texts.tokens_per_reference = {{"zh", 8}, {"13a", 1.5}};
  e.lengths = {"chrf", {{10, 1, 4, 2.5, 0.5, 0.25}}};
  Rung rung;
  rung.key = "bleu";
  rung.tool = Message("sacreBLEU");
  rung.counts = Message("words");
  rung.also = Message("others");
  rung.score = Score::of(40);
  rung.interval = Interval{30, 50, 0.95, ""};
  rung.high = 100;
  rung.bar = 40;
  rung.gate = "bleu>=40";
  e.ladder = {"bleu", 0.4, false, {rung}};
}

void add_slice_facts(Evidence& e) {
  SliceLine line;
  line.conditions = {{"trait", "negation", "", Message("with a negation")},
                     {"column", "channel", "web", Message("channel = web")}};
  line.n = 40;
  line.errors = 10;
  line.interval = Interval{0.14, 0.4, 0.95, "wilson"};
  line.p_adjusted = 0.01;
  line.examples = {marked_row()};
  e.slices = {400, 60, 12, {line, {{}, 3, 1, std::nullopt, std::nullopt, true, {}}}, {}};
  e.slices.words = {{"不", 20, 5, 1.25, 3.5, 0.001}};
  e.leakage = LeakageFacts{4, 20, 1, 1, 0, 1, {}, {3, 4}, {}};
  e.leakage->rows = {{3, 9, 0.95, "好用", "好用！", "train.csv", "1", "0"},
                     {4, 0, 0.5, "a", "", "train.csv", "", ""}};
  LeakedScore score{e.metrics[0], e.metrics[0], e.metrics[0], Interval{0.1, 0.3, 0.95, ""}};
  score.clean.n = 2;
  score.clean.score = Score::of(0.5);
  score.leaked.score = Score::undefined("none");
  score.leaked.interval.reset();
  e.leakage->scores = {score};
}

void add_rating_facts(Evidence& e) {
  RatingDimension dimension;
  dimension.name = "fluency";
  dimension.ratings = 30;
  dimension.items = 10;
  dimension.raters = 3;
  dimension.missing = 2;
  dimension.low = 1;
  dimension.high = 5;
  dimension.counts = {{1, 4}, {2.5, 26}};
  dimension.adjusted = Score::of(3.25);
  dimension.agreement = {
      {"krippendorff_alpha", Score::of(0.5), Interval{0.25, 0.75, 0.9, "poisson-bootstrap"}, 10},
      {"gwet_ac2", Score::undefined("all alike"), std::nullopt, 10}};
  dimension.raters_needed = 2;
  e.ratings.dimensions = {dimension};
  e.ratings.raters = {{"ann", "fluency", 10, 3.5, Score::of(0.25)},
                      {"bo", "fluency", 10, 3, Score::undefined("alone")}};
  e.rated = {{"fluency", 12, 3.5, Interval{3, 4, 0.95, "t"}}, {"style", 1, 2, std::nullopt}};
  e.people = {{"bleu", 12, 0.4, Interval{-0.2, 0.8, 0.95, "bonett-wright"}, 3, 9, {"a"}, {"b"}}};
}

ModelFacts made_model(const std::string& name) {
  ModelFacts model;
  model.path = "models/" + name + ".gguf";
  model.digest = "xxh3:" + name;
  model.engine = "llama.cpp 0.6.0";
  model.name = name;
  model.architecture = "llama";
  model.parameters = 472896;
  model.weights = "F32";
  model.precision = "reference";
  model.vocabulary = 0xfedcba9876543210U;
  model.template_digest = "xxh3:template";
  model.prefix = "bos";
  model.window = 512;
  return model;
}

}  // namespace

Evidence made_sentiment() {
  Evidence e;
  e.version = "0.1.0";
  e.profile = "default";
  e.run = {"r1", "sentiment_test", "2026-01-02T03:04:05Z", 0, 0, {"shijin", "eval"}};
  e.data.files = {{"examples/sentiment_test.csv", "csv", "UTF-8", ""}};
  e.data.rows = e.data.used = 4;
  e.data.digest = "xxh3:0123456789abcdef0123456789abcdef";
  e.data.names = {"text", "true_label", "pred_label"};
  e.data.roles.columns = {
      {Role::input, "", 0, true}, {Role::truth, "", 1, true}, {Role::predicted, "", 2, true}};
  add_sentiment_scores(e);
  e.labels = {{"0", 2, 1, 1, true}, {"1", 2, 3, 2, true}};
  e.confusion.labels = {"0", "1"};
  e.confusion.counts = {{1, 1}, {0, 2}};
  e.confusion.examples = {{{}, {cheap_row()}}, {{}, {}}};
  e.baselines = {{"majority", "accuracy", "0", 0.5},
                 {"random", "accuracy", "", 0.5},
                 {"always", "f1[label=0]", "0", 2.0 / 3},
                 {"always", "f1[label=1]", "1", 2.0 / 3}};
  add_sentiment_verdict(e);
  return e;
}

Evidence made_copywriting() {
  Evidence e;
  e.version = "0.1.0";
  e.task = Task::generation;
  e.profile = "article";
  e.data.files = {{"examples/copywriting_test.csv", "csv", "UTF-8", ""}};
  e.data.rows = e.data.used = 2;
  e.data.han_share = 1;
  e.data.names = {"instruction", "reference", "generated"};
  e.data.roles.columns = {
      {Role::input, "", 0, true}, {Role::reference, "", 1, true}, {Role::output, "", 2, false}};
  add_copywriting_scores(e);
  add_copywriting_verdict(e);
  return e;
}

Evidence made_intents() {
  constexpr Text kF1{"F1, label {0}{1}", "F1，標籤 {0}{1}"};
  Evidence e = made_sentiment();
  e.metrics = {e.metrics[0], e.metrics[1], e.metrics[2], e.metrics[9]};
  e.panel.clear();
  e.labels.clear();
  e.confusion = {};
  for (int i = 0; i < 21; ++i) {
    const std::string label = "intent_" + std::to_string(i);
    const double f1 = 0.5 + 0.02 * ((i * 8) % 21);
    e.metrics.push_back(score("precision[label=" + label + "]", label.c_str(), f1, 0, 1, "w", 30));
    e.metrics.push_back(score("recall[label=" + label + "]", label.c_str(), f1, 0, 1, "w", 30));
    e.metrics.push_back(score("f1[label=" + label + "]", Message(kF1, {label, ""}), f1, f1 - 0.1,
                              f1 + 0.08, "wilson-jaccard", 630));
    e.labels.push_back({label, 30, 29, 20, true});
    e.confusion.labels.push_back(label);
    e.confusion.counts.emplace_back(21, 0.0);
    e.confusion.counts.back()[static_cast<std::size_t>(i)] = 20;
    e.confusion.counts.back()[static_cast<std::size_t>((i + 1) % 21)] = i % 5 + 1;
    e.confusion.examples.emplace_back(21);
  }
  e.confusion.examples[4][5] = {
      {"q17", 1234, "what is the status of my card that was sent to my old address last month",
       "intent_5", "intent_4", std::nullopt}};
  for (const ScoreLine& line : e.metrics) e.panel.push_back(line.key);
  e.verdict.core_label = "intent_4";
  e.verdict.primary_key = "f1[label=intent_4]";
  return e;
}

Evidence made_hostile() {
  const std::string bad =
      "\x1b[31mred\x1b[0m\n| `a` <b> & \"c\" *d* \t\x01 @all [x](y) \xff 👍🏽 標籤";
  Evidence e = made_sentiment();
  e.data.files[0].path = "dir/" + bad + ".csv";
  e.data.names = {bad, bad + bad + bad, ""};
  e.data.thinking_stripped = 3;
  e.data.skipped = 1;
  e.data.rows = 9;
  e.unparsed = 2.5;
  for (ScoreLine& line : e.metrics) {
    line.title = Message(bad + line.key);
    line.flag = Message(bad);
  }
  e.metrics[0].score = Score::undefined(Message(bad));
  e.metrics[1].interval = Interval{-1e9, 1e9, 0.95, "t"};
  e.metrics[2].score = Score::of(1e12);
  e.metrics[9].high = std::numeric_limits<double>::infinity();
  e.labels = {{bad, 2, 1, 1, true},
              {"", 2, 3, 2, true},
              {std::string(200, 'x'), 1, 1, 0, true},
              {"d", 1, 1, 0, false}};
  e.confusion.labels = {bad, "", std::string(200, 'x')};
  e.confusion.counts = {{1, 1234567, 0, 2}, {0, 2, 0.5, 0}, {0, 0, 9, 9}};
  e.confusion.has_other = true;
  Example example = cheap_row();
  example.id = bad;
  example.input = example.output = example.reference = bad + bad + bad;
  e.confusion.examples = {
      {{}, {example}, {}, {}}, {{}, {}, {example}, {}}, {{}, {}, {}, {example}}};
  e.findings.assign(7, e.findings[0]);
  for (Finding& finding : e.findings) {
    finding.headline = finding.remedy = Message(bad + bad);
    finding.samples = {example, example, example};
  }
  e.verdict.headline = e.verdict.reason = Message(bad + bad);
  e.verdict.gates[0].gate = bad;
  e.verdict.gates.push_back(e.verdict.gates[0]);
  e.verdict.gates[1].reason = Message(bad + bad);
  e.left_out = {{bad, Message(bad)}};
  return e;
}

Evidence made_whole() {
  Evidence e = made_sentiment();
  e.metrics[1].spread = 0.5;
  e.metrics[1].peer_line = "BLEU|nrefs:1 = 1";
  e.metrics[2].flag = Message("look twice");
  e.data.clusters = 3;
  e.data.thinking_stripped = 1;
  e.data.han_share = 0.75;
  e.data.skipped = 1;
  e.data.skipped_rows = {2};
  // A role with columns on both sides of another's.
  e.data.names = {"text", "true_label", "pred_label", "kind", "weight", "place"};
  e.data.roles.columns.insert(
      e.data.roles.columns.end(),
      {{Role::slice, "", 3, true}, {Role::weight, "", 4, false}, {Role::slice, "", 5, true}});
  e.model = made_model("tiny");
  e.model->adapter = "rounds/r1";
  e.model->adapter_digest = "xxh3:r1";
  e.fluency_model = made_model("judge");
  e.labels_given = true;
  e.positive = "1";
  e.unparsed = 1;
  e.unparsed_examples = {cheap_row()};
  e.costs = {{"0>1", 5}, {"1>0", 1}};
  e.prevalence = {{"0", 0.1}};
  e.left_out = {{"ppl", Message("no log-probabilities")}};
  add_probability_facts(e);
  add_text_facts(e);
  add_slice_facts(e);
  add_rating_facts(e);
  for (int row = 1; row <= 30; ++row) {
    for (const Severity severity : {Severity::warning, Severity::error}) {
      Error note;
      note.name = "row-odd";
      note.at = {"a.csv", row, 2};
      note.found = Message("odd");
      note.help = Message("mend it");
      note.severity = severity;
      e.notes.add(std::move(note));
    }
  }
  return e;
}

void expect_page(const std::string& name, const std::string& page) {
  const std::string path = source_dir() + "/tests/data/report/" + name;
  if (std::getenv("SHIJIN_ACCEPT") != nullptr) {
    ASSERT_TRUE(write_file(path, page).ok()) << path;
  }
  const Result<std::string> kept = read_file(path);
  ASSERT_TRUE(kept.ok()) << path;
  EXPECT_EQ(page, kept.value()) << path;
}

}  // namespace shijin
