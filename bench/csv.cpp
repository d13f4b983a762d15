// How fast CSV is: cutting into records, and into columns through the whole reader, in megabytes of
// file a CPU second.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "bench/cpu_clock.h"
#include "table/csv_scan.h"
#include "table/table.h"

namespace {

constexpr std::size_t kBytes = 256U << 20U;

void report(const char* name, const char* target, std::size_t bytes, double seconds) {
  std::printf("%s\t%s\t%.0f\tMB/CPU-s\n", name, target, static_cast<double>(bytes) / 1e6 / seconds);
}

// Texts of about a kilobyte a row; one row in five holds line ends and quotes.
std::string generations() {
  const std::string plain = "這款口紅顯白又平價，學生黨閉眼衝。It looks good and costs little, ";
  std::string text = "id,instruction,reference,generated,label\n";
  for (std::size_t row = 0; text.size() < kBytes; ++row) {
    const bool quoted = row % 5 == 0;
    text += std::to_string(row) + ",寫學生黨平價口紅文案 " + std::to_string(row % 97) + ",";
    for (int column = 0; column < 2; ++column) {
      text += '"';
      for (std::size_t i = 0; i < 3 + row % 4; ++i) text += plain;
      if (quoted) text += "\nhe said \"\"good\"\"\n";
      text += "\",";
    }
    text += row % 3 == 0 ? "positive\n" : "negative\n";
  }
  return text;
}

std::string labels() {
  std::string text = "id,true_label,pred_label\n";
  for (std::size_t row = 0; text.size() < kBytes; ++row) {
    text += std::to_string(row) + (row % 3 == 0 ? ",positive" : ",negative") +
            (row % 4 == 0 ? ",positive\n" : ",negative\n");
  }
  return text;
}

void scan(const char* name, const std::string& text) {
  const double start = shijin::cpu_seconds();
  shijin::RecordCutter cutter(',');
  cutter.begin(text);
  std::vector<shijin::Record> records;
  std::size_t count = 0;
  for (bool enough = true; enough; count += records.size()) {
    records.clear();
    enough = cutter.cut(shijin::kShardRows, shijin::MoreBytes::none, records);
  }
  if (count < 2) std::abort();
  report(name, ">= 2000", text.size(), shijin::cpu_seconds() - start);
}

void read_columns(const char* name, const std::string& text) {
  const std::string path = (std::filesystem::temp_directory_path() / "shijin_bench.csv").string();
  if (!shijin::write_file(path, text).ok()) std::abort();
  const double start = shijin::cpu_seconds();
  shijin::Notes notes;
  auto table = shijin::Table::open(std::vector<std::string>{path}, {}, notes);
  if (!table.ok()) std::abort();
  std::vector<int> columns;
  for (std::size_t i = 0; i < table->names().size(); ++i) columns.push_back(static_cast<int>(i));
  shijin::RawShard shard;
  std::size_t cells = 0;
  for (;;) {
    const auto more = table->cut(shard);
    if (!more.ok()) std::abort();
    if (!*more) break;
    shijin::Batch batch;
    table->parse(shard, columns, batch, notes);
    cells += batch.rows() * columns.size();
  }
  const double seconds = shijin::cpu_seconds() - start;
  std::filesystem::remove(path);
  if (cells == 0 || notes.has_errors()) std::abort();
  report(name, ">= 500", text.size(), seconds);
}

}  // namespace

int main() {
  const std::string texts = generations();
  scan("CSV texts: cut into records", texts);
  read_columns("CSV texts: file to columns", texts);
  const std::string short_rows = labels();
  scan("CSV labels: cut into records", short_rows);
  read_columns("CSV labels: file to columns", short_rows);
  return 0;
}
