// 13a: sacreBLEU's default, after mteval-v13a: Western punctuation apart, four entities decoded.
#include <utility>

#include "base/utf8.h"
#include "text/byte_scan.h"
#include "text/edited_text.h"
#include "text/split.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

// What a text must hold to be edited before it is cut.
struct EditStops {
  static Bytes16 in(Bytes16 bytes) {
    return bytes.equal('&') | bytes.equal('\n') | bytes.equal('<');
  }
};

// The peer strips the end before it joins words over "-\n".
std::string_view without_end(std::string_view text) {
  const std::string_view stripped = strip_python_space(text);
  if (stripped.empty()) return {};
  return text.substr(0, static_cast<std::size_t>(stripped.data() - text.data()) + stripped.size());
}

bool is_plain(std::string_view text) {
  const std::size_t stop = ByteScan<EditStops>(text).next();
  if (stop == text.size()) return true;
  return text.find_first_of("&\n", stop) == std::string_view::npos &&
         text.find("<skipped>", stop) == std::string_view::npos;
}

void split_13a(std::string_view whole, TokenSink& sink) {
  const std::string_view text = without_end(whole);
  if (is_plain(text)) {
    split_western(text, Ends::padded, Chinese::kept_together, {}, 0, sink);
    return;
  }
  EditedText edited(text);
  constexpr std::pair<std::string_view, std::string_view> kReplacements[] = {
      {"<skipped>", ""}, {"-\n", ""},   {"\n", " "},  {"&quot;", "\""},
      {"&amp;", "&"},    {"&lt;", "<"}, {"&gt;", ">"}};
  for (const auto& [what, with] : kReplacements) edited.replace(what, with);
  split_western(edited.text, Ends::padded, Chinese::kept_together, edited.origin, 0, sink);
}

bool pieces_13a(std::string_view whole, Pieces& out) {
  const std::string_view text = without_end(whole);
  if (!is_plain(text)) return false;
  western_pieces(text, Ends::padded, Chinese::kept_together, 0, out);
  return true;
}

}  // namespace

SJ_TOKENIZER(13a,
             {.name = "13a",
              .summary = {"Western words and punctuation, as machine translation counts them; "
                          "unspaced Chinese stays in one piece.",
                          "西文單詞與標點，機器翻譯慣用的切法；沒有空格的中文會整段黏在一起。"},
              .cite = "sacrebleu 2.6.0, tokenizer_13a (mteval-v13a)",
              .split = split_13a,
              .pieces = pieces_13a});

}  // namespace shijin
