// Tercom's cuts in one pass over sacreBLEU's Western rules, with what is special done to each word.
#include "text/tercom.h"

#include <string>
#include <utility>

#include "base/utf8.h"
#include "text/code_points.h"
#include "text/edited_text.h"
#include "text/split.h"

namespace shijin {
namespace {

enum class Asian : std::uint8_t { no, yes };

// Drops punctuation out of each word; words of nothing else vanish.
class WithoutPunctuation final : public TokenSink {
 public:
  WithoutPunctuation(Asian asian, TokenSink& sink) : asian_(asian), sink_(&sink) {}

  void token(std::string_view text, Span span) override {
    kept_.clear();
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = at;
      const char32_t c = next_code_point(text, at);
      const bool western = c < 0x80 && kWestern.find(static_cast<char>(c)) != kWestern.npos;
      if (western || (asian_ == Asian::yes && is_tercom_asian_punctuation(c))) continue;
      kept_.append(text.substr(begin, at - begin));
    }
    if (!kept_.empty()) sink_->token(kept_, span);
  }

 private:
  static constexpr std::string_view kWestern = ".,?:;!\"()";

  Asian asian_;
  TokenSink* sink_;
  std::string kept_;
};

bool has_possessive(std::string_view word) { return word.size() > 2 && word.ends_with("'s"); }

// Hand a word over in two pieces, the second of `size` bytes. Their bytes are none of an entity's,
// so that the spans are right, but for lines joined inside the second piece.
void cut_in_two(std::string_view word, Span span, std::uint32_t size, TokenSink& sink) {
  const std::uint32_t middle = span.end - size > span.begin ? span.end - size : span.begin + 1;
  sink.token(word.substr(0, word.size() - size), {span.begin, middle});
  sink.token(word.substr(word.size() - size), {middle, span.end});
}

// Cuts a closing 's off where a blank, a symbol or the end follows.
class Possessives final : public TokenSink {
 public:
  Possessives(std::string_view whole, TokenSink& sink) : whole_(whole), sink_(&sink) {}

  void token(std::string_view word, Span span) override {
    if (has_possessive(word) && ends(word)) {
      cut_in_two(word, span, 2, *sink_);
    } else {
      sink_->token(word, span);
    }
  }

 private:
  bool ends(std::string_view word) const {
    const auto after = static_cast<std::size_t>(word.data() - whole_.data()) + word.size();
    if (after == whole_.size()) return true;
    const char c = whole_[after];
    return (c >= ' ' && c <= '&') || (c >= '(' && c <= '+') || (c >= ':' && c <= '@') ||
           (c >= '[' && c <= '`') || (c >= '{' && c <= '~') || c == '/';
  }

  std::string_view whole_;
  TokenSink* sink_;
};

// What a second pass still changes, now that a blank stands around every word.
class SecondPass final : public TokenSink {
 public:
  explicit SecondPass(TokenSink& sink) : sink_(&sink) {}

  void token(std::string_view word, Span span) override {
    if (word.size() > 1 && (word.front() == '.' || word.front() == ',')) {
      sink_->token(word.substr(0, 1), {span.begin, span.begin + 1});
      word.remove_prefix(1);
      ++span.begin;
    }
    if (has_possessive(word)) {
      cut_in_two(word, span, 2, *sink_);
    } else {
      sink_->token(word, span);
    }
  }

 private:
  TokenSink* sink_;
};

void split_normalized(std::string_view text, Asian asian, TokenSink& sink) {
  const std::string_view stripped = strip_python_space(text);
  if (stripped.empty()) return;
  text = text.substr(0, static_cast<std::size_t>(stripped.data() - text.data()) + stripped.size());
  const Chinese chinese = asian == Asian::yes ? Chinese::tercom : Chinese::kept_together;
  if (text.find('&') == text.npos && text.find('\n') == text.npos) {
    Possessives words(text, sink);
    split_western(text, Ends::padded, chinese, {}, 0, words);
    return;
  }
  EditedText edited(text);
  constexpr std::pair<std::string_view, std::string_view> kReplacements[] = {
      {"\n-", ""}, {"\n", " "}, {"&quot;", "\""}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}};
  for (const auto& [what, with] : kReplacements) edited.replace(what, with);
  Possessives words(edited.text, sink);
  split_western(edited.text, Ends::padded, chinese, edited.origin, 0, words);
}

template <bool kNoPunct, Asian kAsian>
void split_only(std::string_view text, TokenSink& sink) {
  if constexpr (kNoPunct) {
    WithoutPunctuation words(kAsian, sink);
    split_at_space(text, words);
  } else {
    split_at_space(text, sink);
  }
}

template <bool kNoPunct, Asian kAsian, TercomSide kSide>
void split_normal(std::string_view text, TokenSink& sink) {
  WithoutPunctuation filter(kAsian, sink);
  TokenSink& kept = kNoPunct ? filter : sink;
  SecondPass again(kept);
  split_normalized(text, kAsian, kSide == TercomSide::reference ? again : kept);
}

constexpr Text kSummary{"Words as TER cuts them.", "TER 切出的詞。"};
constexpr std::string_view kCite = "sacrebleu 2.6.0, tokenizer_ter";

// Two tokenisers of one name share their ids.
template <bool kNoPunct, Asian kAsian>
constexpr Tokenizer kPlain{"tercom", kSummary, kCite, split_only<kNoPunct, kAsian>};
template <bool kNoPunct, Asian kAsian, TercomSide kSide>
constexpr Tokenizer kNormal{
    kNoPunct ? (kAsian == Asian::yes ? "tercom-norm-nopunct-asian" : "tercom-norm-nopunct")
             : (kAsian == Asian::yes ? "tercom-norm-asian" : "tercom-norm"),
    kSummary, kCite, split_normal<kNoPunct, kAsian, kSide>};

template <bool kNoPunct, Asian kAsian>
const Tokenizer& choose(bool normalized, TercomSide side) {
  if (!normalized) return kPlain<kNoPunct, kAsian>;
  return side == TercomSide::output ? kNormal<kNoPunct, kAsian, TercomSide::output>
                                    : kNormal<kNoPunct, kAsian, TercomSide::reference>;
}

}  // namespace

const Tokenizer& tercom_tokenizer(TercomRules rules, TercomSide side) {
  if (rules.no_punct) {
    return rules.asian ? choose<true, Asian::yes>(rules.normalized, side)
                       : choose<true, Asian::no>(rules.normalized, side);
  }
  return rules.asian ? choose<false, Asian::yes>(rules.normalized, side)
                     : choose<false, Asian::no>(rules.normalized, side);
}

}  // namespace shijin
