// Addresses that people write, and those that a server may not lead to.
#include "lm/address.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

TEST(Address, finds_where_the_interface_stands) {
  const Address plain = read_address("http://localhost:8000").value();
  EXPECT_EQ(plain.base, "http://localhost:8000/v1");
  EXPECT_EQ(plain.root, "http://localhost:8000");
  EXPECT_EQ(plain.host, "localhost");
  EXPECT_FALSE(plain.encrypted);
  const Address slash = read_address("https://API.example.com/compatible-mode/v1/").value();
  EXPECT_EQ(slash.base, "https://API.example.com/compatible-mode/v1");
  EXPECT_EQ(slash.root, "https://API.example.com/compatible-mode");
  EXPECT_EQ(slash.host, "api.example.com");
  EXPECT_TRUE(slash.encrypted);
}

TEST(Address, repeats_no_secret_that_stands_in_a_wrong_one) {
  for (const char* url : {"http://user:secret@host/v1", "https://host/v1?key=secret", "http://",
                          "http://ho st", "ftp://host", "http://host/v1#secret"}) {
    const auto address = read_address(url);
    ASSERT_FALSE(address.ok()) << url;
    EXPECT_EQ(address.error().name, "endpoint-address");
    const std::string words = describe(address.error(), Language::en);
    EXPECT_EQ(words.find("secret"), std::string::npos) << words;
  }
}

TEST(Address, knows_private_hosts) {
  for (const char* host :
       {"localhost", "LOCALHOST.", "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.1",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fd00::1", "fe80::1",
        "::ffff:10.0.0.1", "intranet", "db.internal", "printer.local"}) {
    EXPECT_TRUE(is_private_host(host)) << host;
  }
  for (const char* host : {"example.com", "8.8.8.8", "172.32.0.1", "11.0.0.1", "192.169.0.1",
                           "2001:db8::1", "10.example.com", "100.128.0.1"}) {
    EXPECT_FALSE(is_private_host(host)) << host;
  }
}

TEST(Address, finds_hosts) {
  EXPECT_EQ(host_of("http://a:b@Example.com:80/x"), "example.com");
  EXPECT_EQ(host_of("http://[::1]:8000/v1"), "::1");
  EXPECT_EQ(host_of("https://example.com?x=/"), "example.com");
}

}  // namespace
}  // namespace shijin
