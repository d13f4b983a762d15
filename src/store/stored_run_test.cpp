// Ids that sort, text that packs, and stats.bin: whole, damaged anywhere, or of a newer program.
#include "store/stored_run.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "store/pack.h"
#include "store/run_id.h"

namespace shijin {
namespace {

StoredRun made() {
  StoredRun run;
  run.record = {"0000000001",
                "第一輪",
                "2026-01-02T03:04:05Z",
                "0.1.0",
                "classification",
                "default",
                "a.csv",
                "xxh3:0",
                "00ff",
                "11ee",
                3,
                "none",
                "accuracy",
                0.5,
                std::nullopt,
                0.9,
                2};
  run.seed = 7;
  run.level = 0.9;
  run.command = {"shijin", "eval", "a.csv"};
  run.settings = {{"extract", "first-label"}};
  run.costs = {{"0>1", 5}};
  run.prevalence = {{"0", 0.25}};
  run.labels = {"0", "1"};
  run.classes = {"1"};
  run.own = {"tone=regex: [!?]$"};
  run.trainer = TrainerFacts{{{"lora_rank", "8"}}, {{"train_loss", 0.5}}, {"args.json"}};
  run.han_share = 0.5;
  run.unspaced_share = 0.25;
  run.metrics = {{"accuracy", "labels", "accuracy|shijin:0.1.0", 0.5, false},
                 {"bleu", "bleu", "bleu|shijin:0.1.0", std::nullopt, true}};
  run.hidden = {"mcc"};
  run.has_rows = true;
  run.has_input = true;
  run.ids = {"a", "", "試"};
  run.row = {1, 2, 4};
  run.asked = {11, 12, 13};
  run.expected = {21, 22, 23};
  run.weights = {1, 0.5, 2};
  run.lacks_text = {0, 1, 0};
  run.clusters = {7, 7, 9};
  run.statistics = {
      {"labels", std::string("r\0ws", 4), ""}, {"bleu", "", "sum"}, {"distinct", "rows", "sum"}};
  return run;
}

TEST(StoredRun, comes_back_as_it_was_written_on_any_number_of_threads) {
  const std::string bytes = write_stored(made(), 1);
  EXPECT_EQ(write_stored(made(), 4), bytes);
  const auto read = read_stored(bytes, "stats.bin");
  ASSERT_TRUE(read.ok()) << describe(read.error(), Language::en);
  EXPECT_EQ(write_stored(*read, 1), bytes);
  EXPECT_EQ(read->record.name, "第一輪");
  EXPECT_EQ(read->record.lo, std::nullopt);
  EXPECT_EQ(read->record.hi, 0.9);
  EXPECT_EQ(read->own, made().own);
  EXPECT_EQ(read->trainer->results, made().trainer->results);
  EXPECT_EQ(read->ids, made().ids);
  EXPECT_EQ(read->weights, made().weights);
  EXPECT_EQ(read->lacks_text, made().lacks_text);
  EXPECT_EQ(read->clusters, made().clusters);
  EXPECT_EQ(read->metrics[1].with_text, true);
  EXPECT_EQ(read->find("labels")->rows, std::string("r\0ws", 4));
  EXPECT_EQ(read->find("bleu")->sum, "sum");
  EXPECT_EQ(read->find("distinct")->rows, "rows");
  EXPECT_EQ(read->find("distinct")->sum, "sum");
  EXPECT_EQ(read->find("chrf"), nullptr);
}

TEST(StoredRun, without_its_rows_keeps_the_summary_alone) {
  StoredRun run = made();
  run.has_rows = false;
  const auto read = read_stored(write_stored(run, 1), "stats.bin");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->record.id, "0000000001");
  EXPECT_EQ(read->metrics.size(), 2U);
  EXPECT_TRUE(read->row.empty());
  EXPECT_TRUE(read->statistics.empty());
}

TEST(StoredRun, gives_its_record_from_the_first_bytes_alone) {
  StoredRun run = made();
  const std::string bytes = write_stored(run, 1);
  run.has_rows = false;
  // The summary alone is as long as the head and the run block, and a checksum.
  const std::size_t head = write_stored(run, 1).size() - 8;
  EXPECT_EQ(read_record(std::string_view(bytes).substr(0, head), "stats.bin")->name, "第一輪");
  EXPECT_FALSE(read_record(std::string_view(bytes).substr(0, head - 1), "stats.bin").ok());
}

TEST(StoredRun, is_refused_when_any_byte_differs_or_the_end_is_missing) {
  const std::string bytes = write_stored(made(), 1);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    EXPECT_FALSE(read_stored(changed, "stats.bin").ok()) << "byte " << at;
    EXPECT_FALSE(read_stored(bytes.substr(0, at), "stats.bin").ok()) << "cut at " << at;
  }
}

TEST(StoredRun, of_a_newer_program_says_both_versions) {
  std::string bytes = write_stored(made(), 1);
  bytes[8] = 2;
  const auto read = read_stored(bytes, "stats.bin");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(describe(read.error(), Language::en),
            "stats.bin: error: a newer shijin wrote these statistics: version 2, this program "
            "knows 1\n"
            "  help: update shijin\n"
            "  name: store-newer      (shijin explain store-newer)\n");
}

TEST(RunId, sorts_by_time_then_by_mark) {
  const std::string early = make_run_id(1'577'836'800'000, 0);  // the first instant of 2020
  EXPECT_EQ(early, "0000000000");
  EXPECT_EQ(make_run_id(1'577'836'800'001, 31), "000000010z");
  EXPECT_LT(make_run_id(1'577'836'800'031, 1023), make_run_id(1'577'836'800'032, 0));
  EXPECT_LT(make_run_id(1'795'000'000'000, 1), make_run_id(1'795'000'000'000, 2));
  EXPECT_TRUE(is_run_id(early));
  EXPECT_FALSE(is_run_id("000000000"));
  EXPECT_FALSE(is_run_id("000000000l"));
}

TEST(Pack, gives_back_what_it_took_and_refuses_another_size) {
  const std::string text(100'000, 'x');
  const std::string packed = pack(text);
  EXPECT_LT(packed.size(), 100U);
  EXPECT_EQ(unpack(packed, text.size()), text);
  EXPECT_EQ(unpack(packed, text.size() + 1), std::nullopt);
  EXPECT_EQ(unpack("not a frame", 4), std::nullopt);
  EXPECT_EQ(unpack(pack(""), 0), "");
}

TEST(Pack, a_text_in_pieces_is_one_frame_until_it_grows_over_the_limit) {
  PackedText whole(1000);
  std::string all;
  for (int i = 0; i < 90; ++i) {
    const std::string piece = std::to_string(i) + " piece\n";
    all += piece;
    whole.add(piece);
  }
  ASSERT_LE(all.size(), 1000U);
  PackedText once(1000);
  once.add(all);
  EXPECT_EQ(whole.finish(), once.finish());
  PackedText over(1000);
  for (int i = 0; i < 3; ++i) over.add(all);
  EXPECT_TRUE(over.over_limit());
  EXPECT_EQ(over.finish(), "");
}

}  // namespace
}  // namespace shijin
