// Workbooks of other programs and odd or damaged ones; tests/data/xlsx/make.py wrote them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "source_dir.h"
#include "table/format.h"
#include "table/table.h"

namespace shijin {
namespace {

// A binary format asks its source for nothing but the path.
class PathOnly final : public Source {
 public:
  explicit PathOnly(std::string path) : path_(std::move(path)) {}
  Result<bool> read(std::string&, std::size_t) override { return false; }
  const std::string& path() const override { return path_; }
  const std::string& encoding() const override { return path_; }
  std::int64_t bytes_done() const override { return 0; }
  std::int64_t bytes_total() const override { return 0; }
  std::string digest() const override { return ""; }
  std::string_view raw_head() const override { return ""; }
  Result<std::string_view> head() override { return std::string_view(); }

 private:
  std::string path_;
};

std::string path_of(const std::string& name) { return source_dir() + "/tests/data/xlsx/" + name; }

Result<std::unique_ptr<Reader>> open(const std::string& name, const ReadOptions& options = {}) {
  const auto formats = all_formats();
  const auto xlsx = std::find_if(formats.begin(), formats.end(),
                                 [](const Format* format) { return format->name == "xlsx"; });
  Notes notes;
  return (*xlsx)->open(std::make_unique<PathOnly>(path_of(name)), options, notes);
}

// The whole sheet as text: a line a row, "line number: cells", a missing cell as "-".
struct Read {
  std::string text;
  std::string error;
  Notes notes;
  std::int64_t skipped = 0;
};

std::string without_path(std::string text) {
  const std::string folder = path_of("");
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
    text.erase(at, folder.size());
  }
  return text;
}

void append_batch(const Batch& batch, std::string& out) {
  for (std::size_t r = 0; r < batch.rows(); ++r) {
    out += std::to_string(batch.line[r]) + ":";
    for (const auto& column : batch.columns) {
      out += column[r].data() == nullptr ? " -" : " [" + std::string(column[r]) + "]";
    }
    out += "\n";
  }
}

Read read(const std::string& name, const ReadOptions& options = {}, std::size_t most = 4096) {
  Read out;
  auto reader = open(name, options);
  if (!reader.ok()) {
    out.error = without_path(describe(reader.error(), Language::en));
    return out;
  }
  for (const std::string& column : (*reader)->names()) out.text += column + " ";
  out.text += "\n";
  std::vector<int> columns((*reader)->names().size());
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = static_cast<int>(i);
  for (;;) {
    RawShard shard;
    const auto more = (*reader)->cut(shard, most);
    if (!more.ok()) {
      out.error = without_path(describe(more.error(), Language::en));
      return out;
    }
    if (!*more) return out;
    Batch batch;
    (*reader)->parse(shard, columns, batch, out.notes);
    append_batch(batch, out.text);
    out.skipped += batch.skipped;
  }
}

constexpr const char* kWritten =
    "text true_label pred_label score \n"
    "3: [價格便宜，但質量不行] [0] [1] [0.1]\n"
    "4: [很喜歡！] [1] [1] [2.5E-07]\n"
    "6: [two\nlines & <tags>] - - [1]\n"
    "7: [merged] - - -\n";

TEST(Xlsx, reads_shared_and_rich_texts_numbers_truth_values_and_gaps) {
  EXPECT_EQ(read("xlsxwriter.xlsx").text, kWritten);
}

TEST(Xlsx, gives_the_same_rows_however_few_are_asked_for_at_once) {
  EXPECT_EQ(read("xlsxwriter.xlsx", {}, 1).text, kWritten);
  EXPECT_EQ(read("xlsxwriter.xlsx", {}, 3).text, kWritten);
}

TEST(Xlsx, gives_a_sample_of_the_first_rows) {
  const auto reader = open("xlsxwriter.xlsx");
  ASSERT_TRUE(reader.ok());
  const auto& sample = (*reader)->sample();
  ASSERT_EQ(sample.size(), 4U);
  EXPECT_EQ(sample[0][0], "價格便宜，但質量不行");
  EXPECT_EQ(sample[3][1].data(), nullptr);
}

TEST(Xlsx, reads_the_sheet_that_is_named) {
  ReadOptions options;
  options.sheet = "second";
  EXPECT_EQ(read("xlsxwriter.xlsx", options).text, "text \n2: [other sheet]\n");
}

TEST(Xlsx, names_the_sheets_when_one_is_unknown) {
  ReadOptions options;
  options.sheet = "secnd";
  EXPECT_EQ(read("xlsxwriter.xlsx", options).error,
            "xlsxwriter.xlsx: error: the workbook has no sheet named \"secnd\"\n"
            "  expected: one of: 結果, second\n"
            "  help: write --sheet \"second\"\n"
            "  name: sheet-unknown      (shijin explain sheet-unknown)\n");
}

TEST(Xlsx, reads_prefixes_inline_texts_comments_and_references) {
  EXPECT_EQ(read("odd.xlsx").text,
            "text label \n"
            "7: - [5 > 4 &amp; 好坏]\n"
            "8: [ 漢字 ] [a<b>]\n"
            "9: [a\rb_x000D_] []\n");
}

TEST(Xlsx, refuses_a_formula_that_was_never_worked_out) {
  const Read formula = read("formula.xlsx");
  EXPECT_EQ(formula.text, "text label score \n2: [好] [pos] [0.5]\n");
  EXPECT_EQ(formula.skipped, 1);
  EXPECT_EQ(without_path(describe(formula.notes, Language::en)),
            "formula.xlsx:3: error: cell C3 has a formula with no stored value\n"
            "  expected: the value that the formula gives\n"
            "  help: open the file in a spreadsheet program and save it once\n"
            "  name: cell-without-value      (shijin explain cell-without-value)\n");
}

TEST(Xlsx, does_not_mind_a_bad_cell_in_a_column_that_nobody_asked_for) {
  auto reader = open("formula.xlsx");
  ASSERT_TRUE(reader.ok());
  RawShard shard;
  ASSERT_TRUE((*reader)->cut(shard, 4096).value());
  Batch batch;
  Notes notes;
  const std::vector<int> columns = {1, 0};
  (*reader)->parse(shard, columns, batch, notes);
  std::string text;
  append_batch(batch, text);
  EXPECT_EQ(text, "2: [pos] [好]\n3: [neg] [壞]\n");
  EXPECT_FALSE(notes.has_errors());
}

TEST(Xlsx, refuses_an_error_in_a_cell) {
  const Read error = read("error.xlsx");
  EXPECT_EQ(error.text, "1 2 \n3: [5] [6]\n");
  EXPECT_EQ(without_path(describe(error.notes, Language::en)),
            "error.xlsx:2: error: cell B2 holds the error #N/A instead of a value\n"
            "  expected: a value\n"
            "  help: mend its formula, or add --skip-bad to leave such rows out\n"
            "  name: cell-error      (shijin explain cell-error)\n");
}

TEST(Xlsx, only_warns_of_bad_rows_when_they_are_to_be_skipped) {
  ReadOptions options;
  options.bad_rows = BadRows::skip;
  const Read error = read("error.xlsx", options);
  EXPECT_EQ(error.skipped, 1);
  EXPECT_FALSE(error.notes.has_errors());
  EXPECT_EQ(error.notes.warnings(), 1U);
}

TEST(Xlsx, has_no_rows_below_a_header_alone) {
  EXPECT_EQ(read("header_only.xlsx").text, "1 \n");
  EXPECT_TRUE((*open("header_only.xlsx"))->sample().empty());
}

std::string damage(const std::string& found) {
  return "error: " + found +
         "\n  help: open it in a spreadsheet program and save it again, as .xlsx or .csv\n"
         "  name: workbook-damaged      (shijin explain workbook-damaged)\n";
}

TEST(Xlsx, says_what_is_damaged) {
  EXPECT_EQ(read("cut_zip.xlsx").error,
            "cut_zip.xlsx: " + damage("the file is no workbook: it cannot be unpacked"));
  EXPECT_EQ(read("check_sum.xlsx").error,
            "check_sum.xlsx: " +
                damage("the workbook is damaged: its part sheets/one.xml cannot be unpacked"));
  EXPECT_EQ(read("cut_xml.xlsx").error,
            "cut_xml.xlsx: " +
                damage("the workbook is damaged: the sheet \"One\" is no XML that can be read"));
  EXPECT_EQ(read("index.xlsx").error,
            "index.xlsx: " +
                damage("the workbook is damaged: cell A1 points at a text that is not there"));
  EXPECT_EQ(read("place.xlsx").error,
            "place.xlsx: " + damage("the workbook is damaged: there is no cell A2"));
}

TEST(Xlsx, says_what_to_do_about_a_password) {
  const std::string path =
      testing::TempDir() + "shijin_locked" + std::to_string(::getpid()) + ".xlsx";
  std::ofstream(path, std::ios::binary)
      << "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" << std::string(504, '\0');
  Notes notes;
  const std::string paths[] = {path};
  const auto table = Table::open(paths, {}, notes);
  std::filesystem::remove(path);
  ASSERT_FALSE(table.ok());
  EXPECT_EQ(
      describe(table.error(), Language::en),
      path +
          ": error: the workbook is encrypted, or saved in the format of Excel 97 (.xls)\n"
          "  expected: a workbook without a password (.xlsx), or text such as CSV\n"
          "  help: open it in a spreadsheet program, with its password, and save it without one "
          "as .xlsx or .csv\n"
          "  name: workbook-encrypted      (shijin explain workbook-encrypted)\n");
}

TEST(Xlsx, refuses_a_part_that_would_fill_the_memory) {
  EXPECT_EQ(read("large.xlsx").error,
            "large.xlsx: error: the part sheets/one.xml of the workbook takes 513 MiB unpacked\n"
            "  expected: at most 512 MiB a part\n"
            "  help: if the sheet truly is that large, save it as .csv, which is read at any size; "
            "else the file is damaged or made to fill the memory: ask for it anew\n"
            "  name: workbook-too-large      (shijin explain workbook-too-large)\n");
}

}  // namespace
}  // namespace shijin
