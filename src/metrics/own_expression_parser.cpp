// Reading expressions: recursive descent over + - * / and calls, with a caret for each mistake.
#include <algorithm>

#include "base/numbers.h"
#include "base/utf8.h"
#include "metrics/own_expression_internal.h"

namespace shijin {
namespace {

constexpr Text kCannotRead{"the expression cannot be read: {0}", "無法讀取運算式：{0}"};
constexpr Text kEnds{"it ends where a value belongs", "在該有數值的地方就結束了"};
constexpr Text kNoValue{"\"{0}\" stands where a value belongs", "該有數值的地方寫了「{0}」"};
constexpr Text kNoOperator{"\"{0}\" stands where + - * / or the end belongs",
                           "該有 + - * / 或結尾的地方寫了「{0}」"};
constexpr Text kUnclosed{"a parenthesis is not closed", "有括號沒有關閉"};
constexpr Text kNoFunction{"there is no function \"{0}\"", "沒有名為「{0}」的函式"};
constexpr Text kCount{"{0} takes {1} values, not {2}", "{0} 需要 {1} 個值，卻給了 {2} 個"};
constexpr Text kTwoOrMore{"2 or more", "2 個以上的"};
constexpr Text kNumberTooLarge{"the number {0} is too large", "數字 {0} 太大"};
constexpr Text kTooLong{"it is longer than {0} bytes or nested deeper than {1}",
                        "長度超過 {0} 位元組，或巢狀超過 {1} 層"};
constexpr Text kExpected{
    "metric keys, numbers, + - * /, parentheses, and abs, clamp, exp, log, max, min, sqrt",
    "指標鍵、數字、+ - * /、括號，以及 abs、clamp、exp、log、max、min、sqrt"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};
constexpr Text kNoPowers{"there are no powers; write x*x for the square of x",
                         "沒有次方運算；x 的平方請寫成 x*x"};
constexpr Text kStep{"split it into several metrics: an expression may name another of your own",
                     "請拆成幾個指標：運算式可以引用您自訂的其他指標"};

constexpr std::size_t kLongest = 10'000;
constexpr int kDeepest = 100;

// Signs that a document or an input method puts in place of ours.
constexpr std::pair<std::string_view, std::string_view> kLookAlikes[] = {
    {"\u00d7", "*"}, {"\u2217", "*"}, {"\u00b7", "*"}, {"\u00f7", "/"}, {"\u2212", "-"},
    {"\u2013", "-"}, {"\u2014", "-"}, {"\uff0b", "+"}, {"\uff0d", "-"}, {"\uff0a", "*"},
    {"\uff0f", "/"}, {"\uff08", "("}, {"\uff09", ")"}, {"\uff0c", ","}, {"\u3001", ","}};

bool digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool in_metric_name(char c) {
  return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::span<const Expression::Function> Expression::Function::all() {
  static constexpr Function kAll[] = {
      {"abs", Kind::absolute, 1, 1},    {"clamp", Kind::clamp, 3, 3},
      {"exp", Kind::exponential, 1, 1}, {"log", Kind::logarithm, 1, 1},
      {"max", Kind::maximum, 2, 1'000}, {"min", Kind::minimum, 2, 1'000},
      {"sqrt", Kind::root, 1, 1},
  };
  return kAll;
}

const Expression::Function* Expression::find_function(std::string_view name) {
  for (const Function& function : Function::all()) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

class Expression::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Expression> run() {
    if (text_.size() > kLongest) return too_long();
    static_cast<void>(SJ_TRY(sum()));
    if (at_ < text_.size()) return misplaced(kNoOperator);
    return std::move(out_);
  }

 private:
  Error fail(Message why, std::size_t begin, std::size_t end) const {
    Error error;
    error.name = "expression-malformed";
    error.found = Message(kCannotRead, {std::move(why)});
    error.expected = Message(kExpected);
    error.line = text_;
    error.line_begin = begin;
    error.line_end = end;
    return error;
  }
  Error too_long() const {
    Error error =
        fail(Message(kTooLong, {std::to_string(kLongest), std::to_string(kDeepest)}), 0, 0);
    error.help = Message(kStep);
    return error;
  }
  // What stands here belongs elsewhere; a look-alike of one of our signs is told apart.
  Error misplaced(Text why) const {
    if (at_ >= text_.size()) return fail(Message(kEnds), text_.size(), text_.size() + 1);
    std::size_t end = at_;
    decode_utf8(text_, end);
    while (end < text_.size() && in_metric_name(text_[at_]) && in_metric_name(text_[end])) ++end;
    for (const auto& [foreign, ours] : kLookAlikes) {
      if (!text_.substr(at_).starts_with(foreign)) continue;
      Error error = fail(Message(why, {foreign}), at_, at_ + foreign.size());
      error.help = Message(kWrite, {ours});
      return error;
    }
    Error error = fail(Message(why, {printable_piece(end)}), at_, end);
    if (text_[at_] == '^' || text_.substr(at_).starts_with("**")) error.help = Message(kNoPowers);
    return error;
  }
  std::string printable_piece(std::size_t end) const {
    return std::string(text_.substr(at_, end - at_));
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n')) {
      ++at_;
    }
  }
  bool take(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    skip_blanks();
    return true;
  }
  std::size_t add(Node node) {
    out_.nodes_.push_back(std::move(node));
    return out_.nodes_.size() - 1;
  }

  Result<std::size_t> sum() {
    if (++depth_ > kDeepest) return too_long();
    std::size_t left = SJ_TRY(product());
    for (;;) {
      const Kind kind = take('+') ? Kind::add : take('-') ? Kind::subtract : Kind::number;
      if (kind == Kind::number) break;
      const std::size_t right = SJ_TRY(product());
      left = add({kind, 0, 0, {left, right}});
    }
    --depth_;
    return left;
  }
  Result<std::size_t> product() {
    std::size_t left = SJ_TRY(signed_value());
    for (;;) {
      skip_blanks();
      if (text_.substr(std::min(at_, text_.size())).starts_with("**")) {
        return misplaced(kNoOperator);
      }
      const Kind kind = take('*') ? Kind::multiply : take('/') ? Kind::divide : Kind::number;
      if (kind == Kind::number) return left;
      const std::size_t right = SJ_TRY(signed_value());
      left = add({kind, 0, 0, {left, right}});
    }
  }
  Result<std::size_t> signed_value() {
    if (++depth_ > kDeepest) return too_long();
    const bool minus = take('-');
    const std::size_t value = minus ? SJ_TRY(signed_value()) : SJ_TRY(primary());
    --depth_;
    return minus ? add({Kind::negate, 0, 0, {value}}) : value;
  }
  Result<std::size_t> primary() {
    skip_blanks();
    if (at_ >= text_.size()) return misplaced(kNoValue);
    const char c = text_[at_];
    const std::size_t open = at_;
    if (take('(')) {
      const std::size_t inside = SJ_TRY(sum());
      if (take(')')) return inside;
      if (at_ < text_.size()) return misplaced(kNoOperator);
      return fail(Message(kUnclosed), open, open + 1);
    }
    if (digit(c) || c == '.') return number();
    for (const auto& [foreign, ours] : kLookAlikes) {
      if (text_.substr(at_).starts_with(foreign)) return misplaced(kNoValue);
    }
    if (in_metric_name(c)) return name();
    return misplaced(kNoValue);
  }
  Result<std::size_t> number() {
    std::size_t end = at_;
    while (end < text_.size() && (digit(text_[end]) || text_[end] == '.')) ++end;
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      std::size_t digits = end + 1;
      if (digits < text_.size() && (text_[digits] == '-' || text_[digits] == '+')) ++digits;
      if (digits < text_.size() && digit(text_[digits])) {
        for (end = digits; end < text_.size() && digit(text_[end]);) ++end;
      }
    }
    const std::string_view word = text_.substr(at_, end - at_);
    const auto value = parse_number(word);
    if (!value) return fail(Message(kNoValue, {word}), at_, end);
    if (*value > 1e300) return fail(Message(kNumberTooLarge, {word}), at_, end);
    at_ = end;
    return add({Kind::number, *value, 0, {}});
  }
  // A call, or a metric key with its arguments in brackets.
  Result<std::size_t> name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && in_metric_name(text_[at_])) {
      const bool foreign =
          std::any_of(std::begin(kLookAlikes), std::end(kLookAlikes),
                      [&](const auto& pair) { return text_.substr(at_).starts_with(pair.first); });
      if (foreign) break;
      decode_utf8(text_, at_);
    }
    const std::string_view word = text_.substr(begin, at_ - begin);
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == '(') return call(word, begin);
    if (at_ < text_.size() && text_[at_] == '[') {
      bool quoted = false;
      for (; at_ < text_.size() && (quoted || text_[at_] != ']'); ++at_) {
        if (text_[at_] == '"') quoted = !quoted;
        if (text_[at_] == '\\' && quoted) ++at_;
      }
      at_ = std::min(at_ + 1, text_.size());
    }
    Result<std::vector<KeyText>> keys = parse_keys(text_.substr(begin, at_ - begin));
    if (!keys.ok()) {
      Error error = std::move(keys).error();
      error.line = text_;
      error.line_begin = begin;
      error.line_end = at_;
      return error;
    }
    return leaf(std::move(keys.value().front()));
  }
  std::size_t leaf(KeyText key) {
    std::vector<KeyText>& leaves = out_.leaves_;
    const auto known = std::find_if(leaves.begin(), leaves.end(), [&](const KeyText& other) {
      return other.name == key.name && other.arguments == key.arguments;
    });
    const auto index = static_cast<std::size_t>(known - leaves.begin());
    if (known == leaves.end()) leaves.push_back(std::move(key));
    return add({Kind::leaf, 0, index, {}});
  }
  Result<std::size_t> call(std::string_view word, std::size_t begin) {
    const Function* function = find_function(word);
    if (function == nullptr) {
      std::vector<std::string_view> names;
      for (const Function& known : Function::all()) names.push_back(known.name);
      Error error = fail(Message(kNoFunction, {word}), begin, begin + word.size());
      const std::string near = nearest_name(word, names);
      if (!near.empty()) error.help = Message(kWrite, {near + "(…)"});
      return error;
    }
    const std::size_t open = at_;
    take('(');
    Node node{function->kind, 0, 0, {}};
    do {
      node.parts.push_back(SJ_TRY(sum()));
    } while (take(','));
    if (!take(')')) {
      if (at_ < text_.size()) return misplaced(kNoOperator);
      return fail(Message(kUnclosed), open, open + 1);
    }
    if (node.parts.size() < function->least || node.parts.size() > function->most) {
      const Message wanted = function->least == function->most
                                 ? Message(std::to_string(function->least))
                                 : Message(kTwoOrMore);
      return fail(Message(kCount, {word, wanted, std::to_string(node.parts.size())}), begin, at_);
    }
    return add(std::move(node));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Expression out_;
};

Result<Expression> Expression::parse(std::string_view text) { return Parser(text).run(); }

}  // namespace shijin
