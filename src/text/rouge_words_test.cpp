// The words that rouge-chinese and rouge compare, against rouge-chinese's own steps and by
// examples.
#include "text/rouge_words.h"

#include <gtest/gtest.h>

#include "../../tests/reference/naive_rouge_words.h"
#include "base/random.h"
#include "text/nltk_words.h"

namespace shijin {
namespace {

using Words = std::vector<std::string>;

struct Collect final : TokenSink {
  std::string_view text;
  Words words;
  void token(std::string_view token, Span span) override {
    ASSERT_LE(span.begin, span.end);
    ASSERT_LE(span.end, text.size());
    words.emplace_back(token == kEmptyWord ? "" : token);
  }
};

Words rouge_zh(std::string_view text, const Tokenizer* words = nullptr) {
  Collect sink;
  sink.text = text;
  split_rouge_zh(text, words, sink);
  return sink.words;
}

Words rouge_sentences(std::string_view text) {
  Collect sink;
  sink.text = text;
  split_rouge_sentences(text, *find_tokenizer("codepoint"), sink);
  return sink.words;
}

Words nltk_words(std::string_view text) {
  Collect sink;
  sink.text = text;
  find_tokenizer("nltk-words")->split(text, sink);
  return sink.words;
}

std::string draw(Random& random) {
  constexpr std::string_view kPieces[] = {"a", "好", "。", "！", "？",   "?",
                                          "”", "’",  "，", ".",  "..",   "......",
                                          "…", "……", " ",  "\n", "\r\n", "\u3000"};
  std::string text;
  for (std::uint64_t i = random.below(14); i > 0; --i) {
    text += kPieces[random.below(std::size(kPieces))];
  }
  return text;
}

std::string joined(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (i > 0) out += ' ';
    append_utf8(out, decode_utf8(text, i));
  }
  return out;
}

TEST(RougeWords, are_those_of_rouge_chinese_s_own_steps) {
  Random random(7, 0);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = draw(random);
    ASSERT_EQ(rouge_zh(text), naive::rouge_zh_words(text)) << text;
    ASSERT_EQ(rouge_zh(text, find_tokenizer("codepoint")), naive::rouge_zh_words(joined(text)))
        << text;
  }
}

TEST(RougeWords, are_cut_at_the_end_of_a_sentence_but_not_before_a_closing_quote) {
  EXPECT_EQ(rouge_zh("好。走"), (Words{"好。", "走"}));
  EXPECT_EQ(rouge_zh("好。”走"), (Words{"好。”", "走"}));
  EXPECT_EQ(rouge_zh("好。”，走"), Words{"好。”，走"});
  EXPECT_EQ(rouge_zh("a......b……c"), (Words{"a......", "b……", "c"}));
}

TEST(RougeWords, hold_an_empty_one_for_a_blank_line_inside) {
  EXPECT_EQ(rouge_zh("a\n \nb"), (Words{"a", "", "b"}));
  EXPECT_EQ(rouge_zh("a\n\nb"), (Words{"a", "b"}));
  EXPECT_EQ(rouge_zh("a\n \n"), Words{"a"});
  EXPECT_EQ(rouge_zh(" \n"), Words{});
}

TEST(RougeWords, of_the_rouge_package_are_cut_at_every_period) {
  EXPECT_EQ(rouge_sentences("3.1"), (Words{"3", ".", "1"}));
  EXPECT_EQ(rouge_sentences("a.\nb"), (Words{"a", ".", "b"}));
  EXPECT_EQ(rouge_sentences("a.\n"), (Words{"a", ".", ""}));
  EXPECT_EQ(rouge_sentences(" . "), Words{});
  EXPECT_EQ(rouge_sentences(" "), Words{});
}

// Expected from nltk 3.10.4, word_tokenize(text, preserve_line=True).
TEST(NltkWords, are_those_of_nltk) {
  EXPECT_EQ(nltk_words("The cat can't sleep."), (Words{"The", "cat", "ca", "n't", "sleep", "."}));
  EXPECT_EQ(nltk_words("\"I cannot,\" she said (twice)"),
            (Words{"``", "I", "can", "not", ",", "''", "she", "said", "(", "twice", ")"}));
  EXPECT_EQ(nltk_words("It costs $3.50--gimme 50%"),
            (Words{"It", "costs", "$", "3.50", "--", "gim", "me", "50", "%"}));
  EXPECT_EQ(nltk_words(" \n"), Words{});
}

TEST(NltkWords, are_known_for_one_sentence_only) {
  EXPECT_TRUE(is_one_nltk_sentence("He saw it. "));
  EXPECT_TRUE(is_one_nltk_sentence("3.14 is pi"));
  EXPECT_FALSE(is_one_nltk_sentence("Dr. Wang"));
  EXPECT_FALSE(is_one_nltk_sentence("Really?!"));
  EXPECT_FALSE(is_one_nltk_sentence("(He slept.)"));
}

}  // namespace
}  // namespace shijin
