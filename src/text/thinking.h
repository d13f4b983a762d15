// Thinking: the <think>…</think> part that reasoning models write before their answer.
#pragma once

#include <string>
#include <string_view>

namespace shijin {

/// What is left of an output without its thinking; `text` points into the output or into `owned`
struct Answer {
  std::string_view text;
  bool thought = false;     // something was taken out
  bool unfinished = false;  // the thinking never ended
};

/// Take out every <think>…</think>, and the white space around what is left
///
/// A chat template may have put "<think>" into the prompt: then everything up to the first
/// "</think>" is thinking. Thinking that never ends runs to the end. An output without
/// thinking comes back untouched. `owned` is used only when the answer lies in several pieces.
Answer strip_thinking(std::string_view output, std::string& owned);

}  // namespace shijin
