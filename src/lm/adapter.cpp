// Opening adapters, whatever they are, and telling those of another model.
#include "lm/adapter.h"

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/hash.h"
#include "base/numbers.h"
#include "lm/llama_weights.h"

namespace shijin {
namespace {

constexpr Text kNoAdapter{"there is no adapter at {0}", "{0} 沒有適配器"};
constexpr Text kForms{
    "a LoRA in GGUF, or a folder with adapter_config.json and "
    "adapter_model.safetensors",
    "GGUF 格式的 LoRA，或含有 adapter_config.json 與 adapter_model.safetensors "
    "的資料夾"};
constexpr Text kNotLora{"the GGUF file is no LoRA adapter", "這個 GGUF 檔案不是 LoRA 適配器"};
constexpr Text kOther{"the adapter is for another model: it changes \"{0}\" of {1}, which {2} {3}",
                      "適配器屬於另一個模型：它要改動形狀為 {1} 的「{0}」，而 {2} {3}"};
constexpr Text kHas{"has with {0}", "中的形狀是 {0}"};
constexpr Text kHasNot{"has not", "沒有這個張量"};
constexpr Text kOtherHelp{"name the model that the adapter was trained over",
                          "請指定訓練該適配器時所用的模型"};
constexpr Text kNoTemporary{"no temporary file could be made for the adapter",
                            "無法為適配器建立暫存檔"};

Error adapter_error(const char* name, const std::string& path, Message found) {
  Error error;
  error.name = name;
  error.at.file = path;
  error.found = std::move(found);
  return error;
}

std::string shape_text(const std::vector<std::uint64_t>& shape) {
  std::string out;
  for (const std::uint64_t size : shape) out += (out.empty() ? "" : "x") + std::to_string(size);
  return out;
}

// The weight that the two halves of a change are for, by the name of the first half, or "".
std::string weight_of(const std::string& name) {
  constexpr std::string_view kFirst = ".lora_a";
  return name.ends_with(kFirst) ? name.substr(0, name.size() - kFirst.size()) : "";
}

Result<Done> check_fit(const GgufFile& adapter, const std::string& path, const GgufFile& base,
                       const std::string& base_path) {
  for (const GgufTensor& first : adapter.tensors) {
    const std::string weight = weight_of(first.name);
    if (weight.empty() || first.shape.size() != 2) continue;
    const GgufTensor* second = adapter.tensor(weight + ".lora_b");
    if (second == nullptr || second->shape.size() != 2) continue;  // llama.cpp names it
    const std::vector<std::uint64_t> wanted = {first.shape[0], second->shape[1]};
    const GgufTensor* tensor = base.tensor(weight);
    if (tensor != nullptr && tensor->shape == wanted) continue;
    Error error = adapter_error(
        "adapter-other-model", path,
        Message(kOther, {weight, shape_text(wanted), base_path,
                         tensor == nullptr ? Message(kHasNot)
                                           : Message(kHas, {shape_text(tensor->shape)})}));
    error.help = Message(kOtherHelp);
    return error;
  }
  return Done{};
}

// The number of "checkpoint-120", or -1.
std::int64_t checkpoint_number(const std::filesystem::path& path) {
  constexpr std::string_view kPrefix = "checkpoint-";
  const std::string name = path.filename().string();
  if (!name.starts_with(kPrefix)) return -1;
  return parse_integer(std::string_view(name).substr(kPrefix.size())).value_or(-1);
}

bool is_peft(const std::filesystem::path& folder) {
  std::error_code failed;
  return std::filesystem::exists(folder / "adapter_config.json", failed);
}

}  // namespace

Result<AdapterFile> open_adapter(const std::string& path, const GgufFile& base,
                                 const std::string& base_path) {
  std::error_code failed;
  AdapterFile file;
  if (std::filesystem::is_directory(path, failed)) {
    const std::string bytes = SJ_TRY(convert_peft(path, base));
    Digest digest;
    digest.add(bytes);
    file.digest = digest.hex();
    file.stream.reset(std::tmpfile());
    const bool written =
        file.stream != nullptr &&
        std::fwrite(bytes.data(), 1, bytes.size(), file.stream.get()) == bytes.size() &&
        std::fflush(file.stream.get()) == 0;
    if (!written) return adapter_error("adapter-temporary", path, Message(kNoTemporary));
    std::rewind(file.stream.get());
    return file;
  }
  if (!std::filesystem::exists(path, failed)) {
    Error error = adapter_error("adapter-missing", path, Message(kNoAdapter, {path}));
    error.expected = Message(kForms);
    return error;
  }
  const GgufFile head = SJ_TRY(read_gguf(path));
  if (head.text("adapter.type") != "lora") {
    Error error = adapter_error("adapter-not-lora", path, Message(kNotLora));
    error.expected = Message(kForms);
    return error;
  }
  SJ_TRY(check_fit(head, path, base, base_path));
  file.digest = SJ_TRY(digest_file(path));
  file.stream.reset(std::fopen(path.c_str(), "rb"));
  if (file.stream == nullptr)
    return adapter_error("adapter-missing", path, Message(kNoAdapter, {path}));
  return file;
}

std::vector<std::string> adapters_in(const std::string& path) {
  std::error_code failed;
  std::vector<std::pair<std::int64_t, std::string>> checkpoints;
  for (const auto& entry : std::filesystem::directory_iterator(path, failed)) {
    const std::int64_t number = checkpoint_number(entry.path());
    if (number >= 0 && is_peft(entry.path()))
      checkpoints.emplace_back(number, entry.path().string());
  }
  if (checkpoints.empty()) return {path};
  std::sort(checkpoints.begin(), checkpoints.end());
  std::vector<std::string> paths;
  for (auto& checkpoint : checkpoints) paths.push_back(std::move(checkpoint.second));
  if (!is_peft(path)) return paths;
  // Trainers save the last checkpoint once more as the result.
  const auto weights = [](const std::string& folder) {
    const auto digest = digest_file(folder + "/adapter_model.safetensors");
    return digest.ok() ? *digest : folder;
  };
  if (weights(paths.back()) != weights(path)) paths.push_back(path);
  return paths;
}

}  // namespace shijin
