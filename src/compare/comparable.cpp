// What must be the same in two runs before a number of one says anything beside that of the other.
#include "compare/comparable.h"

#include <algorithm>
#include <array>

namespace shijin {
namespace {

constexpr Text kSignature{"{0} of {1} has another signature than that of {2}: {3}, not {4}",
                          "{1} 的 {0} 與 {2} 的簽章不同：前者是 {3}，後者是 {4}"};
constexpr Text kSignatureHelp{"evaluate both with one program and the same words, then compare",
                              "請用同一個程式與相同的詞典重新評測兩者，再來比較"};
constexpr Text kNotThere{"{0} has no {1}, which {2} has", "{0} 沒有 {2} 裡的 {1}"};
constexpr Text kNotThereHelp{"compare what both have: --metrics KEY",
                             "請只比較兩者都有的：--metrics 鍵"};
constexpr Text kOption{"{0} was evaluated with --{1} {2}, {3} with {4}",
                       "{0} 評測時用 --{1} {2}，{3} 則用 {4}"};
constexpr Text kWithout{"none", "未指定"};
constexpr Text kOptionHelp{"evaluate both with the same options, then compare",
                           "請用相同的選項重新評測兩者，再來比較"};
constexpr Text kDecoded{"{0} was decoded with {1} {2}, {3} with {4}",
                        "{0} 產生輸出時 {1} 為 {2}，{3} 則為 {4}"};
constexpr Text kDecodedHelp{
    "let both versions answer with the same settings; where the settings are what you compare, add "
    "--any-decoding",
    "請讓兩個版本用相同的設定產生輸出；若要比較的正是這些設定，請加上 --any-decoding"};

// Settings of generation that shape an answer; those of sampling only where there is sampling.
constexpr std::array<std::string_view, 6> kDecoding = {
    "do_sample", "max_new_tokens", "repetition_penalty", "temperature", "top_k", "top_p"};
constexpr std::array<std::string_view, 3> kSampling = {"temperature", "top_k", "top_p"};

Error not_comparable(Message found, Text help) {
  Error error;
  error.name = "runs-not-comparable";
  error.found = std::move(found);
  error.help = Message(help);
  return error;
}

Result<Done> check_signatures(const MeasuredRun& base, const MeasuredRun& other) {
  for (const auto& metric : base.kept.metrics) {
    const std::string& statistic = metric->statistic().key();
    const bool there =
        std::any_of(other.kept.columns.begin(), other.kept.columns.end(),
                    [&](const KeptRun::Column& one) { return one.statistic == statistic; });
    if (there) continue;
    return not_comparable(Message(kNotThere, {other.name, metric->key(), base.name}),
                          kNotThereHelp);
  }
  for (const ScoreLine& line : base.evidence.metrics) {
    const ScoreLine* again = other.evidence.find(line.key);
    if (again == nullptr || again->signature == line.signature) continue;
    return not_comparable(
        Message(kSignature, {line.key, other.name, base.name, again->signature, line.signature}),
        kSignatureHelp);
  }
  return Done{};
}

Result<Done> check_settings(const MeasuredRun& base, const MeasuredRun& other) {
  std::map<std::string, std::string> all = base.settings;
  all.insert(other.settings.begin(), other.settings.end());
  for (const auto& [name, ignored] : all) {
    const auto value = [&](const MeasuredRun& run) {
      const auto found = run.settings.find(name);
      return found == run.settings.end() ? "" : found->second;
    };
    // The words of --user-dict are in the signatures.
    if (name == "user-dict" || value(base) == value(other)) continue;
    const bool swapped = value(other).empty();
    const MeasuredRun& with = swapped ? base : other;
    const MeasuredRun& without = swapped ? other : base;
    const std::string rest = value(without);
    return not_comparable(Message(kOption, {with.name, name, value(with), without.name,
                                            rest.empty() ? Message(kWithout) : Message(rest)}),
                          kOptionHelp);
  }
  return Done{};
}

std::string setting(const MeasuredRun& run, std::string_view name) {
  for (const auto& [known, value] : run.trainer->settings) {
    if (known == name) return value;
  }
  return "";
}

Result<Done> check_decoding(const MeasuredRun& base, const MeasuredRun& other) {
  if (!base.trainer || !other.trainer) return Done{};
  const bool greedy =
      setting(base, "do_sample") == "false" && setting(other, "do_sample") == "false";
  for (const std::string_view name : kDecoding) {
    const bool sampling = std::find(kSampling.begin(), kSampling.end(), name) != kSampling.end();
    const std::string was = setting(base, name);
    const std::string is = setting(other, name);
    if (was.empty() || is.empty() || was == is || (sampling && greedy)) continue;
    return not_comparable(Message(kDecoded, {other.name, name, is, base.name, was}), kDecodedHelp);
  }
  return Done{};
}

}  // namespace

Result<Done> check_comparable(const std::vector<MeasuredRun>& runs, Decoding decoding) {
  for (std::size_t i = 1; i < runs.size(); ++i) {
    SJ_TRY(check_signatures(runs.front(), runs[i]));
    SJ_TRY(check_settings(runs.front(), runs[i]));
    if (decoding == Decoding::alike) SJ_TRY(check_decoding(runs.front(), runs[i]));
  }
  return Done{};
}

}  // namespace shijin
