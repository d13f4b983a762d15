// Flat YAML by hand, JSON by the library; only settings that shape the model are kept.
#include "compare/trainer.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/numbers.h"

namespace shijin {
namespace {

namespace fs = std::filesystem;

constexpr Text kDamaged{"the trainer's file is not valid JSON", "訓練器的檔案不是合法的 JSON"};
constexpr Text kDamagedHelp{"copy it again from the training folder, or move it away",
                            "請從訓練資料夾重新複製，或把它移走"};

// What shapes a model or its answers; everything else differs between runs without a meaning.
constexpr std::array<std::string_view, 50> kSettings = {"bf16",
                                                        "cutoff_len",
                                                        "dataset",
                                                        "do_sample",
                                                        "early_stopping_steps",
                                                        "finetuning_type",
                                                        "fp16",
                                                        "freeze_trainable_layers",
                                                        "gradient_accumulation_steps",
                                                        "init_lora_weights",
                                                        "label_smoothing_factor",
                                                        "learning_rate",
                                                        "lora_alpha",
                                                        "lora_dropout",
                                                        "lora_rank",
                                                        "lora_target",
                                                        "loraplus_lr_ratio",
                                                        "lr_scheduler_type",
                                                        "mask_history",
                                                        "max_grad_norm",
                                                        "max_length",
                                                        "max_new_tokens",
                                                        "max_samples",
                                                        "max_steps",
                                                        "model",
                                                        "model_name_or_path",
                                                        "neftune_noise_alpha",
                                                        "num_train_epochs",
                                                        "optim",
                                                        "packing",
                                                        "per_device_train_batch_size",
                                                        "pref_beta",
                                                        "quantization_bit",
                                                        "repetition_penalty",
                                                        "seed",
                                                        "stage",
                                                        "target_modules",
                                                        "temperature",
                                                        "template",
                                                        "top_k",
                                                        "top_p",
                                                        "train_batch_size",
                                                        "train_on_prompt",
                                                        "train_type",
                                                        "use_dora",
                                                        "use_rslora",
                                                        "val_size",
                                                        "warmup_ratio",
                                                        "warmup_steps",
                                                        "weight_decay"};

constexpr std::array<std::string_view, 3> kYaml = {"training_args.yaml", "train_args.yaml",
                                                   "llamaboard_config.yaml"};
constexpr std::array<std::string_view, 5> kJson = {"args.json", "adapter_config.json",
                                                   "trainer_state.json", "all_results.json",
                                                   "train_results.json"};

constexpr int kFoldersAbove = 2;
constexpr int kRootsAbove = 6;  // an adapter's path counts from the folder the trainer ran in

struct Found {
  std::map<std::string, std::string> settings;
  std::map<std::string, double> results;
  std::vector<std::string> files;
  double rate = 0;      // the highest in the log
  std::string adapter;  // adapter_name_or_path, not followed yet
};

bool kept(std::string_view name) {
  return std::find(kSettings.begin(), kSettings.end(), name) != kSettings.end();
}

// 1.0e-4, 0.0001 and 1E-4 are one value; so are true, True and yes.
std::string canonical(std::string text) {
  if (const auto number = parse_number(text)) return shortest(*number);
  if (text == "True" || text == "yes") return "true";
  if (text == "False" || text == "no") return "false";
  if (text == "None" || text == "~") return "null";
  return text;
}

void put(Found& found, const std::string& name, const std::string& value) {
  if (name == "adapter_name_or_path" && found.adapter.empty()) found.adapter = value;
  const std::string plain = canonical(value);
  if (kept(name) && !plain.empty() && plain != "null") found.settings.emplace(name, plain);
}

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return std::string(text);
}

// A scalar without its comment and its quotes.
std::string scalar(std::string_view text) {
  std::string value = trimmed(text);
  if (!value.empty() && (value.front() == '"' || value.front() == '\'')) {
    const std::size_t end = value.find(value.front(), 1);
    return end == std::string::npos ? value : value.substr(1, end - 1);
  }
  const std::size_t comment = value.find(" #");
  return comment == std::string::npos ? value : trimmed(value.substr(0, comment));
}

// "key: value" at the margin, and "- item" lines under a key without a value.
void read_yaml(std::string_view text, Found& found) {
  std::string list_of;
  std::string items;
  const auto close = [&] {
    if (!items.empty()) put(found, list_of, items);
    items.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    const std::string plain = trimmed(line);
    if (plain.starts_with("- ") && !list_of.empty()) {
      items += (items.empty() ? "" : ",") + scalar(plain.substr(2));
      continue;
    }
    if (line.empty() || line.front() == ' ' || line.front() == '#') continue;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    close();
    const std::string name = trimmed(line.substr(0, colon));
    const std::string value = scalar(line.substr(colon + 1));
    list_of = value.empty() ? name : "";
    if (!value.empty()) put(found, name, value);
  }
  close();
}

std::optional<std::string> text_of(const nlohmann::json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>();
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number()) return shortest(value.get<double>());
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> items;
  for (const auto& item : value) {
    if (!item.is_string() && !item.is_number()) return std::nullopt;
    items.push_back(*text_of(item));
  }
  std::sort(items.begin(), items.end());
  std::string all;
  for (const std::string& item : items) all += (all.empty() ? "" : ",") + item;
  return all;
}

// Python writes NaN and Infinity where JSON has no word for them; a diverged loss must not hide the
// settings.
std::string without_nan(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\' && i + 1 < text.size()) {
      out += c;
      out += text[++i];
      continue;
    }
    if (c == '"') quoted = !quoted;
    const std::string_view rest = text.substr(i);
    const std::string_view word = quoted                          ? ""
                                  : rest.starts_with("NaN")       ? "NaN"
                                  : rest.starts_with("-Infinity") ? "-Infinity"
                                  : rest.starts_with("Infinity")  ? "Infinity"
                                                                  : "";
    if (word.empty()) {
      out += c;
    } else {
      out += "null";
      i += word.size() - 1;
    }
  }
  return out;
}

void put_result(Found& found, const std::string& name, const nlohmann::json& value) {
  if (value.is_number()) found.results.emplace(name, value.get<double>());
}

// The log of the Hugging Face trainer: the last and the lowest loss on held-out rows.
void read_log(const nlohmann::json& state, Found& found) {
  const auto log = state.find("log_history");
  if (log == state.end() || !log->is_array()) return;
  std::optional<double> lowest;
  double rate = 0;
  for (const auto& entry : *log) {
    if (!entry.is_object()) continue;
    const auto loss = entry.find("eval_loss");
    if (loss != entry.end() && loss->is_number()) {
      found.results["eval_loss"] = loss->get<double>();
      lowest = std::min(lowest.value_or(loss->get<double>()), loss->get<double>());
    }
    const auto step = entry.find("learning_rate");
    if (step != entry.end() && step->is_number()) rate = std::max(rate, step->get<double>());
  }
  if (lowest) found.results.emplace("eval_loss_lowest", *lowest);
  found.rate = std::max(found.rate, rate);
}

void read_json(std::string_view name, const nlohmann::json& object, Found& found) {
  if (!object.is_object()) return;
  if (name == "all_results.json" || name == "train_results.json") {
    for (const char* key : {"train_loss", "eval_loss", "epoch"}) {
      if (object.contains(key)) put_result(found, key, object[key]);
    }
    return;
  }
  for (const auto& [key, value] : object.items()) {
    const std::string known = key == "r"                         ? "lora_rank"
                              : key == "base_model_name_or_path" ? "model_name_or_path"
                                                                 : key;
    if (const auto text = text_of(value)) put(found, known, *text);
  }
  if (name == "trainer_state.json") read_log(object, found);
}

Result<Done> read_folder(const fs::path& folder, Found& found) {
  std::error_code ignored;
  const auto text_at = [&](std::string_view name) -> Result<std::optional<std::string>> {
    const fs::path path = (folder / name).lexically_normal();
    if (!fs::is_regular_file(path, ignored)) return std::optional<std::string>();
    std::string text = SJ_TRY(read_file(path.string()));
    found.files.push_back(path.string());
    return std::optional(std::move(text));
  };
  for (const std::string_view name : kYaml) {
    if (const auto text = SJ_TRY(text_at(name))) read_yaml(*text, found);
  }
  for (const std::string_view name : kJson) {
    const auto text = SJ_TRY(text_at(name));
    if (!text) continue;
    const nlohmann::json object = nlohmann::json::parse(without_nan(*text), nullptr, false);
    if (object.is_discarded()) {
      Error error;
      error.name = "trainer-file-damaged";
      error.severity = Severity::warning;
      error.at.file = found.files.back();
      error.found = Message(kDamaged);
      error.help = Message(kDamagedHelp);
      return error;
    }
    read_json(name, object, found);
  }
  return Done{};
}

// The folder of an adapter that is named from where the trainer ran: the file's folder or one
// above.
fs::path adapter_folder(const fs::path& start, const std::string& adapter) {
  std::error_code ignored;
  const std::string first = adapter.substr(0, adapter.find(','));
  if (first.empty()) return {};
  if (fs::path(first).is_absolute()) return fs::is_directory(first, ignored) ? first : "";
  fs::path root = start;
  for (int level = 0; level <= kRootsAbove; ++level) {
    if (fs::is_directory(root / first, ignored)) return root / first;
    root /= "..";
  }
  return {};
}

}  // namespace

Result<std::optional<TrainerFacts>> read_trainer(const std::string& predictions) {
  if (predictions == "-") return std::optional<TrainerFacts>();
  Found found;
  const fs::path beside = fs::path(predictions).parent_path();
  const fs::path start = beside.empty() ? "." : beside;
  fs::path folder = start;
  for (int level = 0; level <= kFoldersAbove; ++level) {
    SJ_TRY(read_folder(folder, found));
    if (!found.files.empty()) break;
    folder /= "..";
  }
  const fs::path adapter = adapter_folder(start, found.adapter);
  std::error_code ignored;
  const bool same = !adapter.empty() && fs::equivalent(adapter, folder, ignored);
  if (!adapter.empty() && !same) SJ_TRY(read_folder(adapter, found));
  if (found.rate > 0 && found.settings.count("learning_rate") == 0) {
    found.settings["learning_rate_peak"] = shortest(found.rate);
  }
  if (found.settings.empty() && found.results.empty()) return std::optional<TrainerFacts>();
  TrainerFacts facts;
  facts.settings.assign(found.settings.begin(), found.settings.end());
  facts.results.assign(found.results.begin(), found.results.end());
  facts.files = std::move(found.files);
  return std::optional(std::move(facts));
}

}  // namespace shijin
