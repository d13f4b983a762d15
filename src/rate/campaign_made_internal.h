// Campaigns made by hand, for tests.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "rate/campaign.h"
#include "rate/rubric.h"

namespace shijin {

/// Samples 1 … n of one run, "text 1" answering "prompt 1"
inline Campaign made_campaign(int samples, const std::vector<std::string>& raters = {"ann", "bo"}) {
  CampaignRun run{"r6", "r6.csv", {}};
  for (int i = 1; i <= samples; ++i) {
    const std::string n = std::to_string(i);
    run.rows.push_back({0, "", 0, n, "prompt " + n, "text " + n, ""});
  }
  Campaign campaign = make_campaign("pilot", {run}).value();
  campaign.id = 1;
  campaign.created = "2026-11-29T00:00:00Z";
  campaign.raters = raters;
  campaign.dimensions = {"relevance", "fluency", "style", "compliance"};
  return campaign;
}

/// A folder of the test's own, gone afterwards
class CampaignFolder : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("shijin_rate_" + std::string(test->name()) + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

}  // namespace shijin
