// llama.cpp in process: the one source that names its API. What may be wrong with a file is proved
// before the library sees it, since it ends the program where it trusted too much.
#include "lm/model.h"

#ifdef SJ_HAS_LLAMA

#include <llama.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/file.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "lm/adapter.h"
#include "lm/chat_template.h"
#include "lm/embedding.h"
#include "lm/gguf.h"
#include "lm/llama_generate_internal.h"
#include "lm/llama_weights.h"
#include "lm/log_sum.h"
#include "lm/packing.h"

namespace shijin {
namespace {

constexpr Text kRefused{"llama.cpp does not load the model: {0}", "llama.cpp 無法載入模型：{0}"};
constexpr Text kRefusedHelp{"take a model of an architecture that llama.cpp {0} knows",
                            "請改用 llama.cpp {0} 支援的架構"};
constexpr Text kNoMemory{"there is not enough memory to run the model", "記憶體不足，無法執行模型"};
constexpr Text kNoMemoryHelp{"take a smaller model, or --precision as-is",
                             "請改用較小的模型，或加上 --precision as-is"};
constexpr Text kAdapter{"the adapter does not fit the model: {0}", "適配器與模型不相容：{0}"};
constexpr Text kAdapterHelp{"name the adapter that was trained over this very model",
                            "請指定在這個模型上訓練的適配器"};
constexpr Text kNan{"the model gives scores that are no numbers", "模型給出的分數不是數字"};
constexpr Text kNanHelp{"the weights are broken: convert the model anew, or try --precision as-is",
                        "權重可能已損壞：請重新轉換模型，或改用 --precision as-is"};
constexpr Text kFailed{"llama.cpp could not compute a batch (code {0})",
                       "llama.cpp 無法完成一次計算（代碼 {0}）"};
constexpr Text kTooLong{"a prompt with its choices takes {0} tokens",
                        "提示詞連同選項共 {0} 個詞元"};
constexpr Text kTooLongExpected{"at most {0}, the model's window", "最多 {0} 個，即模型的視窗"};
constexpr Text kTooLongHelp{
    "shorten the prompts, or raise --context if the model was trained for more",
    "請縮短提示詞；若模型支援更長，請加大 --context"};
constexpr Text kStopped{"the run was stopped before its end", "執行在結束前被中止"};
constexpr Text kNotText{"the model is no text model that tells one token after another",
                        "這不是逐詞元預測的文字模型"};
constexpr Text kNotTextHelp{"name a model made for generating text", "請指定用來生成文字的模型"};

constexpr Text kIsAdapter{"this file is an adapter, which lies over a model",
                          "這個檔案是疊加在模型上的適配器"};
constexpr Text kIsAdapterHelp{"name the model it was trained over: --model BASE.gguf --lora {0}",
                              "請指定它所疊加的模型：--model BASE.gguf --lora {0}"};

constexpr int kSequences = 64;
constexpr std::size_t kScoreBytes = 64U << 20U;  // of all rows of scores of one batch
constexpr std::size_t kTile = 32;                // rows that are computed together

Error make_error(const char* name, Message found, Message expected, Message help) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

// Keep the first complaint of the library, which says why; `sink` is a std::string or null.
void hear(ggml_log_level level, const char* words, void* sink) {
  if (sink == nullptr || level != GGML_LOG_LEVEL_ERROR) return;
  auto& heard = *static_cast<std::string*>(sink);
  if (!heard.empty()) return;
  heard = words;
  while (!heard.empty() && (heard.back() == '\n' || heard.back() == ' ')) heard.pop_back();
}

// Listens while it lives; llama.cpp is silent before and after.
class Listening {
 public:
  Listening() { llama_log_set(&hear, &heard_); }
  ~Listening() { llama_log_set(&hear, nullptr); }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;
  std::string heard() const { return heard_.empty() ? "-" : heard_; }

 private:
  std::string heard_;
};

struct Free {
  void operator()(llama_model* model) const { llama_model_free(model); }
  void operator()(llama_context* context) const { llama_free(context); }
  void operator()(ggml_threadpool* pool) const { ggml_threadpool_free(pool); }
};

// Refuse what llama.cpp would load, or complain of in its own words, although no text comes of it.
Result<Done> check_kind(const GgufFile& head, const std::string& path) {
  Error error;
  const std::string architecture(head.text("general.architecture"));
  if (head.text("general.type") == "adapter") {
    error =
        make_error("model-is-adapter", Message(kIsAdapter), {}, Message(kIsAdapterHelp, {path}));
  } else if (gives_vectors(architecture) || head.number(architecture + ".attention.causal") == 0) {
    error = make_error("model-not-text", Message(kNotText), {}, Message(kNotTextHelp));
  } else {
    return Done{};
  }
  error.at.file = path;
  return error;
}

// A score that is wanted: of one token, after the row it belongs to.
struct Want {
  TokenId token;
  double* out;
};

// A token to compute: at its position, in `sequences` sequences from `first` on.
struct Row {
  TokenId token;
  llama_pos position;
  llama_seq_id first;
  int sequences;
  std::size_t want_begin;
  std::size_t want_end;
};

// The rows of one group of jobs.
struct Rows {
  std::vector<Row> rows;
  std::vector<Want> wants;
  int sequences = 1;  // the next free one; 0 holds what is shared

  void add(TokenId token, std::size_t position, int first, int count) {
    rows.push_back(
        {token, static_cast<llama_pos>(position), first, count, wants.size(), wants.size()});
  }
  void want(TokenId token, double* out) {
    wants.push_back({token, out});
    rows.back().want_end = wants.size();
  }

  void add_job(const ScoreJob& job, std::size_t shared, JobScores& scores) {
    const int first = sequences;
    const int paths = std::max(static_cast<int>(job.targets.size()), 1);
    sequences += paths;
    for (std::size_t i = shared; i < job.context.size(); ++i) {
      add(job.context[i], i, first, paths);
    }
    for (std::size_t t = 0; t < job.targets.size(); ++t) {
      if (!job.targets[t].empty()) want(job.targets[t].front(), scores.log_prob[t].data());
    }
    for (std::size_t t = 0; t < job.targets.size(); ++t) {
      const std::vector<TokenId>& target = job.targets[t];
      for (std::size_t i = 0; i + 1 < target.size(); ++i) {
        add(target[i], job.context.size() + i, first + static_cast<int>(t), 1);
        want(target[i + 1], &scores.log_prob[t][i + 1]);
      }
    }
  }
};

// Owns a llama_batch.
class Batch {
 public:
  explicit Batch(int tokens) : batch_(llama_batch_init(tokens, 0, kSequences)) {}
  ~Batch() { llama_batch_free(batch_); }
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  void clear() { batch_.n_tokens = 0; }
  void add(const Row& row) {
    const int at = batch_.n_tokens++;
    batch_.token[at] = row.token;
    batch_.pos[at] = row.position;
    batch_.n_seq_id[at] = row.sequences;
    for (int s = 0; s < row.sequences; ++s) batch_.seq_id[at][s] = row.first + s;
    batch_.logits[at] = row.want_end > row.want_begin ? 1 : 0;
  }
  const llama_batch& get() const { return batch_; }

 private:
  llama_batch batch_;
};

class LlamaModel final : public LanguageModel {
 public:
  explicit LlamaModel(const ModelOptions& options) : options_(options) {}

  Result<Done> load();
  const ModelFacts& facts() const override { return facts_; }
  Result<Done> use_adapter(const std::string& path) override;
  std::vector<TokenId> tokenize(std::string_view text) const override {
    return tokens_of(text, false);
  }
  std::size_t bytes_of(TokenId token) const override {
    return llama_vocab_is_control(vocab_, token) ? 0 : piece(token).size();
  }
  TokenId prefix() const override { return prefix_; }
  bool begins_with_prefix() const override { return adds_bos_; }
  TokenId end_of_turn() const override { return end_of_turn_; }
  bool has_template() const override { return chat_.has_value(); }
  Result<std::vector<TokenId>> prompt(std::span<const ChatMessage> messages) const override;
  Result<std::vector<JobScores>> score(std::span<const ScoreJob> jobs,
                                       const ModelHooks& hooks) override;
  Result<Done> generate(std::span<const GenerateJob> jobs, const GenerateOptions& options,
                        const GenerateHooks& hooks) override {
    const GenerateOn on{model_.get(),
                        facts_.adapter.empty() ? nullptr : adapters_[facts_.adapter],
                        options_.precision == Precision::reference,
                        pool_.get(),
                        options_.threads,
                        facts_.window,
                        options_.batch_tokens};
    return generate_on(on, jobs, options, hooks);
  }

 private:
  Result<Done> open_context();
  Result<Done> read_vocabulary(const GgufFile& file);
  std::vector<TokenId> tokens_of(std::string_view text, bool special) const;
  std::string piece(TokenId token) const;
  struct Scored {
    int at;  // in the batch
    const Row* row;
  };
  struct Count {
    std::size_t done;
    std::size_t all;
  };
  Result<Done> decode(const Rows& rows, const ModelHooks& hooks);
  Result<Done> read_scores(const Rows& rows, std::span<const Scored> scored);
  Result<Done> score_packed(std::span<const ScoreJob> jobs, std::span<JobScores> scores,
                            const ModelHooks& hooks, Count& count);
  Result<Done> share(const ScoreJob& job, std::size_t shared, const ModelHooks& hooks);

  Kernels kernels() const {
    return options_.precision == Precision::reference ? Kernels::plain : Kernels::tiled;
  }

  ModelOptions options_;
  ModelFacts facts_;
  std::unique_ptr<llama_model, Free> model_;
  std::unique_ptr<ggml_threadpool, Free> pool_;
  std::unique_ptr<llama_context, Free> context_;
  std::unique_ptr<Batch> batch_;
  const llama_vocab* vocab_ = nullptr;
  std::size_t vocabulary_ = 0;
  std::size_t most_scored_ = 0;  // rows of scores in one batch
  TokenId prefix_ = 0;
  TokenId end_of_turn_ = 0;
  bool adds_bos_ = false;
  ChatTokens special_;
  std::optional<ChatTemplate> chat_;
  GgufFile head_;
  std::map<std::string, llama_adapter_lora*> adapters_;  // freed with the model
};

Result<Done> LlamaModel::load() {
  head_ = SJ_TRY(read_gguf(options_.path));
  SJ_TRY(check_kind(head_, options_.path));
  const std::string path = SJ_TRY(weights_for(options_, head_, facts_));
  Listening listening;
  model_.reset(load_llama(path, kernels(), options_.threads));
  if (model_ == nullptr) {
    Error error = make_error("model-refused", Message(kRefused, {listening.heard()}), {},
                             Message(kRefusedHelp, {llama_version()}));
    error.at.file = options_.path;
    return error;
  }
  vocab_ = llama_model_get_vocab(model_.get());
  SJ_TRY(read_vocabulary(head_));
  return open_context();
}

Result<Done> LlamaModel::read_vocabulary(const GgufFile& file) {
  const TokenId bos = llama_vocab_bos(vocab_);
  const TokenId eos = llama_vocab_eos(vocab_);
  const TokenId eot = llama_vocab_eot(vocab_);
  vocabulary_ = static_cast<std::size_t>(llama_vocab_n_tokens(vocab_));
  if (vocabulary_ == 0 || llama_model_has_encoder(model_.get()) ||
      (bos == LLAMA_TOKEN_NULL && eos == LLAMA_TOKEN_NULL)) {
    Error error = make_error("model-not-text", Message(kNotText), {}, Message(kNotTextHelp));
    error.at.file = options_.path;
    return error;
  }
  prefix_ = bos != LLAMA_TOKEN_NULL ? bos : eos;
  end_of_turn_ = eot != LLAMA_TOKEN_NULL ? eot : eos != LLAMA_TOKEN_NULL ? eos : bos;
  adds_bos_ = llama_vocab_get_add_bos(vocab_) && bos != LLAMA_TOKEN_NULL;
  special_ = {bos == LLAMA_TOKEN_NULL ? "" : piece(bos), eos == LLAMA_TOKEN_NULL ? "" : piece(eos)};
  facts_.engine = model_engine() + kernels_suffix(kernels());
  facts_.name = file.text("general.name");
  facts_.architecture = file.text("general.architecture");
  facts_.parameters = file.parameters();
  facts_.weights = file.weights();
  facts_.vocabulary = file.vocabulary;
  facts_.prefix = bos != LLAMA_TOKEN_NULL ? "bos" : "eos";
  facts_.window =
      std::clamp(options_.window, 2, std::max(2, llama_model_n_ctx_train(model_.get())));
  const std::string_view source = file.text("tokenizer.chat_template");
  if (source.empty()) return Done{};
  Digest digest;
  digest.add(source);
  facts_.template_digest = digest.hex();
  chat_ = SJ_TRY(ChatTemplate::parse(source));
  return Done{};
}

Result<Done> LlamaModel::open_context() {
  const auto threads = static_cast<int>(std::max<std::size_t>(options_.threads, 1));
  const int tokens = std::max(options_.batch_tokens, 1);
  const std::size_t rows = kScoreBytes / (vocabulary_ * sizeof(float));
  // Of whole tiles: what lies behind the scores in memory then begins on a cache line, which makes
  // products by tiles a fifth faster.
  const std::size_t tiled = rows < kTile ? rows : rows / kTile * kTile;
  most_scored_ = std::clamp<std::size_t>(tiled, 1, static_cast<std::size_t>(tokens));
  llama_context_params params = llama_context_default_params();
  params.n_ctx = static_cast<std::uint32_t>(facts_.window + tokens);
  // llama.cpp makes room for a token of every sequence, and ends the program where there is none.
  params.n_batch = params.n_ubatch = static_cast<std::uint32_t>(std::max(tokens, kSequences));
  params.n_seq_max = kSequences;
  params.n_outputs_max =
      std::max<std::uint32_t>(static_cast<std::uint32_t>(most_scored_), kSequences);
  params.n_threads = params.n_threads_batch = threads;
  params.kv_unified = true;
  params.no_perf = true;
  if (options_.precision == Precision::reference) {
    params.type_k = params.type_v = GGML_TYPE_F32;
    params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
  }
  Listening listening;
  context_.reset(llama_init_from_model(model_.get(), params));
  if (context_ == nullptr) {
    Error error = make_error("model-memory", Message(kNoMemory), {}, Message(kNoMemoryHelp));
    error.at.file = options_.path;
    return error;
  }
  // Threads that wait asleep: spinning ones slow each other down when the machine is busy.
  ggml_threadpool_params pool = ggml_threadpool_params_default(threads);
  pool.poll = 0;
  pool_.reset(ggml_threadpool_new(&pool));
  if (pool_ != nullptr) llama_attach_threadpool(context_.get(), pool_.get(), pool_.get());
  batch_ = std::make_unique<Batch>(tokens);
  return Done{};
}

Result<Done> LlamaModel::use_adapter(const std::string& path) {
  if (facts_.adapter == path) return Done{};
  llama_adapter_lora* adapter = nullptr;
  if (!path.empty()) {
    const AdapterFile file = SJ_TRY(open_adapter(path, head_, options_.path));
    const auto known = adapters_.find(path);
    if (known == adapters_.end()) {
      Listening listening;
      adapter = llama_adapter_lora_init_from_file_ptr(model_.get(), file.stream.get());
      if (adapter == nullptr) {
        Error error = make_error("adapter-unfit", Message(kAdapter, {listening.heard()}), {},
                                 Message(kAdapterHelp));
        error.at.file = path;
        return error;
      }
      adapters_[path] = adapter;
    } else {
      adapter = known->second;
    }
    facts_.adapter_digest = file.digest;
  } else {
    facts_.adapter_digest.clear();
  }
  float scale = 1;
  llama_set_adapters_lora(context_.get(), &adapter, adapter == nullptr ? 0 : 1, &scale);
  llama_memory_clear(llama_get_memory(context_.get()), true);
  facts_.adapter = path;
  return Done{};
}

std::vector<TokenId> LlamaModel::tokens_of(std::string_view text, bool special) const {
  if (text.empty()) return {};
  std::vector<TokenId> tokens(text.size() + 8);
  const auto size = static_cast<std::int32_t>(text.size());
  std::int32_t count = 0;
  for (int attempt = 0; attempt < 2; ++attempt) {
    count = llama_tokenize(vocab_, text.data(), size, tokens.data(),
                           static_cast<std::int32_t>(tokens.size()), false, special);
    if (count >= 0) break;
    tokens.resize(static_cast<std::size_t>(-static_cast<std::int64_t>(count)));
  }
  tokens.resize(static_cast<std::size_t>(std::max(count, 0)));
  return tokens;
}

std::string LlamaModel::piece(TokenId token) const {
  std::string text(64, '\0');
  const std::int32_t size = llama_token_to_piece(vocab_, token, text.data(),
                                                 static_cast<std::int32_t>(text.size()), 0, true);
  text.resize(static_cast<std::size_t>(std::max(size, 0)));
  return text;
}

Result<std::vector<TokenId>> LlamaModel::prompt(std::span<const ChatMessage> messages) const {
  const std::vector<ChatPart> parts = SJ_TRY(chat_->render(messages, special_));
  std::string whole;
  bool harmless = true;
  for (const ChatPart& part : parts) {
    whole += part.text;
    harmless =
        harmless && (!part.data || tokens_of(part.text, true) == tokens_of(part.text, false));
  }
  std::vector<TokenId> tokens;
  if (harmless) {
    // As the trainers do it: one text, whose tokens may reach across from template to data.
    tokens = tokens_of(whole, true);
  } else {
    for (const ChatPart& part : parts) {
      const std::vector<TokenId> more = tokens_of(part.text, !part.data);
      tokens.insert(tokens.end(), more.begin(), more.end());
    }
  }
  const TokenId bos = llama_vocab_bos(vocab_);
  if (adds_bos_ && (tokens.empty() || tokens.front() != bos)) tokens.insert(tokens.begin(), bos);
  if (tokens.empty()) tokens.push_back(prefix_);
  return tokens;
}

// Compute all rows, as many at a time as fit, and read the scores that are wanted after each.
Result<Done> LlamaModel::decode(const Rows& rows, const ModelHooks& hooks) {
  std::size_t at = 0;
  while (at < rows.rows.size()) {
    if (hooks.stop != nullptr && *hooks.stop)
      return make_error("stopped", Message(kStopped), {}, {});
    batch_->clear();
    std::vector<Scored> scored;
    int size = 0;
    for (; at < rows.rows.size() && size < options_.batch_tokens; ++at, ++size) {
      const Row& row = rows.rows[at];
      const bool wanted = row.want_end > row.want_begin;
      if (wanted && scored.size() == most_scored_) break;
      if (wanted) scored.push_back({size, &row});
      batch_->add(row);
    }
    const std::int32_t code = llama_decode(context_.get(), batch_->get());
    if (code != 0) {
      return make_error("model-failed", Message(kFailed, {std::to_string(code)}), {},
                        Message(kNoMemoryHelp));
    }
    SJ_TRY(read_scores(rows, scored));
  }
  return Done{};
}

Result<Done> LlamaModel::read_scores(const Rows& rows, std::span<const Scored> scored) {
  std::vector<const float*> given;
  for (const Scored& one : scored) given.push_back(llama_get_logits_ith(context_.get(), one.at));
  std::atomic<bool> broken = false;
  parallel_for(scored.size(), options_.threads, [&](std::size_t i) {
    const double all = log_sum_exp({given[i], vocabulary_});
    if (!std::isfinite(all)) broken = true;
    const Row& row = *scored[i].row;
    for (std::size_t w = row.want_begin; w < row.want_end; ++w) {
      const Want& want = rows.wants[w];
      *want.out = static_cast<double>(given[i][want.token]) - all;
    }
  });
  if (!broken) return Done{};
  Error error = make_error("model-nan", Message(kNan), {}, Message(kNanHelp));
  error.at.file = options_.path;
  return error;
}

// Compute what all jobs begin with, once, in sequence 0.
Result<Done> LlamaModel::share(const ScoreJob& job, std::size_t shared, const ModelHooks& hooks) {
  llama_memory_clear(llama_get_memory(context_.get()), false);
  Rows rows;
  for (std::size_t i = 0; i < shared; ++i) rows.add(job.context[i], i, 0, 1);
  return decode(rows, hooks);
}

Result<Done> LlamaModel::score_packed(std::span<const ScoreJob> jobs, std::span<JobScores> scores,
                                      const ModelHooks& hooks, Count& count) {
  const std::size_t shared = shared_tokens(jobs);
  const auto tokens = static_cast<std::size_t>(options_.batch_tokens);
  const std::vector<JobGroup> groups =
      pack_jobs(jobs, shared, {tokens, static_cast<std::size_t>(kSequences) - 1});
  if (jobs.empty()) return Done{};
  SJ_TRY(share(jobs.front(), shared, hooks));
  llama_memory_t memory = llama_get_memory(context_.get());
  for (const JobGroup& group : groups) {
    Rows rows;
    for (const std::size_t i : group.jobs) rows.add_job(jobs[i], shared, scores[i]);
    if (shared > 0) {
      for (int s = 1; s < rows.sequences; ++s) llama_memory_seq_cp(memory, 0, s, -1, -1);
    }
    SJ_TRY(decode(rows, hooks));
    for (int s = 1; s < rows.sequences; ++s) llama_memory_seq_rm(memory, s, -1, -1);
    count.done += group.jobs.size();
    if (hooks.progress) hooks.progress(std::min(count.done, count.all), count.all);
  }
  return Done{};
}

// Room for the scores of a job.
JobScores room_for(const ScoreJob& job) {
  JobScores scores;
  for (const auto& target : job.targets) scores.log_prob.emplace_back(target.size(), 0.0);
  return scores;
}

Result<std::vector<JobScores>> LlamaModel::score(std::span<const ScoreJob> jobs,
                                                 const ModelHooks& hooks) {
  const auto window = static_cast<std::size_t>(facts_.window);
  std::vector<ScoreJob> whole;
  std::vector<ScoreJob> pieces;
  std::vector<std::size_t> piece_begin;  // of each long job; npos: it is whole
  for (const ScoreJob& job : jobs) {
    std::size_t longest = 0;
    for (const auto& target : job.targets) longest = std::max(longest, target.size());
    if (job.context.size() + longest <= window + 1 && job.targets.size() < kSequences) {
      whole.push_back(job);
      piece_begin.push_back(std::string::npos);
      continue;
    }
    if (job.targets.size() != 1) {
      return make_error("prompt-too-long",
                        Message(kTooLong, {std::to_string(job.context.size() + longest)}),
                        Message(kTooLongExpected, {std::to_string(window)}), Message(kTooLongHelp));
    }
    piece_begin.push_back(pieces.size());
    for (ScoreJob& piece : pieces_of(job, window)) pieces.push_back(std::move(piece));
  }
  std::vector<JobScores> of_whole;
  std::vector<JobScores> of_pieces;
  for (const ScoreJob& job : whole) of_whole.push_back(room_for(job));
  for (const ScoreJob& job : pieces) of_pieces.push_back(room_for(job));
  Count count{0, whole.size() + pieces.size()};
  SJ_TRY(score_packed(whole, of_whole, hooks, count));
  SJ_TRY(score_packed(pieces, of_pieces, hooks, count));

  std::vector<JobScores> scores;
  std::size_t next = 0;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (piece_begin[i] == std::string::npos) {
      scores.push_back(std::move(of_whole[next++]));
      continue;
    }
    std::vector<double> joined;
    for (std::size_t p = piece_begin[i]; joined.size() < jobs[i].targets.front().size(); ++p) {
      const std::vector<double>& piece = of_pieces[p].log_prob.front();
      joined.insert(joined.end(), piece.begin(), piece.end());
    }
    scores.push_back({{std::move(joined)}});
  }
  return scores;
}

}  // namespace

Result<std::unique_ptr<LanguageModel>> open_model(const ModelOptions& options) {
  llama_log_set(&hear, nullptr);
  auto model = std::make_unique<LlamaModel>(options);
  SJ_TRY(model->load());
  return std::unique_ptr<LanguageModel>(std::move(model));
}

std::string model_engine() { return std::string("llama.cpp ") + llama_version(); }

}  // namespace shijin

#endif
