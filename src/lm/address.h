// Address: where a server is, taken apart as far as Shijin has to know it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace shijin {

/// A server's address: `base` is where "/chat/completions" stands, `root` where what belongs to no
/// version of an interface does
struct Address {
  std::string base;
  std::string root;
  std::string host;
  bool encrypted = false;
};

/// Read "http://host:8000" or "https://host/v1"; names and passwords in it are refused, and so is
/// anything behind a "?"
Result<Address> read_address(std::string_view url);

/// Whether a text is meant as an address rather than as a file
bool is_address(std::string_view text);

/// Whether a host is this machine or one of a private network: by what it is called, asking nobody
bool is_private_host(std::string_view host);

/// The host of an address, in small letters, without its port; "" where there is none
std::string host_of(std::string_view url);

}  // namespace shijin
