// shijin explain: what a name means: a metric or its key, a tokeniser, a rule, a diagnostic.
#include <algorithm>
#include <array>
#include <cmath>

#include "cli/configured.h"
#include "cli/describe_metric.h"
#include "cli/explain_ladder.h"
#include "cli/explain_notes.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/wrap.h"

namespace shijin::cli {
namespace {

constexpr Text kMeasures{"what it measures", "衡量什麼"};
constexpr Text kReading{"how to read it", "如何解讀"};
constexpr Text kMisleads{"when it misleads", "何時會誤導"};
constexpr Text kDefinition{"definition", "定義"};
constexpr Text kParameters{"parameters", "參數"};
constexpr Text kDefault{" Default: {0}.", "預設：{0}。"};
constexpr Text kOneOf{" One of: {0}.", "可為：{0}。"};
constexpr Text kValues{"range", "範圍"};
constexpr Text kRange{" From {0} to {1}.", "範圍 {0} 到 {1}。"};
constexpr Text kStop{".", "。"};
constexpr Text kExamples{"examples", "範例"};
constexpr Text kExample{"{0} = {1} ({2})", "{0} = {1}（{2}）"};
constexpr Text kInput{"input", "輸入"};
constexpr Text kOutput{"output", "輸出"};
constexpr Text kReference{"reference", "參考答案"};
constexpr Text kPredicted{"predicted", "預測"};
constexpr Text kTruth{"true", "真實"};
constexpr Text kProbabilities{"probabilities", "機率"};
constexpr Text kEmbedding{"cosine, precision, recall, F", "餘弦、精確率、召回率、F"};
constexpr Text kLogProbs{"log-probabilities of the tokens", "各詞元的對數機率"};
constexpr Text kNothing{"(empty)", "（空白）"};
constexpr Text kOr{" or ", " 或 "};
constexpr Text kUndefined{"undefined", "無定義"};
constexpr Text kEqualsPeer{"gives the same numbers as", "數字與其相同"};
constexpr Text kDepartures{"intended differences", "刻意的差異"};
constexpr Text kSource{"source", "出處"};
constexpr Text kTokenizer{"tokeniser {0}", "斷詞器 {0}"};
constexpr Text kCuts{"how it cuts", "如何切分"};
constexpr Text kCutHere{"what it makes of these texts", "以這幾段文字為例"};
constexpr Text kYourWords{"your own words", "自訂詞"};
constexpr Text kUserDict{
    "`shijin eval FILE --user-dict WORDS.txt` adds words to the dictionary, one a line, with or "
    "without a frequency and a tag, as Python's jieba.load_userdict does. Every score that they "
    "may change is marked, in words and in its signature.",
    "`shijin eval FILE --user-dict WORDS.txt` "
    "可把詞加進詞典，每行一個，詞頻與詞性可寫可不寫，格式與 Python 的 jieba.load_userdict "
    "相同。可能受影響的分數都會標明，簽章也會不同。"};
constexpr Text kProfile{"profile {0}", "設定組合 {0}"};
constexpr Text kClassification{"for classification", "用於分類"};
constexpr Text kGeneration{"for generation", "用於生成"};
constexpr Text kGates{"its gates", "附帶的門檻"};
constexpr Text kOfRatings{"of ratings by people or judges (shijin eval RATINGS --task rating)",
                          "用於人或評審模型的評分（shijin eval 評分檔 --task rating）"};
constexpr Text kFinding{"finding {0}", "發現 {0}"};
constexpr Text kDiagnostic{"diagnostic {0}", "診斷訊息 {0}"};
constexpr Text kSpeaks{"when it speaks", "何時出現"};
constexpr Text kAdvice{"what it advises", "建議"};
constexpr Text kUnknown{"nothing is called \"{0}\"", "沒有任何東西叫做「{0}」"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};
constexpr Text kLists{"`{0}` lists the metrics", "`{0}` 可列出指標"};

/// Paragraphs under short headings, indented
class Page {
 public:
  explicit Page(const Console& console)
      : language_(console.language),
        columns_(static_cast<std::size_t>(std::clamp(console.columns, 40, 80))) {}

  void title(const Message& words) { lines(words, 0); }
  void part(Text heading, const Message& words) {
    if (words.empty()) return;
    head(heading);
    lines(words, 2);
  }
  void head(Text heading) { out_ += "\n" + std::string(heading.in(language_)) + "\n"; }
  void item(const std::string& name, const Message& words, std::size_t indent) {
    const std::string lead = name.empty() ? "" : "  " + name;
    append_hanging(out_, lead, words.in(language_), indent, columns_);
  }
  const std::string& text() const { return out_; }
  Language language() const { return language_; }

 private:
  void lines(const Message& words, std::size_t indent) {
    for (const std::string& line : wrap(words.in(language_), columns_ - indent)) {
      out_ += std::string(indent, ' ') + line + "\n";
    }
  }

  Language language_;
  std::size_t columns_;
  std::string out_;
};

// What a parameter does, what it takes and what it is by itself, as sentences.
std::string parameter_words(const ParameterInfo& parameter, Language language) {
  std::string words(parameter.summary.in(language));
  const std::string_view stop = kStop.in(language);
  if (!words.ends_with(stop)) words += stop;
  if (parameter.kind == ParameterKind::choice) {
    std::string list;
    for (char c : parameter.choices) list += c == '|' ? std::string(", ") : std::string(1, c);
    words += Message(kOneOf, {list}).in(language);
  } else if (parameter.kind != ParameterKind::label) {
    const Message range(kRange, {bound_text(parameter.low), bound_text(parameter.high)});
    words += range.in(language);
  }
  if (parameter.fallback.empty()) return words;
  return words + Message(kDefault, {parameter.fallback}).in(language);
}

// A text of an example: its references apart, and something to see where there is nothing.
std::string example_text(std::string_view text, Language language) {
  std::string shown;
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(text.find('\x1f', begin), text.size());
    const std::string_view one = text.substr(begin, end - begin);
    shown += one.empty() ? std::string(kNothing.in(language)) : printable(one);
    if (end == text.size()) return shown;
    shown += kOr.in(language);
    begin = end + 1;
  }
}

// The columns that an example's rows fill, in the order in which they are shown.
struct ExampleColumns {
  explicit ExampleColumns(const MetricDefinition& metric, const MetricExample& example) {
    const auto any = [&](std::string_view ExampleRow::* column) {
      return std::any_of(example.rows.begin(), example.rows.end(),
                         [&](const ExampleRow& row) { return !(row.*column).empty(); });
    };
    const Needs needs = metric.info.needs;
    const bool labels = needs == Needs::labels || needs == Needs::probabilities;
    const bool probabilities = any(&ExampleRow::probabilities);
    if (needs == Needs::input || any(&ExampleRow::input)) add(kInput, &ExampleRow::input);
    if (!probabilities) add(labels ? kPredicted : kOutput, &ExampleRow::output);
    if (labels || needs == Needs::reference || any(&ExampleRow::reference)) {
      add(labels ? kTruth : kReference, &ExampleRow::reference);
    }
    if (probabilities) add(kProbabilities, &ExampleRow::probabilities);
    if (needs == Needs::log_probs) add(kLogProbs, &ExampleRow::log_probs);
    if (needs == Needs::embeddings) add(kEmbedding, &ExampleRow::embedding);
  }

  void add(Text title, std::string_view ExampleRow::* column) { all.emplace_back(title, column); }
  std::string titles(Language language) const {
    return row([&](const auto& column) { return std::string(column.first.in(language)); });
  }
  std::string texts(const ExampleRow& of, Language language) const {
    return row([&](const auto& column) { return example_text(of.*(column.second), language); });
  }

 private:
  template <class Cell>
  std::string row(const Cell& cell) const {
    std::string line;
    for (const auto& column : all) line += (line.empty() ? "" : " | ") + cell(column);
    return line;
  }

  std::vector<std::pair<Text, std::string_view ExampleRow::*>> all;
};

// One example: the key with its value, who says so, and the numbered rows.
void example_lines(Page& page, const MetricDefinition& metric, const MetricExample& example) {
  std::string key(metric.name);
  if (!example.arguments.empty()) key += "[" + std::string(example.arguments) + "]";
  const Message value =
      std::isnan(example.value) ? Message(kUndefined) : Message(fixed(example.value, 4));
  page.item("", Message(kExample, {key, value, example.source.in(page.language())}), 2);
  if (example.rows.empty()) return;
  const ExampleColumns columns(metric, example);
  page.item("", columns.titles(page.language()), 10);
  std::size_t number = 0;
  for (const ExampleRow& row : example.rows) {
    page.item("    " + std::to_string(++number), columns.texts(row, page.language()), 10);
  }
}

void explain_metric(Page& page, const MetricDefinition& metric, const std::string& key) {
  const MetricInfo& info = metric.info;
  page.title(Message(Text("{0}: {1}", "{0}：{1}"), {key, info.title}));
  page.title(direction_and_range(info));
  page.part(kMeasures, info.summary);
  page.part(kReading, info.reading);
  page.part(kMisleads, info.misleads);
  page.part(kDefinition, std::string(info.definition));
  if (!info.parameters.empty()) {
    page.head(kParameters);
    for (const ParameterInfo& parameter : info.parameters) {
      page.item(std::string(parameter.name), parameter_words(parameter, page.language()), 14);
    }
  }
  if (!info.peer.empty()) page.part(kEqualsPeer, std::string(info.peer));
  if (!info.departures.empty()) {
    page.head(kDepartures);
    for (const Text& departure : info.departures) page.item("-", departure, 5);
  }
  if (!info.cite.empty()) page.part(kSource, std::string(info.cite));
  if (info.examples.empty()) return;
  page.head(kExamples);
  const std::size_t shown = std::min<std::size_t>(info.examples.size(), 3);
  for (const MetricExample& example : info.examples.first(shown)) {
    example_lines(page, metric, example);
  }
}

void explain_profile(Page& page, const Profile& profile) {
  page.title(Message(kProfile, {profile.name}));
  page.item("", profile.summary, 2);
  page.part(kClassification, std::string(profile.classification));
  page.part(kGeneration, std::string(profile.generation));
  if (profile.gates.empty()) return;
  page.head(kGates);
  for (const std::string_view gate : profile.gates) page.item("", std::string(gate), 2);
}

void explain_measure(Page& page, const RatingMeasure& measure) {
  page.title(Message(Text("{0}: {1}", "{0}：{1}"), {measure.name, measure.title}));
  page.title(Message(kOfRatings));
  page.part(kMeasures, measure.summary);
  page.part(kReading, measure.reading);
  page.part(kMisleads, measure.misleads);
  page.part(kValues, measure.range);
  page.head(kExamples);
  page.item("", rating_example().words, 2);
  page.item("", measure.example, 2);
  if (!measure.peer.empty()) page.part(kEqualsPeer, std::string(measure.peer));
  if (!measure.cite.empty()) page.part(kSource, std::string(measure.cite));
}

Error unknown_name(const std::string& name, const OwnMetrics& own) {
  std::vector<std::string_view> names;
  for (const MetricDefinition* metric : own.all()) names.push_back(metric->name);
  for (const MetricDefinition* metric : all_metrics()) names.push_back(metric->name);
  for (const Tokenizer* tokenizer : all_tokenizers()) names.push_back(tokenizer->name);
  for (const Profile& profile : all_profiles()) names.push_back(profile.name);
  for (const Rule* rule : all_rules()) names.push_back(rule->name);
  for (const RatingMeasure& measure : all_rating_measures()) names.push_back(measure.name);
  for (const NoteInfo& note : all_note_infos()) names.push_back(note.name);
  const std::string near = nearest_name(name, names);
  Error error;
  error.name = "name-unknown";
  error.found = Message(kUnknown, {name});
  error.help = near.empty() ? Message(kLists, {"shijin metrics"})
                            : Message(kWrite, {"shijin explain " + near});
  return error;
}

// Write the page of a metric, given by its name or by a whole key.
Result<bool> try_metric(Page& page, const std::string& name, const OwnMetrics& own) {
  const Result<std::vector<KeyText>> keys = parse_keys(name);
  if (!keys.ok()) {
    const bool bracket = name.find('[') != std::string::npos;
    if (bracket) return keys.error();
    return false;
  }
  if (keys->size() != 1) return false;
  const KeyText& key = keys->front();
  const MetricDefinition* metric = own.find(key.name);
  if (metric == nullptr) metric = find_metric(key.name);
  if (metric == nullptr) return false;
  const Arguments arguments = SJ_TRY(Arguments::check(metric->name, metric->info.parameters, key));
  explain_metric(page, *metric, key.arguments.empty() ? key.name : arguments.key());
  for (const auto& [parameter, value] : key.arguments) {
    const Tokenizer* tokenizer = parameter == "tok" ? find_tokenizer(value) : nullptr;
    if (tokenizer != nullptr) {
      page.title(std::string());
      page.title(Message(kTokenizer, {tokenizer->name}));
      page.item("", tokenizer->summary, 2);
    }
  }
  return true;
}

// Texts that tokenisers disagree on: clauses, numbers, both scripts.
constexpr std::string_view kTexts[] = {"It's 3.5 cm, isn't it?", "这款口红3.5元，续航力强。",
                                       "這款口紅3.5元，續航力強。"};

struct Bars final : TokenSink {
  std::string words;
  void token(std::string_view text, Span) override {
    words += words.empty() ? "" : "|";
    for (const char c : text) words += c == '\n' ? ' ' : c;
  }
};

void explain_tokenizer(Page& page, const Tokenizer& tokenizer) {
  page.title(Message(kTokenizer, {tokenizer.name}));
  page.part(kCuts, tokenizer.summary);
  page.head(kCutHere);
  for (const std::string_view text : kTexts) {
    Bars bars;
    tokenizer.split(text, bars);
    page.item("", bars.words, 2);
  }
  if (tokenizer.split_with != nullptr) page.part(kYourWords, kUserDict);
  page.part(kSource, std::string(tokenizer.cite));
}

bool try_others(Page& page, const std::string& name) {
  if (const Tokenizer* tokenizer = find_tokenizer(name)) {
    explain_tokenizer(page, *tokenizer);
    return true;
  }
  if (const Profile* profile = find_profile(name)) {
    explain_profile(page, *profile);
    return true;
  }
  if (const RatingMeasure* measure = find_rating_measure(name.substr(0, name.find('[')))) {
    explain_measure(page, *measure);
    return true;
  }
  for (const Rule* rule : all_rules()) {
    if (rule->name != name) continue;
    page.title(Message(kFinding, {name}));
    page.part(kSpeaks, rule->summary);
    page.part(kAdvice, rule->remedy);
    return true;
  }
  for (const NoteInfo& note : all_note_infos()) {
    if (note.name != name) continue;
    page.title(Message(kDiagnostic, {name}));
    page.item("", note.meaning, 2);
    return true;
  }
  return false;
}

Exit run(const Parsed& parsed, const Console& console) {
  if (wants_ladder(parsed)) return run_ladder(parsed, console);
  const std::string& name = parsed.files.front();
  Page page(console);
  const Result<OwnMetrics> own = configured_metrics(parsed);
  if (!own.ok()) return refuse(own.error(), console);
  const Result<bool> metric = try_metric(page, name, *own);
  if (!metric.ok()) return refuse(metric.error(), console);
  if (!*metric && !try_others(page, name)) return refuse(unknown_name(name, *own), console);
  const Result<Done> written = write_output(page.text());
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

constexpr auto kOptions = [] {
  std::array<OptionInfo, std::size(kLadderOptions) + 2> all{};
  std::copy(std::begin(kLadderOptions), std::end(kLadderOptions), all.begin());
  all[all.size() - 2] = kMetricOption;
  all[all.size() - 1] = kConfigOption;
  return all;
}();
constexpr std::string_view kExampleLines[] = {
    "shijin explain accuracy", "shijin explain label-unknown --lang zh-Hant",
    "shijin explain bleu --on examples/copywriting_test.csv"};

}  // namespace

SJ_COMMAND(
    explain,
    {.name = "explain",
     .order = 40,
     .summary = {"What a metric, a finding or a diagnostic means.",
                 "說明指標、發現或診斷訊息的意思。"},
     .usage = "shijin explain NAME [--on FILE]",
     .description =
         {"Explain a metric (such as f1 or bleu[tok=zh]), a tokeniser, a finding "
          "or the name under a diagnostic. `shijin explain bleu --on FILE` shows your own file "
          "under every BLEU that the tools of the field print.",
          "解釋指標（例如 f1 或 bleu[tok=zh]）、斷詞器、設定組合、發現，或診斷訊息下方的名稱。"
          "`shijin explain bleu --on FILE` 則用你自己的檔案，列出各家工具所印的每一種 BLEU。"},
     .positionals = {1, 1, "NAME"},
     .options = kOptions,
     .examples = kExampleLines,
     .run = &run});

}  // namespace shijin::cli
