// What the rule on tokenisers says on Han text.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

Evidence chinese(std::vector<ScoreLine> metrics) {
  Evidence evidence;
  evidence.task = Task::generation;
  evidence.data.used = 100;
  evidence.data.han_share = 0.9;
  evidence.metrics = std::move(metrics);
  return evidence;
}

ScoreLine score(const char* key, double value) { return made_score(key, key, value, 100, {}); }

TEST(TokenizerUnfit, names_the_key_and_what_to_use_instead) {
  Evidence evidence = chinese({score("bleu[order=2]", 1.2), score("rouge_l[tok=latin]", 0),
                               score("chrf", 20), score("bleu[tok=zh]", 20), score("wer", 1)});
  evidence.texts.tokens_per_reference = {{"13a", 1.4}, {"latin", 0.2}, {"zh", 18.5}};
  const auto findings = found_by(evidence, "tokenizer-unfit");
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(in_english(findings[0].headline),
            "bleu[order=2] cuts Chinese into 1.4 tokens a reference: too few for any score.");
  EXPECT_EQ(in_english(findings[0].remedy),
            "Use bleu[order=2,tok=zh] instead: it counts characters.");
  EXPECT_EQ(in_chinese(findings[1].headline),
            "rouge_l[tok=latin] 把每筆中文參考答案只切成 0.2 個詞，少到任何分數都沒有意義。");
  EXPECT_EQ(in_chinese(findings[1].remedy), "請改用 rouge_l[tok=char]：以字為單位。");
  EXPECT_EQ(in_english(findings[2].headline),
            "wer cuts Chinese only at blanks and punctuation: whole clauses become single tokens.");
  EXPECT_EQ(in_english(findings[2].remedy), "Use cer instead: it counts characters.");
}

TEST(TokenizerUnfit, believes_the_count_over_the_name) {
  Evidence evidence = chinese({score("nltk_bleu[tok=ws]", 0.3)});
  evidence.texts.tokens_per_reference = {{"ws", 11.0}};  // the file is segmented already
  EXPECT_TRUE(found_by(evidence, "tokenizer-unfit").empty());
}

TEST(TokenizerUnfit, never_advises_what_is_no_better) {
  Evidence evidence = chinese({score("rouge_1[tok=char]", 0.3), score("bleu[tok=zh]", 2)});
  evidence.texts.tokens_per_reference = {{"char", 2.5}, {"zh", 2.5}};
  const auto findings = found_by(evidence, "tokenizer-unfit");
  ASSERT_EQ(findings.size(), 2U);
  for (const Finding& finding : findings) {
    EXPECT_EQ(in_english(finding.remedy),
              "Use exact_match or cer instead: characters are the smallest units, and these "
              "references have too few of them.");
    EXPECT_EQ(in_chinese(finding.remedy),
              "請改用 exact_match 或 cer：字已是最小單位，而這些參考答案太短。");
  }
  evidence = chinese({score("bleu", 2)});
  evidence.texts.reference_units_mean = 3;  // characters: cutting by them would not do either
  EXPECT_TRUE(in_english(found_by(evidence, "tokenizer-unfit").at(0).remedy)
                  .starts_with("Use exact_match or cer instead"));
}

TEST(TokenizerUnfit, knows_what_a_key_counts_with_when_it_does_not_say) {
  const auto findings = found_by(chinese({score("gleu", 0.1), score("meteor", 0.1),
                                          score("nltk_bleu[order=2,tok=nltk]", 0.1)}),
                                 "tokenizer-unfit");
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(in_english(findings[0].remedy), "Use gleu[tok=char] instead: it counts characters.");
  EXPECT_EQ(in_english(findings[1].remedy), "Use meteor[tok=char] instead: it counts characters.");
  EXPECT_EQ(in_english(findings[2].remedy),
            "Use nltk_bleu[order=2,tok=char] instead: it counts characters.");
}

TEST(TokenizerUnfit, is_silent_on_text_that_is_not_chinese) {
  Evidence evidence = chinese({score("bleu", 30), score("rouge_l[tok=latin]", 0.4)});
  evidence.data.han_share = 0.1;
  EXPECT_TRUE(found_by(evidence, "tokenizer-unfit").empty());
}

TEST(TokenizerUnfit, explains_why_the_articles_own_code_prints_zero) {
  Evidence evidence = chinese(
      {score("nltk_bleu[order=2,tok=char]", 0.3604), score("nltk_bleu[order=2,tok=ws]", 3.3e-155)});
  evidence.profile = "article";
  evidence.texts.tokens_per_reference = {{"ws", 1.0}};
  const auto findings = found_by(evidence, "tokenizer-unfit");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::info);
  EXPECT_EQ(
      in_english(findings[0].headline),
      "The article's own code prints 0.00 here: NLTK's English tokeniser finds no word "
      "boundary in Chinese, so a whole clause is one word, and no two words in a row match. A "
      "reference is 1.0 such words on average; BLEU-2 needs pairs of them.");
  EXPECT_EQ(in_english(findings[0].remedy),
            "Read nltk_bleu[order=2,tok=char] (0.360) instead: the same formula on characters. The "
            "bar of 0.4 makes sense only there.");
  EXPECT_EQ(in_chinese(findings[0].remedy),
            "請看 nltk_bleu[order=2,tok=char]（0.360）：同一條公式，改以字為單位；0.4 "
            "的門檻也只在這裡有意義。");
}

}  // namespace
}  // namespace shijin
