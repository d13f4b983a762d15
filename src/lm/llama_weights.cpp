// Copies are written under another name and renamed: one that is there is whole.
#include "lm/llama_weights.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/hash.h"

#ifdef SJ_HAS_LLAMA
#include <llama.h>
#endif

namespace shijin {
namespace {

constexpr Text kUnreadable{"the file cannot be read to its end", "無法將檔案讀完"};
#ifdef SJ_HAS_LLAMA
constexpr Text kCopy{"the copy of the model with weights of 32 bits could not be made in {0}",
                     "無法在 {0} 建立 32 位元權重的模型副本"};
constexpr Text kCopyHelp{
    "it takes {0} MB: make room there, or compute with the weights as they are: "
    "--precision as-is",
    "需要 {0} MB：請騰出空間，或直接以原權重計算：--precision as-is"};

bool all_f32(const GgufFile& head) {
  return std::all_of(head.tensors.begin(), head.tensors.end(),
                     [](const GgufTensor& tensor) { return tensor.type == 0; });
}

// Write the copy and put it into place.
bool make_copy(const std::string& from, const std::string& to, std::size_t threads) {
  const std::string unfinished = to + "." + std::to_string(::getpid()) + ".part";
  llama_model_quantize_params params = llama_model_quantize_default_params();
  params.ftype = LLAMA_FTYPE_ALL_F32;
  params.nthread = static_cast<std::int32_t>(std::max<std::size_t>(threads, 1));
  params.allow_requantize = true;
  std::error_code failed;
  if (llama_model_quantize(from.c_str(), unfinished.c_str(), &params) != 0) {
    std::filesystem::remove(unfinished, failed);
    return false;
  }
  std::filesystem::rename(unfinished, to, failed);
  return !failed;
}
#endif

}  // namespace

Result<std::string> digest_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  Digest digest;
  std::string block(1U << 20U, '\0');
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    digest.add(std::string_view(block.data(), static_cast<std::size_t>(in.gcount())));
  }
  if (in.eof()) return digest.hex();
  Error error;
  error.name = "model-unreadable";
  error.at.file = path;
  error.found = Message(kUnreadable);
  return error;
}

Result<std::string> weights_for(const ModelOptions& options, const GgufFile& head,
                                ModelFacts& facts) {
  facts.path = options.path;
  facts.precision = precision_name(options.precision);
  facts.digest = SJ_TRY(digest_file(options.path));
#ifdef SJ_HAS_LLAMA
  if (options.precision == Precision::as_is || all_f32(head)) return options.path;
  std::string name = facts.digest;
  std::replace(name.begin(), name.end(), ':', '-');
  const std::string copy = options.cache_dir + "/" + name + "-f32.gguf";
  std::error_code failed;
  if (std::filesystem::exists(copy, failed) && read_gguf(copy).ok()) return copy;
  std::filesystem::create_directories(options.cache_dir, failed);
  if (!options.cache_dir.empty() && make_copy(options.path, copy, options.threads)) return copy;
  Error error;
  error.name = "model-copy-failed";
  error.at.file = options.path;
  error.found = Message(kCopy, {options.cache_dir});
  error.help = Message(kCopyHelp, {std::to_string(head.parameters() * 4 / 1000000)});
  return error;
#else
  static_cast<void>(head);
  return options.path;
#endif
}

}  // namespace shijin
