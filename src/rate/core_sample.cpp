// From machine scores to risks, from risks to probabilities, from those to the samples drawn.
#include "rate/core_sample.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "base/hash.h"
#include "base/listed.h"
#include "base/numbers.h"
#include "base/random.h"
#include "base/utf8.h"
#include "stats/sampling.h"

namespace shijin {
namespace {

constexpr Text kBadPlan{"\"{0}\" does not say how many samples to draw",
                        "「{0}」沒有說明要抽多少樣本"};
constexpr Text kPlans{"core:N (half evenly, half by risk) or uniform:N",
                      "core:N（一半均勻、一半依風險）或 uniform:N"};
constexpr Text kTooMany{"{0} samples are wanted of {1}", "要抽 {0} 個樣本，但只有 {1} 個"};
constexpr Text kTooManyHelp{"have them all rated: leave --sample out", "請全部評分：拿掉 --sample"};
constexpr Text kTooFew{
    "{0} samples are too few for those that must be seen ({1}) and the least of each slice ({2} "
    "slices)",
    "{0} 個樣本不夠容納必看的樣本（{1} 個）與各切片的最低數量（{2} 個切片）"};
constexpr Text kTooFewHelp{"draw more, name fewer that must be seen, or slice more coarsely",
                           "請多抽一些、減少必看樣本，或把切片分得粗一些"};
constexpr Text kNoSuch{"there is no sample \"{0}\" that must be seen", "沒有必看的樣本「{0}」"};
constexpr Text kNoSuchHelp{"--must-see takes the ids of samples, or a file with one a line",
                           "--must-see 接受樣本的 id，或每行一個 id 的檔案"};
constexpr Text kUnscored{"{0} of {1} samples have no {2}: the mean of the others stands for it",
                         "{1} 個樣本中有 {0} 個沒有 {2}：以其他樣本的平均代替"};
constexpr Text kSame{
    "{0} is the same for every sample: it tells nothing about risk, and estimates gain nothing by "
    "it",
    "每個樣本的 {0} 都相同：看不出風險，估計也無法因此更準"};
constexpr Text kSameHelp{"name another: --risk-metric KEY", "請指定其他的：--risk-metric 鍵"};

Error refusal(const char* name, Message found, Message expected, Message help) {
  Error error;
  error.name = name;
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

void warn(const char* name, Message found, Message help, Notes& notes) {
  Error note = refusal(name, std::move(found), {}, std::move(help));
  note.severity = Severity::warning;
  notes.add(std::move(note));
}

// Scores without gaps.
std::vector<double> filled(const std::vector<std::optional<double>>& scores) {
  double sum = 0;
  double count = 0;
  for (const auto& score : scores) {
    if (score) sum += *score, ++count;
  }
  std::vector<double> out;
  for (const auto& score : scores) out.push_back(score.value_or(count > 0 ? sum / count : 0));
  return out;
}

// Where each value stands among all, from 0 to 1; equal ones share their place.
std::vector<double> ranks_of(const std::vector<double>& values, bool higher_is_better) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  const double most = std::max<double>(1, static_cast<double>(values.size()) - 1);
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first;
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    const double place = static_cast<double>(first + end - 1) / 2 / most;
    for (std::size_t i = first; i < end; ++i) {
      ranks[order[i]] = higher_is_better ? place : 1 - place;
    }
    first = end;
  }
  return ranks;
}

void add(std::vector<double>& sum, const std::vector<double>& more) {
  sum.resize(more.size());
  for (std::size_t i = 0; i < more.size(); ++i) sum[i] += more[i];
}

// The signals of risk over all runs: low scores, metrics at odds, odd lengths.
std::vector<std::vector<double>> signals_of(const std::vector<CampaignRun>& runs,
                                            const std::vector<MachineScores>& machine) {
  std::vector<std::vector<double>> signals(3);
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const MachineColumn& main = machine[r].front();
    const auto own = ranks_of(filled(main.scores), main.higher_is_better);
    std::vector<double> low(own.size());
    std::vector<double> apart(own.size());
    for (std::size_t i = 0; i < own.size(); ++i) low[i] = -own[i];
    const auto others = static_cast<double>(machine[r].size() - 1);
    for (std::size_t m = 1; m < machine[r].size(); ++m) {
      const MachineColumn& other = machine[r][m];
      const auto ranks = ranks_of(filled(other.scores), other.higher_is_better);
      for (std::size_t i = 0; i < own.size(); ++i) apart[i] += std::abs(ranks[i] - own[i]) / others;
    }
    std::vector<double> lengths;
    for (const CampaignItem& row : runs[r].rows) {
      lengths.push_back(std::log1p(static_cast<double>(count_code_points(row.output))));
    }
    const double mean =
        std::accumulate(lengths.begin(), lengths.end(), 0.0) / static_cast<double>(lengths.size());
    for (double& length : lengths) length = std::abs(length - mean);
    add(signals[0], low);
    add(signals[1], apart);
    add(signals[2], lengths);
  }
  return signals;
}

// All that the draw needs to know of the samples, in the order of the first run.
struct Frame {
  std::vector<double> risk;
  std::vector<std::uint32_t> slice;
  std::vector<bool> must;
  std::size_t slices = 0;
};

// Every run's rows, and their scores, in the order of the first run's samples.
Result<Done> align(std::vector<CampaignRun>& runs, std::vector<MachineScores>& machine) {
  for (std::size_t r = 1; r < runs.size(); ++r) {
    std::unordered_map<std::string_view, std::size_t> at;
    for (std::size_t i = 0; i < runs[r].rows.size(); ++i) at[runs[r].rows[i].sample] = i;
    std::vector<std::size_t> places;
    for (const CampaignItem& row : runs[0].rows) {
      const auto found = at.find(row.sample);
      if (found == at.end() || at.size() != runs[0].rows.size()) {
        // make_campaign() says of which sample it is.
        const Result<Campaign> refused = make_campaign("", runs);
        if (!refused.ok()) return refused.error();
      }
      places.push_back(found->second);
    }
    CampaignRun sorted{runs[r].name, runs[r].path, {}, {}};
    for (const std::size_t i : places) sorted.rows.push_back(runs[r].rows[i]);
    for (MachineColumn& column : machine[r]) {
      std::vector<std::optional<double>> scores;
      for (const std::size_t i : places) scores.push_back(column.scores[i]);
      column.scores = std::move(scores);
    }
    runs[r] = std::move(sorted);
  }
  return Done{};
}

Result<Frame> frame_of(const std::vector<CampaignRun>& runs, const SamplePlan& plan,
                       const std::vector<MachineScores>& machine) {
  const std::vector<CampaignItem>& rows = runs[0].rows;
  Frame frame;
  if (plan.way == SamplePlan::Way::core) {
    frame.risk = risk_of(signals_of(runs, machine));
  }
  std::map<std::string, std::uint32_t> slices;
  for (const std::string& name : plan.slice) slices.emplace(name, 0);
  frame.slices = slices.size();
  std::uint32_t number = 0;
  for (auto& [name, slice] : slices) slice = number++;
  for (const std::string& name : plan.slice) frame.slice.push_back(slices[name]);
  frame.must.resize(rows.size());
  std::unordered_map<std::string_view, std::size_t> at;
  for (std::size_t i = 0; i < rows.size(); ++i) at[rows[i].sample] = i;
  for (const std::string& id : plan.must) {
    const auto found = at.find(id);
    if (found == at.end()) {
      return refusal("rate-sample-unknown", Message(kNoSuch, {id}), {}, Message(kNoSuchHelp));
    }
    frame.must[found->second] = true;
  }
  return frame;
}

// The machine's score of a sample: the mean over the runs of where it stands.
std::vector<double> standing_of(const std::vector<MachineScores>& machine) {
  std::vector<double> standing;
  for (const MachineScores& of : machine) {
    add(standing, ranks_of(filled(of.front().scores), of.front().higher_is_better));
  }
  return standing;
}

void note_machine(const std::vector<MachineScores>& machine, Notes& notes) {
  for (const MachineScores& of : machine) {
    const MachineColumn& main = of.front();
    const auto gaps = std::count(main.scores.begin(), main.scores.end(), std::nullopt);
    if (gaps > 0) {
      warn("rate-machine-gaps",
           Message(kUnscored, {grouped(gaps),
                               grouped(static_cast<std::int64_t>(main.scores.size())), main.key}),
           {}, notes);
    }
    const std::vector<double> scores = filled(main.scores);
    const bool same = std::all_of(scores.begin(), scores.end(),
                                  [&](double one) { return one == scores.front(); });
    if (same) warn("rate-machine-same", Message(kSame, {main.key}), Message(kSameHelp), notes);
  }
}

Result<std::vector<double>> probabilities(const Frame& frame, std::size_t rows,
                                          const SamplePlan& plan) {
  const auto probability = core_probabilities(
      {.items = rows, .risk = frame.risk, .slice = frame.slice, .must = frame.must},
      static_cast<double>(plan.wanted), kSliceLeast);
  if (probability) return *probability;
  const auto must = std::count(frame.must.begin(), frame.must.end(), true);
  return refusal("rate-sample-small",
                 Message(kTooFew, {grouped(plan.wanted), grouped(must),
                                   grouped(static_cast<std::int64_t>(frame.slices))}),
                 {}, Message(kTooFewHelp));
}

CampaignPool pool_of(const std::vector<CampaignItem>& rows, const SamplePlan& plan,
                     const Frame& frame, const std::vector<double>& probability,
                     const std::set<std::size_t>& core, const std::vector<MachineScores>& machine) {
  std::vector<std::vector<double>> scores;
  for (const MachineScores& of : machine) scores.push_back(filled(of.front().scores));
  CampaignPool pool;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    PoolSample& sample = pool.samples.emplace_back();
    sample.sample = rows[i].sample;
    sample.slice = plan.slice.empty() ? "" : plan.slice[i];
    sample.probability = probability[i];
    sample.risk = frame.risk.empty() ? 1 : frame.risk[i];
    sample.drawn = core.contains(i);
    for (const std::vector<double>& of : scores) sample.machine.push_back(of[i]);
  }
  return pool;
}

// Keep these rows of every run, in this order.
void keep_rows(std::vector<CampaignRun>& runs, const std::vector<std::size_t>& places) {
  for (CampaignRun& run : runs) {
    std::vector<CampaignItem> kept;
    for (const std::size_t i : places) kept.push_back(std::move(run.rows[i]));
    run.rows = std::move(kept);
  }
}

}  // namespace

Result<SamplePlan> parse_sample_plan(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string way = text.substr(0, colon);
  SamplePlan plan;
  if (way == "uniform") plan.way = SamplePlan::Way::uniform;
  const bool known = way == "core" || way == "uniform";
  const auto wanted =
      colon == std::string::npos ? std::nullopt : parse_integer(text.substr(colon + 1));
  if (!known || !wanted || *wanted < 1) {
    return refusal("rate-sample-invalid", Message(kBadPlan, {text}), Message(kPlans), {});
  }
  plan.wanted = *wanted;
  return plan;
}

Result<DrawnSamples> draw_samples(std::vector<CampaignRun>& runs, const SamplePlan& plan,
                                  const std::vector<MachineScores>& machine_given,
                                  std::uint64_t seed, Notes& notes) {
  std::vector<MachineScores> machine = machine_given;
  const std::size_t rows = runs[0].rows.size();
  if (plan.wanted >= static_cast<std::int64_t>(rows)) {
    return refusal(
        "rate-sample-large",
        Message(kTooMany, {grouped(plan.wanted), grouped(static_cast<std::int64_t>(rows))}), {},
        Message(kTooManyHelp));
  }
  SJ_TRY(align(runs, machine));
  note_machine(machine, notes);
  const Frame frame = SJ_TRY(frame_of(runs, plan, machine));
  const std::vector<double> probability = SJ_TRY(probabilities(frame, rows, plan));
  const std::vector<double> standing = standing_of(machine);
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto slice_of = [&](std::size_t i) { return frame.slice.empty() ? 0 : frame.slice[i]; };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return slice_of(a) != slice_of(b) ? slice_of(a) < slice_of(b) : standing[a] < standing[b];
  });
  const double start = uniform(random_bits(seed, hash_bytes("rate new --sample"), 0));
  const std::vector<std::size_t> drawn = systematic_draw(probability, order, start);
  const std::set<std::size_t> core(drawn.begin(), drawn.end());
  DrawnSamples result{pool_of(runs[0].rows, plan, frame, probability, core, machine), {}};
  std::vector<std::size_t> places(core.begin(), core.end());
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return standing[a] < standing[b]; });
  for (const std::size_t i : order) {
    if (static_cast<std::int64_t>(result.worst.size()) >= plan.worst) break;
    if (core.contains(i)) continue;
    result.worst.push_back(runs[0].rows[i].sample);
    places.push_back(i);
  }
  keep_rows(runs, places);
  return result;
}

void mark_worst(Campaign& campaign, const std::vector<std::string>& samples) {
  const std::set<std::string_view> worst(samples.begin(), samples.end());
  for (CampaignItem& item : campaign.items) {
    if (worst.contains(item.sample)) item.part = ItemPart::worst;
  }
}

}  // namespace shijin
