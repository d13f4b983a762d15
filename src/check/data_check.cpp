// The test set is read whole and printed; the training set streams past it.
#include "check/data_check.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/excerpt.h"
#include "base/numbers.h"
#include "base/utf8.h"
#include "check/held.h"
#include "check/near.h"
#include "check/shards.h"
#include "stats/confident.h"
#include "stats/interval.h"
#include "text/mojibake.h"

namespace shijin {
namespace {

constexpr std::size_t kShown = 20;        // rows of each kind that are named
constexpr std::size_t kSuspects = 1'000;  // doubtful rows that are named
constexpr std::size_t kExcerpt = 90;      // bytes
constexpr std::size_t kMostLabels = 1'000;
constexpr double kLevel = 0.95;

constexpr Text kNoTrainText{"the training set has no column that is the input",
                            "訓練集沒有任何欄位是輸入"};
constexpr Text kNoTestText{"the test set has no column that is the input",
                           "測試集沒有任何欄位是輸入"};
constexpr Text kColumnsAre{"one of its columns: {0}", "下列欄位之一：{0}"};
constexpr Text kMapInput{"name it: --map input=COLUMN", "請指定：--map input=欄位"};
constexpr Text kStopped{"the check was stopped before its end", "檢查在結束前被中止"};

std::string_view present(std::string_view cell) {
  return cell.data() == nullptr ? std::string_view("") : cell;
}

bool is_blank(std::string_view text) { return strip_python_space(text).empty(); }

// What is kept of each row.
struct Row {
  std::int64_t row;
  std::string text;  // an excerpt
  std::string truth;
};

// What one shard of the test set gives.
struct TestPart {
  std::vector<Row> rows;
  std::vector<double> probabilities;
  NearIndex near;
  HeldGrams held;
  std::int64_t empty = 0;
  std::int64_t garbled = 0;
  std::int64_t read = 0;
};

struct Match {
  std::uint32_t text;
  double similarity;
  std::int64_t row;
  std::string excerpt;
  std::string truth;
  std::size_t file;
};

// What one shard of the training set gives.
struct TrainPart {
  std::int64_t rows = 0;
  std::vector<Match> matches;
};

class Checker {
 public:
  Checker(const std::vector<std::string>& files, const CheckOptions& options)
      : files_(files), options_(options) {
    threads_ = options.threads == 0 ? default_threads() : options.threads;
  }

  Result<CheckReport> run() {
    SJ_TRY(read_test());
    if (report_.has_text) {
      near_.seal(threads_);
      find_duplicates();
    }
    if (!options_.train.empty()) SJ_TRY(read_train());
    find_support();
    find_suspects();
    if (stopped()) return stopped_error();
    report_.findings = check_findings(report_);
    return std::move(report_);
  }

  Result<CheckReport> run_leakage() {
    SJ_TRY(read_test());
    report_.notes = {};
    near_.seal(threads_);
    SJ_TRY(read_train());
    if (stopped()) return stopped_error();
    return std::move(report_);
  }

 private:
  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }

  static Error stopped_error() {
    Error error;
    error.name = "stopped";
    error.found = Message(kStopped);
    return error;
  }

  static Error no_input(const std::string& file, const std::vector<std::string>& names,
                        Text found) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
    Error error;
    error.name = "role-missing";
    error.at.file = file;
    error.found = Message(found);
    error.expected = Message(kColumnsAre, {list});
    error.help = Message(kMapInput);
    return error;
  }

  // Which columns of the test set are looked at; -1 where there is no such role.
  void read_roles(const Table& table) {
    report_names_ = table.names();
    report_.columns = table.names().size();
    const Roles& roles = table.roles();
    input_ = roles.column(Role::input);
    truth_ = roles.column(Role::truth);
    report_.has_text = input_ >= 0;
    has_truth_ = truth_ >= 0;
    for (const RoleColumn& column : roles.columns) {
      if (column.role != Role::probability) continue;
      probability_columns_.push_back(column.column);
      classes_.push_back(column.detail);
    }
  }

  static std::string_view cell(const Batch& batch, int column, std::size_t i) {
    if (column < 0) return "";
    return present(batch.columns[static_cast<std::size_t>(column)][i]);
  }

  TestPart look_at(const Batch& batch) const {
    TestPart part;
    Printer printer;
    part.read = static_cast<std::int64_t>(batch.rows());
    for (std::size_t i = 0; i < batch.rows(); ++i) {
      const std::string_view text = cell(batch, input_, i);
      part.rows.push_back(
          {batch.row[i], excerpt(text, kExcerpt), std::string(cell(batch, truth_, i))});
      for (const int column : probability_columns_) {
        part.probabilities.push_back(
            parse_number(strip_python_space(cell(batch, column, i))).value_or(-1));
      }
      if (input_ < 0) continue;
      part.empty += is_blank(text) ? 1 : 0;
      part.garbled += find_garbled(text).kind != Garbled::none ? 1 : 0;
      const Prints& prints = printer.print(text);
      part.near.add(prints);
      part.held.add(prints.grams);
    }
    return part;
  }

  // All columns are read, so that every problem is told.
  Result<Done> read_test() {
    Table table = SJ_TRY(Table::open(files_, options_.read, report_.notes));
    read_roles(table);
    std::vector<int> columns(report_.columns);
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = static_cast<int>(i);
    const auto look = [&](const Batch& batch, Notes&) { return look_at(batch); };
    const auto take = [&](TestPart part, const Notes& notes) {
      report_.rows += part.read;
      report_.empty_texts += part.empty;
      report_.garbled_texts += part.garbled;
      report_.notes.append(notes);
      std::move(part.rows.begin(), part.rows.end(), std::back_inserter(rows_));
      probabilities_.insert(probabilities_.end(), part.probabilities.begin(),
                            part.probabilities.end());
      near_.append(std::move(part.near));
      held_.append(std::move(part.held));
    };
    SJ_TRY(for_each_shard(table, columns, threads_, options_.stop, look, take));
    report_.files = table.files();
    return Done{};
  }

  RepeatedRow repeated(std::size_t i, std::size_t other, double similarity) const {
    return {rows_[i].row, rows_[other].row, similarity,        rows_[i].text, rows_[other].text,
            "",           rows_[i].truth,   rows_[other].truth};
  }

  bool contradict(std::size_t i, std::size_t other) const {
    const std::string& truth = rows_[i].truth;
    const std::string& known = rows_[other].truth;
    return !truth.empty() && !known.empty() && truth != known;
  }

  void find_duplicates() {
    const NearIndex::Clusters found = near_.cluster(threads_);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::size_t first = found.nearest[i];
      if (first == i || is_blank(rows_[i].text)) continue;
      const bool exact = found.similarity[i] == 1;
      (exact ? report_.duplicates_exact : report_.duplicates_near) += 1;
      const RepeatedRow line = repeated(i, first, static_cast<double>(found.similarity[i]));
      if (report_.duplicates.size() < kShown) report_.duplicates.push_back(line);
      if (!exact || !contradict(i, first)) continue;
      ++report_.conflicts;
      if (report_.conflicting.size() < kShown) report_.conflicting.push_back(line);
    }
  }

  // A training set may name its columns otherwise: what --map says holds where it can.
  Result<Table> open_train(const std::string& file) {
    ReadOptions read = options_.read;
    read.truth_file.clear();
    if (!read.map.empty() && file != "-") {
      Notes unheard;
      ReadOptions bare = read;
      bare.map.clear();
      const Table table = SJ_TRY(Table::open(std::span(&file, 1), bare, unheard));
      std::erase_if(read.map, [&](const auto& role) {
        return std::find(table.names().begin(), table.names().end(), role.second) ==
               table.names().end();
      });
    }
    return Table::open(std::span(&file, 1), read, report_.notes);
  }

  TrainPart look_at_train(const Batch& batch, std::size_t file) {
    TrainPart part;
    part.rows = static_cast<std::int64_t>(batch.rows());
    Printer printer;
    std::vector<NearText> near;
    for (std::size_t i = 0; i < batch.rows(); ++i) {
      const std::string_view text = present(batch.columns[0][i]);
      if (is_blank(text)) continue;
      const Prints& prints = printer.print(text);
      held_.see(prints.grams);
      near_.find(prints, near);
      for (const NearText& one : near) {
        const std::string truth(batch.columns.size() < 2 ? "" : present(batch.columns[1][i]));
        part.matches.push_back(
            {one.text, one.similarity, batch.row[i], excerpt(text, kExcerpt), truth, file});
      }
    }
    return part;
  }

  // Its files may be of several kinds, so each is read as it is.
  Result<Done> read_train() {
    if (!report_.has_text) return no_input(files_.front(), report_names_, kNoTestText);
    held_.seal();
    LeakageFacts facts;
    std::vector<Match> best(rows_.size());
    for (std::size_t file = 0; file < options_.train.size(); ++file) {
      Table table = SJ_TRY(open_train(options_.train[file]));
      const int input = table.roles().column(Role::input);
      if (input < 0) return no_input(options_.train[file], table.names(), kNoTrainText);
      const int truth = table.roles().column(Role::truth);
      std::vector<int> columns = {input};
      if (truth >= 0) columns.push_back(truth);
      const auto look = [&](const Batch& batch, Notes&) { return look_at_train(batch, file); };
      const auto take = [&](TrainPart part, const Notes& notes) {
        facts.train_rows += part.rows;
        report_.notes.append(notes);
        for (Match& match : part.matches) {
          Match& known = best[match.text];
          if (match.similarity > known.similarity) known = std::move(match);
        }
      };
      SJ_TRY(for_each_shard(table, columns, threads_, options_.stop, look, take));
      for (const FileFacts& one : table.files()) report_.train_files.push_back(one);
    }
    judge_leakage(best, facts);
    report_.leakage = std::move(facts);
    return Done{};
  }

  void judge_leakage(const std::vector<Match>& best, LeakageFacts& facts) {
    facts.test_rows = report_.rows;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (is_blank(rows_[i].text)) continue;
      const Match& match = best[i];
      RepeatedRow line{rows_[i].row,  match.row, match.similarity, rows_[i].text,
                       match.excerpt, "",        rows_[i].truth,   match.truth};
      if (match.similarity > 0) {
        line.other_file = options_.train[match.file];
        (match.similarity == 1 ? facts.exact : facts.near) += 1;
        const bool both = !match.truth.empty() && !rows_[i].truth.empty();
        facts.relabelled += both && match.truth != rows_[i].truth ? 1 : 0;
      } else if (held_.seen_share(i) >= HeldGrams::kShare) {
        ++facts.held;
        line.similarity = held_.seen_share(i);
      } else {
        continue;
      }
      facts.row_numbers.push_back(rows_[i].row);
      if (facts.rows.size() < kShown) facts.rows.push_back(std::move(line));
    }
  }

  void find_support() {
    if (!has_truth_) return;
    std::map<std::string, std::int64_t> counts;
    for (const Row& row : rows_) {
      if (!row.truth.empty()) ++counts[row.truth];
      if (counts.size() > kMostLabels) return;
    }
    constexpr double kRecall = 0.8;
    for (const auto& [label, rows] : counts) {
      const auto n = static_cast<double>(rows);
      const Bounds bounds = wilson_interval(kRecall * n, n, kLevel);
      SupportLine line{label, rows, (bounds.hi - bounds.lo) / 2, rows};
      double wanted = n;
      const auto margin_of = [](double size) {
        const Bounds at = wilson_interval(kRecall * size, size, kLevel);
        return (at.hi - at.lo) / 2;
      };
      while (margin_of(wanted) > CheckReport::kMargin) wanted += 1;
      line.needed = static_cast<std::int64_t>(wanted);
      report_.support.push_back(std::move(line));
    }
    std::stable_sort(report_.support.begin(), report_.support.end(),
                     [](const SupportLine& a, const SupportLine& b) { return a.rows < b.rows; });
  }

  // With two labels one column says both.
  void complete_probabilities() {
    if (classes_.size() != 1 || report_.support.size() != 2) return;
    const bool first = report_.support[0].label == classes_[0];
    if (!first && report_.support[1].label != classes_[0]) return;
    classes_.push_back(report_.support[first ? 1 : 0].label);
    std::vector<double> both;
    for (const double p : probabilities_) both.insert(both.end(), {p, p < 0 ? p : 1 - p});
    probabilities_ = std::move(both);
  }

  static bool is_distribution(std::span<const double> row) {
    constexpr double kSlack = 0.01;
    double sum = 0;
    for (const double p : row) {
      if (!(p >= 0 && p <= 1)) return false;
      sum += p;
    }
    return std::abs(sum - 1) <= kSlack;
  }

  void find_suspects() {
    complete_probabilities();
    report_.has_probabilities = has_truth_ && classes_.size() >= 2;
    if (!report_.has_probabilities) return;
    std::vector<std::int32_t> given;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto found = std::find(classes_.begin(), classes_.end(), rows_[i].truth);
      const bool good =
          is_distribution({probabilities_.data() + i * classes_.size(), classes_.size()});
      report_.probabilities_bad += good ? 0 : 1;
      given.push_back(found == classes_.end() || !good
                          ? -1
                          : static_cast<std::int32_t>(found - classes_.begin()));
    }
    const auto suspects = suspected_labels(probabilities_, given, classes_.size());
    report_.suspects = static_cast<std::int64_t>(suspects.size());
    for (std::size_t k = 0; k < std::min(kSuspects, suspects.size()); ++k) {
      const Suspect& one = suspects[k];
      report_.suspected.push_back(
          {rows_[one.row].row, classes_[static_cast<std::size_t>(one.given)],
           classes_[static_cast<std::size_t>(one.likely)], one.margin, rows_[one.row].text});
    }
  }

  const std::vector<std::string>& files_;
  const CheckOptions& options_;
  std::size_t threads_ = 1;
  CheckReport report_;
  std::vector<std::string> report_names_;
  std::vector<Row> rows_;
  std::vector<double> probabilities_;
  std::vector<int> probability_columns_;
  std::vector<std::string> classes_;  // their labels
  int input_ = -1;
  int truth_ = -1;
  bool has_truth_ = false;
  NearIndex near_;
  HeldGrams held_;
};

}  // namespace

Result<CheckReport> check_data(const std::vector<std::string>& files, const CheckOptions& options) {
  return Checker(files, options).run();
}

Result<CheckReport> check_leakage(const std::vector<std::string>& files,
                                  const CheckOptions& options) {
  return Checker(files, options).run_leakage();
}

}  // namespace shijin
