// shijin rate serve: the rating page, with a link for each rater and one for the owner.
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/rate.h"
#include "cli/save.h"
#include "cli/served.h"

namespace shijin::cli {
namespace {

constexpr Text kLinks{"Give each rater their own link (it is the key), and keep the last one:",
                      "請把各自的連結交給每位評分者（連結就是鑰匙），最後一個自己留著："};
constexpr Text kOwner{"(owner)", "（活動負責人）"};
constexpr Text kLan{"The raters' links open from this network; what is sent is not encrypted.",
                    "評分者的連結可從同一區域網路開啟；傳輸未加密。"};
constexpr Text kStop{"Scores go to {0} as they are given. Stop with Ctrl-C; the links stay good.",
                     "評分隨時寫入 {0}。按 Ctrl-C 結束；連結下次仍然有效。"};
constexpr Text kRenewed{"Links of earlier starts no longer work.", "先前的連結已全部失效。"};

Result<RateServer> open_server(const Parsed& parsed, const Console& console) {
  RateServerOptions options;
  {
    const Store store = SJ_TRY(Store::open(store_folder(parsed)));
    options.database = store.folder() + "/shijin.db";
  }
  options.campaign = parsed.files[1];
  options.language = console.language;
  options.status = [parsed] { return rate_status_json(parsed); };
  options.port = SJ_TRY(port_of(parsed));
  options.links = parsed.given("new-links") ? Links::renewed : Links::kept;
  if (parsed.given("host")) {
    options.lan = parsed.text("host");
  } else if (parsed.given("lan")) {
    options.lan = SJ_TRY(own_lan_address());
  }
  // What the results page will ask for is asked once before anybody is let in.
  static_cast<void>(SJ_TRY(rate_status_json(parsed)));
  return RateServer::open(options);
}

// Name and link in two columns; a program takes what begins with http.
std::string link_lines(const RateServer& server, const Console& console) {
  std::vector<RateServer::RaterLink> lines = server.links();
  lines.push_back({Message(kOwner).in(console.language), server.owner_link()});
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, display_width(line.rater));
  std::string out;
  for (const auto& line : lines) {
    out += line.rater + std::string(width - display_width(line.rater) + 2, ' ') + line.link + "\n";
  }
  return out;
}

}  // namespace

Exit rate_serve(const Parsed& parsed, const Console& console) {
  Result<RateServer> server = open_server(parsed, console);
  if (!server.ok()) return refuse(server.error(), console);
  const auto say = [&](const Message& words) {
    if (!console.quiet) write_error(words.in(console.language) + "\n");
  };
  say(Message(kLinks));
  const Result<Done> written = write_output(link_lines(*server, console));
  if (!written.ok()) return refuse(written.error(), console);
  if (parsed.given("new-links")) say(Message(kRenewed));
  if (parsed.given("lan") || parsed.given("host")) say(Message(kLan));
  say(Message(kStop, {store_folder(parsed)}));
  server->serve(stop_requested());
  return Exit::good;
}

}  // namespace shijin::cli
