// Copies are written under another name and renamed: one that is there is whole.
#include "lm/llama_weights.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/hash.h"

#ifdef SJ_HAS_LLAMA
#include <ggml-backend.h>
#include <llama.h>
#include <sched.h>
#endif

namespace shijin {
namespace {

constexpr Text kUnreadable{"the file cannot be read to its end", "無法將檔案讀完"};
#ifdef SJ_HAS_LLAMA
constexpr Text kCopy{"the copy of the model with {1} weights could not be made in {0}",
                     "無法在 {0} 建立 {1} 權重的模型副本"};
constexpr Text kCopyHelp{
    "it takes {0} MB: make room there, or compute with the weights as they are: "
    "--precision as-is",
    "需要 {0} MB：請騰出空間，或直接以原權重計算：--precision as-is"};

// Only our own build is known to set up its tiles rightly (tools/llama/tile_config.h).
#ifdef SJ_LLAMA_BUNDLED
constexpr bool kTiles = true;
#else
constexpr bool kTiles = false;
#endif

// ggml rewrites weights on as many threads as there are processors it may run on, whatever it was
// told. This keeps a thread, and those it starts, to the first processors it may run on.
class OnFewProcessors {
 public:
  explicit OnFewProcessors(std::size_t count) {
    known_ = sched_getaffinity(0, sizeof(before_), &before_) == 0;
    if (!known_) return;  // more than a set holds: then so be it
    cpu_set_t few;
    CPU_ZERO(&few);
    for (int i = 0; i < CPU_SETSIZE && count > 0; ++i) {
      if (!CPU_ISSET(i, &before_)) continue;
      CPU_SET(i, &few);
      --count;
    }
    sched_setaffinity(0, sizeof(few), &few);
  }
  OnFewProcessors(const OnFewProcessors&) = delete;
  OnFewProcessors& operator=(const OnFewProcessors&) = delete;
  ~OnFewProcessors() {
    if (known_) sched_setaffinity(0, sizeof(before_), &before_);
  }

 private:
  cpu_set_t before_{};
  bool known_ = false;
};

bool all_f32(const GgufFile& head) {
  return std::all_of(head.tensors.begin(), head.tensors.end(),
                     [](const GgufTensor& tensor) { return tensor.type == 0; });
}

// Write the copy and put it into place.
bool make_copy(const std::string& from, const std::string& to, llama_ftype type,
               std::size_t threads) {
  const std::string unfinished = to + "." + std::to_string(::getpid()) + ".part";
  llama_model_quantize_params params = llama_model_quantize_default_params();
  params.ftype = type;
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

// Weights that a copy may have.
struct Weights {
  const char* name;  // as the head of a file says it
  const char* slug;
  llama_ftype type;
  double bytes;  // of one
};
constexpr Weights kF32{"F32", "f32", LLAMA_FTYPE_ALL_F32, 4};
constexpr Weights kFast[] = {{"BF16", "bf16", LLAMA_FTYPE_MOSTLY_BF16, 2},
                             {"Q8_0", "q8_0", LLAMA_FTYPE_MOSTLY_Q8_0, 1.1}};

Error no_copy(const ModelOptions& options, const GgufFile& head, const Weights& weights) {
  Error error;
  error.name = "model-copy-failed";
  error.at.file = options.path;
  error.found = Message(kCopy, {options.cache_dir, weights.name});
  const auto bytes = static_cast<double>(head.parameters()) * weights.bytes;
  error.help = Message(kCopyHelp, {std::to_string(static_cast<std::int64_t>(bytes / 1e6) + 1)});
  return error;
}

std::string copy_path(const ModelOptions& options, const ModelFacts& facts, std::string_view end) {
  std::string name = facts.digest;
  std::replace(name.begin(), name.end(), ':', '-');
  return options.cache_dir + "/" + name + "-" + std::string(end);
}

// The copy with those weights, made where it is not there yet.
Result<std::string> copy_with(const ModelOptions& options, const GgufFile& head,
                              const ModelFacts& facts, const Weights& weights) {
  if (head.weights() == weights.name) return options.path;
  const std::string copy = copy_path(options, facts, std::string(weights.slug) + ".gguf");
  std::error_code failed;
  if (std::filesystem::exists(copy, failed) && read_gguf(copy).ok()) return copy;
  std::filesystem::create_directories(options.cache_dir, failed);
  const bool made =
      !options.cache_dir.empty() && make_copy(options.path, copy, weights.type, options.threads);
  return made ? Result<std::string>(copy) : no_copy(options, head, weights);
}

// Seconds that a model takes to read 50 tokens, the best of three; nothing where it does not run.
std::optional<double> seconds_for(const std::string& path, std::size_t threads) {
  constexpr std::int32_t kTokens = 50;
  llama_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
  const std::unique_ptr<llama_model, void (*)(llama_model*)> model(
      load_llama(path, Kernels::tiled, threads), &llama_model_free);
  if (model == nullptr) return std::nullopt;
  llama_context_params params = llama_context_default_params();
  params.n_ctx = 256;
  params.n_batch = params.n_ubatch = 64;
  params.n_threads = params.n_threads_batch =
      static_cast<std::int32_t>(std::max<std::size_t>(threads, 1));
  const std::unique_ptr<llama_context, void (*)(llama_context*)> context(
      llama_init_from_model(model.get(), params), &llama_free);
  if (context == nullptr) return std::nullopt;
  const std::int32_t vocabulary = llama_vocab_n_tokens(llama_model_get_vocab(model.get()));
  std::vector<llama_token> tokens;
  for (std::int32_t i = 0; i < kTokens; ++i) tokens.push_back((7 * i + 1) % vocabulary);
  std::optional<double> best;
  for (int round = 0; round < 4; ++round) {  // the first one warms up
    llama_memory_clear(llama_get_memory(context.get()), true);
    const auto start = std::chrono::steady_clock::now();
    if (llama_decode(context.get(), llama_batch_get_one(tokens.data(), kTokens)) != 0) return best;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (round > 0) best = std::min(best.value_or(took.count()), took.count());
  }
  return best;
}

// The faster of the copies; what was found is kept, so that a model has one fast precision here.
Result<std::string> fast_weights(const ModelOptions& options, const GgufFile& head,
                                 ModelFacts& facts) {
  const std::string note = copy_path(options, facts, "fast.txt");
  const auto known = read_file(note);
  const Weights* chosen = nullptr;
  for (const Weights& one : kFast) {
    if (known.ok() && *known == one.slug) chosen = &one;
  }
  std::optional<double> least;
  for (std::size_t i = 0; i < std::size(kFast) && !(known.ok() && chosen != nullptr); ++i) {
    const std::string copy = SJ_TRY(copy_with(options, head, facts, kFast[i]));
    const std::optional<double> took = seconds_for(copy, options.threads);
    if (!took || (least && *took >= *least)) continue;
    least = took;
    chosen = &kFast[i];
  }
  if (chosen == nullptr) chosen = &kFast[0];
  facts.precision += "-" + std::string(chosen->slug);
  SJ_TRY(write_file(note, chosen->slug));
  return copy_with(options, head, facts, *chosen);
}
#endif

}  // namespace

#ifdef SJ_HAS_LLAMA
llama_model* load_llama(const std::string& path, Kernels kernels, std::size_t threads) {
  const OnFewProcessors few(std::max<std::size_t>(threads, 1));
  llama_model_params params = llama_model_default_params();
  params.n_gpu_layers = 0;
  params.use_extra_bufts = kTiles && kernels == Kernels::tiled;
  return llama_model_load_from_file(path.c_str(), params);
}

std::string kernels_suffix(Kernels kernels) {
  if (!kTiles || kernels == Kernels::plain) return "";
  ggml_backend_dev_t cpu = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
  if (cpu == nullptr) return "";
  const auto list =
      reinterpret_cast<ggml_backend_dev_get_extra_bufts_t>(ggml_backend_reg_get_proc_address(
          ggml_backend_dev_backend_reg(cpu), "ggml_backend_dev_get_extra_bufts"));
  if (list == nullptr) return "";
  const ggml_backend_buffer_type_t* types = list(cpu);
  if (types == nullptr || *types == nullptr) return "";
  const std::string name = ggml_backend_buft_name(*types);  // the first is the one preferred
  return name == "CPU_REPACK" ? "+REPACK" : "+" + name;
}
#endif

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
  if (options.precision == Precision::as_is) return options.path;
  if (options.precision == Precision::fast) return fast_weights(options, head, facts);
  if (all_f32(head)) return options.path;
  return copy_with(options, head, facts, kF32);
#else
  static_cast<void>(head);
  return options.path;
#endif
}

}  // namespace shijin
