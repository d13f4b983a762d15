// Values come back from their bytes, equal values give equal bytes, and damage is noticed.
#include "base/bytes.h"

#include <gtest/gtest.h>

#include "base/exact_sum.h"

namespace shijin {
namespace {

struct Inner {
  std::uint8_t small = 0;
  double wide = 0;  // after 7 bytes of padding
  bool operator==(const Inner&) const = default;
};
struct Outer {
  std::string name;
  std::vector<Inner> inner;
  std::array<std::uint32_t, 2> pair{};
  std::map<std::uint64_t, std::string> map;
  bool flag = false;
  bool operator==(const Outer&) const = default;
};

const Outer kOuter = {"試金", {{1, 0.5}, {2, -0.0}}, {3, 4}, {{5, "five"}}, true};

TEST(Bytes, bring_an_aggregate_back) {
  ByteWriter writer;
  writer.write(kOuter);
  ByteReader reader(writer.bytes());
  EXPECT_EQ(reader.read<Outer>(), kOuter);
  EXPECT_TRUE(reader.at_end());
  EXPECT_FALSE(reader.failed());
}

TEST(Bytes, hold_no_padding) {
  ByteWriter writer;
  writer.write(Inner{1, 0.5});
  EXPECT_EQ(writer.bytes().size(), 9U);
}

TEST(Bytes, notice_every_cut) {
  ByteWriter writer;
  writer.write(kOuter);
  for (std::size_t size = 0; size < writer.bytes().size(); ++size) {
    ByteReader reader(std::string_view(writer.bytes()).substr(0, size));
    (void)reader.read<Outer>();
    EXPECT_TRUE(reader.failed()) << size;
  }
}

TEST(Bytes, do_not_believe_a_count_that_cannot_fit) {
  ByteWriter writer;
  writer.write(std::uint64_t{1} << 60U);
  ByteReader reader(writer.bytes());
  EXPECT_TRUE(reader.read<std::vector<double>>().empty());
  EXPECT_TRUE(reader.failed());
}

TEST(Bytes, keep_an_exact_sum_exact) {
  ExactSum sum;
  for (const double x : {1e300, 1.0, -1e300, 1e-300}) sum.add(x);
  ByteWriter writer;
  writer.write(sum);
  ByteReader reader(writer.bytes());
  auto again = reader.read<ExactSum>();
  EXPECT_EQ(again.value(), 1.0);
  again.add(-1.0);
  EXPECT_EQ(again.value(), 1e-300);
}

TEST(Bytes, are_equal_for_equal_sums_however_they_came_about) {
  ExactSum one;
  ExactSum other;
  for (const double x : {0.1, 0.2, 0.3}) one.add(x);
  ExactSum part;
  part.add(0.3);
  part.add(0.1);
  other.add(0.2);
  other.merge(part);
  ByteWriter a;
  ByteWriter b;
  a.write(one);
  b.write(other);
  EXPECT_EQ(a.bytes(), b.bytes());
}

}  // namespace
}  // namespace shijin
