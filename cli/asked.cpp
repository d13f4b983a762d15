// From options to a model, and from its answers to columns of the table.
#include "cli/asked.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "cli/embedded.h"
#include "cli/interrupt.h"
#include "cli/lists.h"
#include "cli/progress.h"

namespace shijin::cli {
namespace {

constexpr Text kNeedsModel{"--{0} needs a model", "--{0} 需要指定模型"};
constexpr Text kNameModel{"name it: --model M.gguf, or the address of a server",
                          "請指定：--model M.gguf，或伺服器位址"};
constexpr Text kAsked{
    "asked {0}: {1}, {2} weights ({3}), precision {4}, {5}, window {6}; model {7}, template {8}",
    "已詢問 {0}：{1}，{2} 個參數（{3}），精度 {4}，{5}，視窗 {6}；模型 {7}，範本 {8}"};
constexpr Text kJudged{
    "how fluent the outputs are is judged by {0}: {1}, {2} weights ({3}), precision {4}, {5}, "
    "window {6}; model {7}",
    "輸出的通順程度由 {0} 評估：{1}，{2} 個參數（{3}），精度 {4}，{5}，視窗 {6}；模型 {7}"};
constexpr Text kAskedServer{
    "asked {0} at {1}: {2}; its probabilities of given texts: {3}; template {4}",
    "已詢問 {1} 的 {0}：{2}；既有文字的機率：{3}；範本 {4}"};
constexpr Text kNotProbed{"not needed", "不需要"};
constexpr Text kNotOfServer{"--{0} is of a model in this process, and {1} is a server",
                            "--{0} 用於本程式內執行的模型，而 {1} 是伺服器"};
constexpr Text kServersOwn{"leave it out: the server decides it", "請拿掉：由伺服器決定"};
constexpr Text kOnlyOfServer{"--{0} is of a server, and {1} is a file",
                             "--{0} 用於伺服器，而 {1} 是檔案"};
constexpr Text kLeaveOutServer{"leave it out, or name a server: --model http://HOST:PORT/v1",
                               "請拿掉，或指定伺服器：--model http://主機:埠/v1"};
constexpr Text kNoKey{"the environment has no variable {0}, or an empty one",
                      "環境變數 {0} 不存在，或是空的"};
constexpr Text kKeyHelp{"set it: export {0}=…; keys are read from nowhere else",
                        "請設定：export {0}=…；金鑰只從環境變數讀取"};
constexpr Text kBadKey{"the key in {0} holds a blank or a line break",
                       "{0} 中的金鑰含有空白或換行"};
constexpr Text kBadKeyHelp{"set it anew, without them", "請重新設定，去除這些字元"};
constexpr Text kOpenKey{"the key in {0} travels unencrypted to {1}",
                        "{0} 中的金鑰未經加密就傳送到 {1}"};
constexpr Text kOpenKeyHelp{"use the server's https address if it has one",
                            "伺服器若有 https 位址，請改用"};
constexpr Text kWithAdapter{"{0} with {1}", "{0} 加上 {1}"};
constexpr Text kBadNumber{"--{0} {1} is out of range", "--{0} {1} 超出範圍"};
constexpr Text kNumbers{"from {0} to {1}", "{0} 到 {1}"};
constexpr Text kCut{"answers that were cut short at --max-tokens {0}: {1}",
                    "因達到 --max-tokens {0} 而截斷的回答：{1} 個"};
constexpr Text kResumed{"rows whose scores are those of a run that did not come to its end: {0}",
                        "沿用先前未完成的執行所得分數的資料列：{0} 筆"};
constexpr Text kResumedWindows{
    "windows of ppl[mode=chunked] whose scores are those of a run that did not come to its end: "
    "{0}",
    "沿用先前未完成的執行所得分數的 ppl[mode=chunked] 視窗：{0} 個"};
constexpr Text kCutHelp{"raise --max-tokens, or train the model to end its answers",
                        "請加大 --max-tokens，或訓練模型結束回答"};
constexpr Text kFewChoices{"--choices names {0} label", "--choices 只列出 {0} 個標籤"};
constexpr Text kTwoChoices{"name at least two labels, such as --choices yes,no",
                           "請至少列出兩個標籤，例如 --choices yes,no"};
constexpr Text kFluencyServer{"--fluency-model takes a file, and {0} is a server",
                              "--fluency-model 需要檔案，而 {0} 是伺服器"};
constexpr Text kFluencyServerHelp{
    "name a GGUF, which says the same tomorrow; a server's model may change",
    "請指定 GGUF 檔，結果才能重現；伺服器上的模型可能更換"};
constexpr Text kFluencyChoices{"--fluency-model judges texts, and --choices asks for labels",
                               "--fluency-model 評估文字，而 --choices 詢問標籤"};
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

constexpr std::size_t kMostBytes = std::size_t{4} << 30U;  // of an asked table
constexpr int kHalvesOf = 512;  // tokens, as llama-perplexity takes unless told otherwise
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
  if (said == "fast") return Precision::fast;
  const GgufFile head = SJ_TRY(read_gguf(path));
  return head.parameters() <= kReferenceWeights ? Precision::reference : Precision::as_is;
}

// Whether a metric or gate is one of llama-perplexity's windows.
bool wants_halves(const EvaluateOptions& options) {
  constexpr std::string_view kMode = "mode=chunked";
  const auto names = [&](const GateText& gate) { return gate.text.find(kMode) != gate.text.npos; };
  return options.metrics.find(kMode) != std::string::npos ||
         std::any_of(options.gates.begin(), options.gates.end(), names);
}

// The names of all metrics that are asked for, those of the gates too.
Result<std::vector<std::string>> names_asked(const EvaluateOptions& options) {
  std::vector<std::string> names;
  if (!options.metrics.empty()) {
    for (const KeyText& key : SJ_TRY(parse_keys(options.metrics))) names.push_back(key.name);
  }
  for (const GateText& gate : options.gates) {
    const GateLine line = SJ_TRY(gate.guard ? parse_guard(gate.text) : parse_gate(gate.text));
    for (const KeyText& key : SJ_TRY(parse_keys(line.key))) names.push_back(key.name);
  }
  return names;
}

// What --key-env names; the one place where a key comes in.
Result<std::string> read_key(const std::string& name) {
  const char* const value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') {
    return option_error("endpoint-key-missing", Message(kNoKey, {name}), Message(kKeyHelp, {name}));
  }
  std::string key(value);
  const auto plain = [](char c) { return c > ' ' && c < '\x7f'; };
  if (!std::all_of(key.begin(), key.end(), plain)) {
    return option_error("endpoint-key-missing", Message(kBadKey, {name}), Message(kBadKeyHelp));
  }
  return key;
}

constexpr std::string_view kOfProcess[] = {"lora", "precision", "context"};
constexpr std::string_view kOfServer[] = {"model-name", "server",          "key-env",
                                          "timeout",    "budget-requests", "budget-tokens"};

// Refuse options that speak of the other kind of model.
Result<Done> check_kind(const Parsed& parsed, bool server) {
  const std::string model = parsed.text("model");
  if (server) {
    for (const std::string_view option : kOfProcess) {
      if (!parsed.given(option)) continue;
      return option_error("options-contradict", Message(kNotOfServer, {option, model}),
                          Message(kServersOwn));
    }
    return Done{};
  }
  for (const std::string_view option : kOfServer) {
    if (!parsed.given(option)) continue;
    return option_error("options-contradict", Message(kOnlyOfServer, {option, model}),
                        Message(kLeaveOutServer));
  }
  return Done{};
}

Result<EndpointOptions> plan_endpoint(const Parsed& parsed) {
  EndpointOptions options;
  options.url = parsed.text("model");
  SJ_TRY(read_address(options.url));
  options.model = parsed.text("model-name");
  options.server = parsed.text("server");
  if (parsed.given("key-env")) options.key = SJ_TRY(read_key(parsed.text("key-env")));
  options.in_flight = static_cast<std::size_t>(SJ_TRY(most_slots(parsed)));
  constexpr double kMost = 1e15;
  options.seconds = SJ_TRY(number_of(parsed, "timeout", options.seconds, 0.1, 86400));
  const auto budget = [&](const char* option) -> Result<std::uint64_t> {
    return static_cast<std::uint64_t>(SJ_TRY(number_of(parsed, option, 0, 1, kMost)));
  };
  options.most_requests = SJ_TRY(budget("budget-requests"));
  options.most_tokens = SJ_TRY(budget("budget-tokens"));
  options.stop = &stop_requested();
  return options;
}

// What is asked, and what that means for the evaluation: without choices the model's own answers,
// and each token of a text.
Result<Done> plan_choices(const Parsed& parsed, EvalPlan& plan, ModelPlan& model) {
  if (!parsed.given("choices")) {
    model.ask.as_lm = plan.evaluate.task == Task::lm;
    if (wants_halves(plan.evaluate)) model.ask.halves_of = kHalvesOf;
    const std::vector<std::string> names = SJ_TRY(names_asked(plan.evaluate));
    const auto of_tokens = [](const std::string& name) { return is_of_log_probs(name); };
    const bool panel = plan.evaluate.metrics.empty();
    model.tokens_named = std::any_of(names.begin(), names.end(), of_tokens);
    model.ask.tokens = panel || std::any_of(names.begin(), names.end(), of_tokens);
    model.ask.answers = panel || !std::all_of(names.begin(), names.end(), of_tokens);
    model.ask.as_labels = plan.evaluate.task == Task::classification;
    return Done{};
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

// --context, of the model and of the windows of ppl[mode=chunked].
Result<Done> plan_window(const Parsed& parsed, ModelPlan& model) {
  if (!parsed.given("context")) return Done{};
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
  if (model.ask.halves_of > 0) model.ask.halves_of = model.model.window;
  return Done{};
}

// Rows of an asked table whose answer was cut short; in a text the marks would be escaped.
std::int64_t count_cut(const std::string& lines) {
  constexpr std::string_view kMark = "\"model:cut\":true";
  std::int64_t count = 0;
  for (std::size_t at = 0; (at = lines.find(kMark, at)) != std::string::npos; ++at) ++count;
  return count;
}

// 472,896 as "0.47 M".
std::string size_words(std::uint64_t weights) {
  const auto count = static_cast<double>(weights);
  return count < 1e9 ? fixed(count / 1e6, 2) + " M" : fixed(count / 1e9, 2) + " B";
}

}  // namespace

Result<std::optional<ModelPlan>> plan_model(const Parsed& parsed, Choices choices, EvalPlan& plan) {
  if (!parsed.given("model")) {
    std::vector<std::string_view> options = {"choices"};
    options.insert(options.end(), std::begin(kOfProcess), std::end(kOfProcess));
    options.insert(options.end(), std::begin(kOfServer), std::end(kOfServer));
    for (const std::string_view option : options) {
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
  model.ask.generation.most_tokens = SJ_TRY(most_tokens(parsed));
  model.ask.generation.seed = plan.evaluate.seed;
  model.ask.generation.slots = SJ_TRY(most_slots(parsed));
  model.model.path = parsed.text("model");
  const bool server = is_address(model.model.path);
  SJ_TRY(check_kind(parsed, server));
  if (server) {
    model.endpoint = SJ_TRY(plan_endpoint(parsed));
    model.adapters = parsed.all("model-name");
    if (!model.adapters.empty()) {
      model.endpoint->model = model.adapters.front();
      model.adapters.erase(model.adapters.begin());
    }
    model.key_env = parsed.text("key-env");
    return std::optional<ModelPlan>(std::move(model));
  }
  model.model.precision = SJ_TRY(precision_of(parsed, model.model.path));
  model.model.threads = thread_count(plan.evaluate);
  model.model.cache_dir = ".shijin/models";
  SJ_TRY(plan_window(parsed, model));
  for (const std::string& path : parsed.all("lora")) {
    for (std::string& adapter : adapters_in(path)) model.adapters.push_back(std::move(adapter));
  }
  return std::optional<ModelPlan>(std::move(model));
}

Result<ModelPlan> plan_fluency(const Parsed& parsed, const EvalPlan& plan) {
  ModelPlan model;
  model.model.path = parsed.text("fluency-model");
  if (std::find(parsed.files.begin(), parsed.files.end(), "-") != parsed.files.end()) {
    return option_error("model-reads-twice", Message(kPipe), Message(kPipeHelp));
  }
  if (is_address(model.model.path)) {
    return option_error("options-contradict", Message(kFluencyServer, {model.model.path}),
                        Message(kFluencyServerHelp));
  }
  if (parsed.given("choices")) {
    return option_error("options-contradict", Message(kFluencyChoices), Message(kLeaveOut));
  }
  model.model.precision = SJ_TRY(precision_of(parsed, model.model.path));
  model.model.threads = thread_count(plan.evaluate);
  model.model.cache_dir = ".shijin/models";
  model.ask.outputs = true;
  return model;
}

Result<double> number_of(const Parsed& parsed, const char* option, double fallback, double low,
                         double high) {
  if (!parsed.given(option)) return fallback;
  const auto value = parse_number(parsed.text(option));
  if (value && *value >= low && *value <= high) return *value;
  Error error =
      option_error("option-value-invalid", Message(kBadNumber, {option, parsed.text(option)}), {});
  error.expected = Message(kNumbers, {shortest(low), shortest(high)});
  return error;
}

Result<int> most_tokens(const Parsed& parsed) {
  return static_cast<int>(SJ_TRY(number_of(parsed, "max-tokens", 512, 1, 1 << 20)));
}

Result<int> most_slots(const Parsed& parsed) {
  return static_cast<int>(SJ_TRY(number_of(parsed, "slots", 16, 1, 256)));
}

void note_open_key(const ModelPlan& plan, Notes& notes) {
  if (!plan.endpoint || plan.endpoint->key.empty()) return;
  const Result<Address> address = read_address(plan.endpoint->url);
  if (!address.ok() || address->encrypted || is_private_host(address->host)) return;
  Error note = option_error("endpoint-key-open", Message(kOpenKey, {plan.key_env, address->host}),
                            Message(kOpenKeyHelp));
  note.severity = Severity::warning;
  notes.add(std::move(note));
}

Result<std::unique_ptr<TextModel>> open_texts(const ModelPlan& plan) {
  if (plan.endpoint) return open_endpoint(*plan.endpoint);
  std::unique_ptr<LanguageModel> model = SJ_TRY(open_model(plan.model));
  return std::unique_ptr<TextModel>(std::make_unique<TextsInProcess>(std::move(model)));
}

Result<std::size_t> write_rest(TextModel& model, const Questions& questions,
                               const GenerateOptions& options, Journal& journal,
                               const Console& console) {
  ProgressBar bar(console);
  const auto started = std::chrono::steady_clock::now();
  AnswerHooks hooks;
  hooks.stop = &stop_requested();
  hooks.progress = [&](std::size_t done, std::size_t all, std::size_t tokens) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
    const auto count = static_cast<double>(done);
    bar.show({count / static_cast<double>(std::max<std::size_t>(all, 1)),
              static_cast<std::int64_t>(done), 0},
             static_cast<double>(tokens) / std::max(elapsed.count(), 1e-6));
  };
  return answer_rest(model, questions, options, journal, hooks);
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
  note_open_key(plan, notes);
  asked.model_ = SJ_TRY(open_texts(plan));
  SJ_TRY(asked.prove_first());
  return asked;
}

// Before anything is asked: what a server cannot tell is left out of a panel, with the reason, and
// refused where it was asked for or nothing else would be left.
Result<Done> AskedModel::prove_first() {
  const Result<Done> proof = prove(*model_, rows_);
  if (proof.ok()) return proof;
  const Error& error = proof.error();
  const bool lacks = error.name == "endpoint-cannot-score";
  if (!lacks || !rows_.answers || plan_.tokens_named) return error;
  left_out_ = error;
  left_out_->severity = Severity::warning;
  rows_.tokens = false;
  return Done{};
}

Result<std::string> AskedModel::file(const std::string& adapter, const Console& console) {
  SJ_TRY(model_->use_adapter(adapter));
  SJ_TRY(prove_first());  // another model of a server has to prove itself too
  std::string name = asked_key(model_->facts(), rows_, plan_.ask);
  std::replace(name.begin(), name.end(), ':', '-');
  const std::string folder = ".shijin/asked";
  const std::string path = file_ = folder + "/" + name + ".jsonl";
  resumed_ = resumed_windows_ = 0;
  std::error_code failed;
  // What a server said stays true as long as nobody changes it, of which nobody here hears.
  if (!plan_.endpoint && std::filesystem::exists(path, failed)) {
    if (rows_.answers) cut_ = count_cut(SJ_TRY(read_file(path, kMostBytes)));
    std::filesystem::remove(path + ".journal", failed);  // of a run killed after its last line
    return path;
  }
  std::filesystem::create_directories(folder, failed);
  Journal journal = SJ_TRY(Journal::open(path + ".journal", name));
  if (rows_.answers) {
    const std::vector<std::string> inputs = inputs_of(rows_);
    SJ_TRY(write_rest(*model_, {rows_.row, inputs}, plan_.ask.generation, journal, console));
  }
  resumed_ = static_cast<std::int64_t>(journal.scored());
  resumed_windows_ = static_cast<std::int64_t>(journal.windows());
  ProgressBar bar(console);
  const AskedTable table = SJ_TRY(ask(*model_, rows_, journal, plan_.ask, model_hooks(bar)));
  SJ_TRY(write_file(path, table.lines));
  journal.finish();
  cut_ = rows_.answers ? count_cut(table.lines) : 0;
  return path;
}

ReadOptions AskedModel::reading(const ReadOptions& read) const {
  ReadOptions options;
  options.bad_rows = read.bad_rows;
  options.map = asked_map(rows_, plan_.ask);
  return options;
}

void AskedModel::give_files(Evidence& evidence) const {
  evidence.notes = about_users_files(evidence.notes, file_, rows_.files, rows_.place);
  evidence.data.files = rows_.files;
  evidence.data.digest = rows_.digest;
}

void AskedModel::give_facts(Evidence& evidence) const {
  give_files(evidence);
  note_model(evidence);
  if (left_out_) evidence.notes.add(*left_out_);
  note_resumed(evidence);
  if (cut_ > 0) {
    Error cut = option_error(
        "answers-cut",
        Message(kCut, {std::to_string(plan_.ask.generation.most_tokens), grouped(cut_)}),
        Message(kCutHelp));
    cut.severity = Severity::warning;
    evidence.notes.add(std::move(cut));
  }
  if (rows_.tokens) sign(evidence);
  evidence.model = model_->facts();
}

void AskedModel::give_judge(Evidence& evidence) const {
  give_files(evidence);
  const ModelFacts& facts = model_->facts();
  Error note =
      option_error("fluency-judged",
                   Message(kJudged, {run_name_of(facts.path), facts.architecture,
                                     size_words(facts.parameters), facts.weights, facts.precision,
                                     facts.engine, std::to_string(facts.window), facts.digest}),
                   {});
  note.severity = Severity::note;
  evidence.notes.add(std::move(note));
  note_resumed(evidence);
  sign(evidence);
  evidence.fluency_model = facts;
}

void AskedModel::note_resumed(Evidence& evidence) const {
  const auto say = [&](const Text& words, std::int64_t count) {
    if (count == 0) return;
    Error resumed = option_error("scores-resumed", Message(words, {grouped(count)}), {});
    resumed.severity = Severity::note;
    evidence.notes.add(std::move(resumed));
  };
  say(kResumed, resumed_);
  say(kResumedWindows, resumed_windows_);
}

void AskedModel::note_model(Evidence& evidence) const {
  const ModelFacts& facts = model_->facts();
  const std::string model = run_name_of(facts.path);
  Error note;
  note.name = "model-asked";
  note.severity = Severity::note;
  const std::string shape = facts.template_digest.empty() ? "-" : facts.template_digest;
  if (plan_.endpoint) {
    note.found = Message(kAskedServer,
                         {Message(facts.name), facts.path, facts.engine,
                          facts.probe.empty() ? Message(kNotProbed) : Message(facts.probe), shape});
  } else {
    note.found = Message(
        kAsked, {facts.adapter.empty() ? Message(model)
                                       : Message(kWithAdapter, {model, run_name_of(facts.adapter)}),
                 facts.architecture, size_words(facts.parameters), facts.weights, facts.precision,
                 facts.engine, std::to_string(facts.window), facts.digest, shape});
  }
  evidence.notes.add(std::move(note));
}

// How exactly a number was computed is part of its signature: it is never compared silently with
// another way.
void AskedModel::sign(Evidence& evidence) const {
  const ModelFacts& facts = model_->facts();
  for (ScoreLine& line : evidence.metrics) {
    if (!is_of_log_probs(line.metric)) continue;
    line.signature += "|precision:" + facts.precision + "|prefix:" + facts.prefix + "|" +
                      std::string(asked_name(rows_.asked));
    if (plan_.ask.outputs) line.signature += "|by:" + facts.digest;
    if (plan_.endpoint) line.signature += "|server:" + facts.engine;
    if (line.key.find("mode=chunked") == std::string::npos) continue;
    line.signature += "|window:" + std::to_string(half_window(plan_.ask, facts));
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
