// Names of uploads, what the page asks of them, and what they hold.
#include "serve/imports.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "serve/compared.h"
#include "serve/upload.h"

namespace shijin {
namespace {

class ImportsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        (std::filesystem::temp_directory_path() / ("shijin_imports_" + std::to_string(::getpid())))
            .string();
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Import put(const std::string& name, const std::string& bytes) {
    const std::string path = imports().new_path(name);
    EXPECT_TRUE(write_file(path, bytes).ok());
    return imports().add(path, name);
  }
  Imports& imports() {
    if (!imports_) imports_ = std::make_unique<Imports>(folder_);
    return *imports_;
  }

  std::string folder_;
  std::unique_ptr<Imports> imports_;
};

TEST(ShownName, is_for_people_and_has_no_folder) {
  EXPECT_EQ(shown_name("%E5%AF%BC%E5%85%A5.csv"), "导入.csv");
  EXPECT_EQ(shown_name("..%2F..%2Fetc%2Fpasswd"), "passwd");
  EXPECT_EQ(shown_name("C:%5CUsers%5Ca.csv"), "a.csv");
  EXPECT_EQ(shown_name("a%00b%1b.csv"), "a_b_.csv");
  EXPECT_EQ(shown_name(".."), "upload");
  EXPECT_EQ(shown_name(""), "upload");
  EXPECT_EQ(shown_name("100%"), "100%");
  EXPECT_EQ(shown_name(std::string(119, 'a') + "%E5%AF%BC"), std::string(119, 'a'));
}

TEST_F(ImportsTest, a_path_is_made_of_a_secret_and_a_known_ending) {
  for (const auto& [name, ending] :
       {std::pair("a.csv", ".csv"), std::pair("A.JSONL.GZ", ".jsonl.gz"), std::pair("a.sh", ""),
        std::pair("../a.csv/..", "")}) {
    const std::filesystem::path path = imports().new_path(name);
    EXPECT_EQ(path.parent_path(), folder_);
    EXPECT_EQ(path.filename().string().substr(32), ending);
  }
}

TEST_F(ImportsTest, the_oldest_goes_where_there_are_many) {
  const Import first = put("a.csv", "x");
  for (int i = 0; i < 8; ++i) put("b.csv", "x");
  EXPECT_FALSE(imports().find(first.id));
  EXPECT_FALSE(std::filesystem::exists(first.path));
}

TEST_F(ImportsTest, a_preview_shows_columns_roles_rows_and_every_problem) {
  const Import import = put("r.csv", "text,true_label,pred_label\n好,1,1\n差,0,1,9\n行,1,0\n");
  const auto shown = nlohmann::json::parse(preview_import(import, {}));
  EXPECT_EQ(shown["columns"], nlohmann::json({"text", "true_label", "pred_label"}));
  EXPECT_EQ(shown["roles"][1]["role"], "truth");
  EXPECT_EQ(shown["roles"][1]["guessed"], true);
  EXPECT_EQ(shown["encoding"], "UTF-8");
  EXPECT_EQ(shown["ready"], false);
  EXPECT_EQ(shown["problems"][0]["row"], 3);
  EXPECT_EQ(shown["problems"][0]["file"], "r.csv");
  EXPECT_EQ(preview_import(import, {}).find(folder_), std::string::npos);
}

TEST_F(ImportsTest, roles_that_cannot_be_guessed_are_said_by_the_reader) {
  const Import import = put("r.csv", "a,b,c\nx,1,1\ny,0,0\n");
  auto shown = nlohmann::json::parse(preview_import(import, {}));
  EXPECT_EQ(shown["ready"], false);
  EXPECT_EQ(shown["columns"].size(), 3U);
  ImportAsked asked;
  asked.map = {{"truth", "b"}, {"predicted", "c"}};
  shown = nlohmann::json::parse(preview_import(import, asked));
  EXPECT_EQ(shown["ready"], true);
  EXPECT_EQ(shown["rows"], 2);
}

TEST_F(ImportsTest, a_run_of_it_is_stored_under_the_file_s_own_name) {
  const Import import = put("r.csv", "text,true_label,pred_label\n好,1,1\n差,0,1\n");
  const std::atomic<bool> stop{false};
  std::string problems;
  ImportAsked asked;
  asked.gates = {"accuracy>=0.9"};
  const auto run = run_import(import, asked, folder_ + "/store", stop, problems);
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(problems, "");
  const auto json = read_file(folder_ + "/store/runs/" + *run + "/result.json");
  ASSERT_TRUE(json.ok());
  const auto result = nlohmann::json::parse(*json);
  EXPECT_EQ(result["data"]["path"], "r.csv");
  EXPECT_EQ(result["run"]["command"],
            nlohmann::json({"shijin", "eval", "r.csv", "--gate", "accuracy>=0.9"}));
  EXPECT_EQ(result["metrics"]["accuracy"]["value"], 0.5);
  EXPECT_EQ(json->find(import.path), std::string::npos);
}

TEST_F(ImportsTest, a_bad_gate_and_a_bad_row_are_problems_not_runs) {
  const Import import = put("r.csv", "text,true_label,pred_label\n好,1,1\n差,0,1,9\n");
  const std::atomic<bool> stop{false};
  std::string problems;
  const auto run = run_import(import, {}, folder_ + "/store", stop, problems);
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(*run, "");
  EXPECT_EQ(nlohmann::json::parse(problems)[0]["row"], 3);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/store"));
}

TEST(AskedOfImports, takes_what_the_page_sends_and_nothing_else) {
  const auto asked = read_asked(R"({"encoding":"Big5","map":[["truth","b"]],"gates":["f1>=0.5"]})");
  ASSERT_TRUE(asked.ok());
  EXPECT_EQ(asked->encoding, "Big5");
  EXPECT_EQ(asked->map[0].second, "b");
  for (const char* bad : {"", "[]", "1", "{", R"({"path":"/etc/passwd"})", R"({"map":[["a"]]})",
                          R"({"map":"a"})", R"({"gates":[1]})", R"({"name":{}})"}) {
    EXPECT_FALSE(read_asked(bad).ok()) << bad;
  }
}

TEST(IdsOfRuns, are_two_or_more_ids_and_never_paths) {
  EXPECT_TRUE(read_ids(R"({"runs":["6b56zjm4b9","6b56zjp5bd"]})").ok());
  for (const char* bad :
       {"", "{}", R"({"runs":[]})", R"({"runs":["6b56zjm4b9"]})",
        R"({"runs":["6b56zjm4b9","6b56zjm4b9"]})", R"({"runs":["6b56zjm4b9","../../../x"]})",
        R"({"runs":[1,2]})", R"({"runs":["6b56zjm4b9","6b56zjp5bd"],"more":1})"}) {
    EXPECT_FALSE(read_ids(bad).ok()) << bad;
  }
}

TEST_F(ImportsTest, what_unpacks_to_too_much_is_refused) {
  const std::string path = folder_ + "/a.gz";
  // Python's gzip.compress(b"a" * 9)
  const unsigned char bytes[] = {0x1F, 0x8B, 8, 0,    0,    0,    0,    0, 2, 3, 0x4B, 0x4C,
                                 0x84, 2,    0, 0x66, 0xDE, 0xB7, 0x77, 9, 0, 0, 0};
  ASSERT_TRUE(write_file(path, {reinterpret_cast<const char*>(bytes), sizeof bytes}).ok());
  UploadLimits limits;
  EXPECT_TRUE(check_upload(path, limits).ok());
  limits.total = 4;
  const auto refused = check_upload(path, limits);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().name, "upload-too-large");
}

}  // namespace
}  // namespace shijin
