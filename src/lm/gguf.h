// GGUF: the file format of llama.cpp's models and adapters. Reads what a file says of itself and
// proves that its tensors lie inside it, before a library that trusts it is let near; writes small
// files (adapters). https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace shijin {

/// One tensor as the file announces it; `shape` has the fastest running dimension first
struct GgufTensor {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::uint32_t type = 0;    // ggml's number: 0 is F32
  std::uint64_t offset = 0;  // in the data section
  std::uint64_t bytes = 0;
};

/// What a file says of itself. Lists are counted, and kept only as far as a digest of them
struct GgufFile {
  std::uint32_t version = 0;
  std::map<std::string, std::string, std::less<>> texts;
  std::map<std::string, double, std::less<>> numbers;        // integers, floats and booleans
  std::map<std::string, std::uint64_t, std::less<>> counts;  // of lists
  std::uint64_t vocabulary = 0;                              // hash of tokenizer.ggml.tokens
  std::vector<GgufTensor> tensors;
  std::uint64_t size = 0;  // of the file

  std::string_view text(std::string_view key) const;
  std::optional<double> number(std::string_view key) const;
  const GgufTensor* tensor(std::string_view name) const;
  /// Weights in all, and the name of the tensor type that most of them have ("F32", "Q4_1")
  std::uint64_t parameters() const;
  std::string weights() const;
};

/// Read the head of a GGUF file; anything that does not fit into the file is an Error
Result<GgufFile> read_gguf(const std::string& path);

/// The name of a tensor type ("Q8_0"), or "" for one that is not known
std::string_view gguf_type_name(std::uint32_t type);

/// Builds a GGUF file in memory; keys in the order they are added
class GgufWriter {
 public:
  void text(std::string_view key, std::string_view value);
  void real(std::string_view key, float value);
  /// Add a tensor of 32-bit floats, the fastest running dimension first
  void tensor(std::string_view name, const std::array<std::uint64_t, 2>& shape,
              std::vector<float> values);
  std::string bytes() const;

 private:
  struct Tensor {
    std::string name;
    std::array<std::uint64_t, 2> shape;
    std::vector<float> values;
  };
  std::string keys_;
  std::uint64_t count_ = 0;
  std::vector<Tensor> tensors_;
};

}  // namespace shijin
