// JsonWalk: one strict pass over one JSON record (RFC 8259, plus: no key twice in an object). It
// tells a sink what it meets at the places the sink asked for, and stops at the first fault.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/json_text.h"

namespace shijin {

/// What is wrong with a record; `Inside` says what was still open when it ended
enum class JsonFault : std::uint8_t {
  none,
  value,      // something else stands where a value belongs
  key,        // … where a key in double quotes belongs
  colon,      // … where a colon belongs
  comma,      // … where a comma or the closing bracket belongs
  trailing,   // more follows after the record
  truncated,  // the record ends too early
  control,    // a bare control character inside a text
  escape,     // a backslash that begins no escape
  surrogate,  // an escape that is half of a character
  number,     // nearly a number: 01, 1., .5, +1
  literal,    // NaN, Infinity, None, True: no JSON values
  repeated,   // a key for the second time
  deep,       // more than kJsonDepth brackets open
  not_object  // the record is some other value
};

enum class JsonInside : std::uint8_t { nothing, text, object, list };

/// A fault, and its place in the record
struct JsonFinding {
  JsonFault fault = JsonFault::none;
  std::size_t at = 0;
  std::size_t size = 0;
  JsonInside inside = JsonInside::nothing;

  bool ok() const { return fault == JsonFault::none; }
};

enum class JsonKind : std::uint8_t { text, number, boolean, null, object, list };

inline constexpr int kJsonDepth = 256;

/// Find the first quote, backslash or control character in [p, end), or end
inline const char* find_text_stop(const char* p, const char* end) {
#ifdef __SSE2__
  // Keys and labels end here; what goes on is a text, worth a call.
  constexpr std::ptrdiff_t kShort = 16;
  if (end - p >= kShort) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i control = _mm_set1_epi8(0x1F);
    const __m128i stops = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                                    _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
                                       _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
    const int mask = _mm_movemask_epi8(stops);
    if (mask != 0) return p + __builtin_ctz(static_cast<unsigned>(mask));
    p += kShort;
  }
#endif
  return find_text_stop_long(p, end);
}

/// Walk one record. A Sink has a pointer-like `Node` (null: nobody asked for this place) and
///   Node child(Node object, std::string_view key);        Node element(Node list, std::size_t i);
///   std::size_t tail(Node list);                          Node from_end(Node list, std::size_t k);
///   void text(Node, std::string_view raw, bool escaped);  raw is the inside, escapes not undone
///   void value(Node, std::string_view raw, JsonKind);     all others, containers when they end
///   bool allows_nan(Node);  Python writes NaN and Infinity; harmless where nobody asked for them
/// `tail` is how many of a list's last elements are asked for; they are walked a second time.
/// A Sink whose `child` always gives the same for the same key may say so (`kSteady`): then the
/// keys of the record before are expected in the same order, and comparing their bytes is all they
/// cost.
template <class Sink>
class JsonWalk {
 public:
  using Node = typename Sink::Node;

  explicit JsonWalk(Sink& sink) : sink_(sink) {}

  /// Walk one record: an object with nothing but white space around it
  JsonFinding object_record(std::string_view record, Node root) {
    start(record);
    if (root != root_) expected_.clear();
    root_ = root;
    if (p_ != end_ && *p_ != '{') {
      const char* begin = p_;
      if (value(nullptr)) fail_at(JsonFault::not_object, begin, p_);
      return finding_;
    }
    return walk(root);
  }

  /// Walk any JSON value with nothing but white space around it
  JsonFinding any_value(std::string_view text, Node root) {
    start(text);
    return walk(root);
  }

 private:
  struct Key {
    std::uint64_t mark;
    std::string_view name;
  };
  static constexpr std::size_t kFewKeys = 48;  // above this, sorting finds repeated keys

  // A key as an earlier record had it: `"name":`, and where it leads.
  struct Expected {
    std::string bytes;
    std::size_t name = 0;  // its bytes
    std::uint64_t mark = 0;
    Node child = nullptr;
  };
  static constexpr bool kExpects = requires { requires Sink::kSteady; };
  static constexpr int kMostLearned = 1024;  // keys; records without a common order teach nothing
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  void start(std::string_view text) {
    begin_ = p_ = text.data();
    end_ = text.data() + text.size();
    finding_ = {};
    depth_ = 0;
    keys_.clear();
    starts_.clear();
    unescaped_.clear();
    next_ = 0;
    skip_space();
  }

  JsonFinding walk(Node root) {
    if (value(root)) {
      skip_space();
      if (p_ != end_) fail(JsonFault::trailing);
    }
    return finding_;
  }

  void skip_space() {
    while (p_ != end_ && (*p_ == ' ' || *p_ == '\n' || *p_ == '\r' || *p_ == '\t')) ++p_;
  }

  bool fail_at(JsonFault fault, const char* from, const char* to) {
    finding_.fault = fault;
    finding_.at = static_cast<std::size_t>(from - begin_);
    finding_.size = static_cast<std::size_t>(to - from);
    return false;
  }
  bool fail(JsonFault fault) { return fail_at(fault, p_, std::min(p_ + 1, end_)); }
  bool cut_short(JsonInside inside) {
    finding_.inside = inside;
    return fail_at(JsonFault::truncated, end_, end_);
  }

  static std::string_view view(const char* from, const char* to) {
    return {from, static_cast<std::size_t>(to - from)};
  }

  bool value(Node node) {
    if (p_ == end_) return cut_short(JsonInside::nothing);
    if (*p_ == '"') {
      const char* from = p_ + 1;
      if (!text()) return false;
      if (node != nullptr) sink_.text(node, view(from, p_ - 1), escaped_);
      return true;
    }
    if (*p_ == '{') return object(node);
    if (*p_ == '[') return list(node);
    return scalar(node);
  }

  // From an opening quote to behind the closing one; notes in escaped_ whether there are escapes.
  bool text() {
    escaped_ = false;
    ++p_;
    for (;;) {
      p_ = find_text_stop(p_, end_);
      if (p_ == end_) return cut_short(JsonInside::text);
      if (*p_ == '"') {
        ++p_;
        return true;
      }
      if (*p_ != '\\') return fail(JsonFault::control);
      escaped_ = true;
      while (p_ != end_ && *p_ == '\\') {
        if (end_ - p_ >= 2 && (p_[1] == 'n' || p_[1] == '"')) {  // nearly all
          p_ += 2;
          continue;
        }
        const std::size_t size = escape_size(view(p_, end_), 0);
        if (size == 0) return bad_escape();
        p_ += size;
      }
    }
  }

  bool bad_escape() {
    const auto left = static_cast<std::size_t>(end_ - p_);
    if (left < 2) return cut_short(JsonInside::text);
    if (p_[1] != 'u') return fail_at(JsonFault::escape, p_, p_ + 2);
    std::size_t digits = 2;
    while (digits < std::min<std::size_t>(left, 6) && is_hex(p_[digits])) ++digits;
    if (digits == left) return cut_short(JsonInside::text);
    return fail_at(digits == 6 ? JsonFault::surrogate : JsonFault::escape, p_, p_ + digits);
  }
  static bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  bool enter() {
    if (++depth_ > kJsonDepth) return fail(JsonFault::deep);
    ++p_;
    skip_space();
    return true;
  }

  // After a member or an element: true when another follows, false at the end or at a fault.
  bool another(char close, JsonInside inside) {
    skip_space();
    if (p_ == end_) return cut_short(inside);
    if (*p_ == close) return false;
    if (*p_ != ',') return fail(JsonFault::comma);
    ++p_;
    skip_space();
    if (p_ == end_) return cut_short(inside);
    return true;
  }

  bool leave(Node node, const char* from, JsonKind kind) {
    ++p_;
    --depth_;
    if (node != nullptr) sink_.value(node, view(from, p_), kind);
    return true;
  }

  bool object(Node node) {
    const char* from = p_;
    const std::size_t first_key = keys_.size();
    if (!enter()) return false;
    if (p_ == end_) return cut_short(JsonInside::object);
    const bool expects = kExpects && depth_ == 1 && node != nullptr;
    if (*p_ != '}') {
      do {
        if (expects ? !expected_member(node, first_key) : !member(node, first_key)) return false;
      } while (another('}', JsonInside::object));
      if (!finding_.ok()) return false;
    }
    if (keys_.size() - first_key > kFewKeys && !all_different(first_key)) return false;
    keys_.resize(first_key);
    return leave(node, from, JsonKind::object);
  }

  // A member of the record itself: most likely its key is that of the record before.
  bool expected_member(Node record, std::size_t first_key) {
    if (next_ < expected_.size() && view(p_, end_).starts_with(expected_[next_].bytes)) {
      const Expected& known = expected_[next_++];
      keys_.push_back({known.mark, view(p_ + 1, p_ + 1 + known.name)});
      p_ += known.bytes.size();
      skip_space();
      return p_ != end_ ? value(known.child) : cut_short(JsonInside::object);
    }
    const char* const from = p_;
    Node child = nullptr;
    if (!key(record, first_key, child)) return false;
    if (next_ <= expected_.size() && learned_ < kMostLearned && !escaped_) {
      expected_.resize(next_++);
      const std::string_view bytes = view(from, p_);
      expected_.push_back({std::string(bytes.substr(0, bytes.find_last_of(':') + 1)),
                           keys_.back().name.size(), keys_.back().mark, child});
      ++learned_;
    } else {
      next_ = kNowhere;
    }
    return value(child);
  }

  bool member(Node node, std::size_t first_key) {
    Node child = nullptr;
    return key(node, first_key, child) && value(child);
  }

  // From the quote of a key to the beginning of its value.
  bool key(Node node, std::size_t first_key, Node& child) {
    if (*p_ != '"') return fail(JsonFault::key);
    const char* from = p_ + 1;
    if (!text()) return false;
    std::string_view name = view(from, p_ - 1);
    if (escaped_) name = unescape(name);
    if (!remember(name, first_key, from)) return false;
    skip_space();
    if (p_ == end_) return cut_short(JsonInside::object);
    if (*p_ != ':') return fail(JsonFault::colon);
    ++p_;
    skip_space();
    if (p_ == end_) return cut_short(JsonInside::object);
    if (node != nullptr) child = sink_.child(node, name);
    return true;
  }

  std::string_view unescape(std::string_view raw) {
    std::string& name = unescaped_.emplace_back(raw.size(), '\0');
    name.resize(unescape_json(raw, name.data()));
    return name;
  }

  static std::uint64_t mark_of(std::string_view name) {
    std::uint32_t head = 0;
    std::uint32_t back = 0;
    if (name.size() >= sizeof head) {  // a size that is known beforehand is one instruction
      std::memcpy(&head, name.data(), sizeof head);
      std::memcpy(&back, name.data() + name.size() - sizeof back, sizeof back);
    } else {
      for (const char c : name) head = head << 8U | static_cast<unsigned char>(c);
    }
    return (static_cast<std::uint64_t>(head) << 32U) ^ back ^ (name.size() << 8U);
  }

  bool remember(std::string_view name, std::size_t first_key, const char* from) {
    const std::uint64_t mark = mark_of(name);
    if (keys_.size() - first_key <= kFewKeys) {
      for (std::size_t i = first_key; i < keys_.size(); ++i) {
        if (keys_[i].mark == mark && keys_[i].name == name) {
          return fail_at(JsonFault::repeated, from, p_ - 1);
        }
      }
    }
    keys_.push_back({mark, name});
    return true;
  }

  bool all_different(std::size_t first_key) {
    const auto begin = keys_.begin() + static_cast<std::ptrdiff_t>(first_key);
    std::sort(begin, keys_.end(), [](const Key& a, const Key& b) { return a.name < b.name; });
    const auto twice = std::adjacent_find(
        begin, keys_.end(), [](const Key& a, const Key& b) { return a.name == b.name; });
    if (twice == keys_.end()) return true;
    // An unescaped copy lies elsewhere: then the object's end is the best place to show.
    const char* at = std::max(twice->name.data(), (twice + 1)->name.data());
    const bool here = at >= begin_ && at < end_;
    return here ? fail_at(JsonFault::repeated, at, at + twice->name.size())
                : fail_at(JsonFault::repeated, p_, p_ + 1);
  }

  bool list(Node node) {
    const char* from = p_;
    const std::size_t tail = node != nullptr ? sink_.tail(node) : 0;
    const std::size_t first_start = starts_.size();
    if (!enter()) return false;
    if (p_ == end_) return cut_short(JsonInside::list);
    if (*p_ != ']') {
      std::size_t index = 0;
      do {
        if (tail > 0) starts_.push_back(p_);
        if (!value(node != nullptr ? sink_.element(node, index++) : nullptr)) return false;
      } while (another(']', JsonInside::list));
      if (!finding_.ok()) return false;
    }
    if (!walk_tail(node, tail, first_start)) return false;
    return leave(node, from, JsonKind::list);
  }

  bool walk_tail(Node node, std::size_t tail, std::size_t first_start) {
    const char* const end = p_;
    const std::size_t count = starts_.size() - first_start;
    for (std::size_t k = 1; k <= std::min(tail, count); ++k) {
      p_ = starts_[first_start + count - k];
      if (!value(sink_.from_end(node, k))) return false;
    }
    starts_.resize(first_start);
    p_ = end;
    return true;
  }

  static bool in_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '+' || c == '.' || c == '_';
  }

  bool scalar(Node node) {
    const char* from = p_;
    const char* to = from;
    while (to != end_ && in_word(*to)) ++to;
    const std::string_view word = view(from, to);
    if (word.empty()) return fail(JsonFault::value);
    const bool numeric = is_json_number(word);
    const bool boolean = word == "true" || word == "false";
    const bool is_nan = word == "NaN" || word == "Infinity" || word == "-Infinity";
    const bool allowed = is_nan && (node == nullptr || sink_.allows_nan(node));
    if (!numeric && !boolean && word != "null" && !allowed) return bad_word(word);
    p_ = to;
    if (node != nullptr) {
      sink_.value(node, word,
                  numeric || is_nan ? JsonKind::number
                  : boolean         ? JsonKind::boolean
                                    : JsonKind::null);
    }
    return true;
  }

  bool bad_word(std::string_view word) {
    const char* to = word.data() + word.size();
    static constexpr std::string_view kForeign[] = {
        "NaN", "nan", "Infinity", "-Infinity", "inf", "-inf", "None", "True", "False", "undefined"};
    if (std::find(std::begin(kForeign), std::end(kForeign), word) != std::end(kForeign)) {
      return fail_at(JsonFault::literal, p_, to);
    }
    const std::string_view end_of{"truefalsenull"};
    if (to == end_ && end_of.find(word) != std::string_view::npos) {
      return cut_short(JsonInside::nothing);
    }
    const char first = word.front();
    const bool numeric =
        (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
    return fail_at(numeric ? JsonFault::number : JsonFault::value, p_, to);
  }

  Sink& sink_;
  const char* begin_ = nullptr;
  const char* p_ = nullptr;
  const char* end_ = nullptr;
  JsonFinding finding_;
  int depth_ = 0;
  bool escaped_ = false;
  std::vector<Key> keys_;
  Node root_ = nullptr;
  std::vector<Expected> expected_;  // keys of the record, in order
  std::size_t next_ = 0;            // which of them; kNowhere in a record of another order
  int learned_ = 0;
  std::vector<const char*> starts_;
  std::deque<std::string> unescaped_;
};

}  // namespace shijin
