// The screens of outputs: refusals, cut ends, loops, writing and mojibake; what each sees and what
// it must leave alone.
#include <gtest/gtest.h>

#include <string>

#include "text/loop.h"
#include "text/mojibake.h"
#include "text/refusal.h"
#include "text/truncation.h"
#include "text/writing.h"

namespace shijin {
namespace {

std::string times(std::string_view unit, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += unit;
  return out;
}

TEST(Refusal, is_seen_in_three_writings) {
  for (const std::string_view text :
       {"I'm sorry, but I can't assist with that request.", "I cannot provide medical advice.",
        "As an AI language model, I’m not able to generate that.", "I must decline.",
        "抱歉，我無法提供這項資訊。", "对不起，我不能回答您的问题。",
        "很遺憾，這部分我沒有辦法協助您。", "作為一個人工智慧，我無法給出主觀評價。",
        "我们换个话题吧。", "這個問題不便回答。",
        "抱歉，由於您並未提供內容，我無法為您撰寫標題。"}) {
    EXPECT_TRUE(is_refusal(text)) << text;
  }
}

TEST(Refusal, is_not_seen_in_ordinary_text) {
  for (const std::string_view text :
       {"I can't wait to help you!", "I cannot help but smile.", "我無法忘記那個夏天。",
        "我們不能浪費水資源。", "他說：「我做不到。」", "抱歉讓您久等了，您的訂單已經出貨。",
        "不會，這支手機支援快充。", "Providing answers cannot be hard.", ""}) {
    EXPECT_FALSE(is_refusal(text)) << text;
  }
}

TEST(Refusal, is_read_from_the_beginning_only) {
  EXPECT_FALSE(is_refusal(times("步驟如下，請照著做。", 20) + "抱歉，我無法提供這項資訊。"));
}

TEST(Truncation, tells_what_is_missing) {
  EXPECT_EQ(cut_off("今天天\xEF\xBF\xBD"), CutOff::character);
  EXPECT_EQ(cut_off("如下：\n```python\nprint(1)\n"), CutOff::code);
  EXPECT_EQ(cut_off("他說：「我今天"), CutOff::bracket);
  EXPECT_EQ(cut_off("{\"label\": \"pos"), CutOff::bracket);
  EXPECT_EQ(cut_off("材料有：麵粉、糖、"), CutOff::comma);
  EXPECT_EQ(cut_off("First, take the eggs and then put them in to the"), CutOff::word);
  EXPECT_EQ(cut_off("價格便宜，品質也不錯，很推薦給大家使用，例如"), CutOff::word);
  EXPECT_EQ(cut_off("第一步是備料。第二步把水燒開以後再"), CutOff::sentence);
  EXPECT_EQ(cut_off("It is good. The next thing that"), CutOff::sentence);
}

TEST(Truncation, leaves_whole_texts_alone) {
  for (const std::string_view text :
       {"", "正面", "The Great Gatsby", "好的。", "It costs 3.5 dollars.", "他說：「好。」",
        "第一步。\n第二步。", "1. 蘋果\n2. 香蕉", "a) one\nb) two", "Hello! :(", "```\nx = (1\n```",
        "床前明月光\n疑是地上霜", "網址是 example.com", "太好了～", "**完成。**",
        "{\"label\": \"positive\"}", "謝謝。祝好", "學生黨必入!這款平價口紅顯白不挑皮"}) {
    EXPECT_EQ(cut_off(text), CutOff::none) << text;
  }
}

TEST(Loop, finds_the_longest_end_that_repeats) {
  const std::string text = "好的。" + times("我不知道", 9) + "我不";
  const auto loop = find_loop(text);
  ASSERT_TRUE(loop.has_value());
  EXPECT_EQ(text.substr(loop->unit.begin, loop->unit.end - loop->unit.begin), "我不知道");
  EXPECT_EQ(loop->times, 10U);
  const auto one = find_loop(times("哈", 40));
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->times, 40U);
  EXPECT_TRUE(find_loop("  " + times("I do not know. ", 4) + "\n").has_value());
}

TEST(Loop, leaves_ordinary_repetition_alone) {
  EXPECT_FALSE(find_loop("").has_value());
  EXPECT_FALSE(find_loop("哈哈哈哈").has_value());
  EXPECT_FALSE(find_loop(times("-", 100)).has_value());
  EXPECT_TRUE(find_loop(times("-", 200)).has_value());
  EXPECT_FALSE(find_loop(times("我不知道", 20) + "。但是我可以幫你查。").has_value());
  EXPECT_FALSE(find_loop("1. 好\n2. 好\n3. 好\n4. 好\n5. 好\n6. 好\n7. 好\n8. 好\n").has_value());
}

// What find_loop says, by trying every period of every end.
bool loops_by_trying(const std::u32string& text) {
  for (std::size_t length = 32; length <= text.size(); ++length) {
    for (std::size_t period = 1; period * 7 <= length * 2; ++period) {
      bool repeats = true;
      for (std::size_t i = text.size() - length; repeats && i + period < text.size(); ++i) {
        repeats = text[i] == text[i + period];
      }
      if (repeats) return true;
    }
  }
  return false;
}

TEST(Loop, agrees_with_trying_every_period) {
  std::uint64_t bits = 88172645463325252ULL;
  const auto draw = [&](std::uint64_t bound) {
    bits ^= bits << 13U;
    bits ^= bits >> 7U;
    bits ^= bits << 17U;
    return bits % bound;
  };
  std::size_t found = 0;
  for (int round = 0; round < 400; ++round) {
    std::string unit;
    for (std::size_t i = 0; i < 1 + draw(12); ++i) unit += "ab"[draw(2)];
    std::string text;
    for (std::size_t i = 0; i < draw(20); ++i) text += "abc"[draw(3)];
    text += times(unit, 1 + draw(12));
    if (draw(3) == 0) text += "c";
    const std::u32string wide(text.begin(), text.end());
    EXPECT_EQ(find_loop(text).has_value(), loops_by_trying(wide)) << text;
    found += find_loop(text).has_value() ? 1 : 0;
  }
  EXPECT_GT(found, 50U);
}

TEST(Writing, tells_scripts_and_both_forms_of_chinese) {
  EXPECT_EQ(writing_of("這款口紅顯白，價格便宜。"), Writing::traditional);
  EXPECT_EQ(writing_of("这款口红显白，价格便宜。"), Writing::simplified);
  EXPECT_EQ(writing_of("今天很好，人在山上"), Writing::chinese);
  EXPECT_EQ(writing_of("The cat sat on the mat"), Writing::latin);
  EXPECT_EQ(writing_of("今日はとても良い天気です"), Writing::japanese);
  EXPECT_EQ(writing_of("오늘 날씨가 아주 좋네요"), Writing::korean);
  EXPECT_EQ(writing_of("Сегодня очень хорошая погода"), Writing::cyrillic);
  EXPECT_EQ(writing_of("使用 Python 的 DataFrame 函數讀取資料"), Writing::traditional);
  EXPECT_EQ(writing_of("42"), Writing::none);
  EXPECT_EQ(writing_of("cat 貓 dog 狗"), Writing::none);
}

TEST(Writing, differs_only_where_both_are_known) {
  EXPECT_TRUE(differ(Writing::traditional, Writing::simplified));
  EXPECT_TRUE(differ(Writing::latin, Writing::chinese));
  EXPECT_FALSE(differ(Writing::chinese, Writing::simplified));
  EXPECT_FALSE(differ(Writing::none, Writing::latin));
  EXPECT_EQ(writing_name(Writing::thai), "Thai");
}

TEST(Mojibake, names_what_happened) {
  EXPECT_EQ(find_garbled("好\uFFFD").kind, Garbled::replaced);
  EXPECT_EQ(find_garbled("cafÃ©").kind, Garbled::utf8_as_latin);
  EXPECT_EQ(find_garbled("donâ€™t").kind, Garbled::utf8_as_latin);
  EXPECT_EQ(find_garbled("ä½\u00A0å¥½").kind, Garbled::utf8_as_latin);
  EXPECT_EQ(find_garbled("ÄãºÃÊÀ½ç").kind, Garbled::gbk_as_latin);
  EXPECT_EQ(find_garbled("浣犲ソ锛屼笘鐣岋紒锛").kind, Garbled::utf8_as_gbk);
  EXPECT_EQ(find_garbled("锟斤拷").kind, Garbled::twice);
  EXPECT_EQ(find_garbled("<0xE4><0xBD>").kind, Garbled::tokens);
  EXPECT_EQ(find_garbled("HelloĠworldĠhowĠare").kind, Garbled::tokens);
  const GarbledPlace place = find_garbled("ab<0xE4>");
  EXPECT_EQ(place.place.begin, 2U);
  EXPECT_EQ(place.place.end, 8U);
}

TEST(Mojibake, leaves_accents_and_symbols_alone) {
  for (const std::string_view text :
       {"", "café crème naïve Straße ÜBER", "« À bientôt » MANHÃ", "Ġorġ", "20 °C ± 3 µm",
        "今天天氣很好，明天也是。", "<0x is a prefix>", "▁▂▃▄▅"}) {
    EXPECT_EQ(find_garbled(text).kind, Garbled::none) << text;
  }
}

}  // namespace
}  // namespace shijin
