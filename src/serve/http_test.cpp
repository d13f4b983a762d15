// Requests that are plainly right, and many that are not.
#include "serve/http.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

constexpr std::string_view kHost = "Host: 127.0.0.1:7411\r\n";

HttpHead of(const std::string& line, const std::string& headers = "") {
  return parse_head(line + "\r\n" + std::string(kHost) + headers + "\r\n");
}

TEST(Http, reads_a_request_with_its_headers) {
  const HttpHead head =
      of("POST /api/runs HTTP/1.1", "Content-Length: 12\r\nX-Shijin:  1 \r\nCookie: a=b; c=d\r\n");
  EXPECT_EQ(head.status, 0);
  EXPECT_EQ(head.request.method, "POST");
  EXPECT_EQ(head.request.path, "/api/runs");
  EXPECT_EQ(head.request.body_bytes, 12U);
  EXPECT_EQ(head.request.header("x-shijin"), "1");
  EXPECT_EQ(head.request.cookie("c"), "d");
  EXPECT_EQ(head.request.cookie("d"), "");
  EXPECT_TRUE(head.request.keep_alive);
  EXPECT_FALSE(of("GET / HTTP/1.1", "Connection: Close\r\n").request.keep_alive);
}

TEST(Http, refuses_paths_that_could_mean_two_things) {
  for (const char* path :
       {"/a?b", "/a#b", "/%2e%2e", "/a%00", "/..", "/a/../b", "//a", "/a//b", "\\a", "/a\\b",
        "/a;b", "/a:b", "http://127.0.0.1:7411/", "*", "", "/a\tb", "/\xE4\xB8\xAD", "/a b"}) {
    EXPECT_EQ(of("GET " + std::string(path) + " HTTP/1.1").status, 400) << path;
  }
  EXPECT_EQ(of("GET /" + std::string(300, 'a') + " HTTP/1.1").status, 400);
}

TEST(Http, refuses_lines_that_two_programs_read_in_two_ways) {
  for (const char* headers :
       {"A : b\r\n", " folded: x\r\n", "A: b\nC: d\r\n", "A: b\rC: d\r\n", "no colon\r\n",
        ": x\r\n", "Content-Length: 1\r\nContent-Length: 1\r\n", "Content-Length: +1\r\n",
        "Content-Length: -1\r\n", "Content-Length: 1a\r\n", "Content-Length: 0x1\r\n",
        "Content-Length: \r\n", "Content-Length: 99999999999999999999\r\n", "Host: other\r\n",
        "Origin: a\r\nOrigin: b\r\n", "Cookie: a\r\nCookie: b\r\n", "A: \x01\r\n", "A: \x7f\r\n"}) {
    EXPECT_EQ(of("GET / HTTP/1.1", headers).status, 400) << headers;
  }
  EXPECT_EQ(of("GET / HTTP/1.1", "Transfer-Encoding: chunked\r\n").status, 501);
  EXPECT_EQ(of("GET / HTTP/1.1", "Upgrade: websocket\r\n").status, 501);
  EXPECT_EQ(of("GET / HTTP/1.0").status, 505);
  EXPECT_EQ(of("GET / HTTP/2").status, 505);
  EXPECT_EQ(of("GET / FTP").status, 400);
  EXPECT_EQ(of("get / HTTP/1.1").status, 400);
  EXPECT_EQ(of("GET  / HTTP/1.1").status, 400);
  EXPECT_EQ(parse_head("GET / HTTP/1.1\r\n\r\n").status, 400);  // no host
  EXPECT_EQ(parse_head("").status, 400);
  EXPECT_EQ(parse_head("GET / HTTP/1.1\r\nHost: a").status, 400);
}

TEST(Http, refuses_a_crowd_of_headers) {
  std::string headers;
  for (int i = 0; i < 70; ++i) headers += "A" + std::to_string(i) + ": b\r\n";
  EXPECT_EQ(of("GET / HTTP/1.1", headers).status, 431);
}

TEST(Http, every_answer_allows_nothing_unless_it_says_so) {
  const std::string answer = write_response({404, "application/json", "{}"}, Then::close);
  EXPECT_EQ(answer,
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
            "Connection: close\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n"
            "Referrer-Policy: no-referrer\r\nCache-Control: no-store\r\n"
            "Cross-Origin-Opener-Policy: same-origin\r\n"
            "Cross-Origin-Resource-Policy: same-origin\r\nContent-Security-Policy: default-src "
            "'none'; frame-ancestors 'none'; sandbox\r\n\r\n{}");
}

}  // namespace
}  // namespace shijin
