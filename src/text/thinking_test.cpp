// What a model thought, taken out of what it said.
#include "text/thinking.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

std::string answer(std::string_view output) {
  std::string owned;
  const Answer got = strip_thinking(output, owned);
  return std::string(got.text) + (got.thought ? "|thought" : "") +
         (got.unfinished ? "|unfinished" : "");
}

TEST(Thinking, leaves_an_output_without_thinking_as_it_is) {
  EXPECT_EQ(answer(" 正面 \n"), " 正面 \n");
  EXPECT_EQ(answer(""), "");
  EXPECT_EQ(answer("a < think > b"), "a < think > b");
}

TEST(Thinking, takes_out_what_stands_between_the_tags) {
  EXPECT_EQ(answer("<think>\n價格便宜…\n</think>\n\n正面"), "正面|thought");
  EXPECT_EQ(answer("<think></think>正面"), "正面|thought");
  EXPECT_EQ(answer("<think>a</think> b <think>c</think> d"), "b\nd|thought");
  EXPECT_EQ(answer("<think>a<think>b</think>c"), "c|thought");
}

TEST(Thinking, begins_at_the_start_when_only_the_end_is_there) {
  EXPECT_EQ(answer("價格便宜，所以是正面。</think>正面"), "正面|thought");
  EXPECT_EQ(answer("a</think>b<think>c</think>d"), "b\nd|thought");
}

TEST(Thinking, leaves_nothing_after_a_beginning_that_never_ends) {
  EXPECT_EQ(answer("<think>價格便宜，但是"), "|thought|unfinished");
  EXPECT_EQ(answer("正面<think>等等"), "正面|thought|unfinished");
  EXPECT_EQ(answer("<think>a</think>"), "|thought");
}

TEST(Thinking, gives_an_empty_answer_that_is_not_missing) {
  std::string owned;
  EXPECT_NE(strip_thinking("<think>a", owned).text.data(), nullptr);
}

}  // namespace
}  // namespace shijin
