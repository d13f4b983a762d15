// Lines of a user dictionary, taken apart as jieba's pattern ^(.+?)( [0-9]+)?( [a-z]+)?$ does.
#include "text/user_words.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/file.h"
#include "base/hash.h"
#include "text/jieba_vocabulary.h"
#include "text/simplify.h"

namespace shijin {
namespace {

constexpr Text kNotUtf8{"this line of the user dictionary is no UTF-8",
                        "使用者詞典的這一行不是 UTF-8"};
constexpr Text kUtf8{"UTF-8, as jieba expects", "UTF-8，jieba 也只接受這種編碼"};
constexpr Text kSaveAsUtf8{"save the file as UTF-8 and give it again",
                           "請把檔案另存為 UTF-8 後再指定一次"};
constexpr Text kTooHigh{"the frequency {0} is too high", "詞頻 {0} 太高"};
constexpr Text kAtMost{"a whole number, all of them together below 9007199254740992 (2^53)",
                       "整數，且全部加起來小於 9007199254740992（2 的 53 次方）"};
constexpr Text kLeaveOut{"leave the frequency out: jieba then takes one that lets the word stand",
                         "請拿掉詞頻：jieba 會自行取一個足以成詞的值"};
constexpr Text kNeverAsked{"the word \"{0}\" is never found: jieba always cuts at \"{1}\"",
                           "不可能切出「{0}」這個詞：jieba 遇到「{1}」一定會切開"};
constexpr Text kBetween{
    "Chinese characters, letters, digits and + # & . _ % - in the word; one blank "
    "before the frequency and before the tag",
    "詞只含漢字、字母、數字與 + # & . _ % -；詞頻與詞性之前各有一個空格"};
constexpr Text kCutThere{"write the parts as words of their own: {0}", "請把各部分分開寫成詞：{0}"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

struct Line {
  std::string_view word;
  std::string_view frequency;  // digits, or ""
};

// Take " xxx" off the end, where all of xxx pass a test and something is left before it.
template <class Test>
std::string_view take_last(std::string_view& text, Test test) {
  const std::size_t blank = text.rfind(' ');
  if (blank == std::string_view::npos || blank == 0) return {};
  const std::string_view last = text.substr(blank + 1);
  if (last.empty() || !std::all_of(last.begin(), last.end(), test)) return {};
  text = text.substr(0, blank);
  return last;
}

Line take_apart(std::string_view text) {
  Line line;
  line.word = text;
  if (take_last(line.word, is_lower).empty()) {
    line.frequency = take_last(line.word, is_digit);
    return line;
  }
  line.frequency = take_last(line.word, is_digit);
  return line;
}

// What Python's bytes.strip() leaves, then without byte order marks in front.
std::string_view strip(std::string_view line) {
  constexpr std::string_view kBlank = " \t\n\r\v\f";
  const std::size_t begin = line.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  line = line.substr(begin, line.find_last_not_of(kBlank) + 1 - begin);
  while (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  return line;
}

std::u32string points_of(std::string_view text) {
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) points += next_code_point(text, at);
  return points;
}

// The first character at which jieba ends every word, or "" when there is none.
std::string_view first_break(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t begin = at;
    if (!jieba::is_in_block(next_code_point(word, at))) return word.substr(begin, at - begin);
  }
  return {};
}

// The word in pieces that can be found, for the help: "A·B" → "A / B".
std::string pieces_of(std::string_view word) {
  std::string pieces;
  bool fresh = false;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t begin = at;
    const bool kept = jieba::is_in_block(next_code_point(word, at));
    if (!kept) {
      fresh = true;
      continue;
    }
    if (fresh && !pieces.empty()) pieces += " / ";
    fresh = false;
    pieces += word.substr(begin, at - begin);
  }
  return pieces;
}

class Reader {
 public:
  Reader(const std::string& path, Notes& notes) : path_(path), notes_(notes) {}

  Result<Done> read_line(std::string_view whole) {
    ++row_;
    const std::size_t bad = find_invalid_utf8(whole);
    const std::string_view text = strip(whole);
    if (bad != std::string_view::npos) return not_utf8(whole, bad);
    if (text.empty()) return Done{};
    const Line line = take_apart(text);
    std::optional<std::uint64_t> frequency;
    if (!line.frequency.empty()) {
      frequency = read_frequency(line.frequency);
      if (!frequency) return too_high(whole, line.frequency);
    }
    const std::string_view at = first_break(line.word);
    if (!at.empty()) warn(whole, line.word, at);
    ++size_;
    const std::u32string word = points_of(line.word);
    std::u32string folded = word;
    for (char32_t& c : folded) c = simplify(c);
    add(as_written_, word, frequency);
    add(simplified_, folded, frequency);
    return Done{};
  }

  std::size_t size_ = 0;
  jieba::Vocabulary as_written_;
  jieba::Vocabulary simplified_;

 private:
  static void add(jieba::Vocabulary& known, std::u32string_view word,
                  std::optional<std::uint64_t> frequency) {
    known.add(word, frequency ? *frequency : known.suggest(word));
  }
  std::optional<std::uint64_t> read_frequency(std::string_view digits) const {
    std::uint64_t value = 0;
    const auto end = digits.data() + digits.size();
    if (std::from_chars(digits.data(), end, value).ec != std::errc()) return std::nullopt;
    const std::uint64_t room = jieba::Vocabulary::kMostInAll - simplified_.total();
    if (value >= room) return std::nullopt;
    return value;
  }

  Error at_line(std::string name, std::string_view whole, std::string_view part) const {
    Error error;
    error.name = std::move(name);
    error.at = {path_, row_, 0};
    error.line = whole;
    error.line_begin = static_cast<std::size_t>(part.data() - whole.data());
    error.line_end = error.line_begin + part.size();
    error.at.column =
        static_cast<std::int64_t>(count_code_points(whole.substr(0, error.line_begin))) + 1;
    return error;
  }
  Error not_utf8(std::string_view whole, std::size_t bad) const {
    Error error = at_line("user-words-not-utf8", whole, whole.substr(bad, 0));
    error.line.clear();
    error.found = Message(kNotUtf8);
    error.expected = Message(kUtf8);
    error.help = Message(kSaveAsUtf8);
    return error;
  }
  Error too_high(std::string_view whole, std::string_view digits) const {
    Error error = at_line("user-word-frequency", whole, digits);
    error.found = Message(kTooHigh, {digits});
    error.expected = Message(kAtMost);
    error.help = Message(kLeaveOut);
    return error;
  }
  void warn(std::string_view whole, std::string_view word, std::string_view at) {
    Error note = at_line("user-word-never-found", whole, at);
    note.severity = Severity::warning;
    note.found = Message(kNeverAsked, {word, at});
    note.expected = Message(kBetween);
    const std::string pieces = pieces_of(word);
    if (!pieces.empty()) note.help = Message(kCutThere, {pieces});
    notes_.add(std::move(note));
  }

  std::string path_;
  Notes& notes_;
  std::int64_t row_ = 0;
};

}  // namespace

Result<UserWords> UserWords::read(const std::string& path, Notes& notes) {
  return parse(SJ_TRY(read_file(path)), path, notes);
}

Result<UserWords> UserWords::parse(std::string_view text, const std::string& path, Notes& notes) {
  Reader reader(path, notes);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    SJ_TRY(reader.read_line(text.substr(at, end - at)));
    at = end + 1;
  }
  UserWords words;
  words.path_ = path;
  words.size_ = reader.size_;
  Digest digest;
  digest.add(text);
  words.digest_ = digest.hex();
  words.as_written_ = std::make_shared<const jieba::Vocabulary>(std::move(reader.as_written_));
  words.simplified_ = std::make_shared<const jieba::Vocabulary>(std::move(reader.simplified_));
  return words;
}

}  // namespace shijin
