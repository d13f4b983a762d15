// Python literals: what print() makes of a dict, which models write where JSON was asked for.
#pragma once

#include <string>
#include <string_view>

namespace shijin {

/// Rewrite {'label': None, "ok": True} as {"label": null, "ok": true}; what is no such thing comes
/// out as no JSON either
std::string json_of_python(std::string_view literal);

}  // namespace shijin
