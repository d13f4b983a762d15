// One context for all slots, each with a memory of its own. Prompts are read when their slots are
// filled, several together, behind what all prompts begin with, which is read once and copied; then
// every step writes one token of every answer that is under way.
#include "lm/llama_generate_internal.h"

#ifdef SJ_HAS_LLAMA

#include <llama.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include "base/random.h"
#include "lm/packing.h"

namespace shijin {
namespace {

constexpr Text kNoMemory{"there is not enough memory to write {0} answers at once",
                         "記憶體不足，無法同時產生 {0} 個回答"};
constexpr Text kFewer{"write fewer at once: --slots 1", "請減少同時產生的數量：--slots 1"};
constexpr Text kFailed{"llama.cpp could not compute a batch (code {0})",
                       "llama.cpp 無法完成一次計算（代碼 {0}）"};
constexpr Text kTooLong{"a prompt takes {0} tokens", "提示詞有 {0} 個詞元"};
constexpr Text kTooLongExpected{"fewer than {0}, the model's window",
                                "須少於 {0} 個，即模型的視窗"};
constexpr Text kTooLongHelp{
    "shorten the prompt, or raise --context if the model was trained for more",
    "請縮短提示詞；若模型支援更長，請加大 --context"};
constexpr Text kNan{"the model gives scores that are no numbers", "模型給出的分數不是數字"};
constexpr Text kStopped{"the run was stopped before its end", "執行在結束前被中止"};

constexpr std::size_t kAttentionBytes = 256U << 20U;  // of the weights of one layer's attention

Error make_error(const char* name, Message found, Message expected, Message help) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

struct FreeContext {
  void operator()(llama_context* context) const { llama_free(context); }
};

// An answer under way.
struct Slot {
  std::size_t job = 0;
  Generation answer;
  TokenId next = 0;        // written, not yet read
  llama_pos position = 0;  // where it will be read
  bool busy = false;
};

class Writer {
 public:
  Writer(const GenerateOn& on, std::span<const GenerateJob> jobs, const GenerateOptions& options,
         const GenerateHooks& hooks)
      : on_(on), jobs_(jobs), options_(options), hooks_(hooks) {}

  Result<Done> run();

 private:
  Result<Done> open();
  Result<Done> read(std::span<const TokenId> tokens, std::size_t first, int sequence);
  Result<Done> share();
  void close_gaps();
  void begin(int slot, std::size_t job);
  Result<Done> fill();
  Result<Done> step();
  Result<Done> take(int slot, const float* scores);
  Result<Done> decode();
  Result<Done> end(int slot, bool cut);
  std::optional<TokenId> choose(const float* scores, std::size_t job, int written) const;
  void add(TokenId token, llama_pos position, int slot, bool scored);
  std::string piece(TokenId token) const;

  const GenerateOn& on_;
  std::span<const GenerateJob> jobs_;
  const GenerateOptions& options_;
  const GenerateHooks& hooks_;
  std::unique_ptr<llama_context, FreeContext> context_;
  llama_batch batch_{};
  std::shared_ptr<llama_batch> owner_;
  const llama_vocab* vocab_ = nullptr;
  std::size_t vocabulary_ = 0;
  std::vector<Slot> slots_;
  std::size_t shared_ = 0;  // tokens that all prompts begin with, in the sequence after the slots'
  bool copies_ = false;     // what a sequence holds can be copied to another
  std::size_t written_ = 0;
  std::size_t next_ = 0;  // the job that no slot has taken yet
};

Result<Done> Writer::open() {
  std::size_t longest = 0;
  for (const GenerateJob& job : jobs_) longest = std::max(longest, job.prompt.size());
  if (longest >= static_cast<std::size_t>(on_.window)) {
    return make_error("prompt-too-long", Message(kTooLong, {std::to_string(longest)}),
                      Message(kTooLongExpected, {std::to_string(on_.window)}),
                      Message(kTooLongHelp));
  }
  const int wanted = static_cast<int>(longest) + options_.most_tokens;
  const int each = (std::min(on_.window, wanted) + 255) / 256 * 256;
  const int count = std::clamp(options_.slots, 1, std::max(1, static_cast<int>(jobs_.size())));
  slots_.resize(static_cast<std::size_t>(count));
  copies_ = !llama_model_is_recurrent(on_.model) && !llama_model_is_hybrid(on_.model);
  shared_ = copies_ ? shared_tokens(jobs_) : 0;
  const int sequences = count + (shared_ > 0 ? 1 : 0);
  const int tokens = std::max(on_.batch_tokens, count);
  llama_context_params params = llama_context_default_params();
  params.n_ctx = static_cast<std::uint32_t>(each * sequences);
  params.n_batch = params.n_ubatch = static_cast<std::uint32_t>(tokens);
  params.n_seq_max = static_cast<std::uint32_t>(sequences);
  params.n_outputs_max = static_cast<std::uint32_t>(sequences);
  params.n_threads = params.n_threads_batch =
      static_cast<int>(std::max<std::size_t>(on_.threads, 1));
  params.kv_unified = false;
  params.no_perf = true;
  if (on_.reference) params.type_k = params.type_v = GGML_TYPE_F32;
  // Flash attention takes up to twice the time for one token after another, but little memory.
  const std::size_t attention = static_cast<std::size_t>(tokens) * static_cast<std::size_t>(each) *
                                static_cast<std::size_t>(llama_model_n_head(on_.model)) *
                                sizeof(float);
  if (on_.reference || attention <= kAttentionBytes) {
    params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
  }
  context_.reset(llama_init_from_model(on_.model, params));
  if (context_ == nullptr) {
    return make_error("model-memory", Message(kNoMemory, {std::to_string(count)}), {},
                      Message(kFewer));
  }
  if (on_.pool != nullptr) llama_attach_threadpool(context_.get(), on_.pool, on_.pool);
  float scale = 1;
  llama_adapter_lora* adapter = on_.adapter;
  llama_set_adapters_lora(context_.get(), &adapter, adapter == nullptr ? 0 : 1, &scale);
  batch_ = llama_batch_init(tokens, 0, 1);
  owner_ =
      std::shared_ptr<llama_batch>(&batch_, [](llama_batch* batch) { llama_batch_free(*batch); });
  vocab_ = llama_model_get_vocab(on_.model);
  vocabulary_ = static_cast<std::size_t>(llama_vocab_n_tokens(vocab_));
  return Done{};
}

void Writer::add(TokenId token, llama_pos position, int slot, bool scored) {
  const int at = batch_.n_tokens++;
  batch_.token[at] = token;
  batch_.pos[at] = position;
  batch_.n_seq_id[at] = 1;
  batch_.seq_id[at][0] = slot;
  batch_.logits[at] = scored ? 1 : 0;
}

Result<Done> Writer::decode() {
  if (hooks_.stop != nullptr && *hooks_.stop)
    return make_error("stopped", Message(kStopped), {}, {});
  const std::int32_t code = llama_decode(context_.get(), batch_);
  if (code == 0) return Done{};
  return make_error("model-failed", Message(kFailed, {std::to_string(code)}), {}, Message(kFewer));
}

// The likeliest token, or one drawn; nothing where the scores are no numbers.
std::optional<TokenId> Writer::choose(const float* scores, std::size_t job, int written) const {
  std::size_t best = 0;
  for (std::size_t i = 0; i < vocabulary_; ++i) {
    if (!(scores[i] - scores[i] == 0.0F)) return std::nullopt;
    if (scores[i] > scores[best]) best = i;
  }
  if (!(options_.temperature > 0)) return static_cast<TokenId>(best);
  double sum = 0;
  const auto weight = [&](std::size_t i) {
    return std::exp((static_cast<double>(scores[i]) - static_cast<double>(scores[best])) /
                    options_.temperature);
  };
  for (std::size_t i = 0; i < vocabulary_; ++i) sum += weight(i);
  Random random(options_.seed ^ mix_bits(jobs_[job].stream), static_cast<std::uint64_t>(written));
  double left = random.uniform() * sum;
  for (std::size_t i = 0; i < vocabulary_; ++i) {
    left -= weight(i);
    if (left <= 0) return static_cast<TokenId>(i);
  }
  return static_cast<TokenId>(best);
}

std::string Writer::piece(TokenId token) const {
  std::string text(32, '\0');
  for (;;) {
    const std::int32_t size = llama_token_to_piece(
        vocab_, token, text.data(), static_cast<std::int32_t>(text.size()), 0, false);
    if (size < 0) {
      text.resize(static_cast<std::size_t>(-size));
      continue;
    }
    text.resize(static_cast<std::size_t>(size));
    return text;
  }
}

Result<Done> Writer::end(int slot, bool cut) {
  Slot& one = slots_[static_cast<std::size_t>(slot)];
  one.answer.cut = cut;
  end_on_character(one.answer);
  one.busy = false;
  llama_memory_seq_rm(llama_get_memory(context_.get()), slot, -1, -1);
  return hooks_.done(one.job, one.answer);
}

// Choose a slot's next token by the scores after its last one; the answer may end with it.
Result<Done> Writer::take(int slot, const float* scores) {
  Slot& one = slots_[static_cast<std::size_t>(slot)];
  const auto token = choose(scores, one.job, one.answer.tokens);
  if (!token) return make_error("model-nan", Message(kNan), {}, {});
  if (llama_vocab_is_eog(vocab_, *token)) return end(slot, false);
  one.answer.text += piece(*token);
  ++one.answer.tokens;
  ++written_;
  for (const std::string& stop : options_.stops) {
    const std::size_t at = one.answer.text.find(stop);
    if (at == std::string::npos) continue;
    one.answer.text.resize(at);
    return end(slot, false);
  }
  one.next = *token;
  const bool full = one.answer.tokens >= options_.most_tokens || one.position >= on_.window;
  return full ? end(slot, true) : Result<Done>(Done{});
}

// Read tokens, the first of them at position `first`; the last one is the last of the batch.
Result<Done> Writer::read(std::span<const TokenId> tokens, std::size_t first, int sequence) {
  for (std::size_t at = 0; at < tokens.size();) {
    batch_.n_tokens = 0;
    for (; at < tokens.size() && batch_.n_tokens < on_.batch_tokens; ++at) {
      add(tokens[at], static_cast<llama_pos>(first + at), sequence, at + 1 == tokens.size());
    }
    SJ_TRY(decode());
  }
  return Done{};
}

// Read what all prompts begin with.
Result<Done> Writer::share() {
  const std::span<const TokenId> prompt = jobs_.front().prompt;
  return read(prompt.first(shared_), 0, static_cast<int>(slots_.size()));
}

// Give a slot to a job: what all prompts begin with is in its memory.
void Writer::begin(int slot, std::size_t job) {
  Slot& one = slots_[static_cast<std::size_t>(slot)];
  one = Slot();
  one.job = job;
  one.busy = true;
  one.position = static_cast<llama_pos>(jobs_[job].prompt.size());
  if (shared_ > 0) {
    llama_memory_seq_cp(llama_get_memory(context_.get()), static_cast<int>(slots_.size()), slot, -1,
                        -1);
  }
}

// Read prompts into free slots, as many at once as a batch holds, and choose the first token of
// each answer; where one ends with it, its slot is free again.
Result<Done> Writer::fill() {
  for (;;) {
    struct Filled {
      int slot;
      std::int32_t last;  // of its tokens in the batch
    };
    std::vector<Filled> filled;
    batch_.n_tokens = 0;
    for (std::size_t s = 0; s < slots_.size() && next_ < jobs_.size(); ++s) {
      if (slots_[s].busy) continue;
      const std::span<const TokenId> prompt = jobs_[next_].prompt;
      const auto own = static_cast<std::int32_t>(prompt.size() - shared_);
      if (!filled.empty() && batch_.n_tokens + own > on_.batch_tokens) break;
      const int slot = static_cast<int>(s);
      begin(slot, next_++);
      std::size_t at = shared_;
      if (own > on_.batch_tokens) {  // too long for one batch: all of it but the last part
        at = prompt.size() - static_cast<std::size_t>((own - 1) % on_.batch_tokens + 1);
        SJ_TRY(read(prompt.subspan(shared_, at - shared_), shared_, slot));
        batch_.n_tokens = 0;
      }
      for (; at < prompt.size(); ++at) {
        add(prompt[at], static_cast<llama_pos>(at), slot, at + 1 == prompt.size());
      }
      filled.push_back({slot, batch_.n_tokens - 1});
    }
    if (filled.empty()) return Done{};
    SJ_TRY(decode());
    for (const Filled& one : filled) {
      SJ_TRY(take(one.slot, llama_get_logits_ith(context_.get(), one.last)));
    }
  }
}

// Move answers from the last slots into free ones: llama.cpp computes only neighbours together.
void Writer::close_gaps() {
  const auto busy = [](const Slot& slot) { return slot.busy; };
  auto gap = std::find_if_not(slots_.begin(), slots_.end(), busy);
  const llama_memory_t memory = llama_get_memory(context_.get());
  for (auto last = slots_.end(); last - gap > 1;) {
    if (!(--last)->busy) continue;
    const auto from = static_cast<llama_seq_id>(last - slots_.begin());
    llama_memory_seq_cp(memory, from, static_cast<llama_seq_id>(gap - slots_.begin()), -1, -1);
    llama_memory_seq_rm(memory, from, -1, -1);
    *gap = std::exchange(*last, Slot());
    gap = std::find_if_not(gap, slots_.end(), busy);
  }
}

Result<Done> Writer::step() {
  batch_.n_tokens = 0;
  std::vector<int> rows;
  for (std::size_t s = 0; s < slots_.size(); ++s) {
    if (!slots_[s].busy) continue;
    add(slots_[s].next, slots_[s].position++, static_cast<int>(s), true);
    rows.push_back(static_cast<int>(s));
  }
  if (rows.empty()) return Done{};
  SJ_TRY(decode());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    SJ_TRY(take(rows[i], llama_get_logits_ith(context_.get(), static_cast<std::int32_t>(i))));
  }
  return Done{};
}

Result<Done> Writer::run() {
  if (jobs_.empty()) return Done{};
  SJ_TRY(open());
  if (shared_ > 0) SJ_TRY(share());
  for (;;) {
    SJ_TRY(fill());
    const bool busy =
        std::any_of(slots_.begin(), slots_.end(), [](const Slot& slot) { return slot.busy; });
    if (!busy) return Done{};
    if (copies_) close_gaps();
    SJ_TRY(step());
    if (hooks_.progress) hooks_.progress(written_);
  }
}

}  // namespace

Result<Done> generate_on(const GenerateOn& on, std::span<const GenerateJob> jobs,
                         const GenerateOptions& options, const GenerateHooks& hooks) {
  Writer writer(on, jobs, options, hooks);
  return writer.run();
}

}  // namespace shijin

#endif
