// libcurl's multi interface, found at run time.
#include "lm/http.h"

#ifdef SJ_HAS_CURL
#include <curl/curl.h>
#include <dlfcn.h>
#endif

#include <algorithm>
#include <cmath>
#include <map>

namespace shijin {
namespace {

#ifndef SJ_HAS_CURL

constexpr Text kNotBuilt{"this shijin is built without the client for servers",
                         "這個 shijin 在建置時沒有加入伺服器用戶端"};
constexpr Text kBuildHelp{
    "install libcurl4-openssl-dev and build anew (scripts/setup, scripts/build)",
    "請安裝 libcurl4-openssl-dev 後重新建置（scripts/setup、scripts/build）"};

#else

constexpr Text kNoLibrary{"libcurl, which asks servers, is not on this machine: {0}",
                          "這台機器沒有用來詢問伺服器的 libcurl：{0}"};
constexpr Text kLibraryHelp{"install it: apt-get install libcurl4",
                            "請安裝：apt-get install libcurl4"};

constexpr std::size_t kMostBytes = std::size_t{256} << 20U;  // of a reply

// The functions of libcurl that are used.
struct Curl {
  decltype(&::curl_global_init) global_init;
  decltype(&::curl_slist_append) slist_append;
  decltype(&::curl_slist_free_all) slist_free_all;
  decltype(&::curl_easy_init) easy_init;
  decltype(&::curl_easy_cleanup) easy_cleanup;
  decltype(&::curl_easy_setopt) easy_setopt;
  decltype(&::curl_easy_getinfo) easy_getinfo;
  decltype(&::curl_easy_strerror) easy_strerror;
  decltype(&::curl_multi_init) multi_init;
  decltype(&::curl_multi_cleanup) multi_cleanup;
  decltype(&::curl_multi_add_handle) multi_add_handle;
  decltype(&::curl_multi_remove_handle) multi_remove_handle;
  decltype(&::curl_multi_perform) multi_perform;
  decltype(&::curl_multi_poll) multi_poll;
  decltype(&::curl_multi_info_read) multi_info_read;
};

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

// Stays loaded: libcurl cannot be unloaded safely.
Result<Curl> load() {
  void* library = nullptr;
  std::string why;
  for (const char* name : {"libcurl.so.4", "libcurl-gnutls.so.4"}) {
    library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library != nullptr) break;
    const char* said = ::dlerror();
    if (why.empty() && said != nullptr) why = said;
  }
  Curl curl{};
  const bool found = library != nullptr && find(library, "curl_global_init", curl.global_init) &&
                     find(library, "curl_slist_append", curl.slist_append) &&
                     find(library, "curl_slist_free_all", curl.slist_free_all) &&
                     find(library, "curl_easy_init", curl.easy_init) &&
                     find(library, "curl_easy_cleanup", curl.easy_cleanup) &&
                     find(library, "curl_easy_setopt", curl.easy_setopt) &&
                     find(library, "curl_easy_getinfo", curl.easy_getinfo) &&
                     find(library, "curl_easy_strerror", curl.easy_strerror) &&
                     find(library, "curl_multi_init", curl.multi_init) &&
                     find(library, "curl_multi_cleanup", curl.multi_cleanup) &&
                     find(library, "curl_multi_add_handle", curl.multi_add_handle) &&
                     find(library, "curl_multi_remove_handle", curl.multi_remove_handle) &&
                     find(library, "curl_multi_perform", curl.multi_perform) &&
                     find(library, "curl_multi_poll", curl.multi_poll) &&
                     find(library, "curl_multi_info_read", curl.multi_info_read);
  if (found && curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK) return curl;
  Error error;
  error.name = "http-missing";
  error.found = Message(kNoLibrary, {why.empty() ? "-" : why});
  error.help = Message(kLibraryHelp);
  return error;
}

// One request under way; libcurl keeps a pointer to it.
struct Exchange {
  std::size_t id = 0;
  CURL* easy = nullptr;
  std::string sent;
  HttpReply reply;
  char words[CURL_ERROR_SIZE] = {};
};

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* exchange) {
  std::string& body = static_cast<Exchange*>(exchange)->reply.body;
  if (body.size() + size * count > kMostBytes) return 0;
  body.append(bytes, size * count);
  return size * count;
}

#endif

}  // namespace

#ifdef SJ_HAS_CURL

struct Http::State {
  Curl curl{};
  CURLM* multi = nullptr;
  curl_slist* headers = nullptr;
  HttpOptions options;
  std::map<CURL*, std::unique_ptr<Exchange>> exchanges;

  ~State() {
    for (const auto& [easy, exchange] : exchanges) {
      curl.multi_remove_handle(multi, easy);
      curl.easy_cleanup(easy);
    }
    if (headers != nullptr) curl.slist_free_all(headers);
    if (multi != nullptr) curl.multi_cleanup(multi);
  }

  void finish(Exchange& exchange, CURLcode code) const {
    HttpReply& reply = exchange.reply;
    if (code != CURLE_OK) {
      reply.failure = code == CURLE_OPERATION_TIMEDOUT ? HttpFailure::slow
                      : code == CURLE_WRITE_ERROR      ? HttpFailure::too_large
                                                       : HttpFailure::unreachable;
      reply.why = exchange.words[0] != '\0' ? exchange.words : curl.easy_strerror(code);
      reply.body.clear();
      return;
    }
    long status = 0;
    char* leads_to = nullptr;
    curl_off_t wait = 0;
    curl.easy_getinfo(exchange.easy, CURLINFO_RESPONSE_CODE, &status);
    curl.easy_getinfo(exchange.easy, CURLINFO_REDIRECT_URL, &leads_to);
    curl.easy_getinfo(exchange.easy, CURLINFO_RETRY_AFTER, &wait);
    reply.status = static_cast<int>(status);
    if (leads_to != nullptr) reply.leads_to = leads_to;
    reply.wait_seconds = static_cast<double>(wait);
  }
};

Result<Http> Http::open(const HttpOptions& options) {
  static const Result<Curl> kLibrary = load();
  if (!kLibrary.ok()) return kLibrary.error();
  auto state = std::make_unique<State>();
  state->curl = kLibrary.value();
  state->options = options;
  state->multi = state->curl.multi_init();
  // No "Expect: 100-continue", for which some servers never answer.
  state->headers = state->curl.slist_append(nullptr, "Expect:");
  for (const std::string& header : options.headers) {
    state->headers = state->curl.slist_append(state->headers, header.c_str());
  }
  return Http(std::move(state));
}

void Http::start(std::size_t id, const HttpRequest& request) {
  const Curl& curl = state_->curl;
  auto exchange = std::make_unique<Exchange>();
  exchange->id = id;
  exchange->sent = request.body;
  CURL* easy = exchange->easy = curl.easy_init();
  const auto milliseconds = [](double seconds) { return std::lround(seconds * 1000); };
  curl.easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl.easy_setopt(easy, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
  curl.easy_setopt(easy, CURLOPT_HTTPHEADER, state_->headers);
  curl.easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl.easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds(state_->options.seconds));
  curl.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(state_->options.connect_seconds));
  curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange->words);
  curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, &take);
  curl.easy_setopt(easy, CURLOPT_WRITEDATA, exchange.get());
  if (!exchange->sent.empty()) {
    curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(exchange->sent.size()));
    curl.easy_setopt(easy, CURLOPT_POSTFIELDS, exchange->sent.data());
  }
  state_->exchanges.emplace(easy, std::move(exchange));
  curl.multi_add_handle(state_->multi, easy);
}

std::size_t Http::under_way() const { return state_->exchanges.size(); }

std::vector<Http::Arrived> Http::wait(double seconds) {
  const Curl& curl = state_->curl;
  std::vector<Arrived> arrived;
  int running = 0;
  curl.multi_perform(state_->multi, &running);
  const auto read = [&] {
    int left = 0;
    while (const CURLMsg* message = curl.multi_info_read(state_->multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const auto found = state_->exchanges.find(message->easy_handle);
      state_->finish(*found->second, message->data.result);
      curl.multi_remove_handle(state_->multi, found->first);
      curl.easy_cleanup(found->first);
      arrived.push_back({found->second->id, std::move(found->second->reply)});
      state_->exchanges.erase(found);
    }
  };
  read();
  if (arrived.empty()) {
    curl.multi_poll(state_->multi, nullptr, 0, static_cast<int>(seconds * 1000), nullptr);
    curl.multi_perform(state_->multi, &running);
    read();
  }
  return arrived;
}

#else

struct Http::State {};

Result<Http> Http::open(const HttpOptions&) {
  Error error;
  error.name = "endpoints-not-built";
  error.found = Message(kNotBuilt);
  error.help = Message(kBuildHelp);
  return error;
}

void Http::start(std::size_t, const HttpRequest&) {}
std::size_t Http::under_way() const { return 0; }
std::vector<Http::Arrived> Http::wait(double) { return {}; }

#endif

Http::Http(std::unique_ptr<State> state) : state_(std::move(state)) {}
Http::Http(Http&&) noexcept = default;
Http& Http::operator=(Http&&) noexcept = default;
Http::~Http() = default;

}  // namespace shijin
