// JSONL: bytes per CPU second from a block in memory to the cells of three columns, and the same
// for records whose texts are all escapes.
#include <cstdio>
#include <memory>
#include <string>

#include "bench/cpu_clock.h"
#include "table/format.h"

namespace shijin {
extern const Format format_jsonl;

namespace {

// A file in memory: no disk in the measurement, but the copy into blocks that read(2) would make.
class MemorySource final : public Source {
 public:
  explicit MemorySource(const std::string& text) : text_(text) {}

  Result<bool> read(std::string& block, std::size_t bytes) override {
    const std::size_t count = std::min(bytes, text_.size() - at_);
    block.append(text_, at_, count);
    at_ += count;
    return count > 0;
  }
  const std::string& path() const override { return path_; }
  const std::string& encoding() const override { return path_; }
  std::int64_t bytes_done() const override { return static_cast<std::int64_t>(at_); }
  std::int64_t bytes_total() const override { return static_cast<std::int64_t>(text_.size()); }
  std::string digest() const override { return ""; }
  std::string_view raw_head() const override {
    return std::string_view(text_).substr(0, 1U << 16U);
  }
  Result<std::string_view> head() override { return raw_head(); }

 private:
  const std::string& text_;
  std::string path_ = "memory.jsonl";
  std::size_t at_ = 0;
};

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

// Records of about a kilobyte: id, instruction, reference, generated, label; a fifth of the texts
// have escaped newlines and quotes.
std::string plain_rows(std::size_t rows) {
  const std::string clean = repeated("這款手機續航不錯，but the price is a bit high. ", 6);
  const std::string marked = repeated("第一行「內容」\\n第二行 \\\"quoted\\\" text. ", 7);
  std::string out;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::string& text = i % 5 == 0 ? marked : clean;
    out += "{\"id\":" + std::to_string(i) + ",\"instruction\":\"寫一句廣告詞給第 " +
           std::to_string(i) + " 位客人\",\"reference\":\"" + text + "\",\"generated\":\"" + text +
           "\",\"label\":\"positive\"}\n";
  }
  return out;
}

// What json.dumps writes without ensure_ascii=False.
std::string escaped_rows(std::size_t rows) {
  const std::string text = repeated("\\u9019\\u6b3e\\u624b\\u6a5f\\u7e8c\\u822a\\u4e0d\\u932f", 9);
  std::string out;
  for (std::size_t i = 0; i < rows; ++i) {
    out += "{\"id\": " + std::to_string(i) + ", \"instruction\": \"\\u5beb\", \"reference\": \"" +
           text + "\", \"generated\": \"" + text + "\"}\n";
  }
  return out;
}

// Megabytes per CPU second through cut and parse of three columns; the best of three runs.
double measure(const std::string& text) {
  double best = 0;
  for (int run = 0; run < 3; ++run) {
    Notes notes;
    const double start = cpu_seconds();
    auto opened = format_jsonl.open(std::make_unique<MemorySource>(text), {}, notes);
    SJ_CHECK(opened.ok(), "the benchmark's own file is good");
    const int columns[] = {1, 2, 3};
    std::size_t bytes = 0;
    for (;;) {
      RawShard shard;
      auto more = (*opened)->cut(shard, kShardRows);
      SJ_CHECK(more.ok(), "the benchmark's own file is good");
      if (!*more) break;
      Batch batch;
      (*opened)->parse(shard, columns, batch, notes);
      for (const auto& column : batch.columns) {
        for (std::string_view cell : column) bytes += cell.size();
      }
    }
    SJ_CHECK(bytes > 0 && !notes.has_errors(), "every row is read");
    best = std::max(best, static_cast<double>(text.size()) / 1e6 / (cpu_seconds() - start));
  }
  return best;
}

}  // namespace
}  // namespace shijin

int main() {
  const std::string plain = shijin::plain_rows(250000);
  std::printf("jsonl: cut and parse, 3 text columns\t>= 1500\t%.0f\tMB/CPU s\n",
              shijin::measure(plain));
  const std::string escaped = shijin::escaped_rows(250000);
  std::printf("jsonl: the same, every character escaped\t\t%.0f\tMB/CPU s\n",
              shijin::measure(escaped));
  return 0;
}
