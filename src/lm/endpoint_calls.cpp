// The loop over what is waiting, under way, and come in.
#include "lm/endpoint_calls.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>
#include <utility>

#include "base/numbers.h"
#include "base/random.h"
#include "lm/endpoint_wire.h"

namespace shijin {
namespace {

using Clock = std::chrono::steady_clock;

constexpr Text kDown{"the server cannot be reached: {0}", "無法連上伺服器：{0}"};
constexpr Text kDownHelp{"start it, or look whether the address and the port are right",
                         "請啟動伺服器，或確認位址與埠是否正確"};
constexpr Text kSlow{"the server gave no whole answer within {0} seconds",
                     "伺服器在 {0} 秒內沒有給出完整的回答"};
constexpr Text kSlowHelp{"raise --timeout, or ask for less at once: --slots 4",
                         "請加大 --timeout，或減少同時的請求：--slots 4"};
constexpr Text kTooLarge{"the server's reply does not end", "伺服器的回覆沒有結束"};
constexpr Text kStatus{"the server answers {0}: {1}", "伺服器回應 {0}：{1}"};
constexpr Text kRefusedHelp{
    "the reason is the server's own; shijin sent what its interface describes",
    "原因出自伺服器；shijin 送出的內容符合該介面的說明"};
constexpr Text kNotFoundHelp{
    "look whether the address ends as the server wants it (mostly /v1), and --model-name",
    "請確認位址結尾（多為 /v1）與 --model-name"};
constexpr Text kBusyHelp{"wait, or ask for less at once: --slots 2",
                         "請稍後再試，或減少同時的請求：--slots 2"};
constexpr Text kWaits{"{0}; it asks to wait {1} seconds", "{0}；它要求等待 {1} 秒"};
constexpr Text kFailedHelp{"look into the server's log; what was answered before is kept",
                           "請查看伺服器的紀錄；先前的回答已保存"};
constexpr Text kAttempts{"after {0} attempts", "已嘗試 {0} 次"};
constexpr Text kJoined{"{0}, {1}", "{0}，{1}"};
constexpr Text kKey{"the server wants a key, or another one: {0}",
                    "伺服器要求金鑰，或金鑰不符：{0}"};
constexpr Text kKeyHelp{"put it into a variable of the environment and name that: --key-env NAME",
                        "請把金鑰放在環境變數，並以 --key-env 指定變數名稱"};
constexpr Text kLeads{"the server sends its callers on to {0}", "伺服器要求改連 {0}"};
constexpr Text kLeadsPrivate{"the server sends its callers on to {0}, a private address",
                             "伺服器要求改連 {0}，那是私有位址"};
constexpr Text kLeadsHelp{
    "nobody is followed elsewhere with your texts and key; if you trust that "
    "address, name it: --model {0}",
    "不會帶著您的文字與金鑰轉往他處；若信任該位址，請直接指定：--model {0}"};
constexpr Text kLeadsPrivateHelp{
    "a server out there has no business with addresses in here: look who answers for it",
    "外部伺服器不應指向內部位址：請查明是誰在回應"};
constexpr Text kBudget{"the budget is spent: {0}, {1}", "預算已用完：{0}、{1}"};
constexpr Text kOneRequest{"1 request", "1 個請求"};
constexpr Text kRequests{"{0} requests", "{0} 個請求"};
constexpr Text kOneToken{"1 token", "1 個詞元"};
constexpr Text kTokens{"{0} tokens", "{0} 個詞元"};
constexpr Text kBudgetHelp{
    "what was answered is kept: raise --budget-requests or --budget-tokens, and run the same again",
    "已有的回答都已保存：請加大 --budget-requests 或 --budget-tokens，再執行一次"};
constexpr Text kStopped{"the run was stopped before its end", "執行在結束前被中止"};

constexpr int kFirstAttempts = 2;  // at a server that may not be there
constexpr int kSlowAttempts = 2;   // each costs the whole time limit
constexpr double kMostPause = 30;  // seconds of our own choice
constexpr double kMostWait = 300;  // … and of the server's
constexpr double kGlance = 0.1;    // how soon a wish to stop is seen
constexpr std::size_t kBatchSlots = 256;

bool is_transient(int status) {
  return status == 408 || status == 425 || status == 429 || status == 500 || status == 502 ||
         status == 503 || status == 504 || status == 529;
}

Clock::duration seconds(double count) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(count));
}

}  // namespace

Result<EndpointCalls> EndpointCalls::open(const EndpointOptions& options) {
  Address address = SJ_TRY(read_address(options.url));
  HttpOptions http;
  http.seconds = options.seconds;
  http.headers = {"Content-Type: application/json", "User-Agent: shijin"};
  if (!options.key.empty()) http.headers.push_back("Authorization: Bearer " + options.key);
  Http client = SJ_TRY(Http::open(http));
  return EndpointCalls(options, std::move(address), std::move(client));
}

std::string EndpointCalls::without_key(std::string text) const {
  if (options_.key.empty()) return text;
  for (std::size_t at = 0; (at = text.find(options_.key, at)) != std::string::npos;) {
    text.replace(at, options_.key.size(), "***");
  }
  return text;
}

Error EndpointCalls::error(const char* name, Message found, Message expected, Message help) const {
  Error error;
  error.name = name;
  error.at.file = address_.base;
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

Error EndpointCalls::about(Error error) const {
  error.at.file = address_.base;
  return error;
}

Error EndpointCalls::stopped() const { return error("stopped", Message(kStopped), {}, {}); }

Error EndpointCalls::redirected(const HttpReply& reply) const {
  // Without what stands behind the path, which may repeat what was sent.
  const std::string to = without_key(reply.leads_to.substr(0, reply.leads_to.find_first_of("?#")));
  if (is_private_host(host_of(reply.leads_to))) {
    return error("endpoint-redirect", Message(kLeadsPrivate, {to}), {}, Message(kLeadsPrivateHelp));
  }
  return error("endpoint-redirect", Message(kLeads, {to}), {}, Message(kLeadsHelp, {to}));
}

Error EndpointCalls::failure(const HttpReply& reply, int attempts) const {
  const auto tried = [&](Message found) {
    if (attempts < 2) return found;
    return Message(kJoined, {std::move(found), Message(kAttempts, {std::to_string(attempts)})});
  };
  if (reply.failure == HttpFailure::slow) {
    return error("endpoint-slow", tried(Message(kSlow, {shortest(options_.seconds)})), {},
                 Message(kSlowHelp));
  }
  if (reply.failure == HttpFailure::too_large) {
    return error("endpoint-answer-invalid", Message(kTooLarge), {}, Message(kFailedHelp));
  }
  if (reply.status == 0) {
    return error("endpoint-down", tried(Message(kDown, {without_key(reply.why)})), {},
                 Message(kDownHelp));
  }
  const std::string words = server_words(without_key(reply.body));
  if (reply.status >= 300 && reply.status < 400) return redirected(reply);
  if (reply.status == 401 || reply.status == 403) {
    return error("endpoint-key", Message(kKey, {words}), {}, Message(kKeyHelp));
  }
  Message found = tried(Message(kStatus, {std::to_string(reply.status), words}));
  if (reply.wait_seconds > kMostWait) {
    found = Message(kWaits, {std::move(found), shortest(reply.wait_seconds)});
  }
  if (reply.status == 429) return error("endpoint-busy", found, {}, Message(kBusyHelp));
  if (reply.status >= 500) return error("endpoint-failed", found, {}, Message(kFailedHelp));
  return error("endpoint-refused", found, {},
               Message(reply.status == 404 ? kNotFoundHelp : kRefusedHelp));
}

bool EndpointCalls::may_retry(const HttpReply& reply, int attempt) const {
  if (attempt >= options_.attempts || reply.wait_seconds > kMostWait) return false;
  if (reply.failure == HttpFailure::slow) return attempt < kSlowAttempts;
  if (reply.failure == HttpFailure::too_large) return false;
  return reply.status == 0 || is_transient(reply.status);
}

double EndpointCalls::pause_before(const HttpReply& reply, int attempt, std::size_t call) const {
  // Spread, so that many callers that were turned away do not come back all at once.
  const auto now = static_cast<std::uint64_t>(Clock::now().time_since_epoch().count());
  const double chance = uniform(random_bits(now, call, static_cast<std::uint64_t>(attempt)));
  if (reply.wait_seconds > 0) return reply.wait_seconds + chance * options_.first_pause;
  const double longest = std::min(options_.first_pause * std::exp2(attempt - 1), kMostPause);
  return longest * (0.5 + 0.5 * chance);
}

std::optional<Error> EndpointCalls::spent() const {
  const bool requests = options_.most_requests > 0 && requests_ >= options_.most_requests;
  const bool tokens = options_.most_tokens > 0 && tokens_ >= options_.most_tokens;
  if (!requests && !tokens) return {};
  const auto count = [](std::uint64_t n) { return grouped(static_cast<std::int64_t>(n)); };
  const Message of_requests =
      requests_ == 1 ? Message(kOneRequest) : Message(kRequests, {count(requests_)});
  const Message of_tokens = tokens_ == 1 ? Message(kOneToken) : Message(kTokens, {count(tokens_)});
  return error("endpoint-budget", Message(kBudget, {of_requests, of_tokens}), {},
               Message(kBudgetHelp));
}

Result<HttpReply> EndpointCalls::look(const HttpRequest& request) {
  for (int attempt = 1;; ++attempt) {
    if (auto error = spent()) return *error;
    ++requests_;
    http_.start(0, request);
    std::vector<Http::Arrived> arrived;
    while (arrived.empty()) {
      if (told_to_stop()) return stopped();
      arrived = http_.wait(kGlance);
    }
    HttpReply& reply = arrived.front().reply;
    reply.body = without_key(std::move(reply.body));
    const bool again = reply.status == 0 || is_transient(reply.status);
    if (!again) return std::move(reply);
    if (attempt >= kFirstAttempts || reply.failure == HttpFailure::slow ||
        !may_retry(reply, attempt)) {
      return failure(reply, attempt);
    }
    std::this_thread::sleep_for(seconds(pause_before(reply, attempt, 0)));
  }
}

// What one run of many calls stands at.
struct EndpointCalls::Run {
  struct Waiting {
    std::size_t call;
    Clock::time_point until;
  };
  std::size_t next = 0;
  std::vector<Waiting> waiting;
  std::map<std::size_t, int> attempts;  // of calls that are under way or waiting
  std::optional<Error> failed;
  bool beyond = false;  // … for want of budget

  void fail(Error error) {
    if (!failed) failed = std::move(error);
    waiting.clear();
  }

  // The call to begin now, if any.
  std::optional<std::size_t> take(std::size_t count) {
    const auto now = Clock::now();
    const auto due = std::find_if(waiting.begin(), waiting.end(),
                                  [&](const Waiting& one) { return one.until <= now; });
    if (due != waiting.end()) {
      const std::size_t call = due->call;
      waiting.erase(due);
      return call;
    }
    if (next == count) return {};
    return next++;
  }
};

Result<Done> EndpointCalls::all(std::size_t count, const Make& make, const Take& take) {
  const std::size_t slots = std::clamp<std::size_t>(options_.in_flight, 1, kBatchSlots);
  Run run;
  for (;;) {
    if (told_to_stop()) return stopped();
    while (!run.failed && http_.under_way() < slots) {
      const auto call = run.take(count);
      if (!call) break;
      if (auto error = spent()) {
        run.fail(std::move(*error));
        run.beyond = true;
        break;
      }
      ++requests_;
      ++run.attempts[*call];
      http_.start(*call, make(*call));
    }
    if (http_.under_way() == 0 && run.waiting.empty() && (run.failed || run.next == count)) {
      if (run.beyond) return *spent();  // with what came in since
      if (run.failed) return *run.failed;
      return Done{};
    }
    if (http_.under_way() == 0) {
      std::this_thread::sleep_for(seconds(kGlance / 4));
      continue;
    }
    // A call whose pause is over must not wait for the slowest of the others.
    for (const Http::Arrived& one : http_.wait(run.waiting.empty() ? kGlance : kGlance / 4)) {
      const int attempt = run.attempts[one.id];
      if (one.reply.status == 200) {
        run.attempts.erase(one.id);
        const Result<std::uint64_t> used = take(one.id, without_key(one.reply.body));
        if (used.ok()) {
          tokens_ += used.value();
        } else {
          run.fail(used.error());
        }
      } else if (!run.failed && may_retry(one.reply, attempt)) {
        const double pause = pause_before(one.reply, attempt, one.id);
        run.waiting.push_back({one.id, Clock::now() + seconds(pause)});
      } else {
        run.fail(failure(one.reply, attempt));
      }
    }
  }
}

}  // namespace shijin
