// Whole Markdown pages, and user text that tries to format them.
#include <gtest/gtest.h>

#include "report/made_internal.h"
#include "report/render.h"

namespace shijin {
namespace {

TEST(Markdown, writes_the_article_s_sentiment_example_in_english) {
  EXPECT_EQ(render_markdown(made_sentiment(), Language::en), R"(## Data

**sentiment_test.csv** · 4 rows, UTF-8, classification

truth = true_label · predicted = pred_label · input = text · (guessed)

## Verdict

> **NOT ENOUGH EVIDENCE**  
> F1 of label 0 is 0.67, but with 2 such rows it may be anything from 0.17 to 0.95.  
> About 180 more rows of label 0 would tell it from 0.60.

| gate             | decision  | value                 | remark |
| ---------------- | --------- | --------------------- | ------ |
| f1[label=0]>=0.6 | undecided | 0.667 (0.173 – 0.950) |        |

## Metrics

| metric            | value | interval       |   n | remark                                  |
| ----------------- | ----: | -------------- | --: | --------------------------------------- |
| accuracy          | 0.750 | 0.301 – 0.954  |   4 | always "0" or "1" gives 0.500           |
| balanced accuracy | 0.750 | 0.300 – 0.950  |   4 |                                         |
| MCC               | 0.577 | -0.310 – 0.910 |   4 |                                         |
| **F1, label 0**   | 0.667 | 0.173 – 0.950  |   4 | precision 1.000   recall 0.500   2 rows |
| F1, label 1       | 0.800 | 0.344 – 0.968  |   4 | precision 0.667   recall 1.000   2 rows |
| F1, macro         | 0.733 | 0.310 – 0.930  |   4 |                                         |

## Confusion

|      | said 0 | said 1 | example                   |
| ---- | -----: | -----: | ------------------------- |
| is 0 |      1 |      1 | row 3  價格便宜但質量不行 |
| is 1 |      0 |      2 |                           |

## Findings

**1. Half of the negatives pass as positive (1 of 2; 0.09 – 0.91).**

Add negative rows, above all with "cheap, but …" turns; raise their weight.

Numbers: recall = 0.5, rows = 2.

| place | input              | output | reference | score |
| ----- | ------------------ | ------ | --------- | ----: |
| row 3 | 價格便宜但質量不行 | 1      | 0         |       |

Rule: shijin explain class-recall-low.

## How this was made

- version: 0.1.0
- profile: default
- command: shijin eval
- created: 2026-01-02T03:04:05Z
- seed: 0
- data digest: xxh3:0123456789abcdef0123456789abcdef
- accuracy: accuracy shijin/0.1.0
- balanced_accuracy: balanced_accuracy shijin/0.1.0
- mcc: mcc shijin/0.1.0
- precision[label=0]: precision[label=0] shijin/0.1.0
- recall[label=0]: recall[label=0] shijin/0.1.0
- f1[label=0]: f1[label=0] shijin/0.1.0
- precision[label=1]: precision[label=1] shijin/0.1.0
- recall[label=1]: recall[label=1] shijin/0.1.0
- f1[label=1]: f1[label=1] shijin/0.1.0
- f1[avg=macro]: f1[avg=macro] shijin/0.1.0
)");
}

TEST(Markdown, writes_the_article_s_copywriting_example_in_traditional_chinese) {
  EXPECT_EQ(render_markdown(made_copywriting(), Language::zh_hant), R"(## 資料

**copywriting_test.csv** · 2 筆、UTF-8、生成

output = generated · reference = reference · input = instruction · （推定）

## 結論

> **不達標**  
> NLTK BLEU-2 為 0.36，低於門檻 0.40。

| 門檻                             | 結果   | 數值                   | 備註                             |
| -------------------------------- | ------ | ---------------------- | -------------------------------- |
| nltk_bleu[order=2,tok=char]>=0.4 | 不達標 | 0.360（0.310 – 0.392） |                                  |
| ppl&lt;=50                       | 略過   |                        | 沒有測量 ppl，因此略過這道門檻。 |

## 指標

| 指標            |  數值 | 區間          | 筆數 | 備註                                               |
| --------------- | ----: | ------------- | ---: | -------------------------------------------------- |
| **NLTK BLEU-2** | 0.360 | 0.310 – 0.392 |    2 |                                                    |
| chrF            |  24.5 |               |    2 | ⚠ 這是為了在窄終端機上占滿兩行而手寫的疑慮說明文字 |
| PPL             |     — |               |    2 | 無定義：檔案裡沒有對數機率                         |

「chrF」沒有區間：2 筆樣本不足以估計

## 文本

- 長度: 輸出平均 18.0 字，參考答案平均 15.0 字
- 過短: 輸出 0 筆，參考答案 1 筆不足 4 個單位

依「NLTK BLEU-2」最弱的樣本：

| 位置    | 輸入               | 輸出                                 | 參考                        |  分數 |
| ------- | ------------------ | ------------------------------------ | --------------------------- | ----: |
| 第 2 筆 | 寫貴婦面霜抗老文案 | 貴婦級抗老面霜,修護肌底,煥發年輕光澤 | 奢享抗老配方,讓肌膚重返年輕 | 0.321 |

## 未列指標

依這份資料未列出的指標（仍要看可用 --metrics 指名）：

- rouge_1[tok=latin]: 遇到漢字文本會把整句當成一個詞

## 產生方式

- 版本: 0.1.0
- 設定檔: article
- 亂數種子: 0
- nltk_bleu[order=2,tok=char]: nltk_bleu[order=2,tok=char] shijin/0.1.0
- chrf: chrf shijin/0.1.0
- ppl: ppl shijin/0.1.0
)");
}

TEST(Markdown, lists_every_label_of_many) {
  const std::string page = render_markdown(made_intents(), Language::en);
  for (int i = 0; i < 21; ++i) {
    EXPECT_NE(page.find("\n| intent_" + std::to_string(i) + " "), std::string::npos) << i;
  }
}

TEST(Markdown, lets_no_text_of_the_user_format_the_page) {
  Evidence evidence;
  evidence.findings.emplace_back();
  evidence.findings[0].name = "x";
  evidence.findings[0].headline =
      Message("# a|b `c` <b> & *d* _e_ f_g ~h~ @all [x](y) [z]: q\n- r \x1b[31m \\");
  const std::string page = render_markdown(evidence, Language::en);
  const std::size_t begin = page.find("**1. ");
  EXPECT_EQ(page.substr(begin, page.find('\n', begin) - begin),
            "**1. \\# a\\|b \\`c\\` &lt;b> &amp; \\*d\\* \\_e\\_ f_g \\~h\\~ @<!-- -->all "
            "[x\\](y) [z\\]: q⏎- r ␛[31m \\\\**");
}

TEST(Markdown, gives_every_row_of_a_table_as_many_cells_as_its_head) {
  const std::string page = render_markdown(made_hostile(), Language::en);
  std::size_t head = 0;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = page.find('\n', at);
    const std::string line = page.substr(at, end - at);
    at = end + 1;
    if (line.empty() || line[0] != '|') {
      head = 0;
      continue;
    }
    std::size_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++bars;
    }
    if (head == 0) head = bars;
    EXPECT_EQ(bars, head) << line;
  }
}

}  // namespace
}  // namespace shijin
