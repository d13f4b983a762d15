// What servers are sent and what they answer, by kind: text in and out, no connection. The shapes
// are those of vLLM 0.11, SGLang 0.5, TGI 3, llama-server of llama.cpp 0.5 and Ollama 0.12.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lm/model.h"

namespace shijin {

enum class ServerKind : std::uint8_t { openai, vllm, sglang, tgi, llama_server, ollama };
std::string_view server_name(ServerKind kind);
std::optional<ServerKind> server_of_name(std::string_view name);
/// The kind that the owner of a served model gives away, if any
std::optional<ServerKind> server_of_owner(std::string_view owner);

/// The reason that a server gives for refusing, in its own words, short and on one line
std::string server_words(const std::string& body);

struct ServedModel {
  std::string id;
  std::string owner;
  int window = 0;  // tokens, where it says so
};
/// What GET /models answers
std::optional<std::vector<ServedModel>> read_models(const std::string& body);

/// What a text of the server says under a name, such as "version"
std::string read_word(const std::string& body, std::string_view name);

// Answers, through /chat/completions.
std::string chat_body(const std::string& model, const std::string& input,
                      const GenerateOptions& options, std::uint64_t seed);
struct ChatReply {
  Generation answer;
  std::uint64_t used = 0;  // tokens read and written
};
Result<ChatReply> read_chat(const std::string& body);

// Tokens, through /tokenize.
enum class Specials : std::uint8_t { add, none };
std::string tokenize_body(const std::string& model, const std::string& text, Specials specials);
/// … of an input as a conversation up to where the model would answer, or with an answer
std::string conversation_body(const std::string& model, const std::string& input,
                              const std::optional<std::string>& answer);
Result<std::vector<TokenId>> read_tokens(const std::string& body);

/// A text that is given, with its tokens where the server takes these
struct Given {
  std::string text;
  std::vector<TokenId> tokens;
};

/// One token that was given, or that the server wrote after them
struct EchoToken {
  std::optional<double> log_prob;  // of the first there is none
  std::string text;                // not to be relied on where a token is part of a character
  std::optional<TokenId> id;
};
struct Echo {
  std::vector<EchoToken> tokens;
  std::optional<std::size_t> given;  // how many of them were given, where the server says so
  std::uint64_t used = 0;
};
/// Where the probabilities of a given text are asked for, below the base (or the root) of an
/// address
std::string echo_path(ServerKind kind);
bool is_echo_below_root(ServerKind kind);
std::string echo_body(ServerKind kind, const std::string& model, const Given& given);
/// An Error "endpoint-cannot-score" where the server tells of none
Result<Echo> read_echo(ServerKind kind, const std::string& body);

}  // namespace shijin
