// Ports and addresses from the command line.
#include "cli/served.h"

#include "cli/options.h"

namespace shijin::cli {
namespace {

constexpr Text kPortForm{"--port \"{0}\" is no port", "--port「{0}」不是連接埠"};
constexpr Text kPortRange{"a whole number from 0 to 65535", "0 到 65535 的整數"};
constexpr Text kNoLan{"this machine has no address in a network", "這台電腦沒有區域網路位址"};
constexpr Text kNoLanHelp{"leave --lan out: the app then answers on this machine alone",
                          "請去掉 --lan，只在本機使用"};

}  // namespace

Result<std::optional<int>> port_of(const Parsed& parsed) {
  if (!parsed.given("port")) return std::optional<int>();
  const auto port = parse_integer(parsed.text("port"));
  if (port && *port >= 0 && *port <= 65535) return std::optional<int>(static_cast<int>(*port));
  Error error;
  error.name = "option-value-invalid";
  error.found = Message(kPortForm, {parsed.text("port")});
  error.expected = Message(kPortRange);
  return error;
}

Result<std::string> own_lan_address() {
  std::string address = lan_address();
  if (!address.empty()) return address;
  Error error;
  error.name = "network-none";
  error.found = Message(kNoLan);
  error.help = Message(kNoLanHelp);
  return error;
}

}  // namespace shijin::cli
