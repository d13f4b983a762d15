// Where the runs of a comparison come from.
#include "cli/compare_runs.h"

#include <algorithm>
#include <filesystem>

#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/save.h"

namespace shijin::cli {
namespace {

namespace fs = std::filesystem;

constexpr Text kNoneNamed{"shijin compare needs two FILEs or more, and none is given",
                          "shijin compare 至少需要兩個檔案，但一個也沒有給"};
constexpr Text kOneNamed{"shijin compare needs two FILEs or more, and only {0} is given",
                         "shijin compare 至少需要兩個檔案，但只給了 {0}"};
constexpr Text kUsage{"usage: {0}", "用法：{0}"};
constexpr Text kAllAndFiles{"--all takes the runs from the store, but {0} is given",
                            "--all 會從儲存區取得執行紀錄，卻又給了 {0}"};
constexpr Text kLeaveOut{"leave one of them out", "請拿掉其中一個"};
constexpr Text kBaseUnknown{"--base {0} is none of the runs", "--base {0} 不在這些版本之中"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kNoFile{"there is no file \"{0}\", and no stored run of that name",
                       "沒有檔案「{0}」，也沒有這個名稱的執行紀錄"};
constexpr Text kTooFew{"{0} holds only one version over these rows: {1}",
                       "{0} 裡對這些資料列只有一個版本：{1}"};
constexpr Text kTooFewHelp{"evaluate another version on the same rows first",
                           "請先在同樣的資料列上評測另一個版本"};
constexpr Text kOtherRows{"left out, for they are over other rows: {0}",
                          "未納入比較，因為資料列不同：{0}"};
constexpr Text kNotHeld{"left out, for {0} was stored without them: {1}",
                        "未納入比較，因為 {0} 沒有儲存這些指標：{1}"};
constexpr Text kNotNoted{"This comparison is not noted in the store:", "這次比較未能記入儲存區："};

constexpr std::string_view kUsageLine = "shijin compare BASE FILE [FILE…] [options]";

Error line_error(std::string name, Message found, Message expected, Message help) {
  Error error;
  error.name = std::move(name);
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

// The name of a file without its folder and ending; the whole path where two would be the same, and
// a number behind a file that is given again. A stored run has its own name, with its id where
// another has it too.
void name_sources(std::vector<RunSource>& sources) {
  const auto stem_of = [](const RunSource& source) {
    return source.stored ? source.stored->record.name : fs::path(source.file).stem().string();
  };
  const auto full_of = [](const RunSource& source) {
    if (!source.stored) return source.file;
    return source.stored->record.name + " (" + source.stored->record.id + ")";
  };
  for (std::size_t i = 0; i < sources.size(); ++i) {
    RunSource& source = sources[i];
    const bool alone = std::all_of(sources.begin(), sources.end(), [&](const RunSource& other) {
      return full_of(other) == full_of(source) || stem_of(other) != stem_of(source);
    });
    const std::string name = alone ? stem_of(source) : full_of(source);
    const auto before =
        std::count_if(sources.begin(), sources.begin() + static_cast<long>(i),
                      [&](const RunSource& other) { return full_of(other) == full_of(source); });
    source.name = before == 0 ? name : name + " (" + std::to_string(before + 1) + ")";
  }
}

// Every version over the rows of the newest run (or of --base), in the order in which their names
// came up: of runs with one name the newest.
Result<std::vector<RunSource>> all_runs(const Parsed& parsed, const Console& console) {
  Store store = SJ_TRY(Store::open(store_folder(parsed)));
  Notes notes;
  const std::vector<RunRecord> runs = SJ_TRY(store.runs(notes));
  if (!notes.all().empty()) write_error(describe(notes, console.language));
  const RunRecord* base = nullptr;
  RunRecord named;
  if (parsed.given("base")) {
    named = SJ_TRY(store.find(parsed.text("base")));
    base = &named;
  } else if (!runs.empty()) {
    base = &runs.back();
  }
  std::vector<const RunRecord*> chosen;
  std::vector<std::string> others;
  for (const RunRecord& run : runs) {
    if (base->test_set.empty() || run.test_set != base->test_set) {
      others.push_back(run.name);
      continue;
    }
    const auto known = std::find_if(chosen.begin(), chosen.end(),
                                    [&](const RunRecord* one) { return one->name == run.name; });
    known == chosen.end() ? chosen.push_back(&run) : static_cast<void>(*known = &run);
  }
  std::vector<RunSource> sources;
  for (const RunRecord* run : chosen) {
    sources.push_back({"", "", SJ_TRY(store.load(run->id))});
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  if (!others.empty() && !console.quiet) {
    write_error(Message(kOtherRows, {comma_list(others)}).in(console.language) + "\n");
  }
  if (sources.size() < 2) {
    return line_error("argument-missing",
                      Message(kTooFew, {store.folder(), base == nullptr ? "—" : base->name}), {},
                      Message(kTooFewHelp));
  }
  return sources;
}

Result<std::vector<RunSource>> named_runs(const Parsed& parsed) {
  if (parsed.files.size() < 2) {
    const Message found =
        parsed.files.empty() ? Message(kNoneNamed) : Message(kOneNamed, {parsed.files.front()});
    return line_error("argument-missing", found, {}, Message(kUsage, {kUsageLine}));
  }
  std::vector<RunSource> sources;
  std::optional<Store> store;
  for (const std::string& word : parsed.files) {
    sources.push_back(SJ_TRY(find_run(word, parsed, store)));
  }
  return sources;
}

// The run that --base names goes first: by its word on the line, its name or its id.
Result<Done> put_base_first(const Parsed& parsed, std::vector<RunSource>& sources) {
  if (!parsed.given("base")) return Done{};
  const std::string base = parsed.text("base");
  auto found = sources.end();
  for (std::size_t i = 0; i < sources.size() && found == sources.end(); ++i) {
    const RunSource& source = sources[i];
    const bool by_word = i < parsed.files.size() && parsed.files[i] == base;
    const bool by_name = source.name == base || (source.stored && source.stored->record.id == base);
    if (by_word || by_name) found = sources.begin() + static_cast<long>(i);
  }
  if (found == sources.end()) {
    std::vector<std::string> names = parsed.files;
    if (names.empty()) {
      for (const RunSource& source : sources) names.push_back(source.name);
    }
    return line_error("base-unknown", Message(kBaseUnknown, {base}),
                      Message(kOneOf, {comma_list(names)}), {});
  }
  std::rotate(sources.begin(), found, found + 1);
  return Done{};
}

// The gates of the line for a base that comes from the store; their metrics join its keys.
Result<MeasuredRun> stored_base(const StoredRun& stored, const EvalPlan& plan) {
  FromStore how;
  how.rows = RowsCounted::all;
  how.level = plan.evaluate.level;
  how.threads = plan.evaluate.threads;
  if (!plan.evaluate.metrics.empty()) {
    how.keys = {plan.evaluate.metrics};
  } else {
    how.keys = compared_keys(stored);
  }
  std::vector<GateLine> gates;
  for (const GateText& text : plan.evaluate.gates) {
    gates.push_back(SJ_TRY(text.guard ? parse_guard(text.text) : parse_gate(text.text)));
    const std::string& key = gates.back().key;
    if (std::find(how.keys.begin(), how.keys.end(), key) == how.keys.end()) how.keys.push_back(key);
  }
  MeasuredRun run = SJ_TRY(from_store(stored, how));
  for (GateLine& gate : gates) {
    const ScoreLine* line = run.evidence.find(gate.key);
    if (line != nullptr) {
      if (!plan.evaluate.scale_ok) SJ_TRY(check_scale(gate, line->low, line->high));
      if (gate.guard) direct_guard(gate, line->better);
    }
    run.evidence.verdict.gates.push_back(std::move(gate));
  }
  return run;
}

// Say which metrics of the base a stored run has no statistic of; they are left out.
Result<Done> say_not_held(const StoredRun& stored, const std::string& name, MeasuredRun& base,
                          const Console& console) {
  const std::vector<std::string> dropped = SJ_TRY(drop_not_held(stored, name, base));
  if (!dropped.empty() && !console.quiet) {
    write_error(Message(kNotHeld, {name, comma_list(dropped)}).in(console.language) + "\n");
  }
  return Done{};
}

}  // namespace

Result<RunSource> find_run(const std::string& word, const Parsed& parsed,
                           std::optional<Store>& store) {
  std::error_code ignored;
  if (word == "-" || (fs::exists(word, ignored) && !fs::is_directory(word, ignored))) {
    return RunSource{"", word};
  }
  if (!store) {
    Result<Store> opened = Store::open(store_folder(parsed));
    // Without a store the word can only have been meant as a file: let reading it say what is
    // wrong.
    if (!opened.ok()) {
      if (parsed.given("store")) return opened.error();
      return RunSource{"", word};
    }
    store = std::move(*opened);
  }
  Result<RunRecord> record = store->find(word);
  if (!record.ok()) {
    Error error = record.error();
    if (error.name != "run-unknown") return error;
    // What looks like a file was meant as one.
    if (word.find_first_of("./") != std::string::npos) return RunSource{"", word};
    error.found = Message(kNoFile, {word});
    return error;
  }
  return RunSource{"", "", SJ_TRY(store->load(record->id))};
}

Result<MeasuredRun> measure_file(const RunFile& source, const EvaluateOptions& options,
                                 std::shared_ptr<LabelSet> labels, const Console& console) {
  MeasuredRun run;
  Notes notes;
  const std::vector<std::string> files = {source.file};
  Result<Table> table = Table::open(files, source.read, notes);
  if (!table.ok()) {
    if (!notes.all().empty()) write_error(describe(notes, console.language));
    return table.error();
  }
  run.kept.labels = std::move(labels);
  ProgressBar bar(console);
  EvaluateHooks hooks;
  hooks.progress = [&bar](const Progress& progress) { bar.show(progress); };
  hooks.stop = &stop_requested();
  hooks.keep = &run.kept;
  if (SampleRows* rows = source.rows; rows != nullptr) {
    hooks.samples = [rows](std::string_view lines) {
      rows->add(lines);
      return true;
    };
  }
  run.evidence = SJ_TRY(evaluate(table.value(), options, hooks));
  if (source.amend) source.amend(run.evidence);
  Result<std::optional<TrainerFacts>> trainer = read_trainer(source.trained);
  if (trainer.ok()) {
    run.trainer = std::move(trainer).value();
  } else {
    notes.add(trainer.error());
  }
  notes.append(run.evidence.notes);
  run.evidence.notes = notes;
  if (!notes.all().empty() && (notes.has_errors() || !console.quiet)) {
    write_error(describe(notes, console.language));
  }
  return run;
}

Result<std::vector<RunSource>> find_runs(const Parsed& parsed, const Console& console) {
  if (parsed.given("all") && !parsed.files.empty()) {
    return line_error("options-contradict", Message(kAllAndFiles, {parsed.files.front()}), {},
                      Message(kLeaveOut));
  }
  std::vector<RunSource> sources =
      SJ_TRY(parsed.given("all") ? all_runs(parsed, console) : named_runs(parsed));
  name_sources(sources);
  SJ_TRY(put_base_first(parsed, sources));
  return sources;
}

void adopt_options(const std::vector<RunSource>& sources, Parsed& parsed) {
  const auto first = std::find_if(sources.begin(), sources.end(), [](const RunSource& source) {
    return source.stored.has_value();
  });
  if (first == sources.end()) return;
  const StoredRun& stored = *first->stored;
  const auto adopt = [&](const std::string& option, const std::string& value) {
    if (!parsed.given(option) && !value.empty()) parsed.options[option] = {value};
  };
  for (const auto& [option, value] : stored.settings) {
    if (option != "user-dict") adopt(option, value);
  }
  adopt("task", stored.record.task);
  if (!parsed.given("metric") && !stored.own.empty()) parsed.options["metric"] = stored.own;
}

Result<std::vector<MeasuredRun>> measure_runs(const std::vector<RunSource>& sources,
                                              const Parsed& parsed, const EvalPlan& plan,
                                              std::vector<SampleRows>* rows,
                                              const Console& console) {
  std::vector<MeasuredRun> runs;
  if (rows != nullptr) rows->resize(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const RunSource& source = sources[i];
    const RunFile file{source.file, plan.read, source.file,
                       rows == nullptr ? nullptr : &(*rows)[i]};
    if (i == 0) {
      runs.push_back(SJ_TRY(source.stored
                                ? stored_base(*source.stored, plan)
                                : measure_file(file, base_options(plan.evaluate), {}, console)));
    } else if (source.stored) {
      runs.push_back(SJ_TRY(
          stored_beside(*source.stored, runs.front(), plan.evaluate.level, plan.evaluate.threads)));
    } else {
      runs.push_back(SJ_TRY(measure_file(file, other_options(plan.evaluate, runs.front()),
                                         runs.front().kept.labels, console)));
    }
    if (source.stored && rows != nullptr) {
      const Store store = SJ_TRY(Store::open(store_folder(parsed)));
      SJ_TRY(store.samples(source.stored->record.id,
                           [&](std::string_view lines) { (*rows)[i].add(lines); }));
    }
    runs.back().name = source.name;
    if (!source.stored) runs.back().settings = measured_settings(parsed, plan.evaluate);
    if (runs.back().evidence.notes.has_errors()) return runs;
    for (std::size_t other = 1; i == 0 && other < sources.size(); ++other) {
      if (!sources[other].stored) continue;
      SJ_TRY(say_not_held(*sources[other].stored, sources[other].name, runs.front(), console));
    }
  }
  return runs;
}

void note_comparison(const Parsed& parsed, const std::vector<MeasuredRun>& runs,
                     Comparison& comparison, const Console& console) {
  const auto note = [&]() -> Result<Done> {
    Store store = SJ_TRY(Store::make(store_folder(parsed)));
    const ComparisonRecord record = record_of(runs, comparison);
    SJ_TRY(store.note(record));
    give_looks(SJ_TRY(store.use_of(record.test_set)), comparison);
    return Done{};
  };
  const Result<Done> noted = note();
  if (noted.ok() || console.quiet) return;
  Error error = noted.error();
  error.severity = Severity::warning;
  write_error(Message(kNotNoted).in(console.language) + "\n" + describe(error, console.language));
}

}  // namespace shijin::cli
