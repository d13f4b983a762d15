// shijin predict: a model's answers to every row, in the shape that LLaMA-Factory writes, plus the
// id.
#include <algorithm>
#include <chrono>

#include "cli/asked.h"
#include "cli/data_options.h"
#include "cli/interrupt.h"
#include "cli/model_options.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"

namespace shijin::cli {
namespace {

constexpr Text kNoModel{"no model is named", "沒有指定模型"};
constexpr Text kNoOut{"nothing says where the answers go", "沒有指定回答要寫到哪裡"};
constexpr Text kAddModel{"add --model M.gguf, or the address of a server",
                         "請加上 --model M.gguf，或伺服器位址"};
constexpr Text kAddOut{"add -o predictions.jsonl", "請加上 -o predictions.jsonl"};
constexpr Text kOneAdapter{"--lora names {0} adapters, and predict takes one",
                           "--lora 指定了 {0} 個適配器，而 predict 只接受一個"};
constexpr Text kOneByOne{"run it once for each, with an -o of its own",
                         "請逐一執行，各用不同的 -o"};
constexpr Text kNoInput{"no column is the input that a model could answer",
                        "沒有可供模型回答的輸入欄位"};
constexpr Text kMapInput{"name it: --map input=COLUMN", "請指定：--map input=欄位"};
constexpr Text kDone{"wrote {0}: {1}, of these {2} from before; {3}, {4} a second",
                     "已寫入 {0}：{1}，其中 {2} 個來自先前的執行；{3}，每秒 {4} 個"};
constexpr Text kOneAnswer{"1 answer", "1 個回答"};
constexpr Text kAnswers{"{0} answers", "{0} 個回答"};
constexpr Text kOneToken{"1 token", "1 個詞元"};
constexpr Text kTokens{"{0} tokens", "{0} 個詞元"};
constexpr Text kCut{"answers that were cut short at --max-tokens: {0}",
                    "因達到 --max-tokens 而截斷的回答：{0} 個"};

constexpr OptionInfo kOptions[] = {
    kModelOption,
    {"lora",
     OptionKind::text,
     "A",
     {"Put an adapter over the model: a LoRA in GGUF, or the folder that PEFT wrote.",
      "在模型上疊加適配器：GGUF 格式的 LoRA，或 PEFT 寫出的資料夾。"}},
    {"output",
     OptionKind::text,
     "OUT.jsonl",
     {"Where the answers go; OUT.jsonl.journal beside it holds those of an unfinished run.",
      "回答的輸出檔；未完成時，旁邊的 OUT.jsonl.journal 會保存已有的回答。"},
     {},
     'o'},
    kMaxTokensOption,
    {"temperature",
     OptionKind::text,
     "T",
     {"0 always takes the likeliest token (default); above it, tokens are drawn.",
      "0 每步取最可能的詞元（預設）；大於 0 時依機率抽樣。"}},
    {"stop",
     OptionKind::repeated,
     "TEXT",
     {"End an answer before this text.", "遇到這段文字就結束回答。"}},
    kSlotsOption,
    kPrecisionOption,
    kContextOption,
    kModelNameOption,
    kServerOption,
    kKeyEnvOption,
    kTimeoutOption,
    kBudgetRequestsOption,
    kBudgetTokensOption,
    kMapOption,
    kTruthOption,
    kEncodingOption,
    kSheetOption,
    kSkipBadOption,
    {"seed", OptionKind::number, "N", {"Seed of the draws (default 0).", "抽樣的種子（預設 0）。"}},
    kThreadsOption,
};

constexpr std::string_view kExamples[] = {
    "shijin predict test.jsonl --model tuned.gguf -o predictions.jsonl",
    "shijin predict test.jsonl --model http://localhost:8000/v1 -o answers.jsonl"};

Error mistake(const char* name, Message found, Message help) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.help = std::move(help);
  return error;
}

Result<GenerateOptions> generation_of(const Parsed& parsed, std::uint64_t seed) {
  GenerateOptions options;
  options.most_tokens = SJ_TRY(most_tokens(parsed));
  options.temperature = SJ_TRY(number_of(parsed, "temperature", 0, 0, 10));
  options.slots = SJ_TRY(most_slots(parsed));
  options.stops = parsed.all("stop");
  options.seed = seed;
  return options;
}

// The rows of the file that are answered or written.
struct Prompts {
  std::vector<std::int64_t> row;
  std::vector<std::string> id, input, reference;
  bool has_id = false;
  bool has_reference = false;
};

Result<Prompts> read_prompts(const Parsed& parsed, const ReadOptions& read, Notes& notes) {
  Table table = SJ_TRY(Table::open(parsed.files, read, notes));
  const Roles& roles = table.roles();
  const int reference = std::max(roles.column(Role::reference), roles.column(Role::truth));
  std::vector<int> columns = {roles.column(Role::input)};
  if (columns.front() < 0)
    return mistake("model-needs-column", Message(kNoInput), Message(kMapInput));
  Prompts prompts;
  prompts.has_id = roles.has(Role::id);
  prompts.has_reference = reference >= 0;
  if (prompts.has_id) columns.push_back(roles.column(Role::id));
  if (prompts.has_reference) columns.push_back(reference);
  RawShard shard;
  for (;;) {
    const bool more = SJ_TRY(table.cut(shard));
    if (!more) return prompts;
    Batch batch;
    table.parse(shard, columns, batch, notes);
    const auto cell = [&](std::size_t column, std::size_t row) {
      const std::string_view text = batch.columns[column][row];
      return text.data() == nullptr ? std::string() : std::string(text);
    };
    for (std::size_t i = 0; i < batch.rows(); ++i) {
      prompts.row.push_back(batch.row[i]);
      prompts.input.push_back(cell(0, i));
      prompts.id.push_back(prompts.has_id ? cell(1, i) : std::to_string(batch.row[i]));
      prompts.reference.push_back(prompts.has_reference ? cell(columns.size() - 1, i)
                                                        : std::string());
    }
  }
}

Result<Done> write_answers(const std::string& path, const Prompts& prompts,
                           const Journal& journal) {
  FileWriter out = SJ_TRY(FileWriter::open(path));
  for (std::size_t i = 0; i < prompts.row.size(); ++i) {
    const Generation& answer = journal.answers().at(prompts.row[i]);
    std::string line;
    JsonWriter json(line, JsonWriter::Layout::one_line);
    json.begin_object().key("id").text(prompts.id[i]).key("prompt").text(prompts.input[i]);
    json.key("predict").text(answer.text);
    if (prompts.has_reference) json.key("label").text(prompts.reference[i]);
    json.end_object();
    SJ_TRY(out.write(line + "\n"));
  }
  return out.commit();
}

Result<Done> predict(const Parsed& parsed, const Console& console) {
  const std::string path = parsed.text("output");
  if (!parsed.given("model"))
    return mistake("model-missing", Message(kNoModel), Message(kAddModel));
  if (path.empty()) return mistake("output-missing", Message(kNoOut), Message(kAddOut));
  EvalPlan plan = SJ_TRY(plan_eval(parsed));
  const std::optional<ModelPlan> model_plan = SJ_TRY(plan_model(parsed, Choices::none, plan));
  if (model_plan->adapters.size() > 1) {
    return mistake("adapters-many",
                   Message(kOneAdapter, {std::to_string(model_plan->adapters.size())}),
                   Message(kOneByOne));
  }
  const GenerateOptions options = SJ_TRY(generation_of(parsed, plan.evaluate.seed));
  Notes notes;
  note_open_key(*model_plan, notes);
  Result<Prompts> prompts = read_prompts(parsed, plan.read, notes);
  if (!notes.all().empty() && (notes.has_errors() || !console.quiet)) {
    write_error(describe(notes, console.language));
  }
  if (!prompts.ok()) return prompts.error();
  if (notes.has_errors() && plan.read.bad_rows == BadRows::refuse) return notes.all().front();
  const auto model = SJ_TRY(open_texts(*model_plan));
  if (!model_plan->adapters.empty()) SJ_TRY(model->use_adapter(model_plan->adapters.front()));
  const Questions questions{prompts->row, prompts->input};
  Journal journal =
      SJ_TRY(Journal::open(path + ".journal", answers_key(model->facts(), options, questions)));
  const std::size_t before = journal.answers().size();
  const auto started = std::chrono::steady_clock::now();
  const std::size_t tokens = SJ_TRY(write_rest(*model, questions, options, journal, console));
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
  SJ_TRY(write_answers(path, *prompts, journal));
  journal.finish();
  if (console.quiet) return Done{};
  const auto cut = std::count_if(journal.answers().begin(), journal.answers().end(),
                                 [](const auto& answer) { return answer.second.cut; });
  const auto count = [](auto n) { return grouped(static_cast<std::int64_t>(n)); };
  const std::size_t answers = prompts->row.size();
  const Message words(
      kDone, {path, answers == 1 ? Message(kOneAnswer) : Message(kAnswers, {count(answers)}),
              count(before), tokens == 1 ? Message(kOneToken) : Message(kTokens, {count(tokens)}),
              count(static_cast<double>(tokens) / std::max(elapsed.count(), 1e-3))});
  write_error(words.in(console.language) + "\n");
  if (cut > 0) write_error(Message(kCut, {count(cut)}).in(console.language) + "\n");
  return Done{};
}

Exit run(const Parsed& parsed, const Console& console) {
  const Result<Done> done = predict(parsed, console);
  return done.ok() ? Exit::good : refuse(done.error(), console);
}

}  // namespace

SJ_COMMAND(
    predict,
    {.name = "predict",
     .order = 18,
     .summary = {"A model's answers to every row of a file.", "讓模型回答檔案中的每一列。"},
     .usage = "shijin predict FILE --model M.gguf|URL -o OUT.jsonl [options]",
     .description =
         {"Put every input through the model's own chat template and write its answer, beside the "
          "id, "
          "the prompt and the reference where there is one: a file that `shijin eval` reads. "
          "Answers "
          "are written down as they come; a run that was killed goes on where it was when it is "
          "started again with the same options.",
          "把每個輸入套用模型自己的對話範本，並將回答連同 id、提示詞與參考答案（如果有）寫成 "
          "`shijin "
          "eval` "
          "可讀的檔案。回答會隨產生隨寫入；被中斷的執行以相同選項重新啟動時，會從中斷處繼續。"},
     .positionals = {1, kAnyNumber, "FILE"},
     .options = kOptions,
     .examples = kExamples,
     .run = &run});

}  // namespace shijin::cli
