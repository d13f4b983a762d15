// Secrets: what must be guessed by nobody: the key of a server, the blind names of a campaign.
#pragma once

#include <string>
#include <string_view>

namespace shijin {

/// 128 bits from the system's generator as 32 hexadecimal digits; never the same twice
std::string make_secret();

/// Whether a text has the form of a secret
bool is_secret(std::string_view text);

/// Compare in a time that does not tell where two texts differ
bool same_secret(std::string_view a, std::string_view b);

}  // namespace shijin
