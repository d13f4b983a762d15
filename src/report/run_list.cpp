// The runs of a store as a table and as JSON; a verification line by line.
#include "report/run_list.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/numbers.h"
#include "report/words.h"

namespace shijin {
namespace {

using Layout = JsonWriter::Layout;

constexpr Text kStoreLine{"{0} runs in {1}", "{1} 裡有 {0} 個執行紀錄"};
constexpr Text kOneRun{"1 run in {0}", "{0} 裡有 1 個執行紀錄"};
constexpr Text kEmpty{"no run in {0} yet: evaluate a file, and it is kept",
                      "{0} 裡還沒有執行紀錄：評測檔案後就會保留"};
constexpr Text kName{"name", "名稱"};
constexpr Text kCreated{"made", "時間"};
constexpr Text kRows{"rows", "筆數"};
constexpr Text kMetric{"metric", "指標"};
constexpr Text kValue{"value", "數值"};
constexpr Text kInterval{"interval", "區間"};
constexpr Text kSays{"gates", "門檻"};
constexpr Text kId{"id", "代號 id"};
constexpr Text kVerified{"{0} ({1}): everything that could be checked is as it was stored.",
                         "{0}（{1}）：能檢查的都與儲存時相同。"};
constexpr Text kDiffers{"{0} ({1}): {2} of the things checked are not as they were stored.",
                        "{0}（{1}）：檢查的項目中有 {2} 項與儲存時不同。"};
constexpr Text kSame{"same", "相同"};
constexpr Text kOther{"DIFFERS", "不同"};
constexpr Text kNotHere{"not here", "不在此處"};
constexpr Text kWasIs{"{0}: stored {1}, now {2}", "{0}：儲存時 {1}，現在 {2}"};
constexpr Text kOf{"{0}: {1}", "{0}：{1}"};
constexpr Text kVersion{"version", "版本"};
constexpr Text kDigest{"digest of the data, in both files", "兩個檔案中的資料摘要"};
constexpr Text kScores{"scores", "分數"};
constexpr Text kData{"data", "資料"};
constexpr Text kMeasured{"measured", "重新測量"};
constexpr Text kWordAndKey{"{0} {1}", "{0} {1}"};

Message checked_words(Checked checked) {
  if (checked == Checked::same) return Message(kSame);
  return checked == Checked::differs ? Message(kOther) : Message(kNotHere);
}

// "scores accuracy" in words: the first word is ours, the rest is a key or a file.
Message what_words(const std::string& what) {
  const std::size_t blank = what.find(' ');
  const std::string first = what.substr(0, blank);
  const Message word = first == "version"    ? Message(kVersion)
                       : first == "digest"   ? Message(kDigest)
                       : first == "scores"   ? Message(kScores)
                       : first == "data"     ? Message(kData)
                       : first == "measured" ? Message(kMeasured)
                                             : Message(first);
  if (blank == std::string::npos) return word;
  return Message(kWordAndKey, {word, what.substr(blank + 1)});
}

std::string number(const std::optional<double>& value, int decimals) {
  return value ? fixed(*value, decimals) : "—";
}

void write_optional(JsonWriter& json, std::string_view key, const std::optional<double>& value) {
  json.key(key);
  value ? json.number(*value) : json.null();
}

void write_record(JsonWriter& json, const RunRecord& run) {
  json.begin_object();
  json.key("id").text(run.id).key("name").text(run.name).key("created").text(run.created);
  json.key("version").text(run.version).key("task").text(run.task);
  json.key("profile").text(run.profile).key("path").text(run.path);
  json.key("digest").text(run.digest).key("test_set").text(run.test_set);
  json.key("answers").text(run.answers).key("rows").integer(run.rows);
  json.key("decision").text(run.decision).key("metric").text(run.primary);
  write_optional(json, "value", run.value);
  write_optional(json, "lo", run.lo);
  write_optional(json, "hi", run.hi);
  json.key("decimals").integer(run.decimals).end_object();
}

}  // namespace

std::string_view checked_name(Checked checked) {
  if (checked == Checked::same) return "same";
  return checked == Checked::differs ? "differs" : "not-here";
}

bool Verification::good() const {
  return std::none_of(lines.begin(), lines.end(),
                      [](const CheckLine& line) { return line.outcome == Checked::differs; });
}

Document write_document(const RunList& list) {
  Document document;
  Chapter& chapter = document.chapters.emplace_back();
  chapter.name = "runs";
  chapter.terminal = true;
  if (list.runs.empty()) {
    chapter.blocks.emplace_back(Paragraph{Message(kEmpty, {list.folder})});
    return document;
  }
  const std::string count = grouped(static_cast<std::int64_t>(list.runs.size()));
  chapter.blocks.emplace_back(Paragraph{list.runs.size() == 1
                                            ? Message(kOneRun, {list.folder})
                                            : Message(kStoreLine, {count, list.folder})});
  Grid grid;
  const bool gates = std::any_of(list.runs.begin(), list.runs.end(), [](const RunRecord& run) {
    return run.decision != decision_name(Decision::none);
  });
  grid.head = {Message(kName), Message(kMetric), Message(kValue), Message(kInterval),
               Message(kRows)};
  if (gates) grid.head.emplace_back(kSays);
  grid.head.emplace_back(kCreated);
  grid.head.emplace_back(kId);
  grid.numeric = {false, false, true, true, true};
  grid.numeric.resize(grid.head.size());
  for (const RunRecord& run : list.runs) {
    const bool known = run.lo && run.hi;
    const std::string span =
        known ? fixed(*run.lo, run.decimals) + " – " + fixed(*run.hi, run.decimals) : "—";
    // Month, day and time; the year is in the JSON.
    std::string made = run.created.size() < 16 ? run.created : run.created.substr(5, 11);
    std::replace(made.begin(), made.end(), 'T', ' ');
    const Decision decision = run.decision == "pass"        ? Decision::pass
                              : run.decision == "fail"      ? Decision::fail
                              : run.decision == "undecided" ? Decision::undecided
                                                            : Decision::none;
    auto& row = grid.rows.emplace_back();
    row = {Message(run.name), Message(run.primary), Message(number(run.value, run.decimals)),
           Message(span), Message(grouped(run.rows))};
    if (gates)
      row.push_back(decision == Decision::none ? Message("—") : gate_words(decision, Skipped::no));
    row.emplace_back(made);
    row.emplace_back(run.id);
  }
  chapter.blocks.emplace_back(std::move(grid));
  return document;
}

Document write_document(const Verification& verification) {
  Document document;
  Chapter& chapter = document.chapters.emplace_back();
  chapter.name = "verification";
  chapter.terminal = true;
  const auto bad =
      std::count_if(verification.lines.begin(), verification.lines.end(),
                    [](const CheckLine& line) { return line.outcome == Checked::differs; });
  const RunRecord& run = verification.run;
  chapter.blocks.emplace_back(
      Paragraph{bad == 0 ? Message(kVerified, {run.name, run.id})
                         : Message(kDiffers, {run.name, run.id, std::to_string(bad)})});
  Facts facts;
  for (const CheckLine& line : verification.lines) {
    const Message name = what_words(line.what);
    Message what = name;
    if (!line.was.empty() || !line.is_now.empty()) {
      what = Message(kWasIs, {name, line.was, line.is_now});
    } else if (!line.words.empty()) {
      what = Message(kOf, {name, line.words});
    }
    facts.lines.emplace_back(checked_words(line.outcome), std::move(what));
  }
  chapter.blocks.emplace_back(std::move(facts));
  return document;
}

std::string render_json(const RunList& list) {
  std::string out;
  JsonWriter json(out, Layout::lines);
  json.begin_object().key("schema").text("shijin.runs/1").key("store").text(list.folder);
  json.key("runs").begin_array();
  for (const RunRecord& run : list.runs) write_record(json, run);
  json.end_array().end_object();
  out += '\n';
  return out;
}

std::string render_json(const Verification& verification) {
  std::string out;
  JsonWriter json(out, Layout::lines);
  json.begin_object().key("schema").text("shijin.verification/1");
  json.key("version").text(verification.version).key("run");
  write_record(json, verification.run);
  json.key("good").boolean(verification.good()).key("checks").begin_array();
  for (const CheckLine& line : verification.lines) {
    json.begin_object(Layout::one_line).key("what").text(line.what);
    json.key("outcome").text(checked_name(line.outcome));
    json.key("was").text(line.was).key("is_now").text(line.is_now).key("words");
    if (line.words.empty()) {
      json.null();
    } else {
      json.begin_object(Layout::one_line);
      for (const Language language : {Language::en, Language::zh_hant, Language::zh_hans}) {
        json.key(language_tag(language)).text(line.words.in(language));
      }
      json.end_object();
    }
    json.end_object();
  }
  json.end_array().end_object();
  out += '\n';
  return out;
}

}  // namespace shijin
