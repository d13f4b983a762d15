// jieba's tokenisers against what Python's jieba 0.42.1 prints for the same texts.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/jieba_table.h"
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

}  // namespace
}  // namespace shijin
