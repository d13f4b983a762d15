// Setting up a campaign from the app: what is asked for, what is refused, what is made, and who
// may.
#include "serve/campaigns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/secret.h"
#include "serve/app.h"
#include "store/store.h"

namespace shijin {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kFine =
    R"({"name": "pilot", "files": [["00000000000000000000000000000000", ""]], "raters": ["ann"]})";

std::string refusal_of(const std::string& json) {
  const Result<SetupAsked> asked = read_setup(json);
  return asked.ok() ? "" : asked.error().name;
}

TEST(Setup, takes_what_the_page_sends) {
  const Result<SetupAsked> asked = read_setup(
      R"({"name": " pilot ", "runs": ["6b56zjm4b9"], "files": [["0123456789abcdef0123456789abcdef",
      "answer"]], "mode": "scoring", "raters": ["ann", "小陳"], "dimensions": [{"key": "fluency"}],
      "sample": "core", "count": 120, "worst": 5, "repeats": 10,
      "gold": "0123456789abcdef0123456789abcdee", "seed": 7})");
  ASSERT_TRUE(asked.ok());
  EXPECT_EQ(asked->campaign.name, "pilot");
  EXPECT_THAT(asked->runs, ElementsAre("6b56zjm4b9"));
  EXPECT_THAT(asked->outputs, ElementsAre("answer"));
  EXPECT_THAT(asked->campaign.raters, ElementsAre("ann", "小陳"));
  EXPECT_THAT(asked->campaign.dimensions, ElementsAre("fluency"));
  EXPECT_TRUE(asked->campaign.own.empty());
  EXPECT_EQ(asked->campaign.sample, "core:120");
  EXPECT_EQ(asked->campaign.worst, 5);
  EXPECT_EQ(asked->campaign.repeats, "10%");
  EXPECT_EQ(asked->campaign.seed, 7U);
  EXPECT_EQ(asked->gold, "0123456789abcdef0123456789abcdee");
}

TEST(Setup, a_dimension_of_the_users_own_makes_a_rubric_of_all) {
  const Result<SetupAsked> asked = read_setup(
      R"({"dimensions": [{"key": "fluency"}, {"title": "Safety", "veto": true,
      "anchors": ["a", "b", "c", "d", "e"]}, {"title": "語氣", "anchors": ["", "", "", "", ""]}]})");
  ASSERT_TRUE(asked.ok());
  const std::vector<RubricDimension>& own = asked->campaign.own;
  ASSERT_EQ(own.size(), 3U);
  EXPECT_EQ(own[0], *find_rubric_dimension("fluency"));
  EXPECT_TRUE(own[1].veto);
  EXPECT_EQ(own[1].anchors[4].zh_hans, "e");
  EXPECT_EQ(own[2].key, "語氣");
  EXPECT_TRUE(own[2].anchors.empty());
  EXPECT_TRUE(asked->campaign.dimensions.empty());
  EXPECT_EQ(
      refusal_of(R"({"dimensions": [{"title": "Tone", "anchors": ["a", "", "c", "d", "e"]}]})"),
      "rubric-invalid");
}

TEST(Setup, what_is_not_of_its_form_is_refused) {
  EXPECT_EQ(refusal_of(std::string(kFine)), "");
  for (const char* json :
       {"",
        "[]",
        "7",
        R"({"raters": "ann"})",
        R"({"raters": [1]})",
        R"({"path": "/etc/passwd"})",
        R"({"runs": ["../../etc/passwd"]})",
        R"({"runs": ["r6"]})",
        R"({"files": [["/etc/passwd", ""]]})",
        R"({"files": ["0123456789abcdef0123456789abcdef"]})",
        R"({"gold": "../gold.csv"})",
        R"({"mode": "guess"})",
        R"({"sample": "core:5"})",
        R"({"sample": "core", "count": -1})",
        R"({"sample": "core", "count": 1.5})",
        R"({"sample": "core", "count": 99999999})",
        R"({"repeats": "5%"})",
        R"({"worst": 3})",
        R"({"dimensions": ["fluency"]})",
        R"({"dimensions": [{"key": "unheard"}]})",
        R"({"dimensions": [{"key": "fluency", "veto": true}]})",
        R"({"dimensions": [{"title": "x", "veto": "yes"}]})",
        R"({"dimensions": [{"title": "x", "anchors": ["1", "2", "3", "4", "5", "6"]}]})",
        R"({"mode": "pairwise", "sample": "uniform", "count": 3})",
        R"({"mode": "pairwise", "dimensions": [{"key": "fluency"}]})"}) {
    EXPECT_EQ(refusal_of(json), "request-malformed") << json;
  }
  EXPECT_EQ(refusal_of(R"({"name": ")" + std::string(5000, 'a') + R"("})"), "request-malformed");
  EXPECT_FALSE(read_campaign_name(R"({"campaign": ["pilot"]})").ok());
  EXPECT_FALSE(read_campaign_name(R"({"campaign": "pilot", "store": "/"})").ok());
  EXPECT_FALSE(read_campaign_name("null").ok());
}

class CampaignsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = (std::filesystem::temp_directory_path() /
               ("shijin_campaigns_" + std::to_string(::getpid())))
                  .string();
    std::filesystem::create_directories(folder_ + "/private");
    app_ = std::make_unique<App>(
        CampaignsOptions{folder_ + "/store", folder_ + "/private", "", {}, Language::en});
    app_->set_hosts({"127.0.0.1:7411"}, 7411);
    const HttpResponse session =
        ask("POST", "/api/session", R"({"token": ")" + app_->token() + "\"}");
    for (const auto& [name, value] : session.headers) {
      if (name == "Set-Cookie") cookie_ = value.substr(0, value.find(';'));
    }
  }
  void TearDown() override {
    app_.reset();
    std::filesystem::remove_all(folder_);
  }

  HttpResponse ask(const std::string& method, const std::string& path, const std::string& body) {
    HttpRequest request;
    request.method = method;
    request.path = path;
    request.headers = {{"host", "127.0.0.1:7411"},
                       {"origin", "http://127.0.0.1:7411"},
                       {"x-shijin", "1"},
                       {"cookie", cookie_}};
    if (!body.empty()) {
      request.headers.emplace_back("content-type", "application/json");
      request.headers.emplace_back("content-length", std::to_string(body.size()));
    }
    request.body = body;
    request.body_bytes = body.size();
    return app_->answer(request);
  }
  // Brings a file in as the page does; gives its id.
  std::string import(const std::string& name, const std::string& bytes) {
    HttpRequest request;
    request.method = "POST";
    request.path = "/api/imports";
    request.headers = {{"host", "127.0.0.1:7411"},
                       {"origin", "http://127.0.0.1:7411"},
                       {"x-shijin", "1"},
                       {"x-shijin-name", name},
                       {"cookie", cookie_},
                       {"content-type", "application/octet-stream"},
                       {"content-length", std::to_string(bytes.size())}};
    request.body_bytes = bytes.size();
    request.body_file = app_->admit(request).body_file;
    EXPECT_TRUE(write_file(request.body_file, bytes).ok());
    return Json::parse(app_->answer(request).body)["import"];
  }
  std::string asking_for(const std::string& import, const std::string& more = "") {
    return R"({"name": "pilot", "raters": ["ann", "bo"], "files": [[")" + import + R"(", ""]])" +
           more + "}";
  }

  static constexpr std::string_view kRun =
      "id,prompt,output\n1,write 1,text 1\n2,write 2,by r6 itself\n3,write 3,text 3\n";
  std::string folder_;
  std::string cookie_;
  std::unique_ptr<App> app_;
};

TEST_F(CampaignsTest, shows_what_it_would_make_and_makes_nothing_of_it) {
  const HttpResponse shown =
      ask("POST", "/api/campaigns/preview",
          asking_for(import("r6.csv", std::string(kRun)), R"(, "repeats": 34)"));
  ASSERT_EQ(shown.status, 200);
  const Json json = Json::parse(shown.body);
  EXPECT_TRUE(json["ready"].get<bool>());
  EXPECT_EQ(json["makes"]["samples"], 3);
  EXPECT_EQ(json["makes"]["repeats"], 1);  // 34 % of three
  EXPECT_EQ(json["makes"]["items"], 4);
  EXPECT_EQ(json["makes"]["raters"][1]["rater"], "bo");
  EXPECT_EQ(json["makes"]["raters"][1]["items"], 4);
  EXPECT_EQ(json["makes"]["runs"], Json::array({"r6"}));
  ASSERT_EQ(json["problems"].size(), 1U);
  EXPECT_EQ(json["problems"][0]["name"], "rate-identity-leak");
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/store"));
}

TEST_F(CampaignsTest, shares_texts_out_where_each_is_to_have_fewer_raters) {
  const HttpResponse shown =
      ask("POST", "/api/campaigns/preview",
          asking_for(import("r6.csv", std::string(kRun)), R"(, "overlap": 1)"));
  const Json makes = Json::parse(shown.body)["makes"];
  const int ann = makes["raters"][0]["items"];
  const int bo = makes["raters"][1]["items"];
  EXPECT_EQ(ann + bo, 3);
  EXPECT_EQ(std::abs(ann - bo), 1);
}

TEST_F(CampaignsTest, makes_it_once_and_opens_it_to_its_raters) {
  const std::string asked = asking_for(import("r6.csv", std::string(kRun)));
  const HttpResponse made = ask("POST", "/api/campaigns", asked);
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.body, R"({"campaign":"pilot"})");
  Result<CampaignBook> book = CampaignBook::open(folder_ + "/store/shijin.db");
  ASSERT_TRUE(book.ok());
  const Result<Campaign> campaign = book->load("pilot");
  ASSERT_TRUE(campaign.ok());
  EXPECT_EQ(campaign->items.size(), 3U);
  EXPECT_THAT(campaign->raters, ElementsAre("ann", "bo"));
  EXPECT_EQ(campaign->dimensions.size(), 4U);

  const HttpResponse again = ask("POST", "/api/campaigns", asked);
  EXPECT_EQ(again.status, 422);
  EXPECT_THAT(again.body, HasSubstr("campaign-taken"));

  const HttpResponse opened = ask("POST", "/api/campaigns/open", R"({"campaign": "pilot"})");
  ASSERT_EQ(opened.status, 200);
  const Json links = Json::parse(opened.body);
  EXPECT_EQ(links["raters"].size(), 2U);
  EXPECT_EQ(links["raters"][0]["rater"], "ann");
  EXPECT_THAT(links["owner"].get<std::string>(),
              testing::MatchesRegex("http://127.0.0.1:[0-9]+/#t=[0-9a-f]+"));
  // The same links a second time.
  EXPECT_EQ(ask("POST", "/api/campaigns/open", R"({"campaign": "pilot"})").body, opened.body);
  const Json list = Json::parse(ask("GET", "/api/campaigns", "").body);
  ASSERT_EQ(list["campaigns"].size(), 1U);
  EXPECT_EQ(list["campaigns"][0]["campaign"], "pilot");
  EXPECT_TRUE(list["campaigns"][0]["open"].get<bool>());
  EXPECT_EQ(list["rubric"].size(), 4U);
}

TEST_F(CampaignsTest, says_in_words_why_it_cannot_be_made) {
  const auto problem = [&](const std::string& asked) {
    const HttpResponse shown = ask("POST", "/api/campaigns/preview", asked);
    const Json json = Json::parse(shown.body, nullptr, /*allow_exceptions=*/false);
    if (json.contains("error")) return json["error"]["name"].get<std::string>();
    EXPECT_FALSE(json["ready"].get<bool>());
    EXPECT_TRUE(json["makes"].is_null());
    EXPECT_THAT(shown.body, Not(HasSubstr(folder_)));  // no path of ours
    return json["problems"].back()["name"].get<std::string>();
  };
  const std::string run = import("r6.csv", std::string(kRun));
  EXPECT_EQ(problem(R"({"name": "pilot", "raters": ["ann"]})"), "rate-no-texts");
  EXPECT_EQ(problem(asking_for(std::string(32, '0'))), "import-gone");
  EXPECT_EQ(problem(R"({"name": "p", "raters": ["ann"], "runs": ["6b56zjm4b9"]})"),
            "store-missing");
  EXPECT_EQ(problem(R"({"name": "../p", "raters": ["ann"], "files": [[")" + run + R"(", ""]]})"),
            "rate-name-invalid");
  EXPECT_EQ(problem(R"({"name": "p", "raters": ["a", "a"], "files": [[")" + run + R"(", ""]]})"),
            "rate-name-twice");
  EXPECT_EQ(problem(R"({"name": "p", "raters": [], "files": [[")" + run + R"(", ""]]})"),
            "rate-no-raters");
  EXPECT_EQ(problem(asking_for(run, R"(, "mode": "pairwise")")), "options-contradict");
  EXPECT_EQ(problem(asking_for(run, R"(, "overlap": 3)")), "rate-overlap-invalid");
  EXPECT_EQ(problem(asking_for(import("x.csv", "a,b\n1,2\n"))), "role-none");
  EXPECT_EQ(problem(asking_for(run, R"(, "sample": "uniform", "count": 0)")),
            "rate-sample-invalid");
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/store"));
}

TEST_F(CampaignsTest, nothing_of_it_is_for_strangers) {
  const std::string run = import("r6.csv", std::string(kRun));
  cookie_ = "shijin_7411=" + std::string(32, '0');
  for (const char* path : {"/api/campaigns", "/api/campaigns/preview", "/api/campaigns/open"}) {
    EXPECT_EQ(ask("POST", path, asking_for(run)).status, 401) << path;
  }
  EXPECT_EQ(ask("GET", "/api/campaigns", "").status, 401);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/store"));
}

TEST_F(CampaignsTest, an_unknown_campaign_is_not_opened) {
  EXPECT_EQ(ask("POST", "/api/campaigns", asking_for(import("r6.csv", std::string(kRun)))).status,
            201);
  EXPECT_EQ(ask("POST", "/api/campaigns/open", R"({"campaign": "../pilot"})").status, 404);
  EXPECT_EQ(ask("POST", "/api/campaigns/open", R"({"campaign": 7})").status, 422);
}

}  // namespace
}  // namespace shijin
