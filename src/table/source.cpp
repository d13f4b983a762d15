// The one Source there is: stored bytes → unpacked bytes → UTF-8, with the place of every byte that
// cannot be decoded.
#include "table/source.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/utf8.h"
#include "table/compress.h"
#include "table/csv_scan.h"
#include "table/encoding.h"

namespace shijin {
namespace {

constexpr Text kBadBytes{"the bytes {0} are not {1}", "位元組 {0} 不是 {1}"};
constexpr Text kNotText{"the bytes {0} are neither UTF-8 nor GB18030 nor Big5",
                        "位元組 {0} 既不是 UTF-8，也不是 GB18030 或 Big5"};
constexpr Text kWantText{"text in UTF-8, UTF-16, GB18030 or Big5",
                         "UTF-8、UTF-16、GB18030 或 Big5 的文字"};
constexpr Text kWantEncoding{"text in {0} to the end of the file", "整個檔案都是 {0} 的文字"};
constexpr Text kNameIt{"mend these bytes, or name the encoding: --encoding GB18030",
                       "請修正這些位元組，或指定編碼：--encoding GB18030"};
constexpr Text kNameAnother{"mend these bytes, or name another encoding with --encoding",
                            "請修正這些位元組，或以 --encoding 指定別的編碼"};
constexpr Text kUnknown{"there is no encoding named {0}", "沒有名為 {0} 的編碼"};
constexpr Text kUnknownExpected{"UTF-8, UTF-16, GB18030, Big5, or another name that ICU knows",
                                "UTF-8、UTF-16、GB18030、Big5，或其他 ICU 認得的名稱"};
constexpr Text kWrite{"write --encoding {0}", "請寫 --encoding {0}"};
constexpr Text kGuessed{"the file is not UTF-8; it is read as {0}, which is a guess",
                        "檔案不是 UTF-8；以 {0} 讀取，這是猜測"};
constexpr Text kGuessedHelp{"if the text looks wrong, add --encoding {0}",
                            "若文字看起來不對，請加上 --encoding {0}"};

constexpr std::size_t kHeadBytes = 64U << 10U;
constexpr std::size_t kTailBytes = 240;  // of the current line, kept to show where an error is

std::string hexadecimal(std::string_view bytes) {
  std::string out;
  for (const char c : bytes.substr(0, 8)) {
    std::array<char, 8> two{};
    std::snprintf(two.data(), two.size(), "%02X", static_cast<unsigned>(c) & 0xFFU);
    out += (out.empty() ? "" : " ") + std::string(two.data());
  }
  return out;
}

std::string escaped(std::string_view bytes) {
  std::string out;
  for (const char c : bytes.substr(0, 8)) {
    std::array<char, 8> form{};
    std::snprintf(form.data(), form.size(), "\\x%02X", static_cast<unsigned>(c) & 0xFFU);
    out += form.data();
  }
  return out;
}

// Where the text handed out so far ends.
struct Place {
  std::int64_t line = 1;
  std::size_t characters = 0;  // on the line, before its tail
  std::string tail;            // the last bytes of the line

  void pass(std::string_view text) {
    const std::size_t newline = text.rfind('\n');
    if (newline != std::string_view::npos) {
      line += static_cast<std::int64_t>(count_newlines(text));
      characters = 0;
      tail.clear();
      text.remove_prefix(newline + 1);
    }
    if (tail.size() + text.size() > 4 * kTailBytes) {
      characters += count_code_points(tail);
      tail.clear();
      std::size_t cut = text.size() > kTailBytes ? text.size() - kTailBytes : 0;
      while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) ++cut;
      characters += count_code_points(text.substr(0, cut));
      text.remove_prefix(cut);
    }
    tail += text;
  }
};

Error decode_error(const std::string& path, Place place, std::string_view bad, Message found,
                   Message expected, Message help) {
  Error error;
  error.name = "encoding-invalid";
  error.at = {path, place.line,
              static_cast<std::int64_t>(place.characters + count_code_points(place.tail)) + 1};
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  error.line = place.tail + escaped(bad);
  error.line_begin = place.tail.size();
  error.line_end = error.line.size();
  return error;
}

// A decoder of UTF-8 itself: proves, and copies.
class Utf8Decoder : public Decoder {
 public:
  bool decode(std::string_view bytes, bool last, std::string& out, std::string& bad) override {
    const std::size_t start = out.size();
    out += carry_;
    carry_.clear();
    out += bytes;
    return prove(out, start, last, bad);
  }

  /// Prove what was appended to `out` from `start`; a character cut off at the end is kept back
  bool prove(std::string& out, std::size_t start, bool last, std::string& bad) {
    if (!last) keep_back(out, start);
    const std::string_view fresh = std::string_view(out).substr(start);
    if (simdjson::validate_utf8(fresh.data(), fresh.size())) return true;
    const std::size_t at = find_invalid_utf8(fresh);
    std::size_t end = at + 1;
    while (end < fresh.size() && end < at + 4 && (fresh[end] & '\xC0') == '\x80') ++end;
    bad = fresh.substr(at, end - at);
    out.resize(start + at);
    return false;
  }

  std::string& carry() { return carry_; }

 private:
  void keep_back(std::string& out, std::size_t start) {
    std::size_t at = out.size();
    for (unsigned back = 1; back <= 3 && at > start; ++back) {
      const auto byte = static_cast<unsigned char>(out[--at]);
      if (byte < 0x80) return;
      if (byte < 0xC0) continue;
      const unsigned length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      if (length <= back) return;
      carry_.assign(out, at);
      out.resize(at);
      return;
    }
  }

  std::string carry_;
};

class FileSource : public Source {
 public:
  FileSource(std::string path, std::unique_ptr<ByteStream> bytes)
      : path_(std::move(path)), bytes_(std::move(bytes)) {}

  Result<Done> start(const std::string& encoding, Notes& notes);
  Result<bool> read(std::string& block, std::size_t bytes) override;
  const std::string& path() const override { return path_; }
  const std::string& encoding() const override { return encoding_; }
  std::int64_t bytes_done() const override { return bytes_->stored_done(); }
  std::int64_t bytes_total() const override { return bytes_->stored_total(); }
  std::string digest() const override { return bytes_->digest(); }
  std::string_view raw_head() const override { return raw_head_; }
  Result<std::string_view> head() override;

 private:
  bool is_utf8() const { return encoding_.starts_with("UTF-8"); }
  Result<bool> read_utf8(std::string& block, std::size_t bytes);
  Result<bool> read_other(std::string& block, std::size_t bytes);
  Result<std::size_t> pull(char* to, std::size_t room);
  Error invalid(const Place& place, std::string_view bad) const;

  std::string path_;
  std::unique_ptr<ByteStream> bytes_;
  std::string encoding_;
  std::size_t bom_ = 0;
  std::string raw_head_;
  std::size_t head_at_ = 0;  // how much of raw_head_ has been pulled
  bool whole_head_ = false;
  bool at_end_ = false;
  std::string head_;
  bool head_done_ = false;
  Utf8Decoder utf8_;
  std::unique_ptr<Decoder> decoder_;
  Place place_;
};

Error unknown_encoding(const std::string& name) {
  Error error;
  error.name = "encoding-unknown";
  error.found = Message(kUnknown, {name});
  error.expected = kUnknownExpected;
  const std::string near = nearest_encoding(name);
  error.help = Message(kWrite, {near.empty() ? "GB18030" : near});
  return error;
}

Error guessed_encoding(const std::string& path, const EncodingFound& found) {
  Error note;
  note.name = "encoding-guessed";
  note.severity = Severity::note;
  note.at.file = path;
  note.found = Message(kGuessed, {found.name});
  note.help = Message(kGuessedHelp, {found.name == "Big5" ? "GB18030" : "Big5"});
  return note;
}

Result<Done> FileSource::start(const std::string& encoding, Notes& notes) {
  raw_head_.resize(kHeadBytes);
  std::size_t size = 0;
  while (size < kHeadBytes) {
    const std::size_t got = SJ_TRY(bytes_->read(raw_head_.data() + size, kHeadBytes - size));
    if (got == 0) break;
    size += got;
  }
  whole_head_ = size < kHeadBytes;
  raw_head_.resize(size);
  const EncodingFound found = detect_encoding(raw_head_, whole_head_ ? Head::whole : Head::cut);
  encoding_ = found.name;
  bom_ = found.bom;
  if (!encoding.empty()) {
    encoding_ = known_encoding(encoding);
    if (encoding_.empty()) return unknown_encoding(encoding);
    const bool with_bom = found.bom > 0 && found.name.starts_with(encoding_);
    if (with_bom) encoding_ = found.name;
    bom_ = with_bom ? found.bom : 0;
  } else if (found.guessed) {
    notes.add(guessed_encoding(path_, found));
  }
  head_at_ = bom_;
  if (!encoding_.empty() && !is_utf8()) decoder_ = Decoder::make(encoding_);
  return Done{};
}

Error FileSource::invalid(const Place& place, std::string_view bad) const {
  if (encoding_.empty()) {
    return decode_error(path_, place, bad, Message(kNotText, {hexadecimal(bad)}), kWantText,
                        kNameAnother);
  }
  return decode_error(path_, place, bad, Message(kBadBytes, {hexadecimal(bad), encoding_}),
                      Message(kWantEncoding, {encoding_}), is_utf8() ? kNameIt : kNameAnother);
}

Result<std::size_t> FileSource::pull(char* to, std::size_t room) {
  if (head_at_ < raw_head_.size()) {
    const std::size_t take = std::min(room, raw_head_.size() - head_at_);
    std::copy_n(raw_head_.data() + head_at_, take, to);
    head_at_ += take;
    return take;
  }
  return bytes_->read(to, room);
}

Result<bool> FileSource::read(std::string& block, std::size_t bytes) {
  if (at_end_) return false;
  if (decoder_ != nullptr) return read_other(block, bytes);
  return read_utf8(block, bytes);
}

Result<bool> FileSource::read_utf8(std::string& block, std::size_t bytes) {
  const std::size_t start = block.size();
  block += utf8_.carry();
  utf8_.carry().clear();
  std::size_t size = block.size();
  block.resize(size + bytes);
  while (size < block.size()) {
    const std::size_t got = SJ_TRY(pull(block.data() + size, block.size() - size));
    at_end_ = got == 0;
    if (at_end_) break;
    size += got;
  }
  block.resize(size);
  std::string bad;
  const bool valid = utf8_.prove(block, start, at_end_, bad);
  place_.pass(std::string_view(block).substr(start));
  if (!valid) return invalid(place_, bad);
  return block.size() > start || !at_end_;
}

Result<bool> FileSource::read_other(std::string& block, std::size_t bytes) {
  const std::size_t start = block.size();
  std::string stored(std::min<std::size_t>(bytes, kHeadBytes), '\0');
  while (block.size() < start + bytes) {
    const std::size_t got = SJ_TRY(pull(stored.data(), stored.size()));
    at_end_ = got == 0;
    std::string bad;
    const std::size_t from = block.size();
    const bool valid = decoder_->decode({stored.data(), got}, at_end_, block, bad);
    place_.pass(std::string_view(block).substr(from));
    if (!valid) return invalid(place_, bad);
    if (at_end_) break;
  }
  return block.size() > start;
}

Result<std::string_view> FileSource::head() {
  if (head_done_) return std::string_view(head_);
  const auto decoder =
      decoder_ == nullptr ? std::make_unique<Utf8Decoder>() : Decoder::make(encoding_);
  std::string bad;
  const std::string_view stored = std::string_view(raw_head_).substr(bom_);
  if (!decoder->decode(stored, whole_head_, head_, bad)) {
    Place place;
    place.pass(head_);
    head_.clear();
    return invalid(place, bad);
  }
  head_done_ = true;
  return std::string_view(head_);
}

}  // namespace

Result<std::unique_ptr<Source>> open_source(const std::string& path, const std::string& encoding,
                                            Notes& notes) {
  auto bytes = SJ_TRY(ByteStream::open(path));
  auto source = std::make_unique<FileSource>(path == "-" ? "<stdin>" : path, std::move(bytes));
  SJ_TRY(source->start(encoding, notes));
  return std::unique_ptr<Source>(std::move(source));
}

}  // namespace shijin
