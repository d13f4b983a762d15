// jieba's tokenisers against what Python's jieba 0.42.1 prints for the same texts.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "../../tests/reference/naive_jieba.h"
#include "base/random.h"
#include "text/jieba_table.h"
#include "text/simplify.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

struct Collector final : TokenSink {
  std::string joined;
  std::vector<Span> spans;
  void token(std::string_view text, Span span) override {
    if (!spans.empty()) joined += '|';
    joined += text;
    spans.push_back(span);
  }
};

std::string cut(std::string_view tokenizer, std::string_view text) {
  Collector out;
  find_tokenizer(tokenizer)->split(text, out);
  return out.joined;
}

TEST(Jieba, holds_every_word_of_the_dictionary) {
  const jieba::Table& table = jieba::table();
  EXPECT_EQ(table.header->total, 60'101'967U);
  std::size_t words = 0;
  std::size_t prefixes = 0;
  for (std::size_t i = 0; i < table.header->nodes; ++i) {
    if (table.nodes[i].code == jieba::kFree) continue;
    ++prefixes;
    words += table.nodes[i].weight != 0 ? 1U : 0U;
  }
  EXPECT_EQ(words, 349'045U);
  EXPECT_EQ(prefixes, 498'113U);
}

TEST(Jieba, cuts_words_of_the_dictionary_and_guesses_the_others) {
  EXPECT_EQ(cut("jieba", "我来到北京清华大学"), "我|来到|北京|清华大学");
  EXPECT_EQ(cut("jieba", "他来到了网易杭研大厦"), "他|来到|了|网易|杭研|大厦");
  EXPECT_EQ(cut("jieba-nohmm", "他来到了网易杭研大厦"), "他|来到|了|网易|杭|研|大厦");
  EXPECT_EQ(cut("jieba", "李小福是创新办主任也是云计算方面的专家"),
            "李小福|是|创新|办|主任|也|是|云|计算|方面|的|专家");
}

TEST(Jieba, keeps_letters_digits_and_six_signs_with_their_neighbours) {
  EXPECT_EQ(cut("jieba", "iPhone15的价格上涨3.14%,C++和www.a.cn"),
            "iPhone15|的|价格上涨|3.14%|,|C++|和|www|.|a|.|cn");
  EXPECT_EQ(cut("jieba-nohmm", "iPhone15 3.14% a_b"), "iPhone15| |3|.|14|%| |a|_|b");
  EXPECT_EQ(cut("jieba", "1号店--"), "1号店|--");
}

TEST(Jieba, lets_everything_outside_a_block_stand_alone) {
  EXPECT_EQ(cut("jieba", "好，\r\n\r 吗\u3000。😀𠀀㐀"), "好|，|\r\n|\r| |吗|\u3000|。|😀|𠀀|㐀");
  EXPECT_EQ(cut("jieba", ""), "");
}

TEST(Jieba, gives_the_place_of_each_token) {
  Collector out;
  find_tokenizer("jieba")->split("a 中国😀", out);
  ASSERT_EQ(out.spans.size(), 4U);
  const std::vector<std::uint32_t> expected = {0, 1, 1, 2, 2, 8, 8, 12};
  std::vector<std::uint32_t> got;
  for (const Span span : out.spans) got.insert(got.end(), {span.begin, span.end});
  EXPECT_EQ(got, expected);
}

TEST(Jieba, takes_the_longer_first_word_of_equal_paths) {
  EXPECT_EQ(cut("jieba-nohmm", "深深深"), "深深|深");
  EXPECT_EQ(cut("jieba-nohmm", "人人人人人"), "人人|人人|人");
}

TEST(Jieba, folds_traditional_characters_for_cutting_only) {
  EXPECT_EQ(cut("jieba-fold", "續航長，性價比高"), "續航|長|，|性價比|高");
  EXPECT_EQ(cut("jieba-fold", "我來到北京清華大學"), "我|來到|北京|清華大學");
  // Beyond the basic plane a character has four bytes, its Simplified form three.
  EXPECT_EQ(simplify(U'𡻕'), U'岁');
  EXPECT_EQ(cut("jieba-fold", "三呼萬𡻕！"), "三呼|萬𡻕|！");
  EXPECT_EQ(simplify(U'a'), U'a');
  EXPECT_EQ(simplify(U'國'), U'国');
  EXPECT_EQ(simplify(U'\U0010FFFF'), U'\U0010FFFF');
}

// Dictionary words, whole or cut, among random Han and all that ends a block or looks as if it did.
std::u32string mixed_text(Random& random, const reference::NaiveJieba::Words& words) {
  static const std::u32string kSigns =
      U"aZ09+#&._%-aZ09..--%%+ \r\n\t，。…·\u3000\x1c\u0085é１Ａ😀𠀀㐀鿖﨎γ";
  std::u32string text;
  for (std::uint64_t left = random.below(12); left > 0; --left) {
    const std::uint64_t kind = random.below(5);
    const std::u32string& word = words[random.below(words.size())];
    if (kind == 0) text += word;
    if (kind == 1) text += word.substr(random.below(word.size()), 1 + random.below(3));
    if (kind == 2) text += static_cast<char32_t>(0x4E00 + random.below(0x9FD6 - 0x4E00));
    if (kind == 3) {
      for (std::uint64_t i = random.below(6); i > 0; --i)
        text += kSigns[random.below(kSigns.size())];
    }
    if (kind == 4) text += std::u32string(3, word[0]) + word + word;  // paths of equal score
  }
  return text;
}

TEST(Jieba, equals_its_naive_twin) {
  const reference::NaiveJieba naive(SJ_JIEBA_FOLDER);
  const auto joined = [](const reference::NaiveJieba::Words& words) {
    std::u32string out;
    for (const std::u32string& word : words) out += (out.empty() ? U"" : U"|") + word;
    return reference::NaiveJieba::encode(out);
  };
  Random random(3, 0);
  for (int i = 0; i < 3000; ++i) {
    const std::u32string text = mixed_text(random, naive.words());
    const std::string bytes = reference::NaiveJieba::encode(text);
    ASSERT_EQ(cut("jieba", bytes), joined(naive.cut(text, true))) << bytes;
    ASSERT_EQ(cut("jieba-nohmm", bytes), joined(naive.cut(text, false))) << bytes;
  }
  // One block of 300,000 characters: far longer than what is kept without an allocation.
  std::u32string block;
  while (block.size() < 300'000) {
    const std::u32string& word = naive.words()[random.below(naive.words().size())];
    if (word.find(U'γ') == word.npos) block += word;
  }
  EXPECT_EQ(cut("jieba-nohmm", reference::NaiveJieba::encode(block)),
            joined(naive.cut(block, false)));
}

}  // namespace
}  // namespace shijin
