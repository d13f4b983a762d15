// Adapters are small: the file is read whole, and every offset held against its size.
#include "lm/safetensors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/file.h"

namespace shijin {
namespace {

using Json = nlohmann::json;

constexpr Text kDamaged{"the safetensors file is damaged: {0}", "safetensors 檔案損壞：{0}"};
constexpr Text kAgain{"copy it again, or let the trainer save it again",
                      "請重新複製，或讓訓練程式重新儲存"};
constexpr Text kHead{"its head is no JSON object of at most the file's size",
                     "檔頭不是大小合理的 JSON 物件"};
constexpr Text kPlace{"array \"{0}\" does not lie where it says",
                      "陣列「{0}」的位置與檔頭所述不符"};
constexpr Text kKind{"array \"{0}\" holds \"{1}\"", "陣列「{0}」的類型是「{1}」"};
constexpr Text kKinds{"F32, F16 or BF16", "F32、F16 或 BF16"};

constexpr std::size_t kMostBytes = std::size_t{2} << 30U;

Error damaged(const std::string& path, Message what) {
  Error error;
  error.name = "safetensors-damaged";
  error.at.file = path;
  error.found = Message(kDamaged, {std::move(what)});
  error.help = Message(kAgain);
  return error;
}

float from_half(std::uint16_t bits) {
  const int exponent = (bits >> 10U) & 0x1F;
  const int fraction = bits & 0x3FF;
  float size = 0;
  if (exponent == 0x1F) {
    size = fraction == 0 ? HUGE_VALF : NAN;
  } else if (exponent == 0) {
    size = std::ldexp(static_cast<float>(fraction), -24);
  } else {
    size = std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
  }
  return (bits & 0x8000U) != 0 ? -size : size;
}

// The numbers of an array as floats.
std::vector<float> floats_of(std::string_view bytes, std::string_view kind) {
  const std::size_t width = kind == "F32" ? 4 : 2;
  std::vector<float> values(bytes.size() / width);
  if (kind == "F32") {
    std::memcpy(values.data(), bytes.data(), values.size() * width);
    return values;
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, bytes.data() + i * width, sizeof bits);
    values[i] = kind == "F16" ? from_half(bits)
                              : std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16U);
  }
  return values;
}

// What the head says of one array, or nothing where it is not of that form.
struct Entry {
  std::string kind;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

std::optional<Entry> entry_of(const Json& json) {
  const auto list = [](const Json& value) {
    return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& item) {
             return item.is_number_unsigned();
           });
  };
  if (!json.is_object() || !json.contains("dtype") || !json["dtype"].is_string()) return {};
  if (!json.contains("shape") || !list(json["shape"])) return {};
  if (!json.contains("data_offsets") || !list(json["data_offsets"])) return {};
  if (json["data_offsets"].size() != 2) return {};
  Entry entry;
  entry.kind = json["dtype"].get<std::string>();
  for (const Json& size : json["shape"]) entry.shape.push_back(size.get<std::uint64_t>());
  entry.begin = json["data_offsets"][0].get<std::uint64_t>();
  entry.end = json["data_offsets"][1].get<std::uint64_t>();
  return entry;
}

Result<SafeTensor> read_array(const std::string& path, const std::string& name, const Json& json,
                              std::string_view data) {
  const auto entry = entry_of(json);
  if (!entry || entry->begin > entry->end || entry->end > data.size()) {
    return damaged(path, Message(kPlace, {name}));
  }
  if (entry->kind != "F32" && entry->kind != "F16" && entry->kind != "BF16") {
    Error error = damaged(path, Message(kKind, {name, entry->kind}));
    error.expected = Message(kKinds);
    return error;
  }
  std::uint64_t left = (entry->end - entry->begin) / (entry->kind == "F32" ? 4 : 2);
  const std::uint64_t values = left;
  for (const std::uint64_t size : entry->shape) {
    if (size == 0 || left % size != 0) return damaged(path, Message(kPlace, {name}));
    left /= size;
  }
  SafeTensor tensor;
  tensor.shape = entry->shape;
  tensor.values = floats_of(data.substr(entry->begin, entry->end - entry->begin), entry->kind);
  if (left != 1 || tensor.values.size() != values) return damaged(path, Message(kPlace, {name}));
  return tensor;
}

}  // namespace

Result<std::map<std::string, SafeTensor>> read_safetensors(const std::string& path) {
  const std::string bytes = SJ_TRY(read_file(path, kMostBytes));
  std::uint64_t size = 0;
  if (bytes.size() < sizeof size) return damaged(path, Message(kHead));
  std::memcpy(&size, bytes.data(), sizeof size);
  const std::string_view rest = std::string_view(bytes).substr(sizeof size);
  if (size > rest.size()) return damaged(path, Message(kHead));
  const Json head = Json::parse(rest.substr(0, size), nullptr, false);
  if (!head.is_object()) return damaged(path, Message(kHead));
  std::map<std::string, SafeTensor> tensors;
  for (const auto& [name, json] : head.items()) {
    if (name == "__metadata__") continue;
    tensors[name] = SJ_TRY(read_array(path, name, json, rest.substr(size)));
  }
  return tensors;
}

}  // namespace shijin
