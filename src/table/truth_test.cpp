// Joining a truth file: by id, by line, and everything that may be left over.
#include "table/truth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "table/testing.h"

namespace shijin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Row = std::vector<std::string>;
using testing::Folder;
using testing::read_whole;
using testing::Whole;

struct Joined {
  std::vector<Row> rows;
  std::vector<std::string> names;
  std::string messages;
  std::int64_t skipped = 0;
};

Joined join(const std::string& main, const std::string& truth, BadRows bad = BadRows::refuse) {
  const Folder folder;
  ReadOptions options;
  options.truth_file = folder.write("gold.csv", truth);
  options.bad_rows = bad;
  const auto whole = read_whole({folder.write("pred.csv", main)}, options);
  if (!whole.ok()) return {{}, {}, folder.plain(describe(whole.error(), Language::en)), 0};
  return {whole->rows, whole->names, folder.plain(describe(whole->notes, Language::en)),
          whole->skipped};
}

TEST(Truth, is_found_by_id_in_any_order) {
  const Joined joined = join("id,pred_label\n1,pos\n2,neg\n", "label,id\nneg,2\npos,1\n");
  EXPECT_THAT(joined.names, ElementsAre("id", "pred_label", "label"));
  EXPECT_THAT(joined.rows, ElementsAre(Row{"1", "pos", "pos"}, Row{"2", "neg", "neg"}));
  EXPECT_EQ(joined.messages, "");
}

TEST(Truth, is_found_by_line_where_one_file_has_no_ids) {
  const Joined joined = join("pred_label\npos\nneg\n", "label,id\nneg,2\npos,1\n");
  EXPECT_THAT(joined.rows, ElementsAre(Row{"pos", "neg"}, Row{"neg", "pos"}));
}

TEST(Truth, column_of_a_taken_name_gets_another) {
  const Joined joined = join("id,label\n1,pos\n", "id,label\n1,neg\n");
  EXPECT_THAT(joined.names, ElementsAre("id", "label", "truth:label"));
  EXPECT_THAT(joined.rows, ElementsAre(Row{"1", "pos", "neg"}));
}

TEST(Truth, refuses_counts_that_differ) {
  EXPECT_EQ(join("pred_label\npos\nneg\n", "label\nneg\n").messages,
            "pred.csv: error: pred.csv has 2 rows and gold.csv has 1\n"
            "  expected: as many rows in both files, since they are joined line by line\n"
            "  help: add an id column to both files, or mend the shorter one\n"
            "  name: truth-count-differs      (shijin explain truth-count-differs)\n");
}

TEST(Truth, lists_ids_it_does_not_have) {
  EXPECT_EQ(join("id,pred_label\n1,a\n7,b\n8,b\n", "id,label\n1,a\n").messages,
            "pred.csv: error: 2 of 3 ids are not in gold.csv: 7, 8\n"
            "  expected: every id of the one file in the other\n"
            "  help: mend the files, or leave these rows out with --skip-bad\n"
            "  name: id-missing      (shijin explain id-missing)\n");
  EXPECT_EQ(join("id,pred_label\n1,a\n", "id,label\n1,a\n2,b\n").messages,
            "pred.csv: error: 1 of 2 rows of gold.csv have no prediction: 2\n"
            "  expected: every id of the one file in the other\n"
            "  help: mend the files, or leave these rows out with --skip-bad\n"
            "  name: truth-unused      (shijin explain truth-unused)\n");
}

TEST(Truth, shows_twenty_missing_ids_and_no_more) {
  std::string main = "id,pred_label\n1,a\n";
  for (int i = 100; i < 130; ++i) main += std::to_string(i) + ",a\n";
  EXPECT_EQ(join(main, "id,label\n1,a\n").messages,
            "pred.csv: error: 30 of 31 ids are not in gold.csv: 100, 101, 102, 103, 104, 105, 106, "
            "107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, …\n"
            "  expected: every id of the one file in the other\n"
            "  help: mend the files, or leave these rows out with --skip-bad\n"
            "  name: id-missing      (shijin explain id-missing)\n");
}

TEST(Truth, leaves_rows_out_when_told_to) {
  const Joined joined = join("id,pred_label\n7,b\n1,a\n", "id,label\n1,a\n2,b\n", BadRows::skip);
  EXPECT_THAT(joined.rows, ElementsAre(Row{"1", "a", "a"}));
  EXPECT_EQ(joined.skipped, 1);
  EXPECT_EQ(joined.messages,
            "pred.csv: warning: 1 of 2 ids are not in gold.csv: 7\n"
            "  name: id-missing      (shijin explain id-missing)\n"
            "pred.csv: warning: 1 of 2 rows of gold.csv have no prediction: 2\n"
            "  name: truth-unused      (shijin explain truth-unused)\n");
}

TEST(Truth, refuses_an_id_that_is_repeated) {
  EXPECT_EQ(join("id,pred_label\n1,a\n", "id,label\n1,a\n1,b\n").messages,
            "gold.csv: error: the id \"1\" stands on lines 2 and 3\n"
            "  expected: each id once\n"
            "  help: remove one of the two rows, or give it an id of its own\n"
            "  name: id-repeated      (shijin explain id-repeated)\n");
  EXPECT_EQ(join("id,pred_label\n1,a\n1,a\n", "id,label\n1,a\n").messages,
            "pred.csv: error: the id \"1\" stands in rows 1 and 2\n"
            "  expected: each id once\n"
            "  help: remove one of the two rows, or give it an id of its own\n"
            "  name: id-repeated      (shijin explain id-repeated)\n");
}

TEST(Truth, may_be_in_another_format_and_encoding) {
  const Folder folder;
  ReadOptions options;
  // 編號,標籤 / 2,壞 / 1,好 in Big5
  options.truth_file =
      folder.write("gold.csv", "\xBD\x73\xB8\xB9,\xBC\xD0\xC5\xD2\n2,\xC3\x61\n1,\xA6\x6E\n");
  const auto whole = read_whole({folder.write("pred.tsv", "id\tpred\n1\t好\n2\t好\n")}, options);
  ASSERT_TRUE(whole.ok());
  EXPECT_THAT(whole->rows, ElementsAre(Row{"1", "好", "好"}, Row{"2", "好", "壞"}));
  EXPECT_EQ(whole->files[1].encoding, "Big5");
}

TEST(Truth, joins_across_shards_and_files) {
  std::string first = "id,pred_label\n";
  std::string second = "pred_label,id\n";
  std::string truth = "id,label\n";
  for (int i = 0; i < 9000; ++i) {
    const std::string id = std::to_string(i);
    (i < 5000 ? first : second) += i < 5000 ? id + ",p" + id + "\n" : "p" + id + "," + id + "\n";
    truth += std::to_string(8999 - i) + ",t" + std::to_string(8999 - i) + "\n";
  }
  const Folder folder;
  ReadOptions options;
  options.truth_file = folder.write("gold.csv", truth);
  const auto whole =
      read_whole({folder.write("a.csv", first), folder.write("b.csv", second)}, options);
  ASSERT_TRUE(whole.ok());
  ASSERT_EQ(whole->rows.size(), 9000U);
  for (std::size_t i = 0; i < 9000; ++i) {
    const std::string id = std::to_string(i);
    ASSERT_EQ(whole->rows[i], (Row{id, "p" + id, "t" + id}));
    ASSERT_EQ(whole->numbers[i], static_cast<std::int64_t>(i) + 1);
  }
}

}  // namespace
}  // namespace shijin
