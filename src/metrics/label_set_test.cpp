// Interning labels, alone, through a thread's cache, and from many threads.
#include "metrics/label_set.h"

#include <gtest/gtest.h>

#include <set>

#include "base/parallel.h"

namespace shijin {
namespace {

TEST(LabelSet, gives_ids_in_order_of_coming_and_keeps_them) {
  LabelSet labels;
  EXPECT_EQ(labels.id("b"), 0);
  EXPECT_EQ(labels.id("a"), 1);
  EXPECT_EQ(labels.id("b"), 0);
  EXPECT_EQ(labels.find("c"), kNoLabel);
  EXPECT_EQ(labels.name(1), "a");
  EXPECT_EQ(labels.size(), 2U);
}

TEST(LabelSet, closed_takes_no_new_label) {
  const std::string given[] = {"負面", "正面"};
  LabelSet labels(given);
  EXPECT_TRUE(labels.closed());
  EXPECT_EQ(labels.id("正面"), 1);
  EXPECT_EQ(labels.id("中立"), kUnparsed);
  LabelCache cache(labels);
  EXPECT_EQ(cache.id("中立"), kUnparsed);
  EXPECT_EQ(cache.id("中立"), kUnparsed);
  EXPECT_EQ(labels.size(), 2U);
}

// Labels of every length that differ in one byte, or only in length or trailing zeros.
std::vector<std::string> look_alikes() {
  std::vector<std::string> all = {"", std::string(1, '\0'), std::string(2, '\0')};
  for (std::size_t length = 1; length <= 40; ++length) {
    all.push_back(std::string(length, 'a'));
    for (std::size_t at = 0; at < length; ++at) {
      all.push_back(std::string(length, 'a'));
      all.back()[at] = 'b';
      all.push_back(std::string(length, 'a'));
      all.back()[at] = '\0';
    }
  }
  return all;
}

TEST(LabelCache, tells_look_alikes_apart_as_the_set_does) {
  LabelSet labels;
  LabelCache cache(labels);
  const std::vector<std::string> all = look_alikes();
  for (int round = 0; round < 2; ++round) {
    for (const std::string& label : all) EXPECT_EQ(labels.name(cache.id(label)), label);
  }
  EXPECT_EQ(labels.size(), std::set<std::string>(all.begin(), all.end()).size());
}

TEST(LabelCache, still_answers_when_there_are_more_labels_than_it_keeps) {
  LabelSet labels;
  LabelCache cache(labels);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 100'000; ++i) EXPECT_EQ(cache.id(std::to_string(i)), i);
  }
}

TEST(LabelCache, agrees_between_threads) {
  LabelSet labels;
  std::vector<std::vector<LabelId>> ids(4);
  run_on_threads(4, [&](std::size_t thread) {
    LabelCache cache(labels);
    for (int i = 0; i < 1'000; ++i) {
      const int label = (i * 7 + static_cast<int>(thread) * 13) % 1'000;
      ids[thread].resize(1'000);
      ids[thread][static_cast<std::size_t>(label)] = cache.id(std::to_string(label));
    }
  });
  for (std::size_t thread = 1; thread < 4; ++thread) EXPECT_EQ(ids[thread], ids[0]);
  EXPECT_EQ(labels.size(), 1'000U);
}

}  // namespace
}  // namespace shijin
