// The metrics of a run against its people: same order or not, and where they part.
#include <algorithm>
#include <filesystem>
#include <map>

#include "cli/eval_plan.h"
#include "cli/output.h"
#include "cli/rate_status.h"

namespace shijin::cli {
namespace {

constexpr Text kWhich{"{0} is no run of {1} by its name, and the campaign has several",
                      "從檔名看不出 {0} 是 {1} 的哪個執行紀錄，而活動有多個"};
constexpr Text kWhichHelp{"say which: --run NAME", "請指定：--run 名稱"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kMetric{"metric", "指標"};
constexpr Text kSpearman{"Spearman", "Spearman 相關"};
constexpr Text kKendall{"Kendall", "Kendall 相關"};
constexpr Text kRange{"95 % interval", "95 % 區間"};
constexpr Text kSamples{"samples", "樣本"};
constexpr Text kHead{"How far each metric puts the samples in the order in which people do:",
                     "各指標與人工總評排序的一致程度："};
constexpr Text kOnlyMachine{"High by {0}, and below 3 by people: {1}",
                            "{0} 高而人工低於 3 分：{1}"};
constexpr Text kOnlyPeople{"Low by {0}, and 4 or more by people: {1}",
                           "{0} 低而人工 4 分以上：{1}"};
constexpr Text kNoneOf{"none", "沒有"};
constexpr Text kOne{"sample {0} ({1}, people {2})", "樣本 {0}（{1}，人工 {2}）"};
constexpr Text kMore{"and {0} more", "另有 {0} 個"};
constexpr Text kParted{
    "{0} and people are of opposite minds on {1} of {2} samples: {3} score high and are rated "
    "below 3, "
    "{4} score low and are rated 4 or more.",
    "{0} 與人工在 {2} 個樣本中的 {1} 個看法相反：{3} 個分數高而人工低於 3 分，{4} 個分數低而人工 4 "
    "分"
    "以上。"};
constexpr Text kRemedy{
    "Those rated low: take examples that read like them out of the training data. Those rated "
    "high: add "
    "texts like them to the references.",
    "人工低分者：把讀起來類似的範例從訓練資料移除。人工高分者：把類似的文字加進參考答案。"};
constexpr Text kComma{", ", "、"};

constexpr std::string_view kRule = "people-and-machine";  // of the verdict, which explains it
constexpr std::size_t kShown = 5;

Message samples_of(const std::vector<BridgeSample>& samples) {
  if (samples.empty()) return Message(kNoneOf);
  std::vector<Message> parts;
  for (std::size_t i = 0; i < std::min(kShown, samples.size()); ++i) {
    parts.emplace_back(kOne, std::vector<Message>{samples[i].sample, fixed(samples[i].machine, 2),
                                                  fixed(samples[i].people, 2)});
  }
  if (samples.size() > kShown) {
    parts.emplace_back(kMore, std::vector<Message>{std::to_string(samples.size() - kShown)});
  }
  return join(parts, kComma);
}

// The means overall of a run's samples.
std::map<std::string, double> people_of(const CampaignStatus& status, const std::string& run) {
  std::map<std::string, ItemSum> sums;
  for (const RatedRow& row : status.rows) {
    const bool here = status.campaign.runs[static_cast<std::size_t>(row.item->run)] == run;
    if (row.item->part == ItemPart::core && here && row.overall) {
      sums[row.item->sample].add(*row.overall);
    }
  }
  std::map<std::string, double> people;
  for (const auto& [sample, sum] : sums) people[sample] = sum.sum / sum.count;
  return people;
}

Result<std::string> run_of(const Parsed& parsed, const Campaign& campaign) {
  if (parsed.given("run")) return parsed.text("run");
  if (campaign.runs.size() == 1) return campaign.runs.front();
  const std::string file = parsed.text("on");
  for (const std::string& name : {std::filesystem::path(file).stem().string(), file}) {
    const auto& runs = campaign.runs;
    if (std::find(runs.begin(), runs.end(), name) != runs.end()) return name;
  }
  return rate_error("rate-run-unknown", Message(kWhich, {file, campaign.name}),
                    Message(kOneOf, {comma_list(campaign.runs)}), Message(kWhichHelp));
}

void add_finding(const Bridge& bridge, Evidence& evidence) {
  const auto parted =
      static_cast<std::int64_t>(bridge.only_machine.size() + bridge.only_people.size());
  const BridgeLine& line = bridge.lines.front();
  if (parted * 20 < line.samples || parted == 0) return;
  Finding finding;
  finding.name = kRule;
  finding.severity = Finding::Level::medium;
  finding.headline = Message(kParted, {line.key, grouped(parted), grouped(line.samples),
                                       std::to_string(bridge.only_machine.size()),
                                       std::to_string(bridge.only_people.size())});
  finding.remedy = Message(kRemedy);
  finding.numbers = {{"only_machine", static_cast<double>(bridge.only_machine.size())},
                     {"only_people", static_cast<double>(bridge.only_people.size())},
                     {"samples", static_cast<double>(line.samples)}};
  evidence.findings.push_back(std::move(finding));
}

void write_samples(std::string_view key, const std::vector<BridgeSample>& samples,
                   JsonWriter& json) {
  json.key(key).begin_array();
  for (const BridgeSample& one : samples) {
    json.begin_object(JsonWriter::Layout::one_line).key("sample").text(one.sample);
    json.key("machine").number(one.machine).key("people").number(one.people).end_object();
  }
  json.end_array();
}

}  // namespace

Result<Done> add_bridge(const Parsed& parsed, CampaignStatus& status) {
  const std::string name = SJ_TRY(run_of(parsed, status.campaign));
  std::vector<std::pair<std::string, std::string>> map;
  for (const std::string& text : parsed.all("map")) map.push_back(SJ_TRY(parse_map(text)));
  Notes notes;
  const CampaignRun run = SJ_TRY(read_campaign_run(parsed.text("on"), name, map, notes));
  const MachineScores machine =
      SJ_TRY(machine_scores(run, status.campaign.fact("risk-metric"), map));
  for (Judged& judged : status.runs) {
    if (judged.ratings.run != name || !judged.evidence) continue;
    judged.bridge = bridge_of(run, machine, people_of(status, name), 0.95);
    add_finding(*judged.bridge, *judged.evidence);
  }
  return Done{};
}

void write_bridge(const Bridge& bridge, Chapter& chapter) {
  chapter.blocks.emplace_back(Paragraph{Message(kHead)});
  Grid grid;
  grid.head = {Message(kMetric),  Message(kSpearman), Message(kRange),
               Message(kKendall), Message(kRange),    Message(kSamples)};
  grid.numeric = {false, true, true, true, true, true};
  for (const BridgeLine& line : bridge.lines) {
    auto& row = grid.rows.emplace_back();
    row.push_back(Message(line.key));
    for (const auto* one : {&line.spearman, &line.kendall}) {
      const bool there = one->has_value();
      row.push_back(Message(there ? fixed((*one)->value, 2) : "—"));
      row.push_back(Message(
          there ? fixed((*one)->interval.lo, 2) + " – " + fixed((*one)->interval.hi, 2) : "—"));
    }
    row.push_back(Message(grouped(line.samples)));
  }
  chapter.blocks.emplace_back(std::move(grid));
  const std::string& key = bridge.lines.front().key;
  chapter.blocks.emplace_back(
      Paragraph{Message(kOnlyMachine, {key, samples_of(bridge.only_machine)})});
  chapter.blocks.emplace_back(
      Paragraph{Message(kOnlyPeople, {key, samples_of(bridge.only_people)})});
}

void write_bridge(const std::optional<Bridge>& bridge, JsonWriter& json) {
  json.key("bridge");
  if (!bridge) {
    json.null();
    return;
  }
  json.begin_object().key("metrics").begin_array();
  for (const BridgeLine& line : bridge->lines) {
    json.begin_object().key("key").text(line.key).key("samples").integer(line.samples);
    for (const auto& [name, one] :
         {std::pair("spearman", &line.spearman), std::pair("kendall", &line.kendall)}) {
      json.key(name);
      if (!one->has_value()) {
        json.null();
        continue;
      }
      json.begin_object(JsonWriter::Layout::one_line).key("value").number((*one)->value);
      json.key("lo").number((*one)->interval.lo).key("hi").number((*one)->interval.hi);
      json.end_object();
    }
    json.end_object();
  }
  json.end_array();
  write_samples("only_machine", bridge->only_machine, json);
  write_samples("only_people", bridge->only_people, json);
  json.end_object();
}

}  // namespace shijin::cli
