// What is said of a Parquet or Feather file; tests/arrow reads such files with a build that can.
#include <gtest/gtest.h>

#include <algorithm>

#include "table/format.h"

namespace shijin {
namespace {

const Format& format(std::string_view name) {
  const auto formats = all_formats();
  return **std::find_if(formats.begin(), formats.end(),
                        [name](const Format* format) { return format->name == name; });
}

TEST(Arrow, recognises_its_files_by_their_first_bytes) {
  EXPECT_EQ(format("parquet").looks_like("PAR1....", "a.csv"), 100);
  EXPECT_EQ(format("parquet").looks_like("text,label", "a.parquet"), 0);
  EXPECT_EQ(format("feather").looks_like("ARROW1..", "a"), 100);
}

#ifndef SJ_HAS_ARROW

class PathOnly final : public Source {
 public:
  Result<bool> read(std::string&, std::size_t) override { return false; }
  const std::string& path() const override { return path_; }
  const std::string& encoding() const override { return path_; }
  std::int64_t bytes_done() const override { return 0; }
  std::int64_t bytes_total() const override { return 0; }
  std::string digest() const override { return ""; }
  std::string_view raw_head() const override { return ""; }
  Result<std::string_view> head() override { return std::string_view(); }

 private:
  std::string path_ = "a.parquet";
};

TEST(Arrow, names_the_option_of_the_build_without_it) {
  Notes notes;
  const auto reader = format("parquet").open(std::make_unique<PathOnly>(), {}, notes);
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(
      describe(reader.error(), Language::en),
      "a.parquet: error: this is a Parquet file, and this shijin is built without Arrow\n"
      "  help: build with Arrow: cmake --preset release -DSHIJIN_ARROW=on, or save the file as "
      ".csv\n"
      "  name: arrow-not-built      (shijin explain arrow-not-built)\n");
  EXPECT_EQ(describe(reader.error(), Language::zh_hant),
            "a.parquet: 錯誤：這是 Parquet 檔，而這個 shijin 建置時未啟用 Arrow\n"
            "  解法：請以 cmake --preset release -DSHIJIN_ARROW=on 重新建置，或將檔案存成 .csv\n"
            "  名稱：arrow-not-built　（shijin explain arrow-not-built）\n");
}

#endif

}  // namespace
}  // namespace shijin
