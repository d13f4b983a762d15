// Vectors from llama.cpp: every token's, of the last layer; pooling is Shijin's own
// (lm/matching.h).
#include "lm/embedding.h"

#ifdef SJ_HAS_LLAMA
#include <llama.h>
#endif

#include <algorithm>

#include "lm/gguf.h"
#include "lm/llama_weights.h"

namespace shijin {
namespace {

constexpr std::string_view kEncoders[] = {"bert",         "nomic-bert",   "nomic-bert-moe",
                                          "jina-bert-v2", "jina-bert-v3", "neo-bert",
                                          "modern-bert",  "eurobert",     "gemma-embedding"};

#ifdef SJ_HAS_LLAMA

constexpr Text kRefused{"llama.cpp does not load the model: {0}", "llama.cpp 無法載入模型：{0}"};
constexpr Text kNotEmbedding{"the model is of kind \"{0}\", which gives no vectors of texts",
                             "這個模型屬於「{0}」，不會給出文字的向量"};
constexpr Text kTakeOne{"take an embedding model as GGUF, such as MiniLM (English) or bge-base-zh",
                        "請改用 GGUF 格式的嵌入模型，例如 MiniLM（英文）或 bge-base-zh"};
constexpr Text kFailed{"llama.cpp could not compute a batch (code {0})",
                       "llama.cpp 無法完成一次計算（代碼 {0}）"};
constexpr Text kNan{"the model gives vectors that are no numbers", "模型給出的向量不是數字"};
constexpr Text kNanHelp{"the weights are broken: convert the model anew",
                        "權重可能已損壞：請重新轉換模型"};
constexpr Text kNoMemory{"there is not enough memory to run the model", "記憶體不足，無法執行模型"};

constexpr int kMostSequences = 16;
constexpr std::size_t kPack = 256;  // tokens computed at once: more only attend to each other

Error model_error(const char* name, const std::string& path, Message found, Message help) {
  Error error;
  error.name = name;
  error.at.file = path;
  error.found = std::move(found);
  error.help = std::move(help);
  return error;
}

Pooling pooling_of(const GgufFile& head, const std::string& architecture) {
  const double kind = head.number(architecture + ".pooling_type").value_or(1);
  return kind == 2 ? Pooling::first : kind == 3 ? Pooling::last : Pooling::mean;
}

#endif

}  // namespace

std::string_view pooling_name(Pooling pooling) {
  return pooling == Pooling::mean ? "mean" : pooling == Pooling::first ? "cls" : "last";
}

bool gives_vectors(std::string_view architecture) {
  return std::find(std::begin(kEncoders), std::end(kEncoders), architecture) != std::end(kEncoders);
}

#ifdef SJ_HAS_LLAMA

struct EmbeddingModel::State {
  struct Free {
    void operator()(llama_model* one) const { llama_model_free(one); }
    void operator()(llama_context* one) const { llama_free(one); }
  };
  EmbeddingFacts facts;
  std::unique_ptr<llama_model, Free> model;
  std::unique_ptr<llama_context, Free> context;
  const llama_vocab* vocab = nullptr;

  // Whether a token begins or ends texts; an unknown word is none of these.
  bool is_mark(llama_token token) const {
    return token == llama_vocab_bos(vocab) || token == llama_vocab_eos(vocab) ||
           token == llama_vocab_sep(vocab);
  }
  std::vector<llama_token> tokens_of(const std::string& text, std::size_t& cut) const;
  Result<Done> run(std::span<const std::vector<llama_token>> texts, std::span<TextVectors> out);
};

// The tokens of a text with what begins and ends it; what is too long loses its end but for that.
std::vector<llama_token> EmbeddingModel::State::tokens_of(const std::string& text,
                                                          std::size_t& cut) const {
  std::vector<llama_token> tokens(text.size() + 8);
  const auto size = static_cast<std::int32_t>(text.size());
  const auto room = static_cast<std::int32_t>(tokens.size());
  const std::int32_t count =
      llama_tokenize(vocab, text.data(), size, tokens.data(), room, true, false);
  tokens.resize(static_cast<std::size_t>(std::max(count, 0)));
  const auto window = static_cast<std::size_t>(facts.window);
  if (tokens.size() <= window) return tokens;
  ++cut;
  const llama_token last = tokens.back();
  tokens.resize(window);
  if (is_mark(last)) tokens.back() = last;
  return tokens;
}

// Compute texts together, as many as fit into one batch.
Result<Done> EmbeddingModel::State::run(std::span<const std::vector<llama_token>> texts,
                                        std::span<TextVectors> out) {
  std::size_t size = 0;
  for (const auto& text : texts) size += text.size();
  if (size == 0) return Done{};
  llama_batch batch = llama_batch_init(static_cast<std::int32_t>(size), 0, 1);
  const std::unique_ptr<llama_batch, void (*)(llama_batch*)> owner(
      &batch, [](llama_batch* one) { llama_batch_free(*one); });
  for (std::size_t t = 0; t < texts.size(); ++t) {
    for (std::size_t i = 0; i < texts[t].size(); ++i) {
      const int at = batch.n_tokens++;
      batch.token[at] = texts[t][i];
      batch.pos[at] = static_cast<llama_pos>(i);
      batch.n_seq_id[at] = 1;
      batch.seq_id[at][0] = static_cast<llama_seq_id>(t);
      batch.logits[at] = 1;
    }
  }
  const std::int32_t code = llama_encode(context.get(), batch);
  if (code != 0) {
    return model_error("model-failed", facts.path, Message(kFailed, {std::to_string(code)}), {});
  }
  std::int32_t at = 0;
  for (std::size_t t = 0; t < texts.size(); ++t) {
    out[t].width = static_cast<std::size_t>(facts.width);
    for (const llama_token token : texts[t]) {
      const float* vector = llama_get_embeddings_ith(context.get(), at++);
      out[t].values.insert(out[t].values.end(), vector, vector + facts.width);
      out[t].special.push_back(is_mark(token));
    }
    for (const float value : out[t].values) {
      if (value - value != 0) {
        return model_error("model-nan", facts.path, Message(kNan), Message(kNanHelp));
      }
    }
  }
  return Done{};
}

Result<EmbeddingModel> EmbeddingModel::open(const std::string& path, std::size_t threads) {
  const GgufFile head = SJ_TRY(read_gguf(path));
  auto state = std::make_unique<State>();
  EmbeddingFacts& facts = state->facts;
  facts.path = path;
  facts.digest = SJ_TRY(digest_file(path));
  facts.engine = model_engine();
  facts.name = head.text("general.name");
  facts.architecture = head.text("general.architecture");
  facts.weights = head.weights();
  facts.pooling = pooling_of(head, facts.architecture);
  facts.layers = static_cast<int>(head.number(facts.architecture + ".block_count").value_or(0));
  if (!gives_vectors(facts.architecture)) {
    return model_error("model-not-embedding", path, Message(kNotEmbedding, {facts.architecture}),
                       Message(kTakeOne));
  }
  llama_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
  state->model.reset(load_llama(path, Kernels::plain, threads));
  if (state->model == nullptr) {
    return model_error("model-refused", path, Message(kRefused, {"-"}), Message(kTakeOne));
  }
  state->vocab = llama_model_get_vocab(state->model.get());
  facts.width = llama_model_n_embd(state->model.get());
  constexpr int kMostWindow = 8192;
  facts.window = std::clamp(llama_model_n_ctx_train(state->model.get()), 8, kMostWindow);
  llama_context_params params = llama_context_default_params();
  const auto room = static_cast<std::uint32_t>(std::max<int>(facts.window, kPack));
  params.n_ctx = params.n_batch = params.n_ubatch = room;
  params.n_seq_max = kMostSequences;
  params.n_outputs_max = room;
  params.kv_unified = true;
  params.n_threads = params.n_threads_batch =
      static_cast<std::int32_t>(std::max<std::size_t>(threads, 1));
  params.embeddings = true;
  params.pooling_type = LLAMA_POOLING_TYPE_NONE;
  params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
  params.no_perf = true;
  state->context.reset(llama_init_from_model(state->model.get(), params));
  if (state->context == nullptr) return model_error("model-memory", path, Message(kNoMemory), {});
  return EmbeddingModel(std::move(state));
}

Result<std::vector<TextVectors>> EmbeddingModel::embed(std::span<const std::string> texts,
                                                       std::size_t& cut) {
  std::vector<TextVectors> all(texts.size());
  std::vector<std::vector<llama_token>> together;
  std::size_t begin = 0;
  std::size_t size = 0;
  const auto flush = [&]() -> Result<Done> {
    SJ_TRY(state_->run(together, std::span(all).subspan(begin, together.size())));
    begin += together.size();
    together.clear();
    size = 0;
    return Done{};
  };
  for (const std::string& text : texts) {
    std::vector<llama_token> tokens = state_->tokens_of(text, cut);
    if (!together.empty() && (size + tokens.size() > kPack || together.size() == kMostSequences)) {
      SJ_TRY(flush());
    }
    size += tokens.size();
    together.push_back(std::move(tokens));
  }
  SJ_TRY(flush());
  return all;
}

const EmbeddingFacts& EmbeddingModel::facts() const { return state_->facts; }

#else

struct EmbeddingModel::State {
  EmbeddingFacts facts;
};

Result<EmbeddingModel> EmbeddingModel::open(const std::string&, std::size_t) {
  const auto model = open_model({});  // says how to build with models
  return model.error();
}

Result<std::vector<TextVectors>> EmbeddingModel::embed(std::span<const std::string> texts,
                                                       std::size_t&) {
  return std::vector<TextVectors>(texts.size());
}

const EmbeddingFacts& EmbeddingModel::facts() const { return state_->facts; }

#endif

EmbeddingModel::EmbeddingModel(std::unique_ptr<State> state) : state_(std::move(state)) {}
EmbeddingModel::EmbeddingModel(EmbeddingModel&&) noexcept = default;
EmbeddingModel& EmbeddingModel::operator=(EmbeddingModel&&) noexcept = default;
EmbeddingModel::~EmbeddingModel() = default;

}  // namespace shijin
