// The Jinja engine is that of llama.cpp, which marks what came from a message. It throws; nothing
// thrown leaves this file.
#include "lm/chat_template.h"

#include <exception>

#ifdef SJ_HAS_JINJA
#include <jinja/lexer.h>
#include <jinja/parser.h>
#include <jinja/runtime.h>
#include <jinja/value.h>
#endif

namespace shijin {
namespace {

constexpr Text kBroken{"the model's chat template cannot be rendered: {0}",
                       "無法套用模型的對話範本：{0}"};
constexpr Text kHelp{"use a GGUF whose tokenizer.chat_template is that of the model's authors",
                     "請使用 tokenizer.chat_template 與模型作者一致的 GGUF"};

[[maybe_unused]] Error broken(std::string_view why) {
  Error error;
  error.name = "template-broken";
  error.found = Message(kBroken, {why.substr(0, 300)});
  error.help = Message(kHelp);
  return error;
}

}  // namespace

#ifdef SJ_HAS_JINJA

struct ChatTemplate::State {
  std::string source;
  jinja::program program;
};

Result<ChatTemplate> ChatTemplate::parse(std::string_view source) {
  try {
    jinja::lexer lexer;
    auto state = std::make_unique<State>();
    state->source = source;
    state->program = jinja::parse_from_tokens(lexer.tokenize(state->source));
    return ChatTemplate(std::move(state));
  } catch (const std::exception& fault) {
    return broken(fault.what());
  }
}

Result<std::vector<ChatPart>> ChatTemplate::render(std::span<const ChatMessage> messages,
                                                   const ChatTokens& tokens) const {
  const auto plain = [](const std::string& words) {
    return jinja::mk_val<jinja::value_string>(words);
  };
  try {
    jinja::context context(state_->source);
    auto list = jinja::mk_val<jinja::value_array>();
    for (const ChatMessage& message : messages) {
      auto content = plain(message.content);
      content->mark_input();
      auto one = jinja::mk_val<jinja::value_object>();
      one->insert("role", plain(message.role));
      one->insert("content", content);
      list->push_back(one);
    }
    context.set_val("messages", list);
    context.set_val("bos_token", plain(tokens.bos));
    context.set_val("eos_token", plain(tokens.eos));
    context.set_val("add_generation_prompt", jinja::mk_val<jinja::value_bool>(true));
    jinja::runtime runtime(context);
    const auto rendered = jinja::runtime::gather_string_parts(runtime.execute(state_->program));
    std::vector<ChatPart> parts;
    for (const auto& part : rendered->val_str.parts) parts.push_back({part.val, part.is_input});
    return parts;
  } catch (const std::exception& fault) {
    return broken(fault.what());
  }
}

#else

struct ChatTemplate::State {};

Result<ChatTemplate> ChatTemplate::parse(std::string_view) { return broken("Jinja"); }

Result<std::vector<ChatPart>> ChatTemplate::render(std::span<const ChatMessage>,
                                                   const ChatTokens&) const {
  return broken("Jinja");
}

#endif

ChatTemplate::ChatTemplate(std::unique_ptr<State> state) : state_(std::move(state)) {}
ChatTemplate::ChatTemplate(ChatTemplate&&) noexcept = default;
ChatTemplate& ChatTemplate::operator=(ChatTemplate&&) noexcept = default;
ChatTemplate::~ChatTemplate() = default;

}  // namespace shijin
