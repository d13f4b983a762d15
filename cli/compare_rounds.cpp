// One test set, one model, many adapters: each is asked about every row, then evaluated as a file
// is.
#include "cli/compare_rounds.h"

#include <algorithm>
#include <filesystem>

#include "cli/asked.h"
#include "cli/compare_runs.h"
#include "cli/output.h"
#include "cli/save.h"

namespace shijin::cli {
namespace {

constexpr Text kNothingToCompare{"there is only one version here", "這裡只有一個版本"};
constexpr Text kTwoVersions{"compare one FILE under --model and at least one --lora",
                            "請以 --model 與至少一個 --lora 比較一個 FILE"};
constexpr Text kTwoNames{
    "name the server's models, the base first: --model-name BASE --model-name OTHER; what other "
    "servers answer is compared as files: shijin predict FILE --model URL -o OUT.jsonl",
    "請指定伺服器上的模型，基準在前：--model-name 基準 --model-name 其他；不同伺服器的回答請先存檔"
    "再比較：shijin predict 檔案 --model URL -o OUT.jsonl"};
constexpr Text kAllAndModel{"--all compares stored runs, and --model asks about one FILE",
                            "--all 比較已儲存的執行紀錄，而 --model 只詢問一個檔案"};
constexpr Text kLeaveOut{"leave one of them out", "請拿掉其中一個"};
constexpr Text kBaseUnknown{"--base {0} is none of the versions", "--base {0} 不在這些版本之中"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kOneFile{"--model is asked about one file, and here are {0}",
                        "--model 只詢問一個檔案，這裡有 {0} 個"};

// The name of a model or adapter without its folder and endings; the whole path where two would be
// the same, and a number behind a file that is given again.
std::vector<std::string> names_of(const std::vector<std::string>& files) {
  std::vector<std::string> names;
  for (const std::string& file : files) {
    const std::string stem = run_name_of(file);
    const bool alone = std::all_of(files.begin(), files.end(), [&](const std::string& other) {
      return other == file || run_name_of(other) != stem;
    });
    const std::string name = alone ? stem : file;
    const auto before =
        std::count(files.begin(), files.begin() + static_cast<long>(names.size()), file);
    names.push_back(before == 0 ? name : name + " (" + std::to_string(before + 1) + ")");
  }
  return names;
}

// A model, alone or under an adapter, and what it is called.
struct Version {
  std::string adapter;  // of a server another model; "" is the model that is named first
  std::string trained;  // where its trainer's settings are
  std::string name;
};

// The model alone, then under each adapter; the one that --base names goes first.
Result<std::vector<Version>> versions_of(const Parsed& parsed, const ModelPlan& model) {
  std::vector<std::string> paths = {model.endpoint ? model.endpoint->model : model.model.path};
  paths.insert(paths.end(), model.adapters.begin(), model.adapters.end());
  const std::vector<std::string> names = names_of(paths);
  std::vector<Version> versions;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    std::string trained = model.endpoint ? "" : paths[i];
    if (std::filesystem::is_directory(trained)) trained += "/adapter_model.safetensors";
    versions.push_back({i == 0 ? "" : paths[i], std::move(trained), names[i]});
  }
  if (!parsed.given("base")) return versions;
  const std::string base = parsed.text("base");
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (names[i] != base && paths[i] != base) continue;
    const auto found = versions.begin() + static_cast<long>(i);
    std::rotate(versions.begin(), found, found + 1);
    return versions;
  }
  Error error;
  error.name = "base-unknown";
  error.found = Message(kBaseUnknown, {base});
  error.expected = Message(kOneOf, {comma_list(names)});
  return error;
}

// Each version on the same file.
Result<std::vector<MeasuredRun>> measure_all(const Parsed& parsed, const EvalPlan& plan,
                                             const ModelPlan& model, std::vector<SampleRows>* rows,
                                             const Console& console) {
  Notes notes;
  const std::vector<Version> versions = SJ_TRY(versions_of(parsed, model));
  const std::vector<std::string>& files = parsed.files;
  auto asked = AskedModel::open(model, files, plan.read, notes);
  if (!asked.ok() && !notes.all().empty()) write_error(describe(notes, console.language));
  if (!asked.ok()) return asked.error();
  const ReadOptions read = asked->reading(plan.read);
  std::vector<MeasuredRun> runs;
  if (rows != nullptr) rows->resize(versions.size());
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const Version& version = versions[i];
    const EvaluateOptions options =
        i == 0 ? base_options(plan.evaluate) : other_options(plan.evaluate, runs.front());
    auto labels = i == 0 ? std::shared_ptr<LabelSet>() : runs.front().kept.labels;
    RunFile source{SJ_TRY(asked->file(version.adapter, console)), read, version.trained};
    if (rows != nullptr) source.rows = &(*rows)[i];
    source.amend = [&asked](Evidence& evidence) { asked->give_facts(evidence); };
    runs.push_back(SJ_TRY(measure_file(source, options, std::move(labels), console)));
    runs.back().name = version.name;
    runs.back().settings = measured_settings(parsed, plan.evaluate);
    if (runs.back().evidence.notes.has_errors()) break;
  }
  return runs;
}

Error wrong_versions(const char* name, Message found) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.help = Message(kTwoVersions);
  return error;
}

}  // namespace

bool names_model(const Parsed& parsed) {
  const auto options = {"model", "lora", "choices", "precision", "context", "model-name", "server"};
  return std::any_of(options.begin(), options.end(),
                     [&](const char* option) { return parsed.given(option); });
}

Result<std::vector<MeasuredRun>> measure_rounds(const Parsed& parsed, const EvalPlan& plan,
                                                std::vector<SampleRows>* rows,
                                                const Console& console) {
  if (parsed.given("all")) {
    Error error = wrong_versions("options-contradict", Message(kAllAndModel));
    error.help = Message(kLeaveOut);
    return error;
  }
  EvalPlan planned = plan;
  const std::optional<ModelPlan> model = SJ_TRY(plan_model(parsed, Choices::needed, planned));
  if (parsed.files.size() != 1) {
    return wrong_versions("options-contradict",
                          Message(kOneFile, {std::to_string(parsed.files.size())}));
  }
  if (model->adapters.empty()) {
    Error error = wrong_versions("versions-few", Message(kNothingToCompare));
    if (model->endpoint) error.help = Message(kTwoNames);
    return error;
  }
  return measure_all(parsed, planned, *model, rows, console);
}

}  // namespace shijin::cli
