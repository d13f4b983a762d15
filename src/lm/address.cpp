// RFC 3986 as far as it is needed; private ranges of RFC 1918, 3927, 4193, 6598.
#include "lm/address.h"

#include <array>
#include <charconv>
#include <optional>

namespace shijin {
namespace {

constexpr Text kBadUrl{"--model {0} is no address of a server", "--model {0} 不是伺服器位址"};
constexpr Text kUrlExpected{
    "http://HOST:PORT/v1 or https://HOST/v1, without a user, a \"?\" or a \"#\"",
    "http://主機:埠/v1 或 https://主機/v1，不含使用者名稱、「?」與「#」"};
constexpr Text kUrlHelp{"put a key into a variable of the environment and name it: --key-env NAME",
                        "金鑰請放在環境變數，並以 --key-env 指定變數名稱"};

std::string small(std::string_view text) {
  std::string letters(text);
  for (char& c : letters) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return letters;
}

std::size_t scheme_size(std::string_view url) {
  const std::string begin = small(url.substr(0, 8));
  return begin.starts_with("http://") ? 7 : begin.starts_with("https://") ? 8 : 0;
}

// The four numbers of "10.0.0.1".
std::optional<std::array<int, 4>> read_ipv4(std::string_view host) {
  std::array<int, 4> parts{};
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t dot = host.find('.');
    if ((dot == std::string_view::npos) != (i == 3)) return {};
    const std::string_view part = host.substr(0, dot);
    const auto [end, failed] = std::from_chars(part.data(), part.data() + part.size(), parts[i]);
    if (failed != std::errc() || end != part.data() + part.size() || parts[i] > 255) return {};
    if (i < 3) host.remove_prefix(dot + 1);
  }
  return parts;
}

bool is_private_ipv4(const std::array<int, 4>& ip) {
  return ip[0] == 0 || ip[0] == 10 || ip[0] == 127 || (ip[0] == 169 && ip[1] == 254) ||
         (ip[0] == 172 && ip[1] >= 16 && ip[1] < 32) || (ip[0] == 192 && ip[1] == 168) ||
         (ip[0] == 100 && ip[1] >= 64 && ip[1] < 128);
}

}  // namespace

bool is_address(std::string_view text) { return scheme_size(text) > 0; }

std::string host_of(std::string_view url) {
  url.remove_prefix(scheme_size(url));
  url = url.substr(0, url.find_first_of("/?#"));
  const std::size_t user = url.rfind('@');
  if (user != std::string_view::npos) url.remove_prefix(user + 1);
  if (url.starts_with('[')) return small(url.substr(1, url.find(']') - 1));
  return small(url.substr(0, url.find(':')));
}

bool is_private_host(std::string_view name) {
  std::string host = small(name);
  while (host.ends_with('.')) host.pop_back();
  if (host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") ||
      host.ends_with(".internal") || host.find_first_of(".:") == std::string::npos) {
    return true;
  }
  if (const auto ip = read_ipv4(host)) return is_private_ipv4(*ip);
  if (host.find(':') == std::string::npos) return false;
  if (host == "::1" || host == "::") return true;
  const std::size_t mapped = host.rfind(':');
  if (const auto ip = read_ipv4(std::string_view(host).substr(mapped + 1))) {
    return is_private_ipv4(*ip);
  }
  return host.starts_with("fc") || host.starts_with("fd") || host.starts_with("fe8") ||
         host.starts_with("fe9") || host.starts_with("fea") || host.starts_with("feb") ||
         host.starts_with("::ffff:");
}

Result<Address> read_address(std::string_view url) {
  Address address;
  const std::size_t scheme = scheme_size(url);
  address.encrypted = scheme == 8;
  address.host = host_of(url);
  bool good = scheme > 0 && !address.host.empty();
  for (const char c : url) {
    good = good && c > ' ' && c < '\x7f' && c != '@' && c != '?' && c != '#' && c != '\\';
  }
  if (!good) {
    // What stands before an "@" may be a key: it is not repeated.
    const std::size_t user = url.rfind('@');
    Error error;
    error.name = "endpoint-address";
    error.found = Message(kBadUrl, {user == std::string_view::npos
                                        ? std::string(url.substr(0, url.find_first_of("?#")))
                                        : "…" + std::string(url.substr(user))});
    error.expected = Message(kUrlExpected);
    error.help = Message(kUrlHelp);
    return error;
  }
  while (url.ends_with('/')) url.remove_suffix(1);
  const std::size_t path = url.find('/', scheme);
  if (path == std::string_view::npos) {
    address.root = url;
    address.base = std::string(url) + "/v1";
  } else {
    address.base = url;
    address.root = url.substr(0, url.rfind('/'));
  }
  return address;
}

}  // namespace shijin
