// Three tables of routes: open, for raters, for the owner. A path is looked for in one of them
// only, by its beginning, so that no session of one kind reaches what belongs to the other.
#include "serve/rate_app.h"

#include "report/render.h"
#include "serve/rate_json.h"
#include "serve/rate_page.h"
#include "serve/replies.h"
#include "serve/saved_run.h"

namespace shijin {
namespace {

constexpr std::size_t kMostEventBytes = 512U << 10U;
constexpr std::size_t kMostDisagreements = 200;
constexpr int kSessionSeconds = 30 * 24 * 3600;
constexpr std::string_view kOwner = "owner";

// The store: busy, full, gone. Nothing was written; the page tries again.
HttpResponse failed(const Error& error) {
  return json_of("{\"error\":" + render_json(error) + "}", 503);
}

}  // namespace

RateApp::RateApp(RatingDesk desk, const std::string& link_secret, StatusSource status,
                 Language language)
    : desk_(std::move(desk)),
      links_(link_secret, desk_.campaign().raters),
      status_(std::move(status)),
      language_(language),
      open_(open_routes()),
      rater_(rater_routes()),
      owner_(owner_routes()) {}

void RateApp::set_hosts(std::vector<std::string> hosts, int port) {
  hosts_ = std::move(hosts);
  rater_cookie_ = "shijin_rater_" + std::to_string(port);
  owner_cookie_ = "shijin_owner_" + std::to_string(port);
}

std::vector<Route> RateApp::open_routes() {
  using Request = const HttpRequest&;
  using Id = const std::string&;
  return {{"GET", "/", Access::open, Entry::links, Body::none, 0,
           [this](Request, Id) { return page(); }},
          {"POST", "/api/session", Access::open, Entry::own_pages, Body::json, 1024,
           [this](Request request, Id) { return begin_session(request); }}};
}

// Asked with a session only, so that there is a rater.
std::vector<Route> RateApp::rater_routes() {
  using Request = const HttpRequest&;
  using Id = const std::string&;
  const auto rater = [this](Request request) {
    return *links_.rater_of(request.cookie(rater_cookie_));
  };
  return {
      {"DELETE", "/api/rate/session", Access::session, Entry::own_pages, Body::none, 0,
       [this](Request, Id) { return forget_cookie(rater_cookie_); }},
      {"GET", "/api/rate/work", Access::session, Entry::own_pages, Body::none, 0,
       [this, rater](Request request, Id) { return work(rater(request)); }},
      {"GET", "/api/rate/items/{item}", Access::session, Entry::own_pages, Body::none, 0,
       [this, rater](Request request, Id id) { return item(rater(request), id); }},
      {"POST", "/api/rate/events", Access::session, Entry::own_pages, Body::json, kMostEventBytes,
       [this, rater](Request request, Id) { return take(rater(request), request); }}};
}

std::vector<Route> RateApp::owner_routes() {
  using Request = const HttpRequest&;
  using Id = const std::string&;
  return {{"DELETE", "/api/owner/session", Access::session, Entry::own_pages, Body::none, 0,
           [this](Request, Id) { return forget_cookie(owner_cookie_); }},
          {"GET", "/api/owner/overview", Access::session, Entry::own_pages, Body::none, 0,
           [this](Request, Id) { return overview(); }},
          {"GET", "/api/owner/results", Access::session, Entry::own_pages, Body::none, 0,
           [this](Request, Id) { return results(); }},
          {"GET", "/api/owner/disagreements", Access::session, Entry::own_pages, Body::none, 0,
           [this](Request, Id) { return disagreements(); }},
          {"POST", "/api/owner/settled", Access::session, Entry::own_pages, Body::json, 1024,
           [this](Request request, Id) { return settle(request); }}};
}

Routed RateApp::route(const HttpRequest& request) const {
  if (request.path.starts_with("/api/owner/")) {
    return route_request(request, owner_, hosts_, links_.is_owner(request.cookie(owner_cookie_)));
  }
  if (!request.path.starts_with("/api/rate/")) {
    return route_request(request, open_, hosts_, /*has_session=*/false);
  }
  const std::optional<std::size_t> rater = links_.rater_of(request.cookie(rater_cookie_));
  const Routed found = route_request(request, rater_, hosts_, rater.has_value());
  // Another link was opened in this browser since: what this page has belongs to somebody else.
  if (found.route != nullptr && request.header("x-shijin-as") != std::to_string(*rater)) {
    return {nullptr, "", 401, "session-of-another"};
  }
  return found;
}

Admission RateApp::admit(const HttpRequest& request) {
  const Routed found = route(request);
  if (found.route == nullptr) return {refused(found.status, found.name), ""};
  return {};
}

HttpResponse RateApp::answer(const HttpRequest& request) {
  const Routed found = route(request);
  return found.route == nullptr ? refused(found.status, found.name)
                                : found.route->answer(request, found.id);
}

HttpResponse RateApp::page() const { return page_reply(rate_page()); }

HttpResponse RateApp::begin_session(const HttpRequest& request) {
  const std::optional<std::string> token = token_of(request);
  if (!token) return refused(400, "request-malformed");
  const RateLinks::Exchange exchange = links_.exchange(*token);
  if (exchange.too_many) return refused(429, "tokens-too-many");
  if (!exchange.who) return refused(401, "token-wrong");
  const bool owner = *exchange.who == links_.owner();
  const std::string as = owner ? std::string(kOwner) : std::to_string(*exchange.who);
  return {200,
          "application/json",
          "{\"as\":\"" + as + "\"}",
          {{"Set-Cookie", (owner ? owner_cookie_ : rater_cookie_) + "=" +
                              links_.session(*exchange.who) + "; HttpOnly; SameSite=Strict; " +
                              "Path=/; Max-Age=" + std::to_string(kSessionSeconds)}}};
}

HttpResponse RateApp::work(std::size_t rater) {
  const std::string& name = campaign().raters[rater];
  const Result<std::vector<DeskLine>> lines = desk_.work(name);
  return lines.ok() ? json_of(work_json(campaign(), name, *lines, language_))
                    : failed(lines.error());
}

HttpResponse RateApp::item(std::size_t rater, const std::string& key) {
  const Result<std::optional<CampaignItem>> item = desk_.item(key);
  if (!item.ok()) return failed(item.error());
  const bool asked = *item && desk_.asks(campaign().raters[rater], (*item)->number);
  if (!asked) return refused(404, "item-unknown");
  const Result<RaterSays> says = desk_.says(campaign().raters[rater], (*item)->number);
  return says.ok() ? json_of(item_json(campaign(), **item, *says)) : failed(says.error());
}

HttpResponse RateApp::take(std::size_t rater, const HttpRequest& request) {
  const std::string& name = campaign().raters[rater];
  const auto events = read_events(request.body, desk_, name);
  if (!events) return refused(400, "request-malformed");
  std::vector<EventAnswer> answers;
  const std::string now = made_now("", 0, {}).created;
  for (const SentEvent& sent : *events) {
    EventAnswer& answer = answers.emplace_back(EventAnswer{&sent});
    if (!sent.wrong.empty()) continue;
    Result<PageAnswer> taken = desk_.take(name, sent.event, now);
    if (taken.ok()) {
      answer.taken = std::move(*taken);
    } else {
      answer.failed = taken.error();
    }
  }
  return json_of(events_json(campaign(), answers));
}

HttpResponse RateApp::overview() {
  const Result<std::vector<RaterFacts>> raters = desk_.raters();
  return raters.ok() ? json_of(overview_json(campaign(), *raters, language_))
                     : failed(raters.error());
}

HttpResponse RateApp::disagreements() {
  const Result<std::vector<Disagreement>> found = desk_.disagreements(kMostDisagreements);
  if (!found.ok()) return failed(found.error());
  std::vector<CampaignItem> items;
  for (const Disagreement& one : *found) {
    const auto& key = campaign().items[static_cast<std::size_t>(one.item) - 1].key;
    const Result<std::optional<CampaignItem>> item = desk_.item(key);
    if (!item.ok()) return failed(item.error());
    items.push_back(**item);
  }
  return json_of(disagreements_json(campaign(), *found, items));
}

HttpResponse RateApp::settle(const HttpRequest& request) {
  const std::optional<Settled> settled = read_settled(request.body, campaign());
  if (!settled) return refused(400, "request-malformed");
  const CampaignItem* const item = desk_.find(settled->key);
  if (item == nullptr) return refused(404, "item-unknown");
  const Result<Done> done = desk_.settle(item->number, settled->dimension, settled->score,
                                         settled->reason, made_now("", 0, {}).created);
  return done.ok() ? json_of("{}") : failed(done.error());
}

HttpResponse RateApp::results() const {
  Result<std::string> status = status_();
  return status.ok() ? json_of(std::move(*status)) : failed(status.error());
}

}  // namespace shijin
