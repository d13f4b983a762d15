// Replies: what the local app and the rating page answer alike, and what both are asked alike.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "serve/http.h"

namespace shijin {

HttpResponse json_of(std::string body, int status = 200);

/// A refusal: {"error": {"name": …}}
HttpResponse refused(int status, std::string_view name);

/// A whole page under its own policy
HttpResponse page_reply(std::string_view page);

/// The token that a request for a session holds; nothing where it is no such request
std::optional<std::string> token_of(const HttpRequest& request);

/// The end of a session: the browser forgets the cookie
HttpResponse forget_cookie(const std::string& cookie);

}  // namespace shijin
