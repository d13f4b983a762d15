// From PEFT's names and layout to llama.cpp's. The rows of a LLaMA query or key are put into the
// order that llama.cpp turns them in: each head's two halves are interleaved.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/file.h"
#include "base/numbers.h"
#include "lm/adapter.h"
#include "lm/safetensors.h"

namespace shijin {
namespace {

using Json = nlohmann::json;

constexpr Text kNotPeft{"adapter_config.json is missing or is no JSON object",
                        "adapter_config.json 不存在，或不是 JSON 物件"};
constexpr Text kNotLora{"the adapter is \"{0}\"", "適配器的類型是「{0}」"};
constexpr Text kLora{"LoRA", "應為 LoRA"};
constexpr Text kRefused{"the adapter uses {0}, which cannot be put over a model while it runs",
                        "適配器使用了 {0}，無法在執行時疊加到模型上"};
constexpr Text kMerge{
    "merge it into the model (PEFT: merge_and_unload), convert that to GGUF, and name "
    "it with --model",
    "請先併入模型（PEFT 的 merge_and_unload），轉成 GGUF 後用 --model 指定"};
constexpr Text kArchitecture{"adapters of the architecture \"{0}\" are not converted here",
                             "這裡不會轉換「{0}」架構的適配器"};
constexpr Text kConvert{"convert it with llama.cpp's convert_lora_to_gguf.py and name the .gguf",
                        "請用 llama.cpp 的 convert_lora_to_gguf.py 轉換後，指定 .gguf 檔"};
constexpr Text kArray{"the array \"{0}\" is not of a LoRA that can be read",
                      "陣列「{0}」不屬於可讀取的 LoRA"};
constexpr Text kRank{"\"{0}\" and its other half do not fit together", "「{0}」與另一半形狀不符"};
constexpr Text kOther{"the adapter is for another model: \"{0}\" of {1}x{2}, and the model has {3}",
                      "適配器屬於另一個模型：「{0}」為 {1}x{2}，而模型中是 {3}"};
constexpr Text kOtherHelp{"name the model that the adapter was trained over",
                          "請指定訓練該適配器時所用的模型"};
constexpr Text kAlpha{"r or lora_alpha is no positive number", "r 或 lora_alpha 不是正數"};
constexpr Text kNothing{"nothing there", "沒有這個張量"};

Error peft_error(const char* name, const std::string& folder, Message found, Message help) {
  Error error;
  error.name = name;
  error.at.file = folder;
  error.found = std::move(found);
  error.help = std::move(help);
  return error;
}

// PEFT's module → llama.cpp's tensor of a block.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kModules = {{
    {"self_attn.q_proj", "attn_q"},
    {"self_attn.k_proj", "attn_k"},
    {"self_attn.v_proj", "attn_v"},
    {"self_attn.o_proj", "attn_output"},
    {"mlp.gate_proj", "ffn_gate"},
    {"mlp.up_proj", "ffn_up"},
    {"mlp.down_proj", "ffn_down"},
}};

// Architectures whose blocks have just these modules, and whether their heads are interleaved.
struct Architecture {
  std::string_view name;
  bool interleaved;
};
constexpr Architecture kArchitectures[] = {
    {"llama", true}, {"qwen2", false}, {"qwen3", false}, {"gemma", false}, {"gemma2", false}};

// What a config says that cannot be taken over, or "".
std::string refused_feature(const Json& config) {
  const auto on = [&](const char* key) {
    return config.contains(key) && config[key].is_boolean() && config[key].get<bool>();
  };
  const auto filled = [&](const char* key) {
    return config.contains(key) && (config[key].is_array() || config[key].is_object()) &&
           !config[key].empty();
  };
  if (on("use_dora")) return "DoRA (use_dora)";
  if (on("use_qalora")) return "QA-LoRA (use_qalora)";
  if (on("lora_bias")) return "lora_bias";
  if (on("fan_in_fan_out")) return "fan_in_fan_out";
  for (const char* key : {"rank_pattern", "alpha_pattern", "modules_to_save", "layer_replication",
                          "trainable_token_indices", "target_parameters"}) {
    if (filled(key)) return key;
  }
  if (config.contains("bias") && config["bias"].is_string() && config["bias"] != "none") {
    return "bias=" + config["bias"].get<std::string>();
  }
  return "";
}

// alpha as llama.cpp takes it, which divides it by the rank: rsLoRA divides by its root.
std::optional<double> alpha_of(const Json& config) {
  const auto number = [&](const char* key) {
    return config.contains(key) && config[key].is_number() ? config[key].get<double>() : 0.0;
  };
  const double rank = number("r");
  const double alpha = number("lora_alpha");
  if (!(rank >= 1 && alpha > 0)) return std::nullopt;
  const bool rooted = config.contains("use_rslora") && config["use_rslora"].is_boolean() &&
                      config["use_rslora"].get<bool>();
  return rooted ? alpha * std::sqrt(rank) : alpha;
}

// One half of a change, by its PEFT name.
struct Half {
  std::string tensor;  // "blk.3.attn_q.weight"
  std::string_view module;
  bool second = false;  // lora_B
};

std::optional<Half> half_of(std::string_view name) {
  constexpr std::string_view kLayers = "layers.";
  const std::size_t at = name.find(kLayers);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = name.substr(at + kLayers.size());
  const std::size_t dot = rest.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto layer = parse_integer(rest.substr(0, dot));
  const std::string_view inner = rest.substr(dot + 1);
  for (const auto& [module, tensor] : kModules) {
    if (!inner.starts_with(module)) continue;
    const std::string_view tail = inner.substr(module.size());
    const bool second = tail == ".lora_B.weight" || tail == ".lora_B.default.weight";
    const bool first = tail == ".lora_A.weight" || tail == ".lora_A.default.weight";
    if (!layer || *layer < 0 || (!first && !second)) return std::nullopt;
    Half half;
    half.tensor = "blk." + std::to_string(*layer) + "." + std::string(tensor) + ".weight";
    half.module = tensor;
    half.second = second;
    return half;
  }
  return std::nullopt;
}

// The rows of each head from [half, place] to [place, half].
void interleave(SafeTensor& tensor, std::size_t heads) {
  const std::size_t rows = tensor.shape[0];
  const std::size_t width = tensor.shape[1];
  const std::size_t half = rows / heads / 2;
  std::vector<float> out(tensor.values.size());
  for (std::size_t head = 0; head < heads; ++head) {
    for (std::size_t side = 0; side < 2; ++side) {
      for (std::size_t place = 0; place < half; ++place) {
        const std::size_t from = (head * 2 + side) * half + place;
        const std::size_t to = (head * half + place) * 2 + side;
        std::copy_n(tensor.values.begin() + static_cast<std::ptrdiff_t>(from * width), width,
                    out.begin() + static_cast<std::ptrdiff_t>(to * width));
      }
    }
  }
  tensor.values = std::move(out);
}

// How many heads a module has, or 0 where its rows stay as they are.
std::size_t heads_of(const Half& half, const GgufFile& base, const Architecture& architecture) {
  if (!architecture.interleaved || !half.second) return 0;
  const std::string prefix = std::string(architecture.name) + ".attention.head_count";
  const double heads = base.number(prefix).value_or(0);
  if (half.module == "attn_q") return static_cast<std::size_t>(heads);
  if (half.module != "attn_k") return 0;
  return static_cast<std::size_t>(base.number(prefix + "_kv").value_or(heads));
}

using Changes = std::map<std::string, std::array<std::optional<SafeTensor>, 2>>;

Result<Changes> changes_of(const std::string& folder, const GgufFile& base,
                           const Architecture& architecture) {
  Changes changes;
  auto tensors = SJ_TRY(read_safetensors(folder + "/adapter_model.safetensors"));
  for (auto& [name, tensor] : tensors) {
    const auto half = half_of(name);
    if (name.find("lora_magnitude_vector") != std::string::npos) {
      return peft_error("adapter-kind", folder, Message(kRefused, {"DoRA"}), Message(kMerge));
    }
    if (!half || tensor.shape.size() != 2) {
      return peft_error("adapter-array", folder, Message(kArray, {name}), Message(kMerge));
    }
    const std::size_t heads = heads_of(*half, base, architecture);
    if (heads > 0) {
      if (tensor.shape[0] % (heads * 2) != 0) {
        return peft_error("adapter-array", folder, Message(kArray, {name}), Message(kMerge));
      }
      interleave(tensor, heads);
    }
    changes[half->tensor][half->second ? 1 : 0] = std::move(tensor);
  }
  return changes;
}

// Both halves are there, and make a change of the shape that the model has there.
Result<Done> check_change(const std::string& folder, const std::string& name,
                          const std::array<std::optional<SafeTensor>, 2>& halves,
                          const GgufFile& base) {
  if (!halves[0] || !halves[1] || halves[0]->shape[0] != halves[1]->shape[1]) {
    return peft_error("adapter-array", folder, Message(kRank, {name}), Message(kMerge));
  }
  const std::uint64_t in = halves[0]->shape[1];
  const std::uint64_t out = halves[1]->shape[0];
  const GgufTensor* tensor = base.tensor(name);
  if (tensor != nullptr && tensor->shape == std::vector<std::uint64_t>{in, out}) return Done{};
  Message has(kNothing);
  if (tensor != nullptr && tensor->shape.size() == 2) {
    has = Message(std::to_string(tensor->shape[0]) + "x" + std::to_string(tensor->shape[1]));
  }
  return peft_error("adapter-other-model", folder,
                    Message(kOther, {name, std::to_string(in), std::to_string(out), has}),
                    Message(kOtherHelp));
}

Result<Json> read_config(const std::string& folder) {
  const auto text = read_file(folder + "/adapter_config.json");
  const Json config = text.ok() ? Json::parse(*text, nullptr, false) : Json();
  if (!config.is_object()) {
    return peft_error("adapter-config", folder, Message(kNotPeft), Message(kConvert));
  }
  const auto kind = config.find("peft_type");
  if (kind != config.end() && kind->is_string() && *kind != "LORA") {
    Error error = peft_error("adapter-kind", folder, Message(kNotLora, {kind->get<std::string>()}),
                             Message(kMerge));
    error.expected = Message(kLora);
    return error;
  }
  const std::string refused = refused_feature(config);
  if (!refused.empty()) {
    return peft_error("adapter-kind", folder, Message(kRefused, {refused}), Message(kMerge));
  }
  return config;
}

}  // namespace

Result<std::string> convert_peft(const std::string& folder, const GgufFile& base) {
  const Json config = SJ_TRY(read_config(folder));
  const auto alpha = alpha_of(config);
  if (!alpha) return peft_error("adapter-config", folder, Message(kAlpha), Message(kConvert));
  const std::string name(base.text("general.architecture"));
  const auto* architecture =
      std::find_if(std::begin(kArchitectures), std::end(kArchitectures),
                   [&](const Architecture& known) { return known.name == name; });
  if (architecture == std::end(kArchitectures)) {
    return peft_error("adapter-architecture", folder, Message(kArchitecture, {name}),
                      Message(kConvert));
  }
  GgufWriter writer;
  writer.text("general.architecture", name);
  writer.text("general.type", "adapter");
  writer.text("adapter.type", "lora");
  writer.real("adapter.lora.alpha", static_cast<float>(*alpha));
  Changes changes = SJ_TRY(changes_of(folder, base, *architecture));
  for (auto& [tensor, halves] : changes) {
    SJ_TRY(check_change(folder, tensor, halves, base));
    for (std::size_t side = 0; side < 2; ++side) {
      SafeTensor& half = *halves[side];
      writer.tensor(tensor + (side == 0 ? ".lora_a" : ".lora_b"), {half.shape[1], half.shape[0]},
                    std::move(half.values));
    }
  }
  return writer.bytes();
}

}  // namespace shijin
