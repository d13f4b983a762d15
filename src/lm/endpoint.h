// Endpoint: a model behind a server that speaks OpenAI's interface, or vLLM's, SGLang's, TGI's,
// llama-server's or Ollama's. Answers come from any of them; how likely given texts are, only from
// one that proves that it tells.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "lm/text_model.h"

namespace shijin {

struct EndpointOptions {
  std::string url;
  std::string model;           // as the server calls it; "" takes the only one there is
  std::string server;          // "vllm", "sglang", …; "" asks the server
  std::string key;             // sent with every request, shown nowhere
  std::size_t in_flight = 16;  // requests at once
  double seconds = 120;        // for one of them
  int attempts = 6;            // at each, where the server is busy or fails
  double first_pause = 0.5;    // seconds before the second attempt, doubled before each further one
  std::uint64_t most_requests = 0;  // 0: as many as it takes
  std::uint64_t most_tokens = 0;    // read and written; no request is begun beyond
  const std::atomic<bool>* stop = nullptr;
};

/// The kinds of servers, as `server` names them
std::span<const std::string_view> server_names();

/// Find out what the server is, and what model it serves; nothing is asked of the model yet
Result<std::unique_ptr<TextModel>> open_endpoint(const EndpointOptions& options);

}  // namespace shijin
