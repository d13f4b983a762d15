// Near duplicates against comparing every pair, and what must not be taken for one.
#include "check/near.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/random.h"
#include "base/utf8.h"

namespace shijin {
namespace {

std::string made_text(Random& random, std::size_t characters) {
  std::string text;
  for (std::size_t i = 0; i < characters; ++i) {
    append_utf8(text, 0x4E00 + static_cast<char32_t>(random.below(2000)));
  }
  return text;
}

// Change `edits` characters anywhere.
std::string edited(const std::string& text, std::size_t edits, Random& random) {
  std::u32string characters;
  for (std::size_t at = 0; at < text.size();) characters.push_back(decode_utf8(text, at));
  for (std::size_t i = 0; i < edits; ++i) {
    characters[random.below(characters.size())] =
        0x7000 + static_cast<char32_t>(random.below(2000));
  }
  std::string out;
  for (const char32_t c : characters) append_utf8(out, c);
  return out;
}

// The naive twin: windows of four characters as strings, in a set.
std::set<std::u32string> windows(const std::string& text) {
  const std::u32string characters = folded(text);
  std::set<std::u32string> out;
  for (std::size_t i = 0; i + kShingle <= characters.size(); ++i) {
    out.insert(characters.substr(i, kShingle));
  }
  return out;
}

double naive_jaccard(const std::set<std::u32string>& left, const std::set<std::u32string>& right) {
  std::size_t both = 0;
  for (const auto& one : left) both += right.count(one);
  return static_cast<double>(both) / static_cast<double>(left.size() + right.size() - both);
}

TEST(Near, finds_what_comparing_every_pair_finds) {
  Random random(1, 1);
  std::vector<std::string> texts;
  for (int i = 0; i < 150; ++i) texts.push_back(made_text(random, 30 + random.below(60)));
  for (int i = 0; i < 150; ++i) {
    texts.push_back(edited(texts[static_cast<std::size_t>(i)], 1 + random.below(4), random));
  }
  NearIndex index;
  Printer printer;
  for (const std::string& text : texts) index.add(printer.print(text));
  index.seal();
  std::vector<std::set<std::u32string>> sets;
  for (const std::string& text : texts) sets.push_back(windows(text));
  std::size_t true_pairs = 0;
  std::size_t found_pairs = 0;
  std::vector<NearText> near;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    index.find(printer.print(texts[i]), near);
    std::set<std::size_t> found;
    for (const NearText& one : near) {
      found.insert(one.text);
      EXPECT_NEAR(one.similarity, naive_jaccard(sets[i], sets[one.text]), 1e-6);
      EXPECT_GE(one.similarity, kNear);
    }
    EXPECT_TRUE(found.contains(i));
    for (std::size_t j = 0; j < texts.size(); ++j) {
      if (naive_jaccard(sets[i], sets[j]) < kNear) continue;
      ++true_pairs;
      found_pairs += found.contains(j) ? 1 : 0;
    }
  }
  EXPECT_GT(true_pairs, 400U);
  EXPECT_GE(static_cast<double>(found_pairs), 0.97 * static_cast<double>(true_pairs));
}

TEST(Near, takes_width_case_script_blanks_and_marks_for_equal) {
  Printer printer;
  const std::uint64_t whole = printer.print("這款 Phone 續航太差了！").whole;
  EXPECT_EQ(printer.print("这款ＰＨＯＮＥ续航太差了").whole, whole);
  EXPECT_EQ(printer.print("这款phone,续航太差了...").whole, whole);
  EXPECT_NE(printer.print("这款phone续航太好了").whole, whole);
  const std::uint64_t marks = printer.print("!!!").whole;
  EXPECT_NE(printer.print("???").whole, marks);
}

// What cannot be seen is left out, but takes the long way through Unicode's tables.
TEST(Near, takes_plain_texts_the_short_way_to_the_same_prints) {
  constexpr std::u32string_view kKinds = U"aZ9 !，。、〇々「Ａｚ９！續发䷀㐀　\t";
  Random random(3, 1);
  Printer printer;
  for (int i = 0; i < 2'000; ++i) {
    std::string text;
    for (std::uint64_t k = random.below(40); k > 0; --k) {
      append_utf8(text, random.uniform() < 0.5
                            ? kKinds[random.below(kKinds.size())]
                            : 0x3400 + static_cast<char32_t>(random.below(0x6C00)));
    }
    const Prints plain = printer.print(text);
    const Prints& slow = printer.print(text + "\u200B");
    EXPECT_EQ(plain.whole, slow.whole) << text;
    EXPECT_EQ(plain.shingles, slow.shingles) << text;
    EXPECT_EQ(plain.grams, slow.grams) << text;
  }
}

TEST(Near, compares_short_texts_whole) {
  NearIndex index;
  Printer printer;
  for (const char* text : {"好", "很好", "不好", "很好"}) index.add(printer.print(text));
  index.seal();
  const NearIndex::Clusters found = index.cluster(1);
  EXPECT_EQ(found.cluster, (std::vector<std::uint32_t>{0, 1, 2, 1}));
  EXPECT_EQ(found.similarity, (std::vector<float>{0, 0, 0, 1}));
}

TEST(Near, texts_that_only_have_the_same_pieces_are_not_the_same) {
  NearIndex index;
  Printer printer;
  for (const char* text : {"今天晚上吃什麼好", "哈哈哈哈哈", "哈哈哈哈哈哈", "哈哈哈哈哈哈"}) {
    index.add(printer.print(text));
  }
  index.seal();
  const NearIndex::Clusters found = index.cluster(1);
  EXPECT_EQ(found.cluster, (std::vector<std::uint32_t>{0, 1, 1, 1}));
  EXPECT_EQ(found.nearest, (std::vector<std::uint32_t>{0, 1, 1, 2}));
  EXPECT_LT(found.similarity[2], 1);
  EXPECT_EQ(found.similarity[3], 1);
}

TEST(Near, clusters_do_not_depend_on_threads) {
  Random random(2, 1);
  std::vector<std::string> texts;
  for (int i = 0; i < 200; ++i) texts.push_back(made_text(random, 40));
  for (int i = 0; i < 400; ++i)
    texts.push_back(edited(texts[random.below(texts.size())], 2, random));
  NearIndex index;
  Printer printer;
  for (const std::string& text : texts) index.add(printer.print(text));
  index.seal();
  const NearIndex::Clusters one = index.cluster(1);
  const NearIndex::Clusters many = index.cluster(5);
  EXPECT_EQ(one.cluster, many.cluster);
  EXPECT_EQ(one.nearest, many.nearest);
  EXPECT_EQ(one.similarity, many.similarity);
}

}  // namespace
}  // namespace shijin
