// JSON Lines: one object a line. Blank lines and a byte order mark are passed over.
#include <algorithm>
#include <cstring>

#include "table/json_error.h"
#include "table/json_reader.h"

namespace shijin {
namespace {

class LineCutter final : public JsonCutter {
 public:
  explicit LineCutter(std::unique_ptr<Source> source) : source_(std::move(source)) {}

  Result<bool> next(JsonBlock& block) override {
    while (!ended_) {
      std::string bytes = std::move(rest_);
      rest_.clear();
      const std::size_t whole = SJ_TRY(fill(bytes));
      rest_.assign(bytes, whole, bytes.size() - whole);
      bytes.resize(whole);
      auto shared = std::make_shared<const std::string>(std::move(bytes));
      block.bytes = shared;
      SJ_TRY(cut_lines(*shared, block.records));
      if (!block.records.empty()) return true;
    }
    return false;
  }

 private:
  // Read until the block holds the end of a line; gives how many of its bytes are whole lines.
  Result<std::size_t> fill(std::string& bytes) {
    for (;;) {
      const std::size_t searched = bytes.size();
      bytes.reserve(searched + kJsonReadBytes);
      ended_ = !SJ_TRY(source_->read(bytes, kJsonReadBytes));
      if (ended_) return bytes.size();
      const std::string_view added = std::string_view(bytes).substr(searched);
      const std::size_t newline = added.rfind('\n');
      if (newline != std::string_view::npos) return searched + newline + 1;
      if (bytes.size() > kRecordBytes) return json_record_too_long(source_->path(), line_ + 1);
    }
  }

  Result<Done> cut_lines(std::string_view bytes, std::vector<Record>& records) {
    if (line_ == 0) bytes = without_bom(bytes);
    while (!bytes.empty()) {
      ++line_;
      const auto* newline = static_cast<const char*>(std::memchr(bytes.data(), '\n', bytes.size()));
      const std::size_t size =
          newline != nullptr ? static_cast<std::size_t>(newline - bytes.data()) : bytes.size();
      const std::string_view line = bytes.substr(0, size);
      if (size > kRecordBytes) return json_record_too_long(source_->path(), line_);
      if (line.find_first_not_of(" \t\r") != std::string_view::npos)
        records.push_back({line, line_});
      bytes.remove_prefix(newline != nullptr ? size + 1 : size);
    }
    return Done{};
  }

  std::unique_ptr<Source> source_;
  std::string rest_;       // the beginning of a line whose end is not yet read
  std::int64_t line_ = 0;  // lines cut so far
  bool ended_ = false;
};

bool is_jsonl_name(std::string_view file_name) {
  return has_extension(file_name, ".jsonl") || has_extension(file_name, ".ndjson");
}

int looks_like_jsonl(std::string_view head, std::string_view file_name) {
  const JsonHead seen = look_at_json(head);
  const bool named = is_jsonl_name(file_name);
  if (seen.first != '{') return named && seen.first != '[' ? 50 : 0;
  if (named) return 99;
  const bool named_json = has_extension(file_name, ".json");
  if (seen.second == '{' && seen.line_is_whole) return 95;
  if (seen.line_is_whole) return named_json ? 40 : 90;
  return named_json ? 5 : 50;
}

// A header line such as "text,label" where an object should stand.
bool looks_like_csv(const JsonHead& seen, std::string_view line) {
  if (seen.first == '{' || seen.line_is_whole) return false;
  return line.find_first_of(",;\t") != std::string_view::npos;
}

Result<std::unique_ptr<Reader>> open_jsonl(std::unique_ptr<Source> source,
                                           const ReadOptions& options, Notes& /*notes*/) {
  const std::string path = source->path();
  const std::string_view head = without_bom(SJ_TRY(source->head()));
  const JsonHead seen = look_at_json(head);
  if (seen.first == '[' && !seen.line_is_whole) return json_file_is_one_list(path);
  if (seen.first == '[' && seen.second != '[') return json_file_is_one_list(path);
  if (looks_like_csv(seen, head.substr(0, head.find('\n')))) return json_file_is_csv(path, head);
  return open_json_reader(path, std::make_unique<LineCutter>(std::move(source)), options);
}

constexpr std::string_view kExtensions[] = {".jsonl", ".ndjson"};

}  // namespace

SJ_FORMAT(jsonl, {"jsonl",
                  {"JSON Lines: one object a line", "JSON Lines：一行一個物件"},
                  kExtensions,
                  false,
                  looks_like_jsonl,
                  open_jsonl});

}  // namespace shijin
