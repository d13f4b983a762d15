// XXH3's own test values, and that a digest does not depend on how bytes arrive.
#include "base/hash.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

TEST(Hash, gives_xxh3_of_no_bytes) {
  EXPECT_EQ(hash_bytes(""), 0x2D06800538D394C2ULL);
  EXPECT_EQ(Digest().hex(), "xxh3:99aa06d3014798d86001c324468d497f");
}

TEST(Hash, depends_on_the_seed) { EXPECT_NE(hash_bytes("a", 1), hash_bytes("a", 2)); }

TEST(Digest, does_not_depend_on_how_bytes_arrive) {
  Digest whole;
  whole.add("predictions");
  Digest parts;
  parts.add("predi");
  parts.add("");
  parts.add("ctions");
  EXPECT_EQ(parts.hex(), whole.hex());
}

}  // namespace
}  // namespace shijin
