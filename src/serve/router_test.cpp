// Who is let in: names, origins, sessions, and what is in the list of routes.
#include "serve/router.h"

#include <gtest/gtest.h>

#include "base/secret.h"

namespace shijin {
namespace {

const std::vector<std::string> kHosts = {"localhost:7411", "127.0.0.1:7411"};

const std::vector<Route>& routes() {
  static const std::vector<Route> kRoutes = {
      {"GET", "/", Access::open, Entry::links, Body::none, 0, {}},
      {"GET", "/api/runs/{run}", Access::session, Entry::own_pages, Body::none, 0, {}},
      {"POST", "/api/compare", Access::session, Entry::own_pages, Body::json, 100, {}},
  };
  return kRoutes;
}

HttpRequest asking(std::string method, std::string path, Headers headers = {}) {
  HttpRequest request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.headers = std::move(headers);
  if (!request.has("host")) request.headers.emplace_back("host", "127.0.0.1:7411");
  request.headers.emplace_back("x-shijin", "1");
  return request;
}

int status_of(const HttpRequest& request, bool session = true) {
  const Routed found = route_request(request, routes(), kHosts, session);
  return found.route == nullptr ? found.status : 200;
}

TEST(Router, finds_a_route_and_the_id_in_it) {
  const Routed found = route_request(asking("GET", "/api/runs/6b56zjm4b9"), routes(), kHosts, true);
  ASSERT_NE(found.route, nullptr);
  EXPECT_EQ(found.id, "6b56zjm4b9");
}

TEST(Router, an_id_is_never_a_path) {
  for (const char* path : {"/api/runs/6b56zjm4b", "/api/runs/6B56ZJM4B9", "/api/runs/..........",
                           "/api/runs/6b56zjm4b9/", "/api/runs/", "/api/runs/6b56zjm4b9/x"}) {
    EXPECT_EQ(status_of(asking("GET", path)), 404) << path;
  }
}

TEST(Router, what_is_not_in_the_list_needs_a_session_to_be_told_so) {
  EXPECT_EQ(status_of(asking("GET", "/secret"), false), 401);
  EXPECT_EQ(status_of(asking("GET", "/secret"), true), 404);
  EXPECT_EQ(status_of(asking("GET", "/api/runs/6b56zjm4b9"), false), 401);
  EXPECT_EQ(status_of(asking("GET", "/"), false), 200);
  EXPECT_EQ(status_of(asking("DELETE", "/api/compare", {{"origin", "http://127.0.0.1:7411"}})),
            405);
}

TEST(Router, other_names_are_not_us) {
  for (const char* host :
       {"evil.example:7411", "127.0.0.1", "127.0.0.1:7412", "localhost:7411.evil", "LOCALHOST:7411",
        "127.0.0.1:7411 ", "", "[::1]:7411"}) {
    EXPECT_EQ(status_of(asking("GET", "/", {{"host", host}})), 421) << host;
    EXPECT_EQ(status_of(asking("GET", "/nothing", {{"host", host}})), 421) << host;
  }
}

TEST(Router, other_origins_are_refused_whole_text_by_whole_text) {
  for (const char* origin :
       {"http://evil.example", "null", "http://127.0.0.1:7411.evil", "https://127.0.0.1:7411",
        "http://localhost:7411", "http://127.0.0.1", "http://127.0.0.1:74110", ""}) {
    EXPECT_EQ(status_of(asking("GET", "/", {{"origin", origin}})), 403) << origin;
  }
  EXPECT_EQ(status_of(asking("POST", "/api/compare")), 403);  // none at all
  EXPECT_EQ(status_of(asking("GET", "/api/runs/6b56zjm4b9", {{"sec-fetch-site", "cross-site"}})),
            403);
  EXPECT_EQ(status_of(asking("GET", "/api/runs/6b56zjm4b9", {{"sec-fetch-site", "same-site"}})),
            403);
  const Headers link = {{"sec-fetch-site", "cross-site"},
                        {"sec-fetch-mode", "navigate"},
                        {"sec-fetch-dest", "document"}};
  EXPECT_EQ(status_of(asking("GET", "/", link)), 200);  // a link in a mail
  EXPECT_EQ(status_of(asking("GET", "/api/runs/6b56zjm4b9", link)), 403);
  const Headers frame = {{"sec-fetch-site", "cross-site"},
                         {"sec-fetch-mode", "navigate"},
                         {"sec-fetch-dest", "iframe"}};
  EXPECT_EQ(status_of(asking("GET", "/", frame)), 403);
}

TEST(Router, a_form_or_an_image_cannot_ask) {
  HttpRequest plain = asking("GET", "/api/runs/6b56zjm4b9");
  plain.headers.pop_back();  // x-shijin
  EXPECT_EQ(status_of(plain), 403);
  HttpRequest form = asking("POST", "/api/compare", {{"origin", "http://127.0.0.1:7411"}});
  EXPECT_EQ(status_of(form), 411);
  form.headers.emplace_back("content-length", "10");
  form.body_bytes = 10;
  form.headers.emplace_back("content-type", "text/plain");
  EXPECT_EQ(status_of(form), 415);
  form.headers.back().second = "application/json; charset=utf-8";
  EXPECT_EQ(status_of(form), 415);
  form.headers.back().second = "application/json";
  EXPECT_EQ(status_of(form), 200);
  form.body_bytes = 101;
  EXPECT_EQ(status_of(form), 413);
}

TEST(Sessions, a_token_opens_and_an_ended_session_is_closed) {
  Sessions sessions;
  EXPECT_TRUE(is_secret(sessions.token()));
  EXPECT_FALSE(sessions.holds(""));
  EXPECT_FALSE(sessions.holds(sessions.token()));
  const Sessions::Exchange one = sessions.exchange(sessions.token());
  EXPECT_TRUE(sessions.holds(one.session));
  EXPECT_NE(one.session, sessions.token());
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(sessions.exchange(make_secret()).too_many);
  EXPECT_TRUE(sessions.exchange(make_secret()).too_many);
  EXPECT_FALSE(sessions.exchange(sessions.token()).session.empty());  // the right one still opens
  sessions.end(one.session);
  EXPECT_FALSE(sessions.holds(one.session));
}

TEST(Secret, is_new_each_time_and_compared_whole) {
  EXPECT_NE(make_secret(), make_secret());
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_FALSE(same_secret("abc", "abd"));
  EXPECT_FALSE(same_secret("abc", "ab"));
  EXPECT_FALSE(is_secret("70103a906c5ecdb8b169687454ad666"));
  EXPECT_FALSE(is_secret("70103A906c5ecdb8b169687454ad6668"));
}

}  // namespace
}  // namespace shijin
