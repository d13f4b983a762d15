// Finding out what a server is, and having it answer.
#include "lm/endpoint.h"

#include <algorithm>

#include "base/random.h"
#include "lm/endpoint_internal.h"

namespace shijin {
namespace {

constexpr Text kNoModels{"the server names no models", "伺服器沒有列出任何模型"};
constexpr Text kManyModels{"the server has {0} models", "伺服器有 {0} 個模型"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kNameModel{"name the one that is meant: --model-name NAME",
                          "請指定其中一個：--model-name 名稱"};
constexpr Text kNoList{"the server's list of models cannot be read: {0}",
                       "無法讀取伺服器的模型清單：{0}"};
constexpr Text kListHelp{
    "look whether the address is that of an OpenAI-compatible interface, which "
    "mostly ends in /v1",
    "請確認位址是 OpenAI 相容介面，結尾多為 /v1"};
constexpr Text kBadServer{"--server {0} is unknown", "--server 不認得 {0}"};
constexpr std::size_t kMostNamed = 20;
constexpr std::uint64_t kSeedMask = 0x7FFFFFFF;  // what every server reads as a seed

}  // namespace

std::span<const std::string_view> server_names() {
  static constexpr std::string_view kAll[] = {"openai", "vllm",         "sglang",
                                              "tgi",    "llama-server", "ollama"};
  return kAll;
}

Result<std::unique_ptr<TextModel>> open_endpoint(const EndpointOptions& options) {
  EndpointCalls calls = SJ_TRY(EndpointCalls::open(options));
  auto endpoint = std::make_unique<Endpoint>(options, std::move(calls));
  SJ_TRY(endpoint->find_out());
  return std::unique_ptr<TextModel>(std::move(endpoint));
}

Result<Done> Endpoint::find_out() {
  const ServedModel model = SJ_TRY(find_model());
  facts_.path = calls_.address().base;
  facts_.name = model.id;
  facts_.precision = "as-served";
  facts_.window = model.window;
  return find_kind(model);
}

// The model that is meant, as far as the server lists it.
Result<ServedModel> Endpoint::find_model() {
  const HttpReply reply = SJ_TRY(calls_.look({calls_.address().base + "/models", ""}));
  std::vector<ServedModel> models;
  if (reply.status == 200) {
    auto listed = read_models(reply.body);
    if (!listed) {
      return calls_.error("endpoint-answer-invalid",
                          Message(kNoList, {calls_.without_key(server_words(reply.body))}), {},
                          Message(kListHelp));
    }
    models = std::move(*listed);
  } else if (options_.model.empty() || (reply.status != 404 && reply.status != 405)) {
    return calls_.refusal(reply);
  }
  if (!options_.model.empty()) {
    const auto found = std::find_if(models.begin(), models.end(), [&](const ServedModel& one) {
      return one.id == options_.model;
    });
    if (found != models.end()) return *found;
    // An alias, or an adapter: the owner of the others tells the server's kind all the same.
    return ServedModel{options_.model, models.empty() ? "" : models.front().owner, 0};
  }
  if (models.size() == 1) return models.front();
  std::string names;
  for (std::size_t i = 0; i < std::min(models.size(), kMostNamed); ++i) {
    names += (i > 0 ? ", " : "") + models[i].id;
  }
  if (models.size() > kMostNamed) names += ", …";
  return calls_.error(
      "endpoint-model-missing",
      models.empty() ? Message(kNoModels) : Message(kManyModels, {std::to_string(models.size())}),
      models.empty() ? Message() : Message(kOneOf, {names}), Message(kNameModel));
}

// A word that a server says of itself; "" where it has nothing there.
Result<std::string> Endpoint::read_at(const std::string& path, const char* word) {
  const Result<HttpReply> reply = calls_.look({calls_.address().root + path, ""});
  if (!reply.ok()) {
    if (reply.error().name == "stopped") return reply.error();
    return std::string();
  }
  return reply->status == 200 ? calls_.without_key(read_word(reply->body, word)) : std::string();
}

Result<Done> Endpoint::find_kind(const ServedModel& model) {
  std::string version;
  if (!options_.server.empty()) {
    const auto named = server_of_name(options_.server);
    if (!named) {
      return calls_.error("option-value-invalid", Message(kBadServer, {options_.server}), {}, {});
    }
    kind_ = *named;
  } else if (const auto owner = server_of_owner(model.owner)) {
    kind_ = *owner;
  } else if (model.owner == model.id && !SJ_TRY(read_at("/info", "model_id")).empty()) {
    kind_ = ServerKind::tgi;  // which owns its models by their own names
  }
  switch (kind_) {
    case ServerKind::vllm:
      version = SJ_TRY(read_at("/version", "version"));
      break;
    case ServerKind::sglang:
      version = SJ_TRY(read_at("/get_server_info", "version"));
      break;
    case ServerKind::tgi:
      version = SJ_TRY(read_at("/info", "version"));
      break;
    case ServerKind::llama_server:
      version = SJ_TRY(read_at("/props", "build_info"));
      break;
    case ServerKind::ollama:
      version = SJ_TRY(read_at("/api/version", "version"));
      break;
    case ServerKind::openai:
      break;
  }
  facts_.engine = std::string(server_name(kind_)) + (version.empty() ? "" : " " + version);
  return Done{};
}

// A server knows its adapters, like its other models, by names. What was proved of one says nothing
// of another.
Result<Done> Endpoint::use_adapter(const std::string& name) {
  if (name.empty() || name == facts_.name) return Done{};
  options_.model = name;
  facts_ = {};
  proved_ = by_ids_ = false;
  written_ = 0;
  prefix_.reset();
  end_.reset();
  return find_out();
}

Result<Done> Endpoint::generate(std::span<const TextQuestion> questions,
                                const GenerateOptions& options, const GenerateHooks& hooks) {
  calls_.heed(hooks.stop);
  std::size_t written = 0;
  const auto make = [&](std::size_t i) {
    const std::uint64_t seed = random_bits(options.seed, questions[i].stream, 0) & kSeedMask;
    return HttpRequest{calls_.address().base + "/chat/completions",
                       chat_body(facts_.name, questions[i].input, options, seed)};
  };
  const auto take = [&](std::size_t i, const std::string& body) -> Result<std::uint64_t> {
    Result<ChatReply> reply = read_chat(body);
    if (!reply.ok()) return calls_.about(reply.error());
    SJ_TRY(hooks.done(i, reply->answer));
    written += static_cast<std::size_t>(reply->answer.tokens);
    if (hooks.progress) hooks.progress(written);
    return reply->used;
  };
  return calls_.all(questions.size(), make, take);
}

}  // namespace shijin
