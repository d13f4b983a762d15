// How these numbers came about: enough to make them again.
#include "report/section.h"

namespace shijin {
namespace {

constexpr Text kTitle{"How this was made", "產生方式"};
constexpr Text kSummary{"Version, seed, digest of the data, and the signature of every metric.",
                        "版本、亂數種子、資料摘要與各指標的簽章。"};
constexpr Text kVersion{"version", "版本"};
constexpr Text kProfile{"profile", "設定檔"};
constexpr Text kCommand{"command", "指令"};
constexpr Text kCreated{"created", "時間"};
constexpr Text kSeed{"seed", "亂數種子"};
constexpr Text kWithInterval{"{0}; interval: {1}", "{0}；區間：{1}"};
constexpr Text kDigest{"data digest", "資料摘要"};
constexpr Text kModelDigest{"model digest", "模型摘要"};
constexpr Text kAdapterDigest{"adapter digest", "適配器摘要"};
constexpr Text kTemplateDigest{"template digest", "對話範本摘要"};
constexpr Text kServer{"server", "伺服器"};
constexpr Text kProbe{"server's probabilities", "伺服器的機率"};
constexpr Text kEngine{"engine", "推論引擎"};
constexpr Text kReferenceEngine{"reference model's engine", "參考模型的推論引擎"};
constexpr Text kReferenceDigest{"reference model's digest", "參考模型的摘要"};

void write(const Evidence& evidence, Chapter& chapter) {
  chapter.title = Message(kTitle);
  Facts facts;
  const auto add = [&](Text name, const std::string& value) {
    if (!value.empty()) facts.lines.emplace_back(Message(name), Message(value));
  };
  std::string command;
  for (const std::string& word : evidence.run.command) {
    command += (command.empty() ? "" : " ") + word;
  }
  add(kVersion, evidence.version);
  add(kProfile, evidence.profile);
  add(kCommand, command);
  add(kCreated, evidence.run.created);
  add(kSeed, std::to_string(evidence.run.seed));
  add(kDigest, evidence.data.digest);
  if (evidence.model) {
    add(kEngine, evidence.model->engine + ", " + evidence.model->precision);
    if (evidence.model->digest.empty()) add(kServer, evidence.model->path);
    add(kProbe, evidence.model->probe);
    add(kModelDigest, evidence.model->digest);
    add(kAdapterDigest, evidence.model->adapter_digest);
    add(kTemplateDigest, evidence.model->template_digest);
  }
  if (evidence.fluency_model) {
    const ModelFacts& judge = *evidence.fluency_model;
    add(kReferenceEngine, judge.engine + ", " + judge.precision);
    add(kReferenceDigest, judge.digest);
  }
  for (const ScoreLine& line : evidence.metrics) {
    if (line.signature.empty()) continue;
    const Message signature(line.signature);
    facts.lines.emplace_back(
        Message(line.key),
        line.interval ? Message(kWithInterval, {signature, line.interval->method}) : signature);
  }
  chapter.blocks.emplace_back(std::move(facts));
}

}  // namespace

SJ_SECTION(how, {"how", 90, false, kSummary, &write});

}  // namespace shijin
