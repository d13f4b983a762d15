// ChatTemplate: a model's own Jinja template, rendered into parts that say what is the template's
// and what is data, so that a special token written by a user stays text.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lm/model.h"

namespace shijin {

struct ChatPart {
  std::string text;
  bool data = false;  // came from a message
};

/// What templates ask for besides messages
struct ChatTokens {
  std::string bos;
  std::string eos;
};

/// A parsed template; immutable
class ChatTemplate {
 public:
  /// Parse a template; an Error where it is broken, or where this build cannot render any
  static Result<ChatTemplate> parse(std::string_view source);
  ChatTemplate(ChatTemplate&&) noexcept;
  ChatTemplate& operator=(ChatTemplate&&) noexcept;
  ~ChatTemplate();

  /// Render up to where the model would answer. A template may refuse (a role it does not know)
  Result<std::vector<ChatPart>> render(std::span<const ChatMessage> messages,
                                       const ChatTokens& tokens) const;

 private:
  struct State;
  explicit ChatTemplate(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
