// From options to a model, and from its answers to columns of the table.
#include "cli/asked.h"

#include <algorithm>
#include <filesystem>

#include "cli/interrupt.h"
#include "cli/lists.h"
#include "cli/progress.h"

namespace shijin::cli {
namespace {

constexpr Text kNeedsModel{"--{0} needs a model", "--{0} 需要指定模型"};
constexpr Text kNameModel{"name it: --model M.gguf", "請指定：--model M.gguf"};
constexpr Text kAsked{
    "asked {0}: {1}, {2} weights ({3}), precision {4}, {5}, window {6}; model {7}, template {8}",
    "已詢問 {0}：{1}，{2} 個參數（{3}），精度 {4}，{5}，視窗 {6}；模型 {7}，範本 {8}"};
constexpr Text kWithAdapter{"{0} with {1}", "{0} 加上 {1}"};
constexpr Text kWithPrecision{"{0} ({1} precision)", "{0}（精度 {1}）"};
constexpr Text kWithoutChoices{"--task {0} asks a model for labels, and --choices names none",
                               "--task {0} 要向模型詢問標籤，但沒有用 --choices 列出"};
constexpr Text kFewChoices{"--choices names {0} label", "--choices 只列出 {0} 個標籤"};
constexpr Text kTwoChoices{"name at least two labels, such as --choices yes,no",
                           "請至少列出兩個標籤，例如 --choices yes,no"};
constexpr Text kPipe{
    "a model is asked in a pass of its own, and standard input can be read once only",
    "詢問模型需要先讀一遍檔案，而標準輸入只能讀一次"};
constexpr Text kPipeHelp{"save it to a file first", "請先存成檔案"};
constexpr Text kWithTask{"--choices has no meaning with --task {0}",
                         "--choices 與 --task {0} 不能並用"};
constexpr Text kLeaveOut{"leave one of them out", "請拿掉其中一個"};
constexpr Text kBadContext{"--context {0} is too small", "--context {0} 太小"};
constexpr Text kContextAtLeast{"at least 16 tokens", "至少 16 個詞元"};
constexpr Text kNoAnswers{"the answers of the model could not be computed", "無法計算模型的回答"};

constexpr std::uint64_t kReferenceWeights = 1500000000;  // beyond, 32 bits take 6 GB and more

Error option_error(const char* name, Message found, Message help) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.help = std::move(help);
  return error;
}

Result<Precision> precision_of(const Parsed& parsed, const std::string& path) {
  const std::string said = parsed.text("precision");
  if (said == "reference") return Precision::reference;
  if (said == "as-is") return Precision::as_is;
  const GgufFile head = SJ_TRY(read_gguf(path));
  return head.parameters() <= kReferenceWeights ? Precision::reference : Precision::as_is;
}

// What is asked, and what that means for the evaluation: without choices each token of a text.
Result<Done> plan_choices(const Parsed& parsed, EvalPlan& plan, ModelPlan& model) {
  if (!parsed.given("choices")) {
    model.ask.as_lm = plan.evaluate.task == Task::lm;
    if (!plan.evaluate.task || model.ask.as_lm) return Done{};
    if (*plan.evaluate.task == Task::generation) return Done{};
    return option_error("options-contradict",
                        Message(kWithoutChoices, {task_name(*plan.evaluate.task)}),
                        Message(kTwoChoices));
  }
  model.ask.choices = SJ_TRY(parse_labels(parsed.text("choices")));
  if (model.ask.choices.size() < 2) {
    return option_error("choices-few",
                        Message(kFewChoices, {std::to_string(model.ask.choices.size())}),
                        Message(kTwoChoices));
  }
  if (plan.evaluate.task && plan.evaluate.task != Task::classification) {
    return option_error("options-contradict", Message(kWithTask, {task_name(*plan.evaluate.task)}),
                        Message(kLeaveOut));
  }
  plan.evaluate.task = Task::classification;
  if (plan.evaluate.labels.empty()) plan.evaluate.labels = model.ask.choices;
  return Done{};
}

// 472,896 as "0.47 M".
std::string size_words(std::uint64_t weights) {
  const auto count = static_cast<double>(weights);
  return count < 1e9 ? fixed(count / 1e6, 2) + " M" : fixed(count / 1e9, 2) + " B";
}

}  // namespace

Result<std::optional<ModelPlan>> plan_model(const Parsed& parsed, Choices choices, EvalPlan& plan) {
  if (!parsed.given("model")) {
    for (const std::string_view option : {"lora", "choices", "precision", "context"}) {
      if (!parsed.given(option)) continue;
      return option_error("model-missing", Message(kNeedsModel, {option}), Message(kNameModel));
    }
    return std::optional<ModelPlan>();
  }
  ModelPlan model;
  if (choices == Choices::needed) SJ_TRY(plan_choices(parsed, plan, model));
  if (std::find(parsed.files.begin(), parsed.files.end(), "-") != parsed.files.end()) {
    return option_error("model-reads-twice", Message(kPipe), Message(kPipeHelp));
  }
  model.model.path = parsed.text("model");
  model.model.precision = SJ_TRY(precision_of(parsed, model.model.path));
  model.model.threads = thread_count(plan.evaluate);
  model.model.cache_dir = ".shijin/models";
  if (parsed.given("context")) {
    const auto tokens = parse_integer(parsed.text("context")).value_or(0);
    constexpr std::int64_t kLeast = 16;
    constexpr std::int64_t kMost = 1 << 20;
    if (tokens < kLeast) {
      Error error =
          option_error("option-value-invalid", Message(kBadContext, {parsed.text("context")}), {});
      error.expected = Message(kContextAtLeast);
      return error;
    }
    model.model.window = static_cast<int>(std::min(tokens, kMost));
  }
  for (const std::string& path : parsed.all("lora")) {
    for (std::string& adapter : adapters_in(path)) model.adapters.push_back(std::move(adapter));
  }
  return std::optional<ModelPlan>(std::move(model));
}

Result<AskedModel> AskedModel::open(const ModelPlan& plan, const std::vector<std::string>& files,
                                    const ReadOptions& read, Notes& notes) {
  AskedModel asked;
  asked.plan_ = plan;
  Table table = SJ_TRY(Table::open(files, read, notes));
  Notes found;
  asked.rows_ = SJ_TRY(read_asked(table, plan.ask, found));
  notes.append(found);
  if (found.has_errors() && read.bad_rows == BadRows::refuse) {
    return option_error("model-not-asked", Message(kNoAnswers), {});
  }
  asked.model_ = SJ_TRY(open_model(plan.model));
  return asked;
}

Result<std::string> AskedModel::file(const std::string& adapter, const Console& console) {
  SJ_TRY(model_->use_adapter(adapter));
  std::string name = asked_key(model_->facts(), rows_, plan_.ask);
  std::replace(name.begin(), name.end(), ':', '-');
  const std::string folder = ".shijin/asked";
  const std::string path = folder + "/" + name + ".jsonl";
  std::error_code failed;
  if (std::filesystem::exists(path, failed)) return path;
  std::filesystem::create_directories(folder, failed);
  ProgressBar bar(console);
  const auto started = std::chrono::steady_clock::now();
  ModelHooks hooks;
  hooks.stop = &stop_requested();
  hooks.progress = [&](std::size_t done, std::size_t all) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
    const auto rows = static_cast<double>(done);
    bar.show({rows / static_cast<double>(std::max<std::size_t>(all, 1)),
              static_cast<std::int64_t>(done), rows / std::max(elapsed.count(), 1e-6)});
  };
  const AskedTable table = SJ_TRY(ask(*model_, rows_, plan_.ask, hooks));
  SJ_TRY(write_file(path, table.lines));
  return path;
}

ReadOptions AskedModel::reading(const ReadOptions& read) const {
  ReadOptions options;
  options.bad_rows = read.bad_rows;
  options.map = asked_map(rows_, plan_.ask);
  return options;
}

void AskedModel::give_facts(Evidence& evidence) const {
  evidence.data.files = rows_.files;
  evidence.data.digest = rows_.digest;
  const ModelFacts& facts = model_->facts();
  const std::string model = run_name_of(facts.path);
  Error note;
  note.name = "model-asked";
  note.severity = Severity::note;
  note.found = Message(
      kAsked, {facts.adapter.empty() ? Message(model)
                                     : Message(kWithAdapter, {model, run_name_of(facts.adapter)}),
               facts.architecture, size_words(facts.parameters), facts.weights, facts.precision,
               facts.engine, std::to_string(facts.window), facts.digest,
               facts.template_digest.empty() ? "-" : facts.template_digest});
  evidence.notes.add(std::move(note));
  // How exactly a number was computed is part of its name: every sentence about it says so, and it
  // is never compared silently with another way.
  for (ScoreLine& line : evidence.metrics) {
    if (!line.metric.starts_with("ppl") && line.metric != "bits_per_byte") continue;
    line.signature += "|precision:" + facts.precision + "|prefix:" + facts.prefix + "|" +
                      std::string(asked_name(rows_.asked));
    line.title = Message(kWithPrecision, {line.title, facts.precision});
  }
}

std::string run_name_of(const std::string& path) {
  std::filesystem::path file(path);
  if (file.filename().empty()) file = file.parent_path();  // "rounds/r1/"
  std::string name = file.filename().string();
  for (const std::string_view ending : {".gguf", ".lora"}) {
    if (name.ends_with(ending)) name.resize(name.size() - ending.size());
  }
  return name;
}

}  // namespace shijin::cli
