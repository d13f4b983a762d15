// Whatever is not plainly right is refused: a request that two programs could read in two ways is
// how requests are smuggled.
#include "serve/http.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace shijin {
namespace {

constexpr std::size_t kMostHeaders = 64;
constexpr std::size_t kMostPath = 256;

bool is_token(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         kMarks.find(c) != std::string_view::npos;
}

bool is_path(std::string_view path) {
  if (path.empty() || path.front() != '/' || path.size() > kMostPath) return false;
  if (path.find("..") != std::string_view::npos || path.find("//") != std::string_view::npos) {
    return false;
  }
  return std::all_of(path.begin(), path.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' ||
           c == '.' || c == '_' || c == '-';
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// "POST /api/runs HTTP/1.1"; gives a status to refuse with, or 0.
int read_request_line(std::string_view line, HttpRequest& request) {
  const std::size_t first = line.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos) return 400;
  request.method = line.substr(0, first);
  request.path = line.substr(first + 1, second - first - 1);
  const std::string_view version = line.substr(second + 1);
  const bool method = !request.method.empty() && request.method.size() <= 16 &&
                      std::all_of(request.method.begin(), request.method.end(),
                                  [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!method) return 400;
  if (version != "HTTP/1.1") return version.starts_with("HTTP/") ? 505 : 400;
  return is_path(request.path) ? 0 : 400;
}

int read_header(std::string_view line, HttpRequest& request) {
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) return 400;
  const std::string_view name = line.substr(0, colon);
  if (!std::all_of(name.begin(), name.end(), is_token)) return 400;  // a folded line as well
  const std::string_view value = trimmed(line.substr(colon + 1));
  const bool printable = std::all_of(value.begin(), value.end(), [](char c) {
    return c == '\t' || static_cast<unsigned char>(c) >= 0x20;
  });
  if (!printable || value.find('\x7f') != std::string_view::npos) return 400;
  if (request.headers.size() >= kMostHeaders) return 431;
  request.headers.emplace_back(lowered(name), value);
  return 0;
}

// What may stand once only, and what a request may not ask for.
int check_headers(HttpRequest& request) {
  constexpr std::array<std::string_view, 7> kOnce = {
      "host", "origin", "content-length", "content-type", "cookie", "x-shijin", "sec-fetch-site"};
  for (const std::string_view name : kOnce) {
    const auto count = std::count_if(request.headers.begin(), request.headers.end(),
                                     [&](const auto& header) { return header.first == name; });
    if (count > 1) return 400;
  }
  if (!request.has("host")) return 400;
  if (request.has("transfer-encoding") || request.has("upgrade")) return 501;
  const std::string_view length = request.header("content-length");
  if (request.has("content-length")) {
    const auto [end, error] =
        std::from_chars(length.data(), length.data() + length.size(), request.body_bytes);
    const bool digits = !length.empty() && length.size() <= 15 && length.front() != '-' &&
                        end == length.data() + length.size() && error == std::errc();
    if (!digits) return 400;
  }
  request.keep_alive = lowered(request.header("connection")) != "close";
  return 0;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Error";
  }
}

}  // namespace

std::string_view HttpRequest::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

bool HttpRequest::has(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

std::string HttpRequest::cookie(std::string_view name) const {
  std::string_view rest = header("cookie");
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view part = trimmed(rest.substr(0, end));
    const std::size_t equals = part.find('=');
    if (equals != std::string_view::npos && part.substr(0, equals) == name) {
      return std::string(part.substr(equals + 1));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return "";
}

HttpHead parse_head(std::string_view head) {
  HttpHead out;
  const auto refuse = [&](int status) {
    out.status = status;
    return out;
  };
  bool first = true;
  while (true) {
    const std::size_t end = head.find("\r\n");
    if (end == std::string_view::npos) return refuse(400);
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    // A lone CR or LF ends a line for some programs and not for others.
    if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
      return refuse(400);
    }
    if (line.empty() && !first) break;
    const int status =
        first ? read_request_line(line, out.request) : read_header(line, out.request);
    if (status != 0) return refuse(status);
    first = false;
  }
  if (!head.empty()) return refuse(400);
  out.status = check_headers(out.request);
  return out;
}

std::string write_response(const HttpResponse& response, Then then) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " ";
  out += reason_of(response.status);
  const auto header = [&](std::string_view name, std::string_view value) {
    out += "\r\n";
    out += name;
    out += ": ";
    out += value;
  };
  header("Content-Type", response.type);
  header("Content-Length", std::to_string(response.body.size()));
  header("Connection", then == Then::keep_open ? "keep-alive" : "close");
  header("X-Content-Type-Options", "nosniff");
  header("X-Frame-Options", "DENY");
  header("Referrer-Policy", "no-referrer");
  header("Cache-Control", "no-store");
  header("Cross-Origin-Opener-Policy", "same-origin");
  header("Cross-Origin-Resource-Policy", "same-origin");
  bool policy = false;
  for (const auto& [name, value] : response.headers) {
    policy = policy || name == "Content-Security-Policy";
    header(name, value);
  }
  if (!policy) {
    header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
  }
  out += "\r\n\r\n";
  out += response.body;
  return out;
}

}  // namespace shijin
