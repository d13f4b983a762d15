// ModelFacts: which language model a number rests on, and how it was run.
#pragma once

#include <cstdint>
#include <string>

namespace shijin {

/// All that must be equal for two numbers of one model to be compared
struct ModelFacts {
  std::string path;          // of a server its URL
  std::string digest;        // of the file; "" of a server, whose weights nobody here sees
  std::string engine;        // "llama.cpp 0.6.0", "vllm 0.11.0"
  std::string name;          // as the file or the server calls it
  std::string architecture;  // "llama"
  std::uint64_t parameters = 0;
  std::string weights;           // of the file: "F32", "Q4_1"
  std::string precision;         // "reference", "as-is"; of a server "as-served"
  std::uint64_t vocabulary = 0;  // differs where token counts cannot be compared
  std::string template_digest;   // of the chat template; "" where there is none
  std::string prefix;            // what stands before a text: "bos" or "eos"
  int window = 0;                // tokens seen at once
  std::string adapter;           // path of the adapter in use, or ""
  std::string adapter_digest;    // … or ""
  std::string probe;             // of a server: what was proved of its scores; "" where none are
};

}  // namespace shijin
