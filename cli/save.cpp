// From evidence and kept rows to a folder in the store.
#include "cli/save.h"

#include "cli/output.h"

namespace shijin::cli {
namespace {

constexpr Text kMade{
    "made {0}, which keeps this run and those to come (shijin runs list shows them; --no-store "
    "keeps none)",
    "已建立 {0}，保留這次與之後的執行紀錄（shijin runs list 可查看；--no-store 則不保留）"};

// The mark that the signatures carry for the words of --user-dict.
std::string words_of(const Evidence& evidence) {
  constexpr std::string_view kMark = "|user-dict:";
  for (const ScoreLine& line : evidence.metrics) {
    const std::size_t at = line.signature.find(kMark);
    if (at != std::string::npos) return line.signature.substr(at + kMark.size());
  }
  return "";
}

// What the trainer left beside the first file; a damaged file of it is said and passed over.
std::optional<TrainerFacts> trainer_of(const Parsed& parsed, const Console& console) {
  Result<std::optional<TrainerFacts>> trainer = read_trainer(parsed.files.front());
  if (trainer.ok()) return std::move(trainer).value();
  if (!console.quiet) write_error(describe(trainer.error(), console.language));
  return std::nullopt;
}

}  // namespace

std::string store_folder(const Parsed& parsed) {
  return parsed.given("store") ? parsed.text("store") : std::string(kStoreFolder);
}

std::map<std::string, std::string> measured_settings(const Parsed& parsed,
                                                     const EvaluateOptions& options) {
  std::map<std::string, std::string> settings;
  for (const char* option : {"extract", "labels", "positive", "terms"}) {
    if (parsed.given(option)) settings[option] = parsed.text(option);
  }
  const Profile* profile = find_profile(options.profile);
  const bool compatible = profile != nullptr && profile->compatible;
  if (options.thinking == Thinking::keep || compatible) settings["keep-thinking"] = "yes";
  return settings;
}

Result<Done> save_run(const Parsed& parsed, const EvalPlan& plan, RunToSave run, Evidence& evidence,
                      const Console& console) {
  Store store = SJ_TRY(Store::make(store_folder(parsed)));
  RunAsked asked;
  asked.settings = measured_settings(parsed, plan.evaluate);
  if (std::string words = words_of(evidence); !words.empty()) {
    asked.settings["user-dict"] = std::move(words);
  }
  asked.labels = plan.evaluate.labels;
  asked.own = parsed.all("metric");
  asked.level = plan.evaluate.level;
  SJ_TRY(shijin::save_run(store, std::move(run), asked, trainer_of(parsed, console),
                          thread_count(plan.evaluate), evidence));
  if (store.fresh() && !console.quiet) {
    write_error(Message(kMade, {store.folder()}).in(console.language) + "\n");
  }
  return Done{};
}

}  // namespace shijin::cli
