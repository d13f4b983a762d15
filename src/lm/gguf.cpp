// Every count and length is held against what is left of the file before anything is allocated.
#include "lm/gguf.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/utf8.h"

namespace shijin {
namespace {

constexpr Text kNoFile{"the model file cannot be opened", "無法開啟模型檔案"};
constexpr Text kNoFileHelp{"check the path; a model is one file that ends in .gguf",
                           "請檢查路徑；模型是一個 .gguf 檔案"};
constexpr Text kNotGguf{"this is no GGUF file: it begins with {0}", "這不是 GGUF 檔案：開頭是 {0}"};
constexpr Text kGguf{"a model in GGUF, the format of llama.cpp, which begins with \"GGUF\"",
                     "llama.cpp 的 GGUF 格式模型，開頭為「GGUF」"};
constexpr Text kConvert{"convert the model with llama.cpp's convert_hf_to_gguf.py",
                        "請用 llama.cpp 的 convert_hf_to_gguf.py 轉換模型"};
constexpr Text kVersion{"the GGUF is of version {0}", "GGUF 的版本是 {0}"};
constexpr Text kVersions{"version 2 or 3", "版本 2 或 3"};
constexpr Text kDamaged{"the GGUF file is damaged: {0}", "GGUF 檔案損壞：{0}"};
constexpr Text kWhole{"a whole file", "完整的檔案"};
constexpr Text kAgain{"copy or download it again, and compare its size with the original",
                      "請重新複製或下載，並與原檔比對大小"};
constexpr Text kShort{"it ends after {0} bytes, in the middle of {1}",
                      "在 {0} 位元組處中斷，當時正在讀取{1}"};
constexpr Text kHead{"its head", "檔頭"};
constexpr Text kKeys{"what it says of itself", "檔案說明"};
constexpr Text kNames{"the list of tensors", "張量清單"};
constexpr Text kTensorOutside{"tensor \"{0}\" would lie at bytes {1} to {2} of {3}",
                              "張量「{0}」應位於第 {1} 至 {2} 位元組，但檔案只有 {3}"};
constexpr Text kTensorShape{"tensor \"{0}\" has a shape that no memory holds",
                            "張量「{0}」的形狀超出任何記憶體"};
constexpr Text kTensorTwice{"tensor \"{0}\" is there twice", "張量「{0}」出現兩次"};
constexpr Text kValueType{"the value of \"{0}\" has the unknown type {1}",
                          "「{0}」的值屬於未知類型 {1}"};
constexpr Text kAlignment{"an alignment of {0}", "對齊值為 {0}"};

// A tensor type: values in a block, and bytes of one (0: known by name only).
struct Type {
  std::uint32_t number;
  std::string_view name;
  std::uint32_t block;
  std::uint32_t bytes;
};
constexpr Type kTypes[] = {
    {0, "F32", 1, 4},         {1, "F16", 1, 2},         {2, "Q4_0", 32, 18},
    {3, "Q4_1", 32, 20},      {6, "Q5_0", 32, 22},      {7, "Q5_1", 32, 24},
    {8, "Q8_0", 32, 34},      {9, "Q8_1", 32, 36},      {10, "Q2_K", 256, 84},
    {11, "Q3_K", 256, 110},   {12, "Q4_K", 256, 144},   {13, "Q5_K", 256, 176},
    {14, "Q6_K", 256, 210},   {15, "Q8_K", 256, 292},   {16, "IQ2_XXS", 256, 66},
    {17, "IQ2_XS", 256, 74},  {18, "IQ3_XXS", 256, 98}, {19, "IQ1_S", 256, 50},
    {20, "IQ4_NL", 32, 18},   {21, "IQ3_S", 256, 110},  {22, "IQ2_S", 256, 82},
    {23, "IQ4_XS", 256, 136}, {24, "I8", 1, 1},         {25, "I16", 1, 2},
    {26, "I32", 1, 4},        {27, "I64", 1, 8},        {28, "F64", 1, 8},
    {29, "IQ1_M", 256, 56},   {30, "BF16", 1, 2},       {34, "TQ1_0", 256, 54},
    {35, "TQ2_0", 256, 66},   {39, "MXFP4", 32, 17},
};

const Type* find_type(std::uint32_t number) {
  const auto* found = std::find_if(std::begin(kTypes), std::end(kTypes),
                                   [&](const Type& type) { return type.number == number; });
  return found == std::end(kTypes) ? nullptr : found;
}

Error damaged(const std::string& path, Message what) {
  Error error;
  error.name = "gguf-damaged";
  error.at.file = path;
  error.found = Message(kDamaged, {std::move(what)});
  error.expected = Message(kWhole);
  error.help = Message(kAgain);
  return error;
}

// The file from its beginning, never past its end.
class Input {
 public:
  static constexpr std::size_t kChunk = 1U << 16U;

  explicit Input(const std::string& path) : path_(path), in_(path, std::ios::binary) {
    in_.seekg(0, std::ios::end);
    const std::streamoff end = in_.tellg();
    size_ = end > 0 ? static_cast<std::uint64_t>(end) : 0;
    in_.seekg(0);
  }
  bool is_open() const { return in_.is_open() && in_.good(); }
  std::uint64_t size() const { return size_; }
  std::uint64_t at() const { return at_; }
  std::uint64_t left() const { return size_ - at_; }
  void about(Text what) { what_ = what; }

  Result<Done> raw(void* data, std::size_t bytes) {
    if (bytes > left()) return too_short();
    in_.read(static_cast<char*>(data), static_cast<std::streamsize>(bytes));
    if (!in_) return too_short();
    at_ += bytes;
    return Done{};
  }
  template <class T>
  Result<T> number() {
    T value{};
    SJ_TRY(raw(&value, sizeof value));
    return value;
  }
  Result<std::string> string() {
    const auto size = SJ_TRY(number<std::uint64_t>());
    if (size > left()) return too_short();
    std::string text(static_cast<std::size_t>(size), '\0');
    SJ_TRY(raw(text.data(), text.size()));
    return text;
  }
  Result<Done> skip(std::uint64_t bytes) {
    if (bytes > left()) return too_short();
    at_ += bytes;
    in_.seekg(static_cast<std::streamoff>(at_));
    return Done{};
  }
  Error too_short() const {
    return damaged(path_, Message(kShort, {std::to_string(size_), Message(what_)}));
  }

 private:
  std::string path_;
  std::ifstream in_;
  std::uint64_t size_ = 0;
  std::uint64_t at_ = 0;
  Text what_ = kHead;
};

// GGUF's value types.
enum Kind : std::uint32_t { u8, i8, u16, i16, u32, i32, f32, boolean, text, list, u64, i64, f64 };

constexpr std::array<std::uint64_t, 13> kKindBytes = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

Result<double> read_number(Input& in, std::uint32_t kind) {
  switch (kind) {
    case u8:
    case boolean:
      return static_cast<double>(SJ_TRY(in.number<std::uint8_t>()));
    case i8:
      return static_cast<double>(SJ_TRY(in.number<std::int8_t>()));
    case u16:
      return static_cast<double>(SJ_TRY(in.number<std::uint16_t>()));
    case i16:
      return static_cast<double>(SJ_TRY(in.number<std::int16_t>()));
    case u32:
      return static_cast<double>(SJ_TRY(in.number<std::uint32_t>()));
    case i32:
      return static_cast<double>(SJ_TRY(in.number<std::int32_t>()));
    case f32:
      return static_cast<double>(SJ_TRY(in.number<float>()));
    case u64:
      return static_cast<double>(SJ_TRY(in.number<std::uint64_t>()));
    case i64:
      return static_cast<double>(SJ_TRY(in.number<std::int64_t>()));
    default:
      return SJ_TRY(in.number<double>());
  }
}

Result<Done> read_list(Input& in, const std::string& path, const std::string& key, GgufFile& file) {
  const auto kind = SJ_TRY(in.number<std::uint32_t>());
  const auto count = SJ_TRY(in.number<std::uint64_t>());
  if (kind >= kKindBytes.size() || kind == list) {
    return damaged(path, Message(kValueType, {key, std::to_string(kind)}));
  }
  file.counts[key] = count;
  if (kind != text) {
    if (count > in.left() / kKindBytes[kind]) return in.too_short();
    return in.skip(count * kKindBytes[kind]);
  }
  if (count > in.left() / 8) return in.too_short();  // each has its length before it
  const bool tokens = key == "tokenizer.ggml.tokens";
  for (std::uint64_t i = 0; i < count; ++i) {
    if (tokens) {
      file.vocabulary = hash_bytes(SJ_TRY(in.string()), file.vocabulary + 1);
    } else {
      const auto size = SJ_TRY(in.number<std::uint64_t>());
      SJ_TRY(in.skip(size));
    }
  }
  return Done{};
}

Result<Done> read_pair(Input& in, const std::string& path, GgufFile& file) {
  const std::string key = SJ_TRY(in.string());
  const auto kind = SJ_TRY(in.number<std::uint32_t>());
  if (kind >= kKindBytes.size()) {
    return damaged(path, Message(kValueType, {key, std::to_string(kind)}));
  }
  if (kind == text) {
    file.texts[key] = SJ_TRY(in.string());
    return Done{};
  }
  if (kind == list) return read_list(in, path, key, file);
  file.numbers[key] = SJ_TRY(read_number(in, kind));
  return Done{};
}

// Values of a shape, or nothing where they are more than 2^60.
std::optional<std::uint64_t> values_of(const std::vector<std::uint64_t>& shape) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 60U;
  std::uint64_t values = 1;
  for (const std::uint64_t size : shape) {
    if (size == 0 || size > kMost / values) return std::nullopt;
    values *= size;
  }
  return values;
}

Result<GgufTensor> read_tensor(Input& in, const std::string& path) {
  constexpr std::uint32_t kDimensions = 4;
  GgufTensor tensor;
  tensor.name = SJ_TRY(in.string());
  const auto dimensions = SJ_TRY(in.number<std::uint32_t>());
  if (dimensions > kDimensions) return damaged(path, Message(kTensorShape, {tensor.name}));
  for (std::uint32_t i = 0; i < dimensions; ++i) {
    tensor.shape.push_back(SJ_TRY(in.number<std::uint64_t>()));
  }
  tensor.type = SJ_TRY(in.number<std::uint32_t>());
  tensor.offset = SJ_TRY(in.number<std::uint64_t>());
  const auto values = values_of(tensor.shape);
  if (!values) return damaged(path, Message(kTensorShape, {tensor.name}));
  const Type* type = find_type(tensor.type);
  if (type == nullptr) return tensor;  // newer than this list: only its place can be checked
  if (*values % type->block != 0 || tensor.shape.empty() || tensor.shape[0] % type->block != 0) {
    return damaged(path, Message(kTensorShape, {tensor.name}));
  }
  tensor.bytes = *values / type->block * type->bytes;
  return tensor;
}

Result<Done> read_tensors(Input& in, const std::string& path, std::uint64_t count, GgufFile& file) {
  constexpr std::uint64_t kLeastBytes = 24;  // of one entry
  in.about(kNames);
  if (count > in.left() / kLeastBytes) return in.too_short();
  for (std::uint64_t i = 0; i < count; ++i) {
    file.tensors.push_back(SJ_TRY(read_tensor(in, path)));
  }
  const double alignment = file.number("general.alignment").value_or(32);
  const auto align = static_cast<std::uint64_t>(alignment);
  if (!(alignment >= 1 && alignment <= (1U << 20U)) || (align & (align - 1)) != 0) {
    return damaged(path, Message(kAlignment, {std::to_string(alignment)}));
  }
  const std::uint64_t begin = (in.at() + align - 1) / align * align;
  const std::uint64_t room = in.size() > begin ? in.size() - begin : 0;
  for (const GgufTensor& tensor : file.tensors) {
    if (tensor.offset <= room && tensor.bytes <= room - tensor.offset) continue;
    const double first = static_cast<double>(begin) + static_cast<double>(tensor.offset);
    const auto bytes = [](double x) { return std::to_string(static_cast<std::uint64_t>(x)); };
    return damaged(path, Message(kTensorOutside, {tensor.name, bytes(first),
                                                  bytes(first + static_cast<double>(tensor.bytes)),
                                                  std::to_string(in.size())}));
  }
  std::vector<std::string_view> names;
  for (const GgufTensor& tensor : file.tensors) names.push_back(tensor.name);
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) return damaged(path, Message(kTensorTwice, {*twice}));
  return Done{};
}

// The first bytes as they can be shown.
std::string shown(std::string_view head) {
  std::string out = "\"";
  for (const char c : head) out += c >= ' ' && c <= '~' ? c : '.';
  return out + "\"";
}

template <class T>
void put(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void put_text(std::string& out, std::string_view words) {
  put(out, std::uint64_t{words.size()});
  out += words;
}

}  // namespace

std::string_view GgufFile::text(std::string_view key) const {
  const auto found = texts.find(key);
  return found == texts.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<double> GgufFile::number(std::string_view key) const {
  const auto found = numbers.find(key);
  return found == numbers.end() ? std::nullopt : std::optional<double>(found->second);
}

const GgufTensor* GgufFile::tensor(std::string_view name) const {
  const auto found = std::find_if(tensors.begin(), tensors.end(),
                                  [&](const GgufTensor& tensor) { return tensor.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}

std::uint64_t GgufFile::parameters() const {
  std::uint64_t sum = 0;
  for (const GgufTensor& tensor : tensors) sum += values_of(tensor.shape).value_or(0);
  return sum;
}

std::string GgufFile::weights() const {
  std::map<std::uint32_t, std::uint64_t> values;
  for (const GgufTensor& tensor : tensors) {
    values[tensor.type] += values_of(tensor.shape).value_or(0);
  }
  const auto most =
      std::max_element(values.begin(), values.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == values.end() ? "" : std::string(gguf_type_name(most->first));
}

std::string_view gguf_type_name(std::uint32_t type) {
  const Type* found = find_type(type);
  return found == nullptr ? std::string_view() : found->name;
}

Result<GgufFile> read_gguf(const std::string& path) {
  Input in(path);
  Error error;
  error.at.file = path;
  std::error_code failed;
  if (!in.is_open() || std::filesystem::is_directory(path, failed)) {
    error.name = "model-unreadable";
    error.found = Message(kNoFile);
    error.help = Message(kNoFileHelp);
    return error;
  }
  GgufFile file;
  file.size = in.size();
  std::array<char, 4> magic{};
  const std::size_t head = std::min<std::uint64_t>(in.size(), magic.size());
  SJ_TRY(in.raw(magic.data(), head));
  if (std::string_view(magic.data(), head) != "GGUF") {
    error.name = "gguf-not";
    error.found = Message(kNotGguf, {shown({magic.data(), head})});
    error.expected = Message(kGguf);
    error.help = Message(kConvert);
    return error;
  }
  file.version = SJ_TRY(in.number<std::uint32_t>());
  if (file.version < 2 || file.version > 3) {
    error.name = "gguf-version";
    error.found = Message(kVersion, {std::to_string(file.version)});
    error.expected = Message(kVersions);
    error.help = Message(kConvert);
    return error;
  }
  const auto tensors = SJ_TRY(in.number<std::uint64_t>());
  const auto pairs = SJ_TRY(in.number<std::uint64_t>());
  in.about(kKeys);
  for (std::uint64_t i = 0; i < pairs; ++i) SJ_TRY(read_pair(in, path, file));
  SJ_TRY(read_tensors(in, path, tensors, file));
  return file;
}

void GgufWriter::text(std::string_view key, std::string_view value) {
  put_text(keys_, key);
  put(keys_, std::uint32_t{8});
  put_text(keys_, value);
  ++count_;
}

void GgufWriter::real(std::string_view key, float value) {
  put_text(keys_, key);
  put(keys_, std::uint32_t{6});
  put(keys_, value);
  ++count_;
}

void GgufWriter::tensor(std::string_view name, const std::array<std::uint64_t, 2>& shape,
                        std::vector<float> values) {
  tensors_.push_back({std::string(name), shape, std::move(values)});
}

std::string GgufWriter::bytes() const {
  constexpr std::uint64_t kAlign = 32;
  const auto aligned = [](std::uint64_t x) { return (x + kAlign - 1) / kAlign * kAlign; };
  std::string out = "GGUF";
  put(out, std::uint32_t{3});
  put(out, std::uint64_t{tensors_.size()});
  put(out, count_);
  out += keys_;
  std::uint64_t offset = 0;
  for (const Tensor& tensor : tensors_) {
    put_text(out, tensor.name);
    put(out, std::uint32_t{2});
    put(out, tensor.shape);
    put(out, std::uint32_t{0});  // F32
    put(out, offset);
    offset = aligned(offset + tensor.values.size() * sizeof(float));
  }
  for (const Tensor& tensor : tensors_) {
    out.resize(aligned(out.size()), '\0');
    out.append(reinterpret_cast<const char*>(tensor.values.data()),
               tensor.values.size() * sizeof(float));
  }
  out.resize(aligned(out.size()), '\0');
  return out;
}

}  // namespace shijin
