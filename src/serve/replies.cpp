// Small answers, each in one place.
#include "serve/replies.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/json_writer.h"
#include "serve/app_page.h"

namespace shijin {

HttpResponse json_of(std::string body, int status) {
  return {status, "application/json", std::move(body)};
}

HttpResponse refused(int status, std::string_view name) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("error").begin_object().key("name").text(name);
  json.end_object().end_object();
  return json_of(std::move(out), status);
}

HttpResponse page_reply(std::string_view page) {
  return {200,
          "text/html; charset=utf-8",
          std::string(page),
          {{"Content-Security-Policy", page_policy(page)}}};
}

std::optional<std::string> token_of(const HttpRequest& request) {
  const auto document = nlohmann::json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) return std::nullopt;
  const auto token = document.find("token");
  if (token == document.end() || !token->is_string()) return std::nullopt;
  return token->get<std::string>();
}

HttpResponse forget_cookie(const std::string& cookie) {
  return {200,
          "application/json",
          "{}",
          {{"Set-Cookie", cookie + "=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0"}}};
}

}  // namespace shijin
