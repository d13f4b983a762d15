// GGUF files as they are, cut short, and made to hurt.
#include "lm/gguf.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "source_dir.h"

namespace shijin {
namespace {

const std::string kTiny = source_dir() + "/tests/data/models/tiny-review-lm.gguf";

// A file of the test's own, removed with it.
class Scratch {
 public:
  explicit Scratch(const std::string& bytes)
      : path_(testing::TempDir() + "gguf_test_" +
              testing::UnitTest::GetInstance()->current_test_info()->name()) {
    EXPECT_TRUE(write_file(path_, bytes).ok());
  }
  ~Scratch() { std::filesystem::remove(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A small file of one tensor, whose bytes tests then change.
std::string small_file() {
  GgufWriter writer;
  writer.text("general.architecture", "llama");
  writer.real("answer", 42.5F);
  writer.tensor("weight", {4, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
  return writer.bytes();
}

template <class T>
void put_at(std::string& bytes, std::size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

std::string name_of(const Result<GgufFile>& file) { return file.ok() ? "" : file.error().name; }

TEST(Gguf, reads_what_a_model_says_of_itself) {
  const auto file = read_gguf(kTiny);
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->text("general.architecture"), "llama");
  EXPECT_EQ(file->number("llama.attention.head_count"), 3);
  EXPECT_EQ(file->number("tokenizer.ggml.add_bos_token"), 1);
  EXPECT_EQ(file->counts.at("tokenizer.ggml.tokens"), 768U);
  EXPECT_EQ(file->weights(), "F32");
  EXPECT_EQ(file->tensor("token_embd.weight")->shape, (std::vector<std::uint64_t>{96, 768}));
}

TEST(Gguf, reads_what_it_writes) {
  const Scratch scratch(small_file());
  const auto file = read_gguf(scratch.path());
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->number("answer"), 42.5);
  EXPECT_EQ(file->tensor("weight")->bytes, 32U);
  EXPECT_EQ(file->parameters(), 8U);
}

TEST(Gguf, refuses_every_length_but_the_whole) {
  const std::string whole = small_file();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Scratch scratch(whole.substr(0, size));
    EXPECT_NE(name_of(read_gguf(scratch.path())), "") << size;
  }
}

TEST(Gguf, refuses_what_is_no_gguf_or_of_another_version) {
  const Scratch other("PK\x03\x04 something else");
  EXPECT_EQ(name_of(read_gguf(other.path())), "gguf-not");
  std::string old = small_file();
  put_at(old, 4, std::uint32_t{1});
  EXPECT_TRUE(write_file(other.path(), old).ok());
  EXPECT_EQ(name_of(read_gguf(other.path())), "gguf-version");
  EXPECT_EQ(name_of(read_gguf(other.path() + ".none")), "model-unreadable");
}

TEST(Gguf, refuses_counts_and_sizes_beyond_the_file) {
  const std::string whole = small_file();
  const std::size_t shape = whole.find("weight") + 6 + 4;  // after the name and the dimensions
  const std::pair<std::size_t, std::uint64_t> attacks[] = {
      {8, ~std::uint64_t{0}},                 // tensors
      {16, std::uint64_t{1} << 40U},          // keys
      {24, std::uint64_t{1} << 62U},          // the length of the first key
      {shape, std::uint64_t{1} << 61U},       // a side
      {shape + 8, ~std::uint64_t{0}},         // the other
      {shape, 0},                             // no side at all
      {shape + 20, std::uint64_t{1} << 40U},  // the place
  };
  for (const auto& [at, value] : attacks) {
    std::string bytes = whole;
    put_at(bytes, at, value);
    const Scratch scratch(bytes);
    EXPECT_EQ(name_of(read_gguf(scratch.path())), "gguf-damaged") << at;
  }
}

}  // namespace
}  // namespace shijin
