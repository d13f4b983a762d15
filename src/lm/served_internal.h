// A model of this process served as vLLM, SGLang, TGI, llama-server or a server with the older
// OpenAI interface would, as far as Shijin asks; for tests.
#pragma once

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

#include "lm/endpoint_wire.h"
#include "lm/loopback_internal.h"
#include "lm/text_model.h"

namespace shijin {

class Served {
 public:
  /// Adapters served beside the model, as vLLM does: each under a name of its own
  std::map<std::string, std::string> adapters;

  /// Serve a model, which outlives this
  Served(LanguageModel& model, ServerKind kind) : model_(&model), kind_(kind) {}

  LoopbackReply answer(const LoopbackRequest& request) {
    const std::lock_guard<std::mutex> hold(lock_);  // a model answers one at a time
    const Json body = Json::parse(request.body, nullptr, false);
    if (!adapters.empty() && body.is_object() && body.contains("model")) {
      const auto named = adapters.find(body["model"]);
      const std::string path = named == adapters.end() ? "" : named->second;
      if (!model_->use_adapter(path).ok()) return {500, "{}", "", 0, false};
    }
    if (request.path == "/v1/models") return reply(models());
    if (request.path == "/version" && kind_ == ServerKind::vllm) {
      return reply({{"version", "0.11.0"}});
    }
    if (request.path == "/info" && kind_ == ServerKind::tgi) {
      return reply(
          {{"model_id", "tiny"}, {"version", "3.3.5"}, {"router", "text-generation-router"}});
    }
    if (request.path == "/v1/chat/completions") return chat(body);
    if (request.path == "/tokenize" && has_tokens()) return tokenize(body);
    if (request.path == "/v1/completions") return complete(body);
    if (request.path == "/generate") return generate(body);
    return {404, R"({"detail":"Not Found"})", "", 0, false};
  }

 private:
  using Json = nlohmann::json;

  static LoopbackReply reply(const Json& json) { return {200, json.dump(), "", 0, false}; }
  bool has_tokens() const { return kind_ == ServerKind::vllm || kind_ == ServerKind::sglang; }

  Json models() const {
    const char* owner = kind_ == ServerKind::llama_server ? "llamacpp"
                        : kind_ == ServerKind::ollama     ? "library"
                        : kind_ == ServerKind::tgi        ? "tiny"
                        : kind_ == ServerKind::openai     ? "somebody"
                        : kind_ == ServerKind::vllm       ? "vllm"
                                                          : "sglang";
    Json one = {{"id", "tiny"}, {"object", "model"}, {"owned_by", owner}};
    if (has_tokens()) one["max_model_len"] = model_->facts().window;
    Json all = Json::array({one});
    for (const auto& [name, path] : adapters) {
      one["id"] = name;
      all.push_back(one);
    }
    return {{"object", "list"}, {"data", all}};
  }

  LoopbackReply chat(const Json& body) {
    const std::string input = body["messages"][0]["content"];
    GenerateOptions options;
    options.most_tokens = body["max_tokens"];
    options.temperature = body["temperature"];
    TextsInProcess texts(*model_);
    Generation written;
    GenerateHooks hooks;
    hooks.done = [&](std::size_t, const Generation& one) -> Result<Done> {
      written = one;
      return Done{};
    };
    const TextQuestion question{input, 0};
    if (!texts.generate({&question, 1}, options, hooks).ok()) return {500, "{}", "", 0, false};
    return reply({{"object", "chat.completion"},
                  {"choices",
                   {{{"index", 0},
                     {"message", {{"role", "assistant"}, {"content", written.text}}},
                     {"finish_reason", written.cut ? "length" : "stop"}}}},
                  {"usage",
                   {{"prompt_tokens", 10},
                    {"completion_tokens", written.tokens},
                    {"total_tokens", 10 + written.tokens}}}});
  }

  LoopbackReply tokenize(const Json& body) {
    std::vector<TokenId> tokens;
    if (body.contains("messages")) {
      if (kind_ != ServerKind::vllm)
        return {422, R"({"detail":"prompt: field required"})", "", 0, false};
      tokens = *question_tokens(*model_, body["messages"][0]["content"]);
      if (body["messages"].size() > 1) {
        const auto more = model_->tokenize(std::string(body["messages"][1]["content"]));
        tokens.insert(tokens.end(), more.begin(), more.end());
        tokens.push_back(model_->end_of_turn());
        const auto line = model_->tokenize("\n");
        tokens.insert(tokens.end(), line.begin(), line.end());
      }
    } else {
      tokens = model_->tokenize(std::string(body["prompt"]));
      if (body["add_special_tokens"]) tokens.insert(tokens.begin(), model_->prefix());
    }
    return reply(
        {{"count", tokens.size()}, {"max_model_len", model_->facts().window}, {"tokens", tokens}});
  }

  // The log-probabilities of all tokens but the first.
  std::vector<double> score(const std::vector<TokenId>& tokens) {
    const std::vector<ScoreJob> jobs = {{{tokens.front()}, {{tokens.begin() + 1, tokens.end()}}}};
    return model_->score(jobs, {})->front().log_prob.front();
  }

  std::vector<TokenId> given(const Json& prompt) const {
    if (prompt.is_array()) return prompt.get<std::vector<TokenId>>();
    std::vector<TokenId> tokens = model_->tokenize(std::string(prompt));
    tokens.insert(tokens.begin(), model_->prefix());
    return tokens;
  }

  LoopbackReply complete(const Json& body) {
    const std::vector<TokenId> tokens = given(body["prompt"]);
    const Json usage = {{"prompt_tokens", tokens.size()},
                        {"completion_tokens", 1},
                        {"total_tokens", tokens.size() + 1}};
    Json said;
    if (kind_ == ServerKind::llama_server) {
      // As llama.cpp 0.5 does: "echo" is taken and ignored, the shape is that of a chat.
      said = {{"content", Json::array({{{"id", 7}, {"token", " a"}, {"logprob", -1.5}}})}};
    } else if (kind_ != ServerKind::ollama) {
      const std::vector<double> scores = score(tokens);
      Json names = Json::array();
      Json values = Json::array();
      const std::string text = body["prompt"].is_string() ? std::string(body["prompt"]) : "";
      std::size_t at = 0;
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        std::string name = "token_id:" + std::to_string(tokens[i]);
        if (!text.empty()) {
          name = i == 0 ? "<s>" : text.substr(at, model_->bytes_of(tokens[i]));
          if (i > 0) at += model_->bytes_of(tokens[i]);
        }
        names.push_back(name);
        i == 0 ? values.push_back(nullptr) : values.push_back(scores[i - 1]);
      }
      names.push_back(text.empty() ? "token_id:3" : "!");
      values.push_back(-2.5);
      said = {{"tokens", names}, {"token_logprobs", values}};
    }
    const Json whole = {{"object", "text_completion"},
                        {"choices", {{{"index", 0}, {"text", ""}, {"logprobs", said}}}},
                        {"usage", usage}};
    // As Python does where a token is part of a character.
    return {200, whole.dump(-1, ' ', false, Json::error_handler_t::replace), "", 0, false};
  }

  LoopbackReply generate(const Json& body) {
    const bool sglang = kind_ == ServerKind::sglang;
    const std::vector<TokenId> tokens = given(sglang ? body["input_ids"] : body["inputs"]);
    const std::vector<double> scores = score(tokens);
    Json list = Json::array();
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      Json value;
      if (i > 0) value = scores[i - 1];
      if (sglang) {
        list.push_back({value, tokens[i], nullptr});
        continue;
      }
      const std::string text = body["inputs"];
      std::size_t at = 0;
      for (std::size_t k = 1; k < i; ++k) at += model_->bytes_of(tokens[k]);
      list.push_back({{"id", tokens[i]},
                      {"text", i == 0 ? "<s>" : text.substr(at, model_->bytes_of(tokens[i]))},
                      {"logprob", value}});
    }
    Json whole = {{"text", "!"},
                  {"meta_info",
                   {{"prompt_tokens", tokens.size()},
                    {"completion_tokens", 1},
                    {"input_token_logprobs", list}}}};
    if (!sglang) {
      whole = {
          {"generated_text", "!"},
          {"details", {{"finish_reason", "length"}, {"generated_tokens", 1}, {"prefill", list}}}};
    }
    return {200, whole.dump(-1, ' ', false, Json::error_handler_t::replace), "", 0, false};
  }

  LanguageModel* model_;
  ServerKind kind_;
  std::mutex lock_;
};

}  // namespace shijin
