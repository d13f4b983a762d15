// A user's words: the cuts are those of Python's jieba 0.42.1 after load_userdict of the same
// lines.
#include "text/user_words.h"

#include <gtest/gtest.h>

#include <string>

#include "text/tokenizer.h"

namespace shijin {
namespace {

struct Collector final : TokenSink {
  std::string joined;
  void token(std::string_view text, Span) override {
    if (!joined.empty()) joined += '|';
    joined += text;
  }
};

std::string cut_with(std::string_view lines, std::string_view tokenizer, std::string_view text) {
  Notes notes;
  const Result<UserWords> words = UserWords::parse(lines, "user.txt", notes);
  EXPECT_TRUE(words.ok());
  Collector out;
  find_tokenizer(tokenizer)->cut(text, &words.value(), out);
  return out.joined;
}

TEST(UserWords, add_words_with_frequency_tag_both_or_neither) {
  constexpr std::string_view kLines = "创新办 3 i\n云计算 5\n凱特琳 nz\n台中\n";
  EXPECT_EQ(cut_with(kLines, "jieba", "李小福是创新办主任也是云计算方面的专家"),
            "李小福|是|创新办|主任|也|是|云计算|方面|的|专家");
  EXPECT_EQ(cut_with(kLines, "jieba", "凱特琳走了"), "凱特琳|走|了");
  EXPECT_EQ(cut_with("", "jieba", "台中凱特琳走了"), "台中凱|特琳|走|了");
}

TEST(UserWords, forbid_words_of_frequency_zero_even_to_the_model) {
  EXPECT_EQ(cut_with("杭研 0\n", "jieba", "他来到了网易杭研大厦"), "他|来到|了|网易|杭|研|大厦");
  EXPECT_EQ(cut_with("中将 0\n", "jieba-nohmm", "如果放到post中将出错"),
            "如果|放到|post|中|将|出错");
}

TEST(UserWords, count_in_simplified_characters_where_the_text_is_folded) {
  EXPECT_EQ(cut_with("续航力 5\n", "jieba", "续航力强續航力"), "续航力|强續|航力");
  EXPECT_EQ(cut_with("续航力 5\n", "jieba-fold", "续航力强續航力"), "续航力|强|續航力");
  EXPECT_EQ(cut_with("續航力 5\n", "jieba-fold", "续航力强續航力"), "续航力|强|續航力");
}

TEST(UserWords, ignore_blank_lines_and_byte_order_marks) {
  constexpr std::string_view kLines = "\xEF\xBB\xBF云计算 5\r\n\r\n \t\n\xEF\xBB\xBF杭研大厦";
  EXPECT_EQ(cut_with(kLines, "jieba", "网易杭研大厦云计算"), "网易|杭研大厦|云计算");
  Notes notes;
  EXPECT_EQ(UserWords::parse(kLines, "user.txt", notes).value().size(), 2U);
  EXPECT_EQ(notes.all().size(), 0U);
}

TEST(UserWords, leave_the_other_tokenisers_alone) {
  EXPECT_EQ(cut_with("好的 5\n", "char", "好的"), "好|的");
}

std::string refusal(std::string_view lines) {
  Notes notes;
  const Result<UserWords> words = UserWords::parse(lines, "user.txt", notes);
  return words.ok() ? describe(notes, Language::en) : describe(words.error(), Language::en);
}

TEST(UserWords, refuse_what_is_no_utf8_and_name_the_line) {
  EXPECT_EQ(refusal("云计算 5\n\xD4\xC6\xBC\xC6\xCB\xE3 5\n"),
            "user.txt:2:1: error: this line of the user dictionary is no UTF-8\n"
            "  expected: UTF-8, as jieba expects\n"
            "  help: save the file as UTF-8 and give it again\n"
            "  name: user-words-not-utf8      (shijin explain user-words-not-utf8)\n");
}

TEST(UserWords, refuse_a_frequency_that_cannot_be_counted) {
  EXPECT_EQ(refusal("云计算 99999999999999999999 n\n"),
            "user.txt:1:5: error: the frequency 99999999999999999999 is too high\n"
            "  1 | 云计算 99999999999999999999 n\n"
            "    |        ^^^^^^^^^^^^^^^^^^^^\n"
            "  expected: a whole number, all of them together below 9007199254740992 (2^53)\n"
            "  help: leave the frequency out: jieba then takes one that lets the word stand\n"
            "  name: user-word-frequency      (shijin explain user-word-frequency)\n");
}

TEST(UserWords, warn_of_a_word_that_is_never_found) {
  EXPECT_EQ(
      refusal("贝拉克·奥巴马 nr\n"),
      "user.txt:1:4: warning: the word \"贝拉克·奥巴马\" is never found: jieba always cuts at "
      "\"·\"\n"
      "  1 | 贝拉克·奥巴马 nr\n"
      "    |       ^\n"
      "  expected: Chinese characters, letters, digits and + # & . _ % - in the word; one "
      "blank before the frequency and before the tag\n"
      "  help: write the parts as words of their own: 贝拉克 / 奥巴马\n"
      "  name: user-word-never-found      (shijin explain user-word-never-found)\n");
}

}  // namespace
}  // namespace shijin
