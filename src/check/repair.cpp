// Two passes over the records: learn, then write.
#include "check/repair.h"

#include <functional>
#include <memory>

#include "base/file.h"
#include "base/utf8.h"
#include "base/width.h"
#include "table/csv_error.h"
#include "table/csv_mend.h"
#include "table/csv_scan.h"
#include "table/source.h"

namespace shijin {
namespace {

constexpr Text kPipe{"a file on standard input cannot be mended: it is read twice",
                     "無法修補標準輸入的檔案：過程中要讀取兩次"};
constexpr Text kPipeHelp{"save it to a file first", "請先存成檔案"};
constexpr Text kEmpty{"the file is empty", "檔案是空的"};
constexpr Text kJoined{"{0} fields are one text of the column {1}, now in quotes",
                       "{0} 個欄位其實是 {1} 的一段文字，已用引號括住"};
constexpr Text kPerhapsJoined{
    "{0} fields are taken for one text of the column {1}; it could be another column",
    "{0} 個欄位視為 {1} 的一段文字；也可能屬於別的欄位"};
constexpr Text kQuotes{"the quotes are now written as CSV wants them", "引號已改成 CSV 規定的寫法"};
constexpr Text kNul{"the NUL bytes are removed", "已移除 NUL 位元組"};
constexpr Text kWritten{"written as {0}", "寫成 {0}"};
constexpr Text kCheckIt{"look at this row; written is {0}", "請檢查這一列；寫成 {0}"};

constexpr std::size_t kBlockBytes = 1U << 20U;
constexpr std::size_t kShownColumns = 160;

// Call work(record) for every record, the header first; it may fail.
Result<Done> each_record(Source& source, const CsvFacts& facts,
                         const std::function<Result<Done>(const Record&)>& work) {
  RecordCutter cutter(facts.delimiter);
  std::string block;
  for (bool more = true; more;) {
    std::string next(cutter.rest());
    if (next.size() > kRecordBytes) return long_record_error(facts, {next, cutter.line()});
    more = SJ_TRY(source.read(next, std::max(kBlockBytes, next.size())));
    block = std::move(next);
    cutter.begin(block);
    for (bool enough = true; enough;) {
      std::vector<Record> records;
      enough = cutter.cut(kShardRows, more ? MoreBytes::follow : MoreBytes::none, records);
      for (const Record& record : records) SJ_TRY(work(record));
    }
  }
  return Done{};
}

class Repair {
 public:
  Repair(std::string path, const RepairOptions& options) : options_(options) {
    facts_.file = std::move(path);
  }

  Result<RepairReport> run(const std::string& out_path) {
    SJ_TRY(learn());
    FileWriter writer = SJ_TRY(FileWriter::open(out_path));
    if (report_.encoding == "UTF-8 with BOM") SJ_TRY(writer.write("\xEF\xBB\xBF"));
    const auto source = SJ_TRY(open());
    bool header = true;
    const auto copy = [&](const Record& record) -> Result<Done> {
      if (!header) return write(record, writer);
      header = false;
      SJ_TRY(writer.write(record.bytes));
      return writer.write("\n");
    };
    SJ_TRY(each_record(*source, facts_, copy));
    SJ_TRY(writer.commit());
    report_.path = facts_.file;
    report_.out_path = out_path;
    return std::move(report_);
  }

 private:
  Result<std::unique_ptr<Source>> open() {
    Notes notes;
    return open_source(facts_.file, options_.encoding, notes);
  }

  // The first pass: delimiter, header, and what the good rows hold.
  Result<Done> learn() {
    const auto source = SJ_TRY(open());
    facts_.delimiter = detect_delimiter(SJ_TRY(source->head()));
    std::vector<CsvField> fields;
    SJ_TRY(each_record(*source, facts_, [&](const Record& record) -> Result<Done> {
      const CsvFaultAt fault = split_record(record.bytes, facts_.delimiter, fields);
      std::vector<std::string> values;
      for (const CsvField& field : fields) values.push_back(unescape_field(field));
      if (patterns_ == nullptr) {
        if (fault.fault != CsvFault::none) return fault_error(facts_, record, fault);
        facts_.names = std::move(values);
        patterns_ = std::make_unique<ColumnPatterns>(facts_.names);
      } else if (fault.fault == CsvFault::none && fields.size() == facts_.names.size()) {
        patterns_->learn(values);
      }
      return Done{};
    }));
    report_.encoding = source->encoding();
    if (patterns_ != nullptr) return Done{};
    Error error;
    error.name = "file-empty";
    error.at.file = facts_.file;
    error.found = kEmpty;
    return error;
  }

  void note(Error note) {
    if (report_.notes.size() < RepairReport::kKept) report_.notes.push_back(std::move(note));
  }

  Error mended_note(const Record& record, const MendedRecord& mended,
                    const std::string& row) const {
    Error note;
    note.severity = mended.ambiguous ? Severity::warning : Severity::note;
    note.name = mended.ambiguous ? "row-mended-perhaps" : "row-mended";
    place_in_record(note, facts_, record, 0, 0);
    note.at.column = 0;
    const std::string& column = facts_.names[mended.column];
    const std::string count = std::to_string(mended.surplus + 1);
    if (mended.surplus > 0) {
      note.found = Message(mended.ambiguous ? kPerhapsJoined : kJoined, {count, column});
    } else {
      note.found = mended.fault == CsvFault::nul_byte ? kNul : kQuotes;
    }
    note.help = Message(mended.ambiguous ? kCheckIt : kWritten,
                        {cut_to_width(printable(row), kShownColumns)});
    return note;
  }

  Result<Done> write(const Record& record, FileWriter& writer) {
    ++report_.rows;
    const CsvFaultAt fault = split_record(record.bytes, facts_.delimiter, fields_);
    if (fault.fault == CsvFault::none && fields_.size() == facts_.names.size()) {
      SJ_TRY(writer.write(record.bytes));
      return writer.write("\n");
    }
    const auto mended = mend_record(record.bytes, facts_.delimiter, *patterns_);
    if (!mended) {
      ++report_.left_bad;
      note(fault.fault == CsvFault::none ? ragged_error(facts_, *patterns_, record, fields_)
                                         : fault_error(facts_, record, fault));
      SJ_TRY(writer.write(record.bytes));
      return writer.write("\n");
    }
    ++report_.changed;
    report_.uncertain += mended->ambiguous ? 1 : 0;
    const std::string row = write_row(mended->values, facts_.delimiter);
    note(mended_note(record, *mended, row));
    SJ_TRY(writer.write(row));
    return writer.write("\n");
  }

  RepairOptions options_;
  CsvFacts facts_;
  std::unique_ptr<ColumnPatterns> patterns_;
  std::vector<CsvField> fields_;
  RepairReport report_;
};

}  // namespace

Result<RepairReport> repair_csv(const std::string& path, const std::string& out_path,
                                const RepairOptions& options) {
  if (path == "-") {
    Error error;
    error.name = "repair-needs-file";
    error.found = kPipe;
    error.help = kPipeHelp;
    return error;
  }
  return Repair(path, options).run(out_path);
}

}  // namespace shijin
