// The metrics as rows. Precision and recall of a label stand beside its F1; of many labels only the
// weakest are shown.
#include <algorithm>
#include <set>

#include "base/numbers.h"
#include "evidence/baseline.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Metrics", "指標"};
constexpr Text kSummary{"Every score with its interval, and what to compare it with.",
                        "每項分數、其信賴區間與比較基準。"};
constexpr Text kPrecisionRecall{"precision {0}   recall {1}", "精確率 {0}　召回率 {1}"};
constexpr Text kGap{"   ", "　"};
constexpr Text kPrecisionRecallShort{"P {0}  R {1}", "精確 {0}　召回 {1}"};
constexpr Text kBaseline{"always {0} gives {1}", "一律答 {0} 得 {1}"};
constexpr Text kBaselineRandom{"answering at random gives {0}", "隨機回答得 {0}"};
constexpr Text kBaselineShort{"baseline {0}", "基準 {0}"};
constexpr Text kQuoted{"\"{0}\"", "「{0}」"};
constexpr Text kOr{" or ", "或"};
constexpr Text kLower{"lower is better", "越低越好"};
constexpr Text kNoInterval{"No interval for {0}: {1}", "「{0}」沒有區間：{1}"};
constexpr Text kListed{", ", "」、「"};

constexpr std::size_t kLabelsAll = 8;      // so many labels are all shown
constexpr std::size_t kLabelsWeakest = 5;  // of more, these

// A metric that will be shown, and the label it is about.
struct Shown {
  const ScoreLine* line;
  std::optional<std::string> label;
};

class Rows {
 public:
  explicit Rows(const Evidence& evidence)
      : evidence_(evidence),
        scores_(label_scores(evidence)),
        panel_(evidence.panel.begin(), evidence.panel.end()) {
    for (const ScoreLine& line : evidence.metrics) {
      Shown shown{&line, label_of_key(line.key)};
      if (!is_folded(shown)) shown_.push_back(std::move(shown));
    }
  }

  /// Keep the weakest labels of each metric, after what is about no single label
  std::size_t limit() {
    std::map<std::string, std::vector<Shown>> groups;
    std::size_t most = 0;
    for (const Shown& shown : shown_) {
      if (!shown.label) continue;
      groups[shown.line->metric].push_back(shown);
      most = std::max(most, groups[shown.line->metric].size());
    }
    if (most <= kLabelsAll) return 0;
    std::erase_if(shown_, [](const Shown& shown) { return shown.label.has_value(); });
    for (auto& [metric, group] : groups) {
      std::stable_sort(group.begin(), group.end(),
                       [&](const Shown& a, const Shown& b) { return order(a) < order(b); });
      group.resize(std::min(group.size(), kLabelsWeakest));
      shown_.insert(shown_.end(), group.begin(), group.end());
    }
    return most - kLabelsWeakest;
  }

  MetricRows rows() const {
    MetricRows out;
    std::vector<std::pair<Message, std::vector<Message>>> reasons;
    for (const Shown& shown : shown_) {
      out.rows.push_back(row(shown));
      if (!shown.line->score.value || shown.line->no_interval_because.empty()) continue;
      const std::string why = shown.line->no_interval_because.in(Language::en);
      auto known = std::find_if(reasons.begin(), reasons.end(), [&](const auto& reason) {
        return reason.first.in(Language::en) == why;
      });
      if (known == reasons.end()) {
        known = reasons.insert(known, {shown.line->no_interval_because, {}});
      }
      known->second.push_back(out.rows.back().title);
    }
    for (const auto& [why, titles] : reasons) {
      out.footnotes.emplace_back(kNoInterval, std::vector{join(titles, kListed), why});
    }
    return out;
  }

 private:
  // Precision and recall of the automatic panel are said beside the F1 of their label.
  bool is_folded(const Shown& shown) const {
    const std::string& metric = shown.line->metric;
    return shown.label && (metric == "precision" || metric == "recall") &&
           panel_.contains(shown.line->key) && scores_.contains({"f1", *shown.label});
  }

  // The label the verdict is about first, then from weak to strong, then the undefined.
  std::pair<int, double> order(const Shown& shown) const {
    const ScoreLine& line = *shown.line;
    if (!evidence_.verdict.core_label.empty() && shown.label == evidence_.verdict.core_label) {
      return {0, 0};
    }
    if (!line.score.value) return {2, 0};
    return {1, line.better == Better::lower ? -*line.score.value : *line.score.value};
  }

  MetricRow row(const Shown& shown) const {
    const ScoreLine& line = *shown.line;
    MetricRow row{.key = line.key,
                  .title = line.title.empty() ? Message(line.key) : line.title,
                  .score = line.score,
                  .interval = line.interval,
                  .low = line.low,
                  .high = line.high,
                  .decimals = line.decimals,
                  .n = line.n};
    row.flag = line.flag;
    row.primary = line.key == evidence_.verdict.primary_key;
    write_baseline(line, row);
    for (const GateLine& gate : evidence_.verdict.gates) {
      if (gate.key == line.key) row.mark = gate.bar;
    }
    if (shown.label && line.metric == "f1") write_precision_recall(*shown.label, row);
    if (row.remark.empty() && line.better == Better::lower) {
      row.remark = row.remark_short = Message(kLower);
    }
    return row;
  }

  // The labels that a constant answer may take to score as the baseline does: those as frequent as
  // the majority; at most two are named.
  Message constant_answers(const Baseline& baseline) const {
    std::vector<Message> labels{Message(kQuoted, {label_words(baseline.label)})};
    double most = 0;
    for (const LabelLine& line : evidence_.labels) most = std::max(most, line.truth);
    for (const LabelLine& line : evidence_.labels) {
      const bool tied = baseline.name == "majority" && line.truth == most;
      if (tied && line.label != baseline.label && labels.size() < 2) {
        labels.emplace_back(kQuoted, std::vector{label_words(line.label)});
      }
    }
    return join(labels, kOr);
  }

  void write_baseline(const ScoreLine& line, MetricRow& row) const {
    const Baseline* best = best_baseline(evidence_.baselines, line.key);
    if (best == nullptr) return;
    const Message value(fixed(best->value, line.decimals));
    row.mark = best->value;
    row.remark = best->label.empty() ? Message(kBaselineRandom, {value})
                                     : Message(kBaseline, {constant_answers(*best), value});
    row.remark_short = Message(kBaselineShort, {value});
  }

  void write_precision_recall(const std::string& label, MetricRow& row) const {
    const auto precision = scores_.find({"precision", label});
    const auto recall = scores_.find({"recall", label});
    if (precision == scores_.end() || recall == scores_.end()) return;
    const Message p = value_words(precision->second->score, precision->second->decimals);
    const Message r = value_words(recall->second->score, recall->second->decimals);
    Message rows;
    for (const LabelLine& line : evidence_.labels) {
      if (line.label == label) rows = rows_of(static_cast<std::int64_t>(line.truth));
    }
    row.remark = Message(kPrecisionRecall, {p, r});
    if (!rows.empty()) row.remark = join({row.remark, rows}, kGap);
    row.remark_short = Message(kPrecisionRecallShort, {p, r});
  }

  const Evidence& evidence_;
  LabelScores scores_;
  std::set<std::string> panel_;
  std::vector<Shown> shown_;
};

void write(const Evidence& evidence, Chapter& chapter) {
  if (evidence.metrics.empty()) return;
  chapter.title = Message(kTitle);
  Rows rows(evidence);
  const std::size_t more = rows.limit();
  MetricRows block = rows.rows();
  block.labels_more = more;
  chapter.blocks.emplace_back(std::move(block));
}

}  // namespace

SJ_SECTION(metrics, {"metrics", 30, true, kSummary, &write});

}  // namespace shijin
