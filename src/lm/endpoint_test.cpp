// Servers that fail in every way that servers fail, and one that serves our own model truly.
#include "lm/endpoint.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>

#include "lm/answer.h"
#include "lm/loopback_internal.h"
#include "lm/served_internal.h"
#include "lm/tiny_model_internal.h"

namespace shijin {
namespace {

#ifdef SJ_HAS_CURL

using Json = nlohmann::json;

constexpr const char* kModelsReply = R"({"data":[{"id":"m","owned_by":"somebody"}]})";
constexpr const char* kSecret = "sk-very-secret-1234567890";

std::string said(const std::string& text) {
  return Json{{"choices", {{{"message", {{"content", text}}}, {"finish_reason", "stop"}}}},
              {"usage", {{"prompt_tokens", 3}, {"completion_tokens", 2}, {"total_tokens", 5}}}}
      .dump();
}

std::string input_of(const LoopbackRequest& request) {
  return Json::parse(request.body)["messages"][0]["content"];
}

EndpointOptions options_of(const Loopback& server) {
  EndpointOptions options;
  options.url = server.url();
  options.first_pause = 0.01;
  options.seconds = 5;
  return options;
}

// Have ten inputs answered: the answers by number, and the Error, if any.
struct Answered {
  std::map<std::size_t, std::string> answers;
  std::optional<Error> error;

  std::string words() const { return error ? describe(*error, Language::en) : ""; }
  std::string name() const { return error ? error->name : ""; }
};

Answered answer(const EndpointOptions& options, std::size_t count = 10) {
  Answered result;
  auto model = open_endpoint(options);
  if (!model.ok()) {
    result.error = model.error();
    return result;
  }
  std::vector<TextQuestion> questions;
  for (std::size_t i = 0; i < count; ++i) questions.push_back({"q" + std::to_string(i), i});
  GenerateHooks hooks;
  hooks.done = [&](std::size_t i, const Generation& one) -> Result<Done> {
    result.answers[i] = one.text;
    return Done{};
  };
  const Result<Done> done = (*model)->generate(questions, {}, hooks);
  if (!done.ok()) result.error = done.error();
  return result;
}

// Answers "q1" with "a1", after what `before` makes of the request.
using Before = std::function<std::optional<LoopbackReply>(const LoopbackRequest&, int chat)>;
Loopback::Answer echoing(Before before) {
  auto chats = std::make_shared<std::atomic<int>>(0);
  return [before = std::move(before), chats](const LoopbackRequest& request) -> LoopbackReply {
    if (request.path == "/v1/models") return {200, kModelsReply, "", 0, false};
    if (request.path != "/v1/chat/completions") return {404, "{}", "", 0, false};
    if (auto reply = before(request, (*chats)++)) return *reply;
    return {200, said("a" + input_of(request).substr(1)), "", 0, false};
  };
}

std::string without_port(std::string text, const Loopback& server) {
  const std::string port = ":" + std::to_string(server.port());
  for (std::size_t at = 0; (at = text.find(port, at)) != std::string::npos;) {
    text.replace(at, port.size(), ":PORT");
  }
  return text;
}

TEST(Endpoint, has_inputs_answered_many_at_once) {
  Loopback server(echoing([](const LoopbackRequest& request, int) {
    return LoopbackReply{200, said("a" + input_of(request).substr(1)), "", 50, false};
  }));
  EndpointOptions options = options_of(server);
  options.in_flight = 4;
  const Answered result = answer(options, 20);
  EXPECT_EQ(result.words(), "");
  ASSERT_EQ(result.answers.size(), 20U);
  EXPECT_EQ(result.answers.at(7), "a7");
  EXPECT_EQ(server.most_at_once(), 4);
}

TEST(Endpoint, tries_again_where_a_server_is_busy_or_fails_once) {
  for (const int status : {429, 500, 502, 503}) {
    Loopback server(echoing([&](const LoopbackRequest&, int chat) -> std::optional<LoopbackReply> {
      if (chat % 2 == 0)
        return LoopbackReply{status, R"({"error":{"message":"later"}})", "", 0, false};
      return {};
    }));
    const Answered result = answer(options_of(server));
    EXPECT_EQ(result.words(), "") << status;
    EXPECT_EQ(result.answers.size(), 10U);
    EXPECT_GT(server.requests(), 11);
  }
}

TEST(Endpoint, waits_as_long_as_the_server_asks) {
  std::vector<std::chrono::steady_clock::time_point> times;
  Loopback server(echoing([&](const LoopbackRequest&, int chat) -> std::optional<LoopbackReply> {
    times.push_back(std::chrono::steady_clock::now());
    if (chat == 0) return LoopbackReply{429, "{}", "Retry-After: 1\r\n", 0, false};
    return {};
  }));
  const Answered result = answer(options_of(server), 1);
  EXPECT_EQ(result.answers.at(0), "a0");
  ASSERT_EQ(times.size(), 2U);
  EXPECT_GE(times[1] - times[0], std::chrono::milliseconds(990));
  EXPECT_LE(times[1] - times[0], std::chrono::seconds(30));
}

TEST(Endpoint, says_when_the_server_asks_to_wait_too_long) {
  Loopback server(echoing([](const LoopbackRequest&, int) {
    return LoopbackReply{429, R"({"error":{"message":"quota"}})", "Retry-After: 9000\r\n", 0,
                         false};
  }));
  const Answered result = answer(options_of(server), 1);
  EXPECT_EQ(without_port(result.words(), server),
            "http://127.0.0.1:PORT/v1: error: the server answers 429: quota; it asks to wait 9000 "
            "seconds\n"
            "  help: wait, or ask for less at once: --slots 2\n"
            "  name: endpoint-busy      (shijin explain endpoint-busy)\n");
}

TEST(Endpoint, keeps_what_came_before_a_failure) {
  Loopback server(echoing([](const LoopbackRequest& request, int) -> std::optional<LoopbackReply> {
    if (input_of(request) == "q3") {
      return LoopbackReply{400, R"({"error":{"message":"too long"}})", "", 30, false};
    }
    return {};
  }));
  EndpointOptions options = options_of(server);
  options.in_flight = 4;
  const Answered result = answer(options);
  EXPECT_EQ(result.name(), "endpoint-refused");
  EXPECT_GE(result.answers.size(), 3U);  // those that were under way beside it
  EXPECT_EQ(result.answers.count(3), 0U);
}

TEST(Endpoint, gives_up_a_server_that_fails_always) {
  Loopback server(echoing([](const LoopbackRequest&, int) {
    return LoopbackReply{500, "<html>Internal</html>", "", 0, false};
  }));
  EndpointOptions options = options_of(server);
  options.attempts = 3;
  const Answered result = answer(options, 1);
  EXPECT_EQ(
      without_port(result.words(), server),
      "http://127.0.0.1:PORT/v1: error: the server answers 500: <html>Internal</html>, after 3 "
      "attempts\n"
      "  help: look into the server's log; what was answered before is kept\n"
      "  name: endpoint-failed      (shijin explain endpoint-failed)\n");
  EXPECT_EQ(server.requests(), 4);
}

TEST(Endpoint, says_when_nobody_is_there) {
  EndpointOptions options;
  {
    const Loopback gone(
        echoing([](const LoopbackRequest&, int) { return std::optional<LoopbackReply>(); }));
    options = options_of(gone);
  }
  const Answered result = answer(options);
  EXPECT_EQ(result.name(), "endpoint-down");
  EXPECT_NE(result.words().find("the server cannot be reached"), std::string::npos);
}

TEST(Endpoint, takes_a_connection_that_breaks_for_a_failure) {
  Loopback server(echoing([](const LoopbackRequest&, int chat) -> std::optional<LoopbackReply> {
    if (chat == 0) return LoopbackReply{200, "", "", 0, true};
    return {};
  }));
  const Answered result = answer(options_of(server), 2);
  EXPECT_EQ(result.words(), "");
  EXPECT_EQ(result.answers.size(), 2U);
}

TEST(Endpoint, does_not_wait_for_a_slow_server_for_ever) {
  Loopback server(echoing([](const LoopbackRequest&, int) {
    return LoopbackReply{200, said("late"), "", 3000, false};
  }));
  EndpointOptions options = options_of(server);
  options.seconds = 0.2;
  const Answered result = answer(options, 1);
  EXPECT_EQ(without_port(result.words(), server),
            "http://127.0.0.1:PORT/v1: error: the server gave no whole answer within 0.2 seconds, "
            "after 2 attempts\n"
            "  help: raise --timeout, or ask for less at once: --slots 4\n"
            "  name: endpoint-slow      (shijin explain endpoint-slow)\n");
}

TEST(Endpoint, refuses_what_is_no_answer) {
  Loopback server(echoing([](const LoopbackRequest&, int) {
    return LoopbackReply{200, R"({"choices":[{"mess)", "", 0, false};
  }));
  const Answered result = answer(options_of(server), 1);
  EXPECT_EQ(result.name(), "endpoint-answer-invalid");
  EXPECT_NE(result.words().find(R"(the server's reply is no JSON: {"choices":[{"mess)"),
            std::string::npos);
}

TEST(Endpoint, follows_nobody_elsewhere) {
  std::string to = "http://169.254.169.254/latest";
  Loopback server(echoing([&](const LoopbackRequest&, int) {
    return LoopbackReply{307, "", "Location: " + to + "?key=1\r\n", 0, false};
  }));
  const Answered inside = answer(options_of(server), 1);
  EXPECT_EQ(
      without_port(inside.words(), server),
      "http://127.0.0.1:PORT/v1: error: the server sends its callers on to "
      "http://169.254.169.254/latest, a private address\n"
      "  help: a server out there has no business with addresses in here: look who answers for "
      "it\n"
      "  name: endpoint-redirect      (shijin explain endpoint-redirect)\n");
  to = "https://example.com/v1";
  const Answered outside = answer(options_of(server), 1);
  EXPECT_EQ(outside.name(), "endpoint-redirect");
  EXPECT_NE(outside.words().find("name it: --model https://example.com/v1"), std::string::npos);
  EXPECT_EQ(server.requests(), 4);
}

TEST(Endpoint, begins_no_request_beyond_its_budget) {
  Loopback server(
      echoing([](const LoopbackRequest&, int) { return std::optional<LoopbackReply>(); }));
  EndpointOptions options = options_of(server);
  options.most_requests = 6;
  options.in_flight = 2;
  const Answered requests = answer(options);
  EXPECT_EQ(requests.name(), "endpoint-budget");
  EXPECT_EQ(requests.answers.size(), 5U);  // one was the look at its models
  EXPECT_EQ(server.requests(), 6);
  EXPECT_NE(requests.words().find("the budget is spent: 6 requests, 25 tokens"), std::string::npos);
  options.most_requests = 0;
  options.most_tokens = 12;  // of which each answer takes 5
  options.in_flight = 1;
  const Answered tokens = answer(options);
  EXPECT_EQ(tokens.name(), "endpoint-budget");
  EXPECT_EQ(tokens.answers.size(), 3U);
}

TEST(Endpoint, shows_its_key_to_the_server_alone) {
  std::string head;
  int status = 401;
  Loopback server([&](const LoopbackRequest& request) -> LoopbackReply {
    head = request.head;
    const std::string words = std::string("wrong key ") + kSecret;
    if (request.path == "/v1/models") return {200, kModelsReply, "", 0, false};
    return {status, Json{{"error", {{"message", words}}}}.dump(), "", 0, false};
  });
  EndpointOptions options = options_of(server);
  options.key = kSecret;
  for (const int code : {401, 400, 500, 200}) {
    status = code;
    options.attempts = 1;
    const Answered result = answer(options, 1);
    EXPECT_NE(head.find(std::string("Authorization: Bearer ") + kSecret), std::string::npos);
    ASSERT_TRUE(result.error.has_value());
    EXPECT_EQ(result.words().find(kSecret), std::string::npos) << result.words();
    EXPECT_NE(result.words().find("***"), std::string::npos) << result.words();
  }
}

TEST(Endpoint, asks_which_model_is_meant) {
  Loopback server([](const LoopbackRequest&) -> LoopbackReply {
    return {200, R"({"data":[{"id":"one"},{"id":"two"}]})", "", 0, false};
  });
  const Answered result = answer(options_of(server));
  EXPECT_EQ(without_port(result.words(), server),
            "http://127.0.0.1:PORT/v1: error: the server has 2 models\n"
            "  expected: one of: one, two\n"
            "  help: name the one that is meant: --model-name NAME\n"
            "  name: endpoint-model-missing      (shijin explain endpoint-model-missing)\n");
}

TEST(Endpoint, stops_when_told_to) {
  std::atomic<bool> stop = false;
  Loopback server(echoing([&](const LoopbackRequest&, int) {
    stop = true;
    return LoopbackReply{200, said("late"), "", 20'000, false};
  }));
  EndpointOptions options = options_of(server);
  options.stop = &stop;
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(answer(options).name(), "stopped");
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(15));
  // … or by who asks.
  options.stop = nullptr;
  stop = false;
  auto model = open_endpoint(options);
  const std::vector<TextQuestion> questions = {{"q0", 0}};
  GenerateHooks hooks;
  hooks.stop = &stop;
  hooks.done = [](std::size_t, const Generation&) -> Result<Done> { return Done{}; };
  EXPECT_EQ((*model)->generate(questions, {}, hooks).error().name, "stopped");
}

#ifdef SJ_HAS_LLAMA

struct Serving {
  explicit Serving(ServerKind kind)
      : model(open_tiny()), served(*model, kind), server([this](const LoopbackRequest& request) {
          if (spoil) {
            if (auto reply = spoil(request)) return *reply;
          }
          return served.answer(request);
        }) {}

  std::unique_ptr<LanguageModel> model;
  Served served;
  std::function<std::optional<LoopbackReply>(const LoopbackRequest&)> spoil;
  Loopback server;
};

std::vector<TextJob> texts() {
  std::vector<TextJob> jobs;
  for (const Json& text : golden()["texts"])
    jobs.push_back({{}, {text["text"].get<std::string>()}});
  jobs.push_back({{}, {""}});
  return jobs;
}

std::vector<TextJob> choices(std::size_t count) {
  std::vector<TextJob> jobs;
  for (const Json& row : golden()["rounds"]["base"]["rows"]) {
    if (jobs.size() == count) break;
    TextJob job{question_of(row), {}};
    for (const std::string choice : row["choices"]) {
      job.targets.push_back(choice.substr(0, choice.find("<|im_end|>")));
    }
    jobs.push_back(std::move(job));
  }
  return jobs;
}

void expect_texts(TextModel& model) {
  const auto scores = model.score(texts(), {});
  ASSERT_TRUE(scores.ok()) << describe(scores.error(), Language::en);
  for (std::size_t i = 0; i < golden()["texts"].size(); ++i) {
    const auto wanted = golden()["texts"][i]["logprobs"].get<std::vector<double>>();
    const std::vector<TokenScore>& got = (*scores)[i].tokens.front();
    ASSERT_EQ(got.size(), wanted.size());
    for (std::size_t k = 0; k < got.size(); ++k) EXPECT_NEAR(got[k].log_prob, wanted[k], kNear);
  }
  EXPECT_TRUE(scores->back().tokens.front().empty());
}

TEST(Endpoint, that_answers_truly_gives_the_numbers_of_texts) {
  for (const ServerKind kind :
       {ServerKind::vllm, ServerKind::sglang, ServerKind::tgi, ServerKind::openai}) {
    Serving serving(kind);
    auto model = open_endpoint(options_of(serving.server));
    ASSERT_TRUE(model.ok()) << describe(model.error(), Language::en);
    expect_texts(**model);
    EXPECT_EQ((*model)->facts().prefix, "bos");
    const bool ids = kind == ServerKind::vllm || kind == ServerKind::sglang;
    EXPECT_EQ((*model)->facts().probe,
              ids ? "verified: echo of token ids" : "verified: echo of text");
    EXPECT_TRUE((*model)->facts().engine.starts_with(server_name(kind)));
  }
}

TEST(Endpoint, that_answers_truly_gives_the_numbers_of_choices) {
  Serving serving(ServerKind::vllm);
  auto model = open_endpoint(options_of(serving.server));
  const auto scores = (*model)->score(choices(30), {});
  ASSERT_TRUE(scores.ok()) << describe(scores.error(), Language::en);
  for (std::size_t i = 0; i < scores->size(); ++i) {
    const Json& wanted = golden()["rounds"]["base"]["rows"][i]["logprob"];
    for (std::size_t t = 0; t < 2; ++t) {
      double sum = 0;
      for (const TokenScore& token : (*scores)[i].tokens[t]) sum += token.log_prob;
      EXPECT_NEAR(sum, wanted[t].get<double>(), kNear);
    }
  }
  EXPECT_EQ((*model)->facts().engine, "vllm 0.11.0");
  EXPECT_FALSE((*model)->facts().template_digest.empty());
}

TEST(Endpoint, scores_a_text_that_is_longer_than_the_server_s_window) {
  Serving serving(ServerKind::vllm);
  std::string text;
  while (serving.model->tokenize(text).size() < 1200) text += "The delivery was quick. 物流很快。";
  auto model = open_endpoint(options_of(serving.server));
  const auto scores = (*model)->score(std::vector<TextJob>{{{}, {text}}}, {});
  ASSERT_TRUE(scores.ok()) << describe(scores.error(), Language::en);
  EXPECT_EQ(scores->front().tokens.front().size(), serving.model->tokenize(text).size());
}

TEST(Endpoint, that_ignores_echo_is_found_out) {
  for (const ServerKind kind : {ServerKind::llama_server, ServerKind::ollama}) {
    Serving serving(kind);
    auto model = open_endpoint(options_of(serving.server));
    const auto proof = (*model)->prove(Scoring::texts);
    ASSERT_FALSE(proof.ok());
    EXPECT_EQ(proof.error().name, "endpoint-cannot-score");
    EXPECT_TRUE((*model)->facts().probe.starts_with("refused: "));
    EXPECT_FALSE((*model)->score(texts(), {}).ok());
    // Its answers can be had all the same.
    std::string text;
    GenerateHooks hooks;
    hooks.done = [&](std::size_t, const Generation& one) -> Result<Done> {
      text = one.text;
      return Done{};
    };
    const std::vector<TextQuestion> questions = {{choices(1).front().input.value(), 0}};
    EXPECT_TRUE((*model)->generate(questions, {}, hooks).ok());
    EXPECT_FALSE(text.empty());
  }
}

TEST(Endpoint, that_writes_no_conversations_scores_texts_alone) {
  for (const ServerKind kind : {ServerKind::sglang, ServerKind::openai, ServerKind::tgi}) {
    Serving serving(kind);
    auto model = open_endpoint(options_of(serving.server));
    const auto proof = (*model)->prove(Scoring::answers);
    ASSERT_FALSE(proof.ok());
    EXPECT_NE(
        proof.error().found.in(Language::en).find("it does not say how it writes a conversation"),
        std::string::npos);
    EXPECT_TRUE((*model)->prove(Scoring::texts).ok());
  }
}

// What becomes of a vLLM whose replies are spoilt by `change`.
std::string name_after(const std::function<void(Json&)>& change, bool from_the_probe) {
  Serving serving(ServerKind::vllm);
  bool now = from_the_probe;
  serving.spoil = [&](const LoopbackRequest& request) -> std::optional<LoopbackReply> {
    if (!now || request.path != "/v1/completions") return {};
    LoopbackReply reply = serving.served.answer(request);
    Json json = Json::parse(reply.body);
    change(json["choices"][0]["logprobs"]);
    reply.body = json.dump();
    return reply;
  };
  auto model = open_endpoint(options_of(serving.server));
  const auto proof = (*model)->prove(Scoring::texts);
  if (!proof.ok()) return proof.error().name;
  now = true;
  const auto scores = (*model)->score(texts(), {});
  return scores.ok() ? "" : scores.error().name;
}

TEST(Endpoint, that_tells_wrong_lengths_or_strange_numbers_is_not_believed) {
  const std::vector<std::function<void(Json&)>> spoils = {
      [](Json& said) {  // fewer tokens than given
        for (const char* list : {"tokens", "token_logprobs"}) said[list].erase(1);
        for (const char* list : {"tokens", "token_logprobs"}) said[list].erase(1);
      },
      [](Json& said) { said["tokens"][1] = "token_id:1"; },
      [](Json& said) { said["token_logprobs"][2] = nullptr; },
      [](Json& said) { said["token_logprobs"][2] = -9999.0; },
      [](Json& said) { said["token_logprobs"][2] = 0.5; },
  };
  for (std::size_t i = 0; i < spoils.size(); ++i) {
    EXPECT_EQ(name_after(spoils[i], true), "endpoint-cannot-score") << i;
    EXPECT_EQ(name_after(spoils[i], false), "endpoint-lengths") << i;
  }
  const auto same = [](Json& said) {
    for (std::size_t i = 1; i < said["token_logprobs"].size(); ++i) said["token_logprobs"][i] = 0.0;
  };
  EXPECT_EQ(name_after(same, true), "endpoint-cannot-score");
  const auto uneven = [](Json& said) { said["tokens"].erase(0); };
  EXPECT_EQ(name_after(uneven, false), "endpoint-answer-invalid");
}

#endif

#endif

}  // namespace
}  // namespace shijin
