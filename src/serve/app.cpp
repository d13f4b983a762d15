// The routes, and the answers that need no more than the store.
#include "serve/app.h"

#include <unistd.h>

#include "base/json_writer.h"
#include "engine/version.h"
#include "report/read_json.h"
#include "report/render.h"
#include "report/run_list.h"
#include "serve/app_page.h"
#include "serve/compared.h"
#include "serve/replies.h"
#include "serve/upload.h"
#include "store/store.h"
#include "table/format.h"
#include "table/role.h"

namespace shijin {
namespace {

constexpr std::size_t kMostJson = 64U << 10U;
constexpr std::size_t kMostFile = 50U << 20U;
#ifdef SJ_HAS_ARROW
constexpr bool kArrow = true;
#else
constexpr bool kArrow = false;
#endif
constexpr std::string_view kEncodings[] = {"UTF-8", "GB18030", "Big5", "UTF-16LE", "UTF-16BE"};
constexpr std::string_view kTasks[] = {"auto", "classification", "generation", "rating", "lm"};

constexpr Text kNoImport{"this file is no longer here", "這個檔案已不在"};
constexpr Text kDropAgain{"drop it on the page again", "請重新把它拖進頁面"};

// What went wrong with the data, in words: the page shows them.
HttpResponse failed(const Error& error) {
  const int status = error.name == "run-unknown" || error.name == "campaign-unknown" ? 404 : 422;
  return json_of("{\"error\":" + render_json(error) + "}", status);
}

HttpResponse answered(Result<std::string> json) {
  return json.ok() ? json_of(std::move(*json)) : failed(json.error());
}

Result<std::string> run_data(const std::string& folder, const std::string& id, Language language) {
  Store store = SJ_TRY(Store::open(folder));
  const RunRecord record = SJ_TRY(store.find(id));
  const std::string json = SJ_TRY(store.read(record.id, "result.json"));
  const ReadResult result = SJ_TRY(read_result(json, store.folder_of(record.id) + "/result.json"));
  SampleRows rows;
  SJ_TRY(store.samples(record.id, [&](std::string_view lines) { rows.add(lines); }));
  return render_page_data(result.evidence, rows, language);
}

Error import_gone() {
  Error error;
  error.name = "import-gone";
  error.found = Message(kNoImport);
  error.help = Message(kDropAgain);
  return error;
}

}  // namespace

App::App(CampaignsOptions rating)
    : store_(rating.store),
      language_(rating.language),
      imports_(rating.folder),
      campaigns_(std::move(rating), imports_),
      routes_(make_routes()) {}

void App::set_hosts(std::vector<std::string> hosts, int port) {
  hosts_ = std::move(hosts);
  cookie_ = "shijin_" + std::to_string(port);  // cookies do not tell ports apart
}

std::vector<Route> App::make_routes() {
  using Request = const HttpRequest&;
  using Id = const std::string&;
  return {
      {"GET", "/", Access::open, Entry::links, Body::none, 0,
       [this](Request, Id) { return page(); }},
      {"POST", "/api/session", Access::open, Entry::own_pages, Body::json, 1024,
       [this](Request request, Id) { return begin_session(request); }},
      {"DELETE", "/api/session", Access::session, Entry::own_pages, Body::none, 0,
       [this](Request request, Id) { return end_session(request); }},
      {"GET", "/api/about", Access::session, Entry::own_pages, Body::none, 0,
       [this](Request, Id) { return about(); }},
      {"GET", "/api/runs", Access::session, Entry::own_pages, Body::none, 0,
       [this](Request, Id) { return runs(); }},
      {"GET", "/api/runs/{run}", Access::session, Entry::own_pages, Body::none, 0,
       [this](Request, Id id) { return run(id); }},
      {"POST", "/api/compare", Access::session, Entry::own_pages, Body::json, kMostJson,
       [this](Request request, Id) { return compare_runs(request); }},
      {"POST", "/api/imports", Access::session, Entry::own_pages, Body::file, kMostFile,
       [this](Request request, Id) { return upload(request); }},
      {"POST", "/api/imports/{import}", Access::session, Entry::own_pages, Body::json, kMostJson,
       [this](Request request, Id id) { return preview(request, id); }},
      {"POST", "/api/imports/{import}/run", Access::session, Entry::own_pages, Body::json,
       kMostJson, [this](Request request, Id id) { return run_file(request, id); }},
      {"DELETE", "/api/imports/{import}", Access::session, Entry::own_pages, Body::none, 0,
       [this](Request, Id id) { return drop_file(id); }},
      {"GET", "/api/campaigns", Access::session, Entry::own_pages, Body::none, 0,
       [this](Request, Id) { return answered(campaigns_.list()); }},
      {"POST", "/api/campaigns", Access::session, Entry::own_pages, Body::json, kMostJson,
       [this](Request request, Id) { return make_campaign(request); }},
      {"POST", "/api/campaigns/preview", Access::session, Entry::own_pages, Body::json, kMostJson,
       [this](Request request, Id) { return answered(campaigns_.preview(request.body)); }},
      {"POST", "/api/campaigns/open", Access::session, Entry::own_pages, Body::json, 1024,
       [this](Request request, Id) {
         return answered(campaigns_.open(request.body, request.header("host")));
       }},
  };
}

Routed App::route(const HttpRequest& request) const {
  return route_request(request, routes_, hosts_, sessions_.holds(request.cookie(cookie_)));
}

Admission App::admit(const HttpRequest& request) {
  const Routed found = route(request);
  if (found.route == nullptr) return {refused(found.status, found.name), ""};
  if (found.route->body != Body::file) return {};
  return {std::nullopt, imports_.new_path(shown_name(request.header("x-shijin-name")))};
}

HttpResponse App::answer(const HttpRequest& request) {
  const Routed found = route(request);
  if (found.route != nullptr) return found.route->answer(request, found.id);
  if (!request.body_file.empty()) ::unlink(request.body_file.c_str());
  return refused(found.status, found.name);  // the session has ended in between
}

HttpResponse App::page() const { return page_reply(app_page()); }

HttpResponse App::begin_session(const HttpRequest& request) {
  const std::optional<std::string> token = token_of(request);
  if (!token) return refused(400, "request-malformed");
  const Sessions::Exchange exchange = sessions_.exchange(*token);
  if (exchange.too_many) return refused(429, "tokens-too-many");
  if (exchange.session.empty()) return refused(401, "token-wrong");
  return {
      200,
      "application/json",
      "{}",
      {{"Set-Cookie", cookie_ + "=" + exchange.session + "; HttpOnly; SameSite=Strict; Path=/"}}};
}

HttpResponse App::end_session(const HttpRequest& request) {
  sessions_.end(request.cookie(cookie_));
  return forget_cookie(cookie_);
}

HttpResponse App::about() const {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("version").text(version()).key("store").text(store_);
  json.key("language").text(language_tag(language_));
  json.key("most_file_bytes").integer(kMostFile);
  json.key("encodings").begin_array();
  for (const std::string_view name : kEncodings) json.text(name);
  json.end_array().key("tasks").begin_array();
  for (const std::string_view name : kTasks) json.text(name);
  json.end_array().key("roles").begin_array();
  for (const Role role : {Role::input, Role::output, Role::reference, Role::truth, Role::predicted,
                          Role::id, Role::probability, Role::log_prob, Role::rating, Role::rater,
                          Role::slice, Role::weight, Role::cluster}) {
    json.text(role_name(role));
  }
  json.end_array().key("formats").begin_array();
  for (const Format* format : all_formats()) {
    if (format->binary && format->name != "xlsx" && !kArrow) continue;
    for (const std::string_view ending : format->extensions) json.text(ending);
  }
  json.end_array().end_object();
  return json_of(std::move(out));
}

HttpResponse App::runs() const {
  Notes notes;
  RunList list{store_, {}};
  Result<Store> store = Store::open(store_);
  if (store.ok()) {
    Result<std::vector<RunRecord>> runs = store->runs(notes);
    if (!runs.ok()) return failed(runs.error());
    list.runs = std::move(*runs);
  } else if (store.error().name != "store-missing") {
    return failed(store.error());
  }
  return json_of("{\"list\":" + render_json(list) + ",\"problems\":" + render_json(notes) + "}");
}

HttpResponse App::run(const std::string& id) const {
  Result<std::string> data = run_data(store_, id, language_);
  return data.ok() ? json_of(std::move(*data)) : failed(data.error());
}

HttpResponse App::compare_runs(const HttpRequest& request) const {
  const Result<std::vector<std::string>> ids = read_ids(request.body);
  if (!ids.ok()) return failed(ids.error());
  Result<std::string> data = compared_data(store_, *ids, language_);
  return data.ok() ? json_of(std::move(*data)) : failed(data.error());
}

HttpResponse App::upload(const HttpRequest& request) {
  if (const Result<Done> sound = check_upload(request.body_file); !sound.ok()) {
    ::unlink(request.body_file.c_str());
    return failed(sound.error());
  }
  const Import import =
      imports_.add(request.body_file, shown_name(request.header("x-shijin-name")));
  return json_of(preview_import(import, {}), 201);
}

HttpResponse App::preview(const HttpRequest& request, const std::string& id) const {
  const std::optional<Import> import = imports_.find(id);
  if (!import) return failed(import_gone());
  const Result<ImportAsked> asked = read_asked(request.body);
  if (!asked.ok()) return failed(asked.error());
  return json_of(preview_import(*import, *asked));
}

HttpResponse App::run_file(const HttpRequest& request, const std::string& id) const {
  const std::optional<Import> import = imports_.find(id);
  if (!import) return failed(import_gone());
  const Result<ImportAsked> asked = read_asked(request.body);
  if (!asked.ok()) return failed(asked.error());
  std::string problems;
  const Result<std::string> run = run_import(*import, *asked, store_, *stop_, problems);
  if (!run.ok()) return failed(run.error());
  if (run->empty()) return json_of("{\"problems\":" + problems + "}", 422);
  return json_of("{\"run\":\"" + *run + "\"}", 201);
}

HttpResponse App::drop_file(const std::string& id) {
  imports_.remove(id);
  return json_of("{}");
}

HttpResponse App::make_campaign(const HttpRequest& request) {
  bool made = false;
  Result<std::string> json = campaigns_.make(request.body, made);
  return json.ok() ? json_of(std::move(*json), made ? 201 : 422) : failed(json.error());
}

}  // namespace shijin
