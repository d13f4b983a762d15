// Adapters: PEFT's folders become what the model's own converter made, and others are refused.
#include "lm/adapter.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "source_dir.h"

namespace shijin {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

const std::string kModels = source_dir() + "/tests/data/models/";

GgufFile base() { return *read_gguf(kModels + "tiny-review-lm.gguf"); }

// A copy of a PEFT folder whose config a test changes.
class Folder {
 public:
  Folder()
      : path_(testing::TempDir() + "adapter_test_" +
              testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(path_);
    fs::create_directories(path_);
    fs::copy(kModels + "tiny-review-round1-peft", path_, fs::copy_options::recursive);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }
  void set(const std::string& key, const Json& value) {
    Json config = Json::parse(*read_file(path_ + "/adapter_config.json"));
    config[key] = value;
    EXPECT_TRUE(write_file(path_ + "/adapter_config.json", config.dump()).ok());
  }
  std::string refusal() const {
    const auto bytes = convert_peft(path_, base());
    return bytes.ok() ? "" : bytes.error().name;
  }

 private:
  std::string path_;
};

// The tensors of a GGUF file by name: their shapes and bytes.
using Tensors = std::map<std::string, std::pair<std::vector<std::uint64_t>, std::string>>;
Tensors tensors_of(const std::string& path) {
  const auto file = read_gguf(path);
  const std::string bytes = *read_file(path);
  std::size_t data = 0;
  for (const GgufTensor& tensor : file->tensors) data += (tensor.bytes + 31) / 32 * 32;
  const std::size_t begin = (bytes.size() + 31) / 32 * 32 - data;
  Tensors tensors;
  for (const GgufTensor& tensor : file->tensors) {
    tensors[tensor.name] = {tensor.shape, bytes.substr(begin + tensor.offset, tensor.bytes)};
  }
  return tensors;
}

TEST(Adapter, makes_of_peft_what_the_converter_of_its_makers_made) {
  for (const std::string round : {"round1", "round2", "round3"}) {
    const auto bytes = convert_peft(kModels + "tiny-review-" + round + "-peft", base());
    ASSERT_TRUE(bytes.ok()) << describe(bytes.error(), Language::en);
    const std::string path = testing::TempDir() + "adapter_test.gguf";
    ASSERT_TRUE(write_file(path, *bytes).ok());
    EXPECT_EQ(tensors_of(path), tensors_of(kModels + "tiny-review-" + round + ".lora.gguf"));
    EXPECT_EQ(read_gguf(path)->number("adapter.lora.alpha"), 8);
    fs::remove(path);
  }
}

TEST(Adapter, folds_the_root_of_rslora_into_alpha) {
  Folder folder;
  folder.set("use_rslora", true);
  const std::string path = folder.path() + "/out.gguf";
  ASSERT_TRUE(write_file(path, *convert_peft(folder.path(), base())).ok());
  // llama.cpp divides by the rank 4: 16 / 4 is rsLoRA's 8 / √4.
  EXPECT_EQ(read_gguf(path)->number("adapter.lora.alpha"), 16);
}

TEST(Adapter, refuses_what_cannot_be_put_over_a_model) {
  const std::pair<const char*, Json> cases[] = {
      {"use_dora", true},
      {"bias", "all"},
      {"modules_to_save", {"lm_head"}},
      {"rank_pattern", {{"q_proj", 8}}},
      {"peft_type", "IA3"},
  };
  for (const auto& [key, value] : cases) {
    Folder folder;
    folder.set(key, value);
    EXPECT_EQ(folder.refusal(), "adapter-kind") << key;
  }
  Folder rankless;
  rankless.set("r", 0);
  EXPECT_EQ(rankless.refusal(), "adapter-config");
}

TEST(Adapter, tells_an_adapter_of_another_model) {
  GgufFile other = base();
  for (GgufTensor& tensor : other.tensors) {
    if (tensor.name == "blk.0.ffn_up.weight") tensor.shape[1] = 512;
  }
  const auto peft = convert_peft(kModels + "tiny-review-round1-peft", other);
  ASSERT_FALSE(peft.ok());
  EXPECT_EQ(peft.error().name, "adapter-other-model");
  const auto gguf = open_adapter(kModels + "tiny-review-round1.lora.gguf", other, "other.gguf");
  ASSERT_FALSE(gguf.ok());
  EXPECT_EQ(gguf.error().name, "adapter-other-model");
}

TEST(Adapter, refuses_files_that_are_none) {
  const auto missing = open_adapter(kModels + "none", base(), "base.gguf");
  EXPECT_EQ(missing.error().name, "adapter-missing");
  const auto model = open_adapter(kModels + "tiny-review-lm.gguf", base(), "base.gguf");
  EXPECT_EQ(model.error().name, "adapter-not-lora");
}

TEST(Adapter, refuses_damaged_safetensors) {
  const std::string whole =
      *read_file(kModels + "tiny-review-round1-peft/adapter_model.safetensors");
  std::string lying = whole;
  lying[7] = '\x7F';  // a head of 2^62 bytes
  for (const std::string& bytes : {std::string(), whole.substr(0, 7), whole.substr(0, 200),
                                   whole.substr(0, whole.size() - 1), lying}) {
    Folder folder;
    ASSERT_TRUE(write_file(folder.path() + "/adapter_model.safetensors", bytes).ok());
    EXPECT_EQ(folder.refusal(), "safetensors-damaged") << bytes.size();
  }
}

TEST(Adapter, finds_the_checkpoints_of_a_trainer_in_order) {
  Folder folder;
  for (const std::string number : {"9", "120", "30"}) {
    fs::create_directories(folder.path() + "/checkpoint-" + number);
    fs::copy(kModels + "tiny-review-round2-peft", folder.path() + "/checkpoint-" + number,
             fs::copy_options::overwrite_existing | fs::copy_options::recursive);
  }
  const std::vector<std::string> all = {
      folder.path() + "/checkpoint-9", folder.path() + "/checkpoint-30",
      folder.path() + "/checkpoint-120", folder.path()};  // the final one has other weights
  EXPECT_EQ(adapters_in(folder.path()), all);
  EXPECT_EQ(adapters_in("a.gguf"), std::vector<std::string>{"a.gguf"});
}

}  // namespace
}  // namespace shijin
