// References taken from the dataset that LLaMA-Factory cut them from.
#include "table/dataset_info.h"

#include <gtest/gtest.h>

#include "table/testing.h"

namespace shijin {
namespace {

using testing::Folder;
using testing::Whole;

constexpr std::string_view kInfo =
    "{\"other\": {\"hf_hub_url\": \"x/y\"},\n"
    " \"mine\": {\"file_name\": \"mine.json\"},\n"
    " \"chats\": {\"file_name\": \"chats.jsonl\", \"formatting\": \"sharegpt\",\n"
    "   \"columns\": {\"messages\": \"messages\"},\n"
    "   \"tags\": {\"role_tag\": \"role\", \"content_tag\": \"content\", \"user_tag\": \"user\",\n"
    "              \"assistant_tag\": \"assistant\"}}}\n";

constexpr std::string_view kMine =
    "[{\"instruction\": \"a\", \"input\": \"\", \"output\": \"春眠不覺曉，處處聞啼鳥。\"},\n"
    " {\"instruction\": \"b\", \"input\": \"\", \"output\": \"夜來風雨聲，花落知多少。\"},\n"
    " {\"instruction\": \"c\", \"input\": \"\", \"output\": \"白日依山盡，黃河入海流。\"}]\n";

std::string predictions(const std::vector<std::string>& labels) {
  std::string out;
  for (const std::string& label : labels) {
    out += "{\"prompt\": \"p\", \"predict\": \"一首很長很長很長很長很長的詩\", \"label\": \"" +
           label + "\"}\n";
  }
  return out;
}

// The label column, then what was said.
std::vector<std::string> labels_of(const Folder& folder, const std::string& file,
                                   const ReadOptions& options = {}) {
  const auto whole = testing::read_whole({file}, options);
  if (!whole.ok()) return {folder.plain(describe(whole.error(), Language::en))};
  std::vector<std::string> out;
  for (const auto& row : whole->rows) out.push_back(row[2]);
  out.push_back(folder.plain(describe(whole->notes, Language::en)));
  return out;
}

using Lines = std::vector<std::string>;

TEST(DatasetInfo, makes_cut_references_whole_again) {
  const Folder folder;
  folder.write("dataset_info.json", kInfo);
  folder.write("mine.json", kMine);
  const std::string file =
      folder.write("generated_predictions.jsonl",
                   predictions({"春眠不覺曉，處處\xEF\xBF\xBD", "夜來風雨聲，花落知多少。\\n"}));
  EXPECT_EQ(labels_of(folder, file),
            (Lines{"春眠不覺曉，處處聞啼鳥。", "夜來風雨聲，花落知多少。\n",
                   "generated_predictions.jsonl: note: 1 of 2 labels were cut when the predictions "
                   "were written. Their whole references come from dataset \"mine\" (mine.json).\n"
                   "  name: dataset-labels-cut      (shijin explain dataset-labels-cut)\n"}));
}

TEST(DatasetInfo, says_nothing_when_no_label_was_cut) {
  const Folder folder;
  folder.write("dataset_info.json", kInfo);
  folder.write("mine.json", kMine);
  const std::string file = folder.write(
      "p.jsonl", predictions({"春眠不覺曉，處處聞啼鳥。", "夜來風雨聲，花落知多少。"}));
  EXPECT_EQ(labels_of(folder, file),
            (Lines{"春眠不覺曉，處處聞啼鳥。", "夜來風雨聲，花落知多少。", ""}));
}

TEST(DatasetInfo, keeps_the_labels_where_the_order_differs) {
  const Folder folder;
  folder.write("dataset_info.json", kInfo);
  folder.write("mine.json", kMine);
  const std::string file = folder.write("p.jsonl", predictions({"春眠不覺曉，", "白日依山盡，"}));
  EXPECT_EQ(labels_of(folder, file),
            (Lines{"春眠不覺曉，", "白日依山盡，",
                   "p.jsonl: warning: dataset \"mine\" fits only up to row 2: there the label is "
                   "not the beginning of the reference. The labels are used as they stand.\n"
                   "  help: Shuffled or mixed datasets (num_samples, val_size) do not keep the "
                   "order. Give the references with --truth FILE.\n"
                   "  name: dataset-differs      (shijin explain dataset-differs)\n"}));
}

TEST(DatasetInfo, keeps_the_labels_where_the_dataset_is_too_short_or_another) {
  const Folder folder;
  folder.write("dataset_info.json", kInfo);
  folder.write("mine.json", kMine);
  const std::string four = folder.write("p.jsonl", predictions({"春眠", "夜來", "白日", "欲窮"}));
  EXPECT_EQ(
      labels_of(folder, four).back(),
      "p.jsonl: warning: dataset \"mine\" fits, but has only 3 rows. The labels are used as "
      "they stand.\n"
      "  help: Shuffled or mixed datasets (num_samples, val_size) do not keep the order. Give "
      "the references with --truth FILE.\n"
      "  name: dataset-short      (shijin explain dataset-short)\n");
  const std::string other = folder.write("q.jsonl", predictions({"牀前明月光"}));
  EXPECT_EQ(
      labels_of(folder, other).back(),
      "q.jsonl: note: no dataset in dataset_info.json has these labels in this order. If "
      "LLaMA-Factory cut them (cutoff_len), they count as they stand.\n"
      "  help: Shuffled or mixed datasets (num_samples, val_size) do not keep the order. Give "
      "the references with --truth FILE.\n"
      "  name: dataset-none      (shijin explain dataset-none)\n");
}

TEST(DatasetInfo, takes_the_last_turn_of_chats_in_a_named_folder) {
  const Folder folder;
  const Folder data;
  data.write("dataset_info.json", kInfo);
  data.write("chats.jsonl",
             "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
             "{\"role\":\"assistant\",\"content\":\"春眠不覺曉，處處聞啼鳥。\"}]}\n"
             "{\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"},"
             "{\"role\":\"user\",\"content\":\"dropped by LLaMA-Factory\"}]}\n"
             "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
             "{\"role\":\"assistant\",\"content\":\"b\"},{\"role\":\"user\",\"content\":\"c\"},"
             "{\"role\":\"assistant\",\"content\":\"夜來風雨聲，花落知多少。\"}]}\n");
  const std::string file = folder.write(
      "p.jsonl", predictions({"春眠不覺曉，", "<think>\\n\\n</think>\\n\\n夜來風雨聲，"}));
  ReadOptions options;
  options.dataset_dir = data.file("");
  const Lines got = labels_of(folder, file, options);
  EXPECT_EQ(got[0], "春眠不覺曉，處處聞啼鳥。");
  EXPECT_EQ(got[1], "夜來風雨聲，花落知多少。");
}

TEST(DatasetInfo, refuses_a_named_folder_without_it) {
  const Folder folder;
  const std::string file = folder.write("p.jsonl", predictions({"春眠"}));
  ReadOptions options;
  options.dataset_dir = folder.file("data");
  EXPECT_EQ(labels_of(folder, file, options),
            (Lines{"error: there is no dataset_info.json in data\n"
                   "  expected: the folder that LLaMA-Factory calls dataset_dir\n"
                   "  help: Write --dataset DIR with the folder that holds it.\n"
                   "  name: dataset-info-missing      (shijin explain dataset-info-missing)\n"}));
}

TEST(LabelFit, compares_without_blanks) {
  EXPECT_EQ(fit_label("a b\n", "ab"), LabelFit::whole);
  EXPECT_EQ(fit_label("ab", "a b c"), LabelFit::cut);
  EXPECT_EQ(fit_label("", "a"), LabelFit::cut);
  EXPECT_EQ(fit_label("abc", "ab"), LabelFit::differs);
  EXPECT_EQ(fit_label("a", std::string_view()), LabelFit::differs);
  EXPECT_EQ(fit_label("<think>\n\n</think>\n\na", "a"), LabelFit::whole);
  EXPECT_EQ(fit_label("<think>x</think>a", "<think>x</think>ab"), LabelFit::cut);
}

}  // namespace
}  // namespace shijin
