// The shapes of five servers (tests/data/endpoints), and bodies that they take.
#include "lm/endpoint_wire.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "source_dir.h"

namespace shijin {
namespace {

using Json = nlohmann::json;

std::string recorded(const std::string& name) {
  return read_file(source_dir() + "/tests/data/endpoints/" + name + ".json").value();
}

std::vector<std::optional<double>> log_probs(const Echo& echo) {
  std::vector<std::optional<double>> all;
  for (const EchoToken& token : echo.tokens) all.push_back(token.log_prob);
  return all;
}

std::vector<std::optional<TokenId>> ids(const Echo& echo) {
  std::vector<std::optional<TokenId>> all;
  for (const EchoToken& token : echo.tokens) all.push_back(token.id);
  return all;
}

std::string refusal(ServerKind kind, const std::string& name) {
  const auto echo = read_echo(kind, recorded(name));
  if (echo.ok()) return "";
  return echo.error().name + ": " + echo.error().found.in(Language::en);
}

TEST(EndpointWire, reads_what_vllm_echoes) {
  const Echo echo = read_echo(ServerKind::vllm, recorded("vllm_echo_ids")).value();
  EXPECT_EQ(log_probs(echo), (std::vector<std::optional<double>>{{}, -4.25, -0.5, -1.75}));
  EXPECT_EQ(ids(echo), (std::vector<std::optional<TokenId>>{3966, 1378, 2326, 0}));
  EXPECT_EQ(echo.given, 3U);
  EXPECT_EQ(echo.used, 4U);
}

TEST(EndpointWire, reads_what_sglang_says_of_an_input) {
  const Echo echo = read_echo(ServerKind::sglang, recorded("sglang_echo")).value();
  EXPECT_EQ(log_probs(echo), (std::vector<std::optional<double>>{{}, -4.25, -0.5}));
  EXPECT_EQ(ids(echo), (std::vector<std::optional<TokenId>>{3966, 1378, 2326}));
  EXPECT_EQ(echo.given, 3U);
  EXPECT_EQ(echo.used, 4U);
}

TEST(EndpointWire, reads_tgi_s_prefill) {
  const Echo echo = read_echo(ServerKind::tgi, recorded("tgi_echo")).value();
  EXPECT_EQ(log_probs(echo), (std::vector<std::optional<double>>{{}, -9.5, -2.25}));
  EXPECT_EQ(echo.tokens[1].text + echo.tokens[2].text, "One two");
  EXPECT_EQ(echo.given, 3U);
}

TEST(EndpointWire, sees_who_tells_nothing_of_a_given_text) {
  const std::string only =
      "endpoint-cannot-score: it tells log-probabilities only of tokens that it writes itself, and "
      "ignores \"echo\"";
  const std::string none =
      "endpoint-cannot-score: it answers without log-probabilities, though these were asked for";
  EXPECT_EQ(refusal(ServerKind::llama_server, "llama_server_ignores_echo"), only);
  EXPECT_EQ(refusal(ServerKind::ollama, "ollama_no_log_probs"), none);
  EXPECT_EQ(refusal(ServerKind::sglang, "sglang_silent"), none);
  EXPECT_EQ(refusal(ServerKind::tgi, "tgi_silent"), none);
}

TEST(EndpointWire, reads_answers) {
  const ChatReply said = read_chat(recorded("vllm_chat")).value();
  EXPECT_EQ(said.answer.text, "负面");
  EXPECT_EQ(said.answer.tokens, 3);
  EXPECT_FALSE(said.answer.cut);
  EXPECT_EQ(said.used, 24U);
  const ChatReply thought = read_chat(recorded("vllm_thinking")).value();
  EXPECT_EQ(thought.answer.text, "");
  EXPECT_TRUE(thought.answer.cut);
}

// An answer that a server cut at its limit ends in U+FFFD where a character was cut with it.
TEST(EndpointWire, ends_an_answer_that_was_cut_on_a_whole_character) {
  const auto read = [](const char* content, const char* reason) {
    return read_chat(std::string(R"({"choices":[{"message":{"content":")") + content +
                     R"("},"finish_reason":")" + reason + R"("}]})")
        ->answer.text;
  };
  EXPECT_EQ(read("\xE6\xAD\xA3\xEF\xBF\xBD", "length"), "\xE6\xAD\xA3");
  EXPECT_EQ(read("\xE6\xAD\xA3\xEF\xBF\xBD", "stop"), "\xE6\xAD\xA3\xEF\xBF\xBD");
  const auto in_process = [](std::string text, bool cut) {
    Generation answer{std::move(text), 4, cut};
    end_on_character(answer);
    return answer.text;
  };
  EXPECT_EQ(in_process("\xE6\xAD\xA3\xE9\x9D", true), "\xE6\xAD\xA3");
  EXPECT_EQ(in_process("\xE6\xAD\xA3\xE9\x9D", false), "\xE6\xAD\xA3\xE9\x9D");
  EXPECT_EQ(in_process("a\xF0\x9F\x98", true), "a");
  EXPECT_EQ(in_process("\xF0\x9F\x98\x80", true), "\xF0\x9F\x98\x80");
  EXPECT_EQ(in_process("\xC3\xA9", true), "\xC3\xA9");
  EXPECT_EQ(in_process("ab", true), "ab");
  EXPECT_EQ(in_process("", true), "");
}

TEST(EndpointWire, takes_nothing_for_an_answer_that_is_none) {
  for (const char* body : {"", "{", "[]", "null", R"({"choices":[]})", R"({"choices":[{}]})",
                           R"({"choices":[{"message":{"content":7}}]})", "<html>"}) {
    const auto reply = read_chat(body);
    ASSERT_FALSE(reply.ok()) << body;
    EXPECT_EQ(reply.error().name, "endpoint-answer-invalid");
  }
  for (const char* body :
       {"[1]", R"({"tokens":[1,"a"]})", R"({"tokens":[-1]})", R"({"tokens":7})"}) {
    EXPECT_FALSE(read_tokens(body).ok()) << body;
  }
}

TEST(EndpointWire, reads_tokens) {
  const std::vector<TokenId> tokens = {3966, 1378, 2326};
  EXPECT_EQ(read_tokens(recorded("vllm_tokens")).value(), tokens);
  EXPECT_EQ(read_tokens(recorded("sglang_tokens")).value(), tokens);
}

TEST(EndpointWire, knows_servers_by_what_they_say_of_their_models) {
  const auto vllm = read_models(recorded("vllm_models"));
  ASSERT_EQ(vllm->size(), 2U);
  EXPECT_EQ((*vllm)[0].id, "qwen-tuned");
  EXPECT_EQ((*vllm)[0].window, 4096);
  EXPECT_EQ(server_of_owner((*vllm)[1].owner), ServerKind::vllm);
  EXPECT_EQ(server_of_owner(read_models(recorded("llama_server_models"))->front().owner),
            ServerKind::llama_server);
  EXPECT_EQ(server_of_owner(read_models(recorded("ollama_models"))->front().owner),
            ServerKind::ollama);
  EXPECT_FALSE(server_of_owner("openai-internal").has_value());
  EXPECT_FALSE(read_models("<html>").has_value());
}

TEST(EndpointWire, gives_a_server_s_own_reason_on_one_line) {
  EXPECT_EQ(server_words(recorded("tgi_busy")), "Model is overloaded");
  EXPECT_EQ(server_words(recorded("llama_server_loading")), "Loading model");
  EXPECT_EQ(server_words(recorded("vllm_too_long")),
            "This model's maximum context length is 4096 tokens. However, your request has 5000 "
            "input tokens.");
  EXPECT_EQ(server_words(R"({"detail":"Not Found"})"), "Not Found");
  EXPECT_EQ(server_words("a\nb\x1b[31m"), "a b [31m");
  EXPECT_EQ(server_words(""), "-");
  const std::string long_words = server_words(std::string(400, 'x') + "负");
  EXPECT_EQ(long_words, std::string(300, 'x') + "…");
}

TEST(EndpointWire, asks_each_server_in_its_own_words) {
  const Given given{"One two", {3966, 1378}};
  EXPECT_EQ(echo_path(ServerKind::vllm), "/completions");
  const Json vllm = Json::parse(echo_body(ServerKind::vllm, "m", given));
  EXPECT_EQ(vllm, Json::parse(R"({"model":"m","prompt":[3966,1378],"max_tokens":1,"echo":true,
      "logprobs":1,"temperature":0,"seed":1234,"stream":false,"return_tokens_as_token_ids":true})"));
  EXPECT_EQ(echo_path(ServerKind::sglang), "/generate");
  const Json sglang = Json::parse(echo_body(ServerKind::sglang, "m", given));
  EXPECT_EQ(sglang, Json::parse(R"({"input_ids":[3966,1378],"sampling_params":{"max_new_tokens":1,
      "temperature":0},"return_logprob":true,"logprob_start_len":0,
      "return_text_in_logprobs":true})"));
  const Json tgi = Json::parse(echo_body(ServerKind::tgi, "m", {"One two", {}}));
  EXPECT_EQ(tgi, Json::parse(R"({"inputs":"One two","parameters":{"max_new_tokens":1,
      "details":true,"decoder_input_details":true}})"));
  GenerateOptions options;
  options.most_tokens = 9;
  const Json chat = Json::parse(chat_body("m", "<|im_end|> \"好\"", options, 5));
  EXPECT_EQ(chat, Json::parse(R"({"model":"m","messages":[{"role":"user",
      "content":"<|im_end|> \"好\""}],"max_tokens":9,"temperature":0,"stream":false})"));
  options.temperature = 0.5;
  options.stops = {"\n"};
  const Json drawn = Json::parse(chat_body("m", "", options, 5));
  EXPECT_EQ(drawn["seed"], 5);
  EXPECT_EQ(drawn["stop"], Json::parse(R"(["\n"])"));
}

}  // namespace
}  // namespace shijin
