// The class behind open_endpoint: endpoint.cpp finds the server out and has it answer,
// endpoint_score.cpp proves and scores.
#pragma once

#include <map>
#include <utility>

#include "lm/endpoint_calls.h"
#include "lm/endpoint_wire.h"

namespace shijin {

class Endpoint final : public TextModel {
 public:
  Endpoint(EndpointOptions options, EndpointCalls calls)
      : options_(std::move(options)), calls_(std::move(calls)) {}

  Result<Done> find_out();
  const ModelFacts& facts() const override { return facts_; }
  Result<Done> use_adapter(const std::string& name) override;
  Result<Done> prove(Scoring what) override;
  Result<std::vector<TextScores>> score(std::span<const TextJob> jobs,
                                        const ScoreHooks& hooks) override;
  Result<std::vector<std::vector<double>>> score_halves(std::span<const std::string> texts,
                                                        int window,
                                                        const WindowHooks& hooks) override;
  Result<Done> generate(std::span<const TextQuestion> questions, const GenerateOptions& options,
                        const GenerateHooks& hooks) override;

 private:
  using Tokens = std::vector<TokenId>;

  Result<ServedModel> find_model();
  Result<Done> find_kind(const ServedModel& model);
  Result<std::string> read_at(const std::string& path, const char* word);

  Error cannot(Message why);
  Result<Done> prove_texts();
  Result<bool> takes_ids();
  Result<Done> find_prefix();
  Result<Done> find_end();
  Result<Tokens> tokens_of(const std::string& text, Specials specials);
  Result<Tokens> conversation_of(const std::string& input,
                                 const std::optional<std::string>& answer);
  Result<std::vector<Tokens>> all_tokens(const std::vector<std::string>& bodies);
  HttpRequest echo_request(const Given& given) const;
  Result<Echo> echo_of(const Given& given);
  Result<std::vector<TokenScore>> scores_in(const Echo& echo, const Given& given) const;
  Result<std::vector<ScoreJob>> jobs_in_tokens(std::span<const TextJob> jobs);
  struct Part;
  Result<std::vector<Part>> parts_in_ids(std::span<const TextJob> jobs);
  static std::vector<Part> parts_in_texts(std::span<const TextJob> jobs);
  Result<std::vector<TextScores>> echo_all(std::span<const TextJob> jobs,
                                           const std::vector<Part>& parts, const ScoreHooks& hooks);

  EndpointOptions options_;
  EndpointCalls calls_;
  ModelFacts facts_;
  ServerKind kind_ = ServerKind::openai;
  bool proved_ = false;
  bool by_ids_ = false;
  std::size_t written_ = 0;  // tokens of its own that a reply holds behind those given
  std::optional<TokenId> prefix_;
  std::optional<TokenId> end_;
};

}  // namespace shijin
