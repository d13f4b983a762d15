// Every pair of options that cannot both hold is found here, before a byte is read.
#include "cli/eval_plan.h"

#include <algorithm>
#include <filesystem>

#include "cli/lists.h"

namespace shijin::cli {
namespace {

constexpr Text kTwoOutputs{"--{0} and --{1} both write to standard output",
                           "--{0} 與 --{1} 都寫到標準輸出"};
constexpr Text kNameAFile{"give one of them a file: --{0}=OUT", "請替其中一個指定檔案：--{0}=OUT"};
constexpr Text kSameFile{"--{0} and --{1} both write to {2}", "--{0} 與 --{1} 都寫到 {2}"};
constexpr Text kOverInput{"--{0} would overwrite the input {1}", "--{0} 會覆寫輸入檔 {1}"};
constexpr Text kOtherName{"write to another name", "請改寫到別的檔名"};
constexpr Text kSamplesFormat{"--samples writes JSON Lines, but {0} is named as another format",
                              "--samples 輸出 JSON Lines，但 {0} 的副檔名是別的格式"};
constexpr Text kSamplesHelp{"name it .jsonl; pandas and DuckDB read that and write Parquet",
                            "請用 .jsonl；pandas 與 DuckDB 都能讀取，也能轉存成 Parquet"};
constexpr Text kTruthFiles{"--truth takes one FILE, but {0} are given",
                           "使用 --truth 時只能有一個 FILE，卻給了 {0} 個"};
constexpr Text kTruthHelp{"join the files first, or leave --truth out and keep the truth in each",
                          "請先把檔案接在一起，或拿掉 --truth，讓每個檔案自帶真實標籤"};
constexpr Text kPositive{"--positive \"{0}\" is not among --labels",
                         "--positive「{0}」不在 --labels 之中"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kNotLabels{"--{0} \"{1}\" is not among --labels", "--{0}「{1}」不在 --labels 之中"};
constexpr Text kWithTask{"--{0} has no meaning with --task {1}", "--{0} 與 --task {1} 不能並用"};
constexpr Text kLeaveOut{"leave one of them out", "請拿掉其中一個"};
constexpr Text kMapForm{"--map \"{0}\" is not of the form role=column",
                        "--map「{0}」不是「角色=欄位」的形式"};
constexpr Text kMapExample{"such as --map truth=gold", "例如 --map truth=gold"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};
constexpr Text kTwoInputs{"standard input (-) is given {0} times", "標準輸入（-）給了 {0} 次"};
constexpr Text kOnce{"once", "只能一次"};
constexpr Text kTrainOnce{"--train reads FILE a second time, which standard input (-) cannot give",
                          "--train 會再讀一次 FILE，標準輸入（-）做不到"};
constexpr Text kTrainHelp{"write it to a file first", "請先存成檔案"};
constexpr Text kExtractForm{"--extract \"{0}\" cannot be read", "--extract 無法解讀「{0}」"};
constexpr Text kExtractKinds{"first-label, regex:PATTERN or json:KEY",
                             "first-label、regex:樣式 或 json:鍵"};

Error conflict(std::string name, Message found, Message expected, Message help) {
  Error error;
  error.name = std::move(name);
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

bool same_file(const std::string& a, const std::string& b) {
  std::error_code problem;
  return a == b || (std::filesystem::equivalent(a, b, problem) && !problem);
}

Result<Done> plan_outputs(const Parsed& parsed, EvalPlan& plan) {
  for (const std::string_view option : {"json", "markdown", "junit", "samples", "report"}) {
    if (!parsed.given(option)) continue;
    const std::string where = parsed.text(option);
    for (const auto& [other, taken] : plan.outputs) {
      if (!same_file(where, taken)) continue;
      if (where != "-") {
        return conflict("options-contradict", Message(kSameFile, {other, option, where}), {},
                        Message(kOtherName));
      }
      return conflict("options-contradict", Message(kTwoOutputs, {other, option}), {},
                      Message(kNameAFile, {option}));
    }
    std::vector<std::string> inputs = parsed.files;
    if (parsed.given("truth")) inputs.push_back(parsed.text("truth"));
    inputs.insert(inputs.end(), plan.train.begin(), plan.train.end());
    for (const std::string& input : inputs) {
      if (where != "-" && same_file(where, input)) {
        return conflict("options-contradict", Message(kOverInput, {option, input}), {},
                        Message(kOtherName));
      }
    }
    plan.outputs.emplace_back(option, where);
  }
  return Done{};
}

Result<Done> plan_reading(const Parsed& parsed, EvalPlan& plan) {
  plan.train = parsed.all("train");
  plan.read.encoding = parsed.text("encoding");
  plan.read.sheet = parsed.text("sheet");
  plan.read.truth_file = parsed.text("truth");
  plan.read.dataset_dir = parsed.text("dataset");
  plan.read.bad_rows = parsed.given("skip-bad") ? BadRows::skip : BadRows::refuse;
  plan.evaluate.bad_rows = plan.read.bad_rows;
  for (const std::string& text : parsed.all("map")) {
    plan.read.map.push_back(SJ_TRY(parse_map(text)));
  }
  if (parsed.given("cluster")) plan.read.map.emplace_back("cluster", parsed.text("cluster"));
  if (parsed.given("weights")) plan.read.map.emplace_back("weight", parsed.text("weights"));
  if (parsed.given("truth") && parsed.files.size() > 1) {
    return conflict("options-contradict",
                    Message(kTruthFiles, {std::to_string(parsed.files.size())}), {},
                    Message(kTruthHelp));
  }
  std::vector<std::string> inputs = parsed.files;
  if (parsed.given("truth")) inputs.push_back(parsed.text("truth"));
  if (!plan.train.empty() && std::count(inputs.begin(), inputs.end(), "-") > 0) {
    return conflict("options-contradict", Message(kTrainOnce), {}, Message(kTrainHelp));
  }
  inputs.insert(inputs.end(), plan.train.begin(), plan.train.end());
  const auto standard = std::count(inputs.begin(), inputs.end(), "-");
  if (standard > 1) {
    return conflict("options-contradict", Message(kTwoInputs, {std::to_string(standard)}),
                    Message(kOnce), {});
  }
  return Done{};
}

Result<Done> check_label(const EvalPlan& plan, std::string_view option, const std::string& label) {
  const auto& labels = plan.evaluate.labels;
  if (labels.empty() || std::find(labels.begin(), labels.end(), label) != labels.end()) {
    return Done{};
  }
  std::string list;
  for (const std::string& known : labels) list += (list.empty() ? "" : ", ") + known;
  // Of labels of one or two letters, each is near every other: suggest nothing.
  const bool long_enough = option == "positive" && label.size() > 2;
  const std::string near = long_enough ? nearest_name(label, labels) : "";
  return conflict(
      "options-contradict",
      option == "positive" ? Message(kPositive, {label}) : Message(kNotLabels, {option, label}),
      Message(kOneOf, {list}),
      near.empty() ? Message() : Message(kWrite, {"--" + std::string(option) + " " + near}));
}

Result<std::map<std::string, double>> read_costs(const std::string& text) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(text, ignored)) return parse_costs(text);
  std::string line;
  for (const char c : SJ_TRY(read_file(text))) {
    if (c == '\n') {
      if (!line.empty() && line.back() != ',') line += ',';
    } else if (c != '\r') {
      line += c;
    }
  }
  while (!line.empty() && line.back() == ',') line.pop_back();
  return parse_costs(line);
}

// Give the two labels of "truth>predicted"; the last ">" divides them.
std::pair<std::string, std::string> cost_labels(const std::string& key) {
  const std::size_t arrow = key.rfind('>');
  return {key.substr(0, arrow), key.substr(arrow + 1)};
}

Result<Done> plan_labels(const Parsed& parsed, EvalPlan& plan) {
  if (parsed.given("labels")) plan.evaluate.labels = SJ_TRY(parse_labels(parsed.text("labels")));
  plan.evaluate.positive = parsed.text("positive");
  if (parsed.given("positive")) SJ_TRY(check_label(plan, "positive", plan.evaluate.positive));
  if (parsed.given("cost")) plan.evaluate.costs = SJ_TRY(read_costs(parsed.text("cost")));
  for (const auto& [key, cost] : plan.evaluate.costs) {
    const auto [truth, predicted] = cost_labels(key);
    SJ_TRY(check_label(plan, "cost", truth));
    SJ_TRY(check_label(plan, "cost", predicted));
  }
  if (parsed.given("prevalence")) {
    plan.evaluate.prevalence = SJ_TRY(parse_prevalence(parsed.text("prevalence")));
  }
  for (const auto& [label, share] : plan.evaluate.prevalence) {
    SJ_TRY(check_label(plan, "prevalence", label));
  }
  plan.evaluate.extract = parsed.text("extract");
  const std::string& extract = plan.evaluate.extract;
  const bool pattern = extract.starts_with("regex:") && extract != "regex:";
  if (!extract.empty() && extract != "first-label" && !pattern && !extract.starts_with("json:")) {
    return conflict("option-value-invalid", Message(kExtractForm, {extract}),
                    Message(kExtractKinds), {});
  }
  return Done{};
}

Result<Done> plan_task(const Parsed& parsed, EvalPlan& plan) {
  const std::string task = parsed.text("task");
  if (task == "classification") {
    plan.evaluate.task = Task::classification;
    if (!parsed.given("terms")) return Done{};
    return conflict("options-contradict", Message(kWithTask, {"terms", task}), {},
                    Message(kLeaveOut));
  }
  if (task != "generation" && task != "rating" && task != "lm") return Done{};
  plan.evaluate.task = task == "rating" ? Task::rating : task == "lm" ? Task::lm : Task::generation;
  std::vector<std::string_view> unfit = {"labels", "positive", "extract", "cost", "prevalence"};
  if (task == "rating") unfit.insert(unfit.end(), {"terms", "samples", "metric"});
  for (const std::string_view option : unfit) {
    if (!parsed.given(option)) continue;
    return conflict("options-contradict", Message(kWithTask, {option, task}), {},
                    Message(kLeaveOut));
  }
  return Done{};
}

}  // namespace

Result<std::pair<std::string, std::string>> parse_map(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    return conflict("map-malformed", Message(kMapForm, {text}), {}, Message(kMapExample));
  }
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

Result<OwnMetrics> read_own_metrics(const Parsed& parsed) {
  std::vector<OwnText> texts;
  for (const std::string& text : parsed.all("metric")) {
    texts.push_back(SJ_TRY(read_own_metric(text)));
  }
  return OwnMetrics::make(texts);
}

Result<EvalPlan> plan_eval(const Parsed& parsed) {
  EvalPlan plan;
  SJ_TRY(plan_outputs(parsed, plan));
  SJ_TRY(plan_reading(parsed, plan));
  SJ_TRY(plan_task(parsed, plan));
  SJ_TRY(plan_labels(parsed, plan));
  EvaluateOptions& evaluate = plan.evaluate;
  if (parsed.given("profile")) evaluate.profile = parsed.text("profile");
  evaluate.metrics = parsed.text("metrics");
  if (!evaluate.metrics.empty()) static_cast<void>(SJ_TRY(parse_keys(evaluate.metrics)));
  evaluate.own = SJ_TRY(read_own_metrics(parsed));
  for (const std::string& gate : parsed.all("gate")) evaluate.gates.push_back({gate});
  for (const std::string& guard : parsed.all("guard")) {
    evaluate.gates.push_back({.text = guard, .guard = true});
  }
  evaluate.thinking = parsed.given("keep-thinking") ? Thinking::keep : Thinking::strip;
  evaluate.scale_ok = parsed.given("scale-ok");
  evaluate.slice_by = parsed.all("slice-by");
  if (parsed.given("slice-depth")) {
    evaluate.slice_depth =
        static_cast<std::size_t>(parse_integer(parsed.text("slice-depth")).value_or(2));
  }
  plan.user_dict = parsed.text("user-dict");
  evaluate.terms_file = parsed.text("terms");
  const std::string samples = parsed.text("samples");
  if (samples.ends_with(".parquet") || samples.ends_with(".feather")) {
    return conflict("samples-format", Message(kSamplesFormat, {samples}), {},
                    Message(kSamplesHelp));
  }
  evaluate.samples_file = samples == "-" ? "/dev/stdout" : samples;
  if (parsed.given("seed")) {
    evaluate.seed = static_cast<std::uint64_t>(parse_integer(parsed.text("seed")).value_or(0));
  }
  if (parsed.given("threads")) {
    evaluate.threads = static_cast<std::size_t>(parse_integer(parsed.text("threads")).value_or(0));
  }
  return plan;
}

}  // namespace shijin::cli
