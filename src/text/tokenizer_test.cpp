// Tokenisers against values printed by their peers, and against their naive twins.
#include "text/tokenizer.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "../../tests/reference/nasty_text.h"
#include "../../tests/reference/western_twin.h"
#include "base/utf8.h"
#include "text/category.h"
#include "text/lower.h"

namespace shijin {
namespace {

using Words = std::vector<std::string>;

struct Collector final : TokenSink {
  Words words;
  std::vector<Span> spans;
  void token(std::string_view text, Span span) override {
    words.emplace_back(text);
    spans.push_back(span);
  }
};

Collector cut(std::string_view name, std::string_view text) {
  Collector out;
  find_tokenizer(name)->split(text, out);
  return out;
}
Words words(std::string_view name, std::string_view text) { return cut(name, text).words; }

// Expected values: sacrebleu 2.6.0, rouge-score 0.1.2, jiwer 4.0.0 run on the same texts.
TEST(Tokenizer, cuts_13a_as_sacrebleu) {
  EXPECT_EQ(words("13a", "Hello, world! It's 3.5-4."),
            (Words{"Hello", ",", "world", "!", "It's", "3.5", "-", "4", "."}));
  EXPECT_EQ(words("13a", "a...b 5..6 .5"),
            (Words{"a", ".", ".", ".", "b", "5", ".", ".", "6", ".", "5"}));
  EXPECT_EQ(words("13a", "續航長,性價比高"), (Words{"續航長", ",", "性價比高"}));
}

TEST(Tokenizer, decodes_entities_in_the_peers_order_with_the_original_spans) {
  const Collector got = cut("13a", "x&amp;lt;y re-\nad");
  EXPECT_EQ(got.words, (Words{"x", "<", "y", "read"}));
  EXPECT_EQ(got.spans[1].begin, 1U);
  EXPECT_EQ(got.spans[1].end, 9U);
  EXPECT_EQ(got.spans[3].begin, 11U);
  EXPECT_EQ(got.spans[3].end, 17U);
}

TEST(Tokenizer, cuts_zh_as_sacrebleu_with_its_code_point_bug) {
  EXPECT_EQ(words("zh", " 這款3.5吋,好!5."),
            (Words{"這", "款", "3.5", "吋", ",", "好", "!", "5."}));
  EXPECT_EQ(words("zh", "𠀀𠀁か き—x"), (Words{"𠀀𠀁か", "き", "—", "x"}));
}

TEST(Tokenizer, cuts_zh_fixed_with_the_ranges_sacrebleu_means) {
  EXPECT_EQ(words("zh-fixed", "𠀀𠀁か き—x"), (Words{"𠀀", "𠀁", "か", "き—x"}));
  EXPECT_EQ(words("zh-fixed", "說“好”♥x5."), (Words{"說", "“", "好", "”", "♥", "x5."}));
  // Extension C and what came to the basic plane after 2003 were not meant either.
  EXPECT_EQ(words("zh-fixed", "𪜀𪜁龼"), (Words{"𪜀𪜁龼"}));
}

TEST(Tokenizer, cuts_intl_as_sacrebleu) {
  EXPECT_EQ(words("intl", "Hello, world! It's 3.5-4, in 2024."),
            (Words{"Hello", ",", "world", "!", "It", "'", "s", "3.5-4", ",", "in", "2024."}));
  EXPECT_EQ(words("intl", "5...6 a..b €5+3 „x“"),
            (Words{"5", ".", ".", ".6", "a", ".", ".", "b", "€", "5", "+", "3", "„", "x", "“"}));
  EXPECT_EQ(words("intl", "續航長,性價比高。"), (Words{"續航長", ",", "性價比高", "。"}));
}

TEST(Category, follows_unicode_17) {
  EXPECT_EQ(category(U'5'), Category::number);
  EXPECT_EQ(category(U'\u2167'), Category::number);
  EXPECT_EQ(category(U'。'), Category::punctuation);
  EXPECT_EQ(category(U'_'), Category::punctuation);
  EXPECT_EQ(category(U'€'), Category::symbol);
  EXPECT_EQ(category(U'中'), Category::other);
  EXPECT_EQ(category(U'\u20C1'), Category::symbol);  // new in Unicode 17
  EXPECT_EQ(category(U'😀'), Category::symbol);
  EXPECT_EQ(category(0x10FFFF), Category::other);
}

TEST(Tokenizer, cuts_ws_at_the_29_code_points_of_python) {
  std::size_t spaces = 0;
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text = "a";
    append_utf8(text, c);
    text += "b";
    const bool cut_here = words("ws", text) == Words{"a", "b"};
    EXPECT_EQ(cut_here, is_python_space(c)) << static_cast<unsigned>(c);
    spaces += cut_here ? 1 : 0;
  }
  EXPECT_EQ(spaces, 29U);
}

TEST(Tokenizer, cuts_characters_with_and_without_blanks) {
  EXPECT_EQ(words("char", " 好 a\u3000"), (Words{"好", "a"}));
  EXPECT_EQ(words("codepoint", "好 a"), (Words{"好", " ", "a"}));
}

TEST(Tokenizer, drops_all_but_latin_letters_and_digits_as_rouge_score) {
  EXPECT_EQ(words("latin", "Don't 很好 \u212aG \u0130z 3.5"),
            (Words{"don", "t", "kg", "i", "z", "3", "5"}));
}

TEST(Tokenizer, keeps_a_lone_tab_inside_a_word_as_jiwer) {
  EXPECT_EQ(words("jiwer", " a\tb c\t\td\u3000e "), (Words{"a\tb", "c", "d\u3000e"}));
  EXPECT_EQ(words("ws", " a\tb c\t\td\u3000e "), (Words{"a", "b", "c", "d", "e"}));
}

TEST(Tokenizer, gives_nothing_for_blank_texts) {
  for (const Tokenizer* tokenizer : all_tokenizers()) {
    EXPECT_TRUE(words(tokenizer->name, "").empty()) << tokenizer->name;
    // Some keep line ends as tokens, as their peers do.
    const bool keeps = tokenizer->name.starts_with("jieba") || tokenizer->name.starts_with("swift");
    if (tokenizer->name != "codepoint" && !keeps) {
      EXPECT_TRUE(words(tokenizer->name, " \n\u3000").empty()) << tokenizer->name;
    }
  }
}

TEST(Tokenizer, equals_the_substitutions_done_one_after_the_other) {
  Random random(1, 0);
  for (int i = 0; i < 5000; ++i) {
    const std::string text = reference::nasty_text(random, 30);
    EXPECT_EQ(words("13a", text), reference::tokens_13a(text)) << text;
    EXPECT_EQ(words("zh", text), reference::tokens_zh(text)) << text;
    EXPECT_EQ(words("zh-fixed", text), reference::tokens_zh_fixed(text)) << text;
    EXPECT_EQ(words("intl", text), reference::tokens_intl(text)) << text;
  }
}

TEST(Tokenizer, gives_growing_spans_inside_the_text_and_the_same_code_points) {
  Random random(2, 0);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = reference::nasty_text(random, 30);
    for (const Tokenizer* tokenizer : all_tokenizers()) {
      const Collector got = cut(tokenizer->name, text);
      std::uint32_t last = 0;
      for (const Span span : got.spans) {
        EXPECT_LE(last, span.begin);
        EXPECT_LT(span.begin, span.end + (tokenizer->between ? 1 : 0)) << tokenizer->name;
        EXPECT_LE(span.end, text.size());
        last = span.end;
      }
      if (tokenizer->code_points == nullptr) continue;
      std::vector<std::uint32_t> points(text.size());
      points.resize(tokenizer->code_points(text, points.data()));
      Words single;
      for (const std::uint32_t c : points) append_utf8(single.emplace_back(), c);
      EXPECT_EQ(single, got.words) << tokenizer->name << ": " << text;
    }
  }
}

TEST(Tokenizer, gives_the_same_tokens_as_pieces) {
  Random random(3, 0);
  Pieces pieces;
  std::map<std::string_view, std::size_t> given;
  std::map<std::string_view, std::set<std::string>> as_points;
  std::map<std::string_view, std::set<std::string>> as_bytes;
  for (int i = 0; i < 4000; ++i) {
    const std::string text = reference::nasty_text(random, 1 + i % 90);
    for (const Tokenizer* tokenizer : all_tokenizers()) {
      if (tokenizer->pieces == nullptr || !tokenizer->pieces(text, pieces)) continue;
      ++given[tokenizer->name];
      Words got;
      for (const Piece piece : pieces.all()) {
        std::string& word = got.emplace_back();
        if (piece.begin == Piece::kCodePoint) {
          append_utf8(word, char32_t{piece.size});
          as_points[tokenizer->name].insert(word);
        } else {
          word = text.substr(piece.begin, piece.size);
          as_bytes[tokenizer->name].insert(word);
        }
      }
      EXPECT_EQ(got, words(tokenizer->name, text)) << tokenizer->name << ": " << text;
    }
  }
  for (const auto& [name, points] : as_points) {
    for (const std::string& word : points) EXPECT_FALSE(as_bytes[name].contains(word)) << word;
  }
  // 13a gives none of the texts that it edits.
  EXPECT_EQ(given.at("zh"), 4000U);
  EXPECT_GT(given.at("13a"), 400U);
  EXPECT_LT(given.at("13a"), 4000U);
}

TEST(Lower, follows_python_in_final_sigma_and_letters_that_grow) {
  EXPECT_EQ(lower("ΑΣ ΑΣΑ"), "ας ασα");
  EXPECT_EQ(lower("\u0130ẞ\u212a"), "i\u0307ßk");
}

// A text with É in it takes the library's way, a text without may take the short one.
TEST(Lower, gives_every_code_point_the_same_by_both_of_its_ways) {
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, c);
    EXPECT_EQ("é " + lower(text), lower("É " + text)) << static_cast<std::uint32_t>(c);
  }
}

}  // namespace
}  // namespace shijin
