// JSON: a list of objects, read piece by piece; or one object that holds the rows somewhere, read
// whole (up to 1 GiB).
#include <algorithm>

#include "table/json_error.h"
#include "table/json_reader.h"
#include "table/json_scan.h"

namespace shijin {
namespace {

constexpr std::size_t kDocumentBytes = 1U << 30U;

std::int64_t newlines(std::string_view bytes) {
  return static_cast<std::int64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

// A list at the top of the file; memory is bounded by the longest element.
class ListCutter final : public JsonCutter {
 public:
  explicit ListCutter(std::unique_ptr<Source> source) : source_(std::move(source)) {}

  Result<bool> next(JsonBlock& block) override {
    struct Part {
      std::size_t begin;
      std::size_t end;
    };
    std::vector<Part> parts;
    while (parts.empty() && !scanner_.closed()) {
      if (!SJ_TRY(read_more())) return json_list_is_not_closed(source_->path(), unfinished_line());
      Part part{};
      while (scanner_.next(bytes_, part.begin, part.end)) parts.push_back(part);
      const std::size_t open = bytes_.size() - scanner_.unfinished();
      if (parts.empty() && open > kRecordBytes) {
        return json_record_too_long(source_->path(), unfinished_line());
      }
    }
    if (scanner_.closed()) SJ_TRY(check_end());
    if (parts.empty()) return false;
    auto shared = hand_over();
    std::size_t counted = counted_;
    for (const Part& part : parts) {
      line_ += newlines(std::string_view(*shared).substr(counted, part.begin - counted));
      counted = part.begin;
      block.records.push_back(
          {std::string_view(*shared).substr(part.begin, part.end - part.begin), line_});
    }
    counted_ = lead_size_;
    line_ += newlines(std::string_view(*shared).substr(counted, dropped_ + lead_size_ - counted));
    block.bytes = std::move(shared);
    return true;
  }

 private:
  Result<bool> read_more() {
    const std::size_t before = bytes_.size();
    bool more = true;
    while (more && bytes_.size() == before) more = SJ_TRY(source_->read(bytes_, kJsonReadBytes));
    if (bytes_.size() == before) return false;
    if (begun_) return true;
    // The head has shown that a bracket comes first; it may not be in the first piece.
    const std::size_t bracket = bytes_.find('[');
    begun_ = bracket != std::string::npos;
    scanner_ = JsonListScanner(begun_ ? bracket + 1 : bytes_.size());
    return true;
  }

  // Give away what has been cut, and keep what has not, with a little of what stands before it, so
  // that a place on its line can be named.
  std::shared_ptr<const std::string> hand_over() {
    const std::size_t kept = scanner_.unfinished();
    lead_size_ = std::min(kept, kJsonLeadBytes);
    dropped_ = kept - lead_size_;
    std::string rest = bytes_.substr(dropped_);
    scanner_.drop(dropped_);
    auto shared = std::make_shared<const std::string>(std::move(bytes_));
    bytes_ = std::move(rest);
    return shared;
  }

  Result<Done> check_end() {
    for (;;) {
      const std::string_view rest = std::string_view(bytes_).substr(scanner_.at());
      const std::size_t more = rest.find_first_not_of(" \t\r\n");
      if (more != std::string_view::npos) return more_after(scanner_.at() + more);
      if (bytes_.size() > kRecordBytes || !SJ_TRY(read_more())) return Done{};
    }
  }

  // Shows what follows as far as a message has room, however little of it is read so far.
  Error more_after(std::size_t at) {
    constexpr std::size_t kShown = 256;
    while (bytes_.size() < at + kShown) {
      const auto more = read_more();
      if (!more.ok() || !*more) break;
    }
    const std::string_view bytes = bytes_;
    const std::int64_t line = line_ + newlines(bytes.substr(counted_, at - counted_));
    return json_more_after_list(source_->path(), line, bytes.substr(at));
  }

  std::int64_t unfinished_line() const {
    return line_ +
           newlines(std::string_view(bytes_).substr(
               counted_, scanner_.unfinished() - std::min(counted_, scanner_.unfinished())));
  }

  std::unique_ptr<Source> source_;
  std::string bytes_;  // read and not yet handed over, after up to kJsonLeadBytes that were
  JsonListScanner scanner_{0};
  bool begun_ = false;
  std::size_t counted_ = 0;    // newlines of bytes_ before here are in line_
  std::int64_t line_ = 1;      // the line that place lies on
  std::size_t lead_size_ = 0;  // of the last hand-over
  std::size_t dropped_ = 0;
};

// Rows that were found in a document held whole.
class DocumentCutter final : public JsonCutter {
 public:
  explicit DocumentCutter(JsonBlock block) : block_(std::move(block)) {}

  Result<bool> next(JsonBlock& block) override {
    if (block_.records.empty()) return false;
    block = std::move(block_);
    block_ = {};
    return true;
  }

 private:
  JsonBlock block_;
};

Result<Block> read_document(Source& source) {
  std::string bytes;
  while (SJ_TRY(source.read(bytes, kJsonReadBytes * 16))) {
    if (bytes.size() > kDocumentBytes) return json_document_too_long(source.path());
  }
  return Block(std::make_shared<const std::string>(std::move(bytes)));
}

std::vector<std::string_view> elements(std::string_view list) {
  std::vector<std::string_view> out;
  JsonListScanner scanner(1);
  std::size_t begin = 0;
  std::size_t end = 0;
  while (scanner.next(list, begin, end)) out.push_back(list.substr(begin, end - begin));
  return out;
}

Result<std::unique_ptr<JsonCutter>> open_document(Source& source) {
  JsonBlock block;
  block.bytes = SJ_TRY(read_document(source));
  const std::string_view document = without_bom(*block.bytes);
  JsonRows rows = SJ_TRY(find_json_rows(source.path(), document));
  if (rows.rows.empty()) rows.rows = elements(rows.list);
  const char* counted = document.data();
  std::int64_t line = 1;
  for (std::string_view row : rows.rows) {
    line += newlines({counted, static_cast<std::size_t>(row.data() - counted)});
    counted = row.data();
    block.records.push_back({row, line});
  }
  return std::unique_ptr<JsonCutter>(std::make_unique<DocumentCutter>(std::move(block)));
}

int looks_like_json(std::string_view head, std::string_view file_name) {
  const JsonHead seen = look_at_json(head);
  const bool named = has_extension(file_name, ".json");
  if (seen.first == '[') {
    const std::string_view inside = strip_json_space(without_bom(head)).substr(1);
    const std::size_t first = inside.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || inside[first] == '{' || inside[first] == ']') return 95;
    return named ? 60 : 20;
  }
  if (seen.first != '{') return named ? 50 : 0;
  if (seen.line_is_whole && seen.second == '{') return 10;
  if (named) return 90;
  return seen.line_is_whole ? 30 : 70;
}

Result<std::unique_ptr<Reader>> open_json(std::unique_ptr<Source> source,
                                          const ReadOptions& options, Notes& /*notes*/) {
  const std::string path = source->path();
  const std::string_view head = SJ_TRY(source->head());
  const JsonHead seen = look_at_json(head);
  if (seen.first == '\0') return json_file_is_empty(path);
  if (seen.first == '[') {
    return open_json_reader(path, std::make_unique<ListCutter>(std::move(source)), options);
  }
  return open_json_reader(path, SJ_TRY(open_document(*source)), options);
}

constexpr std::string_view kExtensions[] = {".json"};

}  // namespace

SJ_FORMAT(json, {"json",
                 {"JSON: a list of objects, or an object that holds one",
                  "JSON：由物件組成的陣列，或含有這種陣列的物件"},
                 kExtensions,
                 false,
                 looks_like_json,
                 open_json});

}  // namespace shijin
