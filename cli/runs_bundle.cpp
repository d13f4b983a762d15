// Evidence bundles: a run written out for others, and worked out again.
#include <algorithm>

#include "cli/config.h"
#include "cli/measure.h"
#include "cli/output.h"
#include "cli/parse.h"
#include "cli/runs.h"
#include "cli/save.h"

namespace shijin::cli {

extern const Command command_eval;

namespace {

namespace fs = std::filesystem;

constexpr Text kTaken{"{0} is there already", "{0} 已經存在"};
constexpr Text kTakenHelp{"name another folder: --output DIR", "請用 --output 資料夾 另外指定"};
constexpr Text kWrote{"wrote {0}: {1}", "已寫入 {0}：{1}"};
constexpr Text kNoManifest{"the manifest of the bundle cannot be read", "無法讀取證據包的清單"};
constexpr Text kVersions{"made by {0}, verified by {1}", "由 {0} 產生，由 {1} 查驗"};
constexpr Text kWorkedOut{"{0} values and intervals worked out again from the statistics",
                          "由統計量重新計算了 {0} 個數值與區間"};
constexpr Text kMeasured{"{0} values and intervals measured again from the data",
                         "由資料重新測量了 {0} 個數值與區間"};
constexpr Text kNoRows{"the run was too large to keep its statistics", "筆數太多，沒有保留統計量"};
constexpr Text kDataElsewhere{"{0} is not there", "找不到 {0}"};
constexpr Text kDataNotRead{"not read for a bundle", "證據包不讀取資料"};

constexpr std::string_view kFiles[] = {"result.json", "stats.bin"};

std::string digest_of(std::string_view bytes) {
  Digest digest;
  digest.add(bytes);
  return digest.hex();
}

void write_texts(JsonWriter& json, std::string_view key,
                 const std::map<std::string, std::string>& texts) {
  json.key(key).begin_object();
  for (const auto& [name, text] : texts) json.key(name).text(text);
  json.end_object();
}

// All that a claim rests on, in one page.
std::string manifest(const StoredRun& run, const std::map<std::string, std::string>& files) {
  std::string out;
  JsonWriter json(out, JsonWriter::Layout::lines);
  const RunRecord& record = run.record;
  json.begin_object().key("schema").text("shijin.bundle/1");
  json.key("version").text(record.version).key("id").text(record.id).key("name").text(record.name);
  json.key("created").text(record.created).key("task").text(record.task);
  json.key("profile").text(record.profile).key("data").begin_object();
  json.key("path").text(record.path).key("digest").text(record.digest);
  json.key("test_set").text(record.test_set).key("answers").text(record.answers);
  json.key("rows").integer(record.rows).end_object();
  json.key("command").begin_array(JsonWriter::Layout::one_line);
  for (const std::string& word : run.command) json.text(word);
  json.end_array();
  write_texts(json, "settings", run.settings);
  json.key("seed").raw(std::to_string(run.seed)).key("level").number(run.level);
  std::map<std::string, std::string> signatures;
  for (const StoredMetric& metric : run.metrics) signatures[metric.key] = metric.signature;
  write_texts(json, "signatures", signatures);
  std::map<std::string, std::string> trainer;
  if (run.trainer) trainer.insert(run.trainer->settings.begin(), run.trainer->settings.end());
  write_texts(json, "trainer", trainer);
  json.key("files").begin_object();
  for (const auto& [name, bytes] : files) {
    json.key(name).begin_object(JsonWriter::Layout::one_line);
    json.key("bytes").integer(static_cast<std::int64_t>(bytes.size()));
    json.key("digest").text(digest_of(bytes)).end_object();
  }
  json.end_object().end_object();
  out += '\n';
  return out;
}

Result<Done> write_bundle(const Parsed& parsed, Store& store, const Console& console) {
  const RunRecord record = SJ_TRY(store.find(parsed.files[1]));
  const StoredRun run = SJ_TRY(store.load(record.id));
  std::map<std::string, std::string> files;
  for (const std::string_view name : kFiles) {
    files[std::string(name)] = SJ_TRY(store.read(record.id, name));
  }
  std::string stem = record.name;
  std::replace(stem.begin(), stem.end(), '/', '_');
  const std::string folder = parsed.given("output") ? parsed.text("output") : stem + ".bundle";
  if (std::error_code ignored; fs::exists(folder, ignored)) {
    Error error;
    error.name = "file-unwritable";
    error.found = Message(kTaken, {folder});
    error.help = Message(kTakenHelp);
    return error;
  }
  // Whole or not at all: written under another name first.
  const std::string unfinished = folder + ".tmp" + std::to_string(record.rows);
  SJ_TRY(remove_folder(unfinished));
  SJ_TRY(make_folders(unfinished));
  files[std::string(kManifest)] = manifest(run, files);
  for (const auto& [name, bytes] : files) SJ_TRY(write_file(unfinished + "/" + name, bytes));
  SJ_TRY(rename_folder(unfinished, folder));
  std::string list;
  for (const auto& [name, bytes] : files) list += (list.empty() ? "" : ", ") + name;
  if (!console.quiet) {
    write_error(Message(kWrote, {folder, list}).in(console.language) + "\n");
  }
  return Done{};
}

// The files that are verified, wherever they lie.
struct Subject {
  std::string result;
  std::string stats;
  std::string path;  // of the folder
  bool bundle = false;
};

std::string shown(const std::optional<double>& value) { return value ? shortest(*value) : "—"; }

std::string shown(const ScoreLine& line) {
  if (!line.interval) return shown(line.score.value);
  return shown(line.score.value) + " (" + shortest(line.interval->lo) + " – " +
         shortest(line.interval->hi) + ")";
}

// Compare scores bit by bit; one line for all that are the same.
void compare_scores(const std::vector<ScoreLine>& stored, const Evidence& now, std::string what,
                    Text all_same, std::vector<CheckLine>& lines) {
  std::size_t same = 0;
  for (const ScoreLine& line : stored) {
    const ScoreLine* again = now.find(line.key);
    const std::string was = shown(line);
    const std::string is_now = again == nullptr ? "—" : shown(*again);
    same += was == is_now ? 1U : 0U;
    if (was == is_now) continue;
    lines.push_back({what + " " + line.key, Checked::differs, {}, was, is_now});
  }
  if (same == 0) return;
  lines.push_back(
      {std::move(what), Checked::same, Message(all_same, {std::to_string(same)}), "", ""});
}

void check_equal(std::string what, const std::string& was, const std::string& is_now,
                 std::vector<CheckLine>& lines) {
  if (was == is_now) {
    lines.push_back({std::move(what), Checked::same, Message(was), "", ""});
  } else {
    lines.push_back({std::move(what), Checked::differs, {}, was, is_now});
  }
}

// The options that the run was made with; nothing where its command cannot be read any more.
std::optional<std::pair<Parsed, EvalPlan>> plan_again(const StoredRun& run) {
  std::vector<std::string> words(run.command.begin() + (run.command.empty() ? 0 : 1),
                                 run.command.end());
  const auto word = std::find(words.begin(), words.end(), "eval");
  if (word != words.end()) words.erase(word);
  Result<Parsed> parsed = parse_line(command_eval, words);
  if (!parsed.ok()) return std::nullopt;
  if (parsed->given("config") && !add_config(parsed->text("config"), command_eval, *parsed).ok()) {
    return std::nullopt;
  }
  for (const char* output : {"json", "markdown", "junit", "samples"}) {
    parsed->options.erase(output);
  }
  Result<EvalPlan> plan = plan_eval(*parsed);
  if (!plan.ok()) return std::nullopt;
  return std::pair(std::move(*parsed), std::move(*plan));
}

// Read the data again where it still lies there.
void check_data(const StoredRun& run, const Evidence& stored, const Console& console,
                std::vector<CheckLine>& lines) {
  const auto plan = plan_again(run);
  std::string missing = run.record.path;
  bool there = plan.has_value();
  if (plan) {
    std::vector<std::string> files = plan->first.files;
    if (plan->first.given("truth")) files.push_back(plan->first.text("truth"));
    for (const std::string& file : files) {
      std::error_code ignored;
      if (fs::is_regular_file(file, ignored)) continue;
      if (there) missing = file;
      there = false;
    }
  }
  if (!there) {
    lines.push_back({"data", Checked::not_here, Message(kDataElsewhere, {missing}), "", ""});
    return;
  }
  Console quiet = console;
  quiet.quiet = true;
  const Measured again = measure_files(plan->first, plan->second, quiet);
  if (!again.evidence) {
    lines.push_back({"data", Checked::differs, {}, run.record.digest, "—"});
    return;
  }
  check_equal("data", run.record.digest, again.evidence->data.digest, lines);
  compare_scores(stored.metrics, *again.evidence, "measured", kMeasured, lines);
}

// The manifest says what the other files were when they were exported.
Result<Done> check_manifest(const Subject& subject, std::vector<CheckLine>& lines) {
  const std::string path = subject.path + "/" + std::string(kManifest);
  const std::string json = SJ_TRY(read_file(path));
  for (const std::string_view name : kFiles) {
    // Our own manifest writes each file on one line, with its digest last.
    const std::string mark = "\"" + std::string(name) + "\": {";
    const std::size_t at = json.find(mark);
    const std::size_t from = json.find("\"digest\": \"", at);
    if (at == std::string::npos || from == std::string::npos) {
      Error error;
      error.name = "result-damaged";
      error.at.file = path;
      error.found = Message(kNoManifest);
      return error;
    }
    const std::size_t begin = from + 11;
    const std::string was = json.substr(begin, json.find('"', begin) - begin);
    const std::string& bytes = name == "stats.bin" ? subject.stats : subject.result;
    check_equal(std::string(name), was, bytes.empty() ? "—" : digest_of(bytes), lines);
  }
  return Done{};
}

Result<Subject> subject_of(const Parsed& parsed) {
  const std::string& name = parsed.files[1];
  Subject subject;
  std::error_code ignored;
  if (fs::exists(name + "/" + std::string(kManifest), ignored)) {
    subject.bundle = true;
    subject.path = name;
    for (const std::string_view file : kFiles) {
      std::string& bytes = file == "stats.bin" ? subject.stats : subject.result;
      bytes = SJ_TRY(read_file(name + "/" + std::string(file), std::size_t{1} << 32U));
    }
    return subject;
  }
  Store store = SJ_TRY(Store::open(store_folder(parsed)));
  const RunRecord record = SJ_TRY(store.find(name));
  subject.path = store.folder_of(record.id);
  subject.result = SJ_TRY(store.read(record.id, "result.json"));
  subject.stats = SJ_TRY(store.read(record.id, "stats.bin"));
  return subject;
}

Result<Verification> verify(const Parsed& parsed, const Console& console) {
  const Subject subject = SJ_TRY(subject_of(parsed));
  const ReadResult result = SJ_TRY(read_result(subject.result, subject.path + "/result.json"));
  const StoredRun run = SJ_TRY(read_stored(subject.stats, subject.path + "/stats.bin"));
  Verification verification;
  verification.run = run.record;
  verification.version = version();
  std::vector<CheckLine>& lines = verification.lines;
  if (subject.bundle) SJ_TRY(check_manifest(subject, lines));
  lines.push_back({"version", Checked::same,
                   Message(kVersions, {run.record.version, std::string(version())}), "", ""});
  check_equal("digest", run.record.digest, result.evidence.data.digest, lines);
  if (run.has_rows) {
    const MeasuredRun again = SJ_TRY(from_store(run, {}));
    compare_scores(result.evidence.metrics, again.evidence, "scores", kWorkedOut, lines);
  } else {
    lines.push_back({"scores", Checked::not_here, Message(kNoRows), "", ""});
  }
  // A bundle comes from elsewhere: what its command names is not read, and no program of it run.
  if (subject.bundle) {
    lines.push_back({"data", Checked::not_here, Message(kDataNotRead), "", ""});
  } else {
    check_data(run, result.evidence, console, lines);
  }
  return verification;
}

}  // namespace

Exit export_run(const Parsed& parsed, Store& store, const Console& console) {
  const Result<Done> written = write_bundle(parsed, store, console);
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

Exit verify_run(const Parsed& parsed, const Console& console) {
  const Result<Verification> verification = verify(parsed, console);
  if (!verification.ok()) return refuse(verification.error(), console);
  const Result<Done> written =
      parsed.given("json")
          ? write_result(parsed.text("json"), render_json(*verification), console)
          : write_output(render_terminal(write_document(*verification),
                                         {console.language, console.colour, console.columns}));
  if (!written.ok()) return refuse(written.error(), console);
  return verification->good() ? Exit::good : Exit::no;
}

}  // namespace shijin::cli
