// Choosing metrics.
#include "engine/plan.h"

#include <algorithm>
#include <array>

#include "base/numbers.h"
#include "engine/profile.h"
#include "evidence/gate.h"
#include "metrics/own_metric.h"
#include "metrics/single_key.h"
#include "text/compliance.h"

namespace shijin {
namespace {

constexpr Text kNoBase{"the gate \"{0}\" speaks of a base, and there is none here",
                       "門檻「{0}」要與基準相比，但這裡沒有基準"};
constexpr Text kNoBaseHelp{"compare two versions: shijin compare BASE FILE --gate '{0}'",
                           "請比較兩個版本：shijin compare 基準檔案 檔案 --gate '{0}'"};
constexpr Text kNoDirection{"the guard \"{0}\" cannot tell which way {1} is worse",
                            "防線「{0}」無從得知 {1} 往哪一邊算變差"};
constexpr Text kNoDirectionHelp{"name both ends: --gate '{0}>=base-0.1' --gate '{0}<=base+0.1'",
                                "請寫明兩端：--gate '{0}>=base-0.1' --gate '{0}<=base+0.1'"};
constexpr Text kNeedsLabels{"{0} needs a true label and a predicted one",
                            "{0} 需要真實標籤與預測標籤"};
constexpr Text kNeedsProbabilities{"{0} needs a probability column for each label",
                                   "{0} 需要每個標籤各有一欄機率"};
constexpr Text kNeedsTexts{"{0} needs a reference and an output", "{0} 需要參考答案與模型輸出"};
constexpr Text kNeedsInput{"{0} needs an input and an output", "{0} 需要輸入與模型輸出"};
constexpr Text kNeedsLogProbs{"{0} needs what a language model says of each token",
                              "{0} 需要語言模型對每個詞元的評分"};
constexpr Text kNeedsEmbeddings{"{0} needs an embedding model that compares the texts",
                                "{0} 需要嵌入模型來比較文字"};
constexpr Text kHelpEmbeddings{"name one, in GGUF: --embedding-model E.gguf",
                               "請指定 GGUF 格式的模型：--embedding-model E.gguf"};
constexpr Text kHelpLogProbs{
    "ask a model: --model M.gguf; or name the column: --map log_prob=COLUMN",
    "請指定模型：--model M.gguf；或指定欄位：--map log_prob=欄位"};
constexpr Text kHelpLabels{
    "name the columns: --map truth=COLUMN --map predicted=COLUMN, or add --task classification",
    "請指定欄位：--map truth=欄位 --map predicted=欄位，或加上 --task classification"};
constexpr Text kHelpProbabilities{"name the columns: --map probability:LABEL=COLUMN",
                                  "請指定欄位：--map probability:標籤=欄位"};
constexpr Text kHelpTexts{
    "name the columns: --map reference=COLUMN --map output=COLUMN, or add --task generation",
    "請指定欄位：--map reference=欄位 --map output=欄位，或加上 --task generation"};
constexpr Text kHelpInput{"name the column of the prompts: --map input=COLUMN",
                          "請指定提示詞所在的欄位：--map input=欄位"};
constexpr Text kUnknownProfile{"there is no profile \"{0}\"", "沒有名為「{0}」的設定組合"};
constexpr Text kProfiles{"one of: {0}", "下列之一：{0}"};
constexpr Text kManyLabels{"there are {0} labels; name those that matter, such as f1[label=…]",
                           "共有 {0} 個標籤；請點名要看的標籤，例如 f1[label=…]"};
constexpr Text kShortReferences{"the references have {0} units on average; BLEU-4 needs at least 4",
                                "參考答案平均只有 {0} 個單位，而 BLEU-4 至少需要 4 個"};

constexpr Text kCollapses{
    "its tokeniser {0} finds {1} tokens in a reference here, where there are {2} characters or "
    "words",
    "它的斷詞器 {0} 在這裡每筆參考答案只切得出 {1} 個詞，實際上有 {2} 個字或詞"};

// N-gram scores need four units in a row.
constexpr double kFewUnits = 4;

// Labels up to which the panel has keys for each.
constexpr std::size_t kPanelLabels = 200;

// The panels of the default profile. Label keys stand for one key a label.
constexpr std::string_view kClassification =
    "accuracy,f1[avg=macro],f1[avg=weighted],balanced_accuracy,mcc,f1,precision,recall";
constexpr std::string_view kProbabilities = "roc_auc,average_precision,log_loss,brier,ece";
constexpr std::string_view kEmbeddings = "embedding_similarity,bertscore";
constexpr std::string_view kModel = "ppl,bits_per_byte,ppl_char";
constexpr double kUnspacedFew = 0.05;  // of the letters, up to which words stand between blanks
constexpr std::string_view kModelWords = "ppl_word";
constexpr std::string_view kModelSpread = "ppl[avg=sample]";
constexpr std::string_view kHan =
    "bleu[tok=zh],chrf,rouge_l[tok=char],cer,exact_match,"
    "lf_bleu_4,lf_rouge_1,lf_rouge_2,lf_rouge_l";
constexpr std::string_view kUnspaced = "bleu[tok=char],chrf,rouge_l[tok=char],cer,exact_match";
constexpr std::string_view kLatin = "bleu,chrf,rouge_l[tok=latin],wer,exact_match";
constexpr std::string_view kShortHan = "exact_match,cmrc_f1,rouge_1[tok=char],chrf,cer";
constexpr std::string_view kShortLatin = "exact_match,squad_f1,rouge_1[tok=latin],chrf,wer";

// Whether a key stands for one key a label when neither label nor average is given.
bool expands(const KeyText& key) {
  const MetricDefinition* metric = find_metric(key.name);
  return metric != nullptr && stands_for_every_label(key, *metric);
}

// Whether a metric comes from people or a language model rather than from a file of predictions: a
// gate on it is no mistake, only not measured here.
bool comes_from_elsewhere(std::string_view name) {
  constexpr std::array<std::string_view, 3> kElsewhere = {"human", "judge", "win_rate"};
  return std::find(kElsewhere.begin(), kElsewhere.end(), name) != kElsewhere.end();
}

// What a key says of an argument, or "".
std::string_view value_of(const KeyText& key, std::string_view name) {
  for (const auto& [argument, value] : key.arguments) {
    if (argument == name) return value;
  }
  return {};
}

Result<Done> check_one(const KeyText& key, const Layout& layout, const MetricContext& context) {
  const MetricDefinition* metric = find_metric(key.name, context);
  if (metric == nullptr) return Done{};  // binding reports it
  const bool labels = layout.task == Task::classification;
  Error error;
  error.name = "metric-needs-column";
  switch (metric->info.needs) {
    case Needs::labels:
      if (labels) return Done{};
      error.found = Message(kNeedsLabels, {key.name});
      error.help = Message(kHelpLabels);
      return error;
    case Needs::probabilities:
      if (labels && !layout.probabilities.empty()) return Done{};
      error.found = Message(kNeedsProbabilities, {key.name});
      error.help = Message(kHelpProbabilities);
      return error;
    case Needs::log_probs:
      if ((value_of(key, "mode") == "chunked" ? layout.chunked : layout.log_prob) >= 0) {
        return Done{};
      }
      error.found = Message(kNeedsLogProbs, {key.name});
      error.help = Message(kHelpLogProbs);
      return error;
    case Needs::embeddings:
      if (layout.embedding >= 0) return Done{};
      error.found = Message(kNeedsEmbeddings, {key.name});
      error.help = Message(kHelpEmbeddings);
      return error;
    case Needs::reference:
      if (!labels && !layout.references.empty()) return Done{};
      error.found = Message(kNeedsTexts, {key.name});
      error.help = Message(kHelpTexts);
      return error;
    case Needs::output:
      if (!labels) return Done{};
      error.found = Message(kNeedsTexts, {key.name});
      error.help = Message(kHelpTexts);
      return error;
    case Needs::rows:
      return Done{};
    case Needs::input:
      if (!labels && (layout.input >= 0 || value_of(key, "from") == "reference")) return Done{};
      error.found = Message(labels ? kNeedsTexts : kNeedsInput, {key.name});
      error.help = Message(labels ? kHelpTexts : kHelpInput);
      return error;
  }
  return Done{};
}

void resolve_tokenizer(KeyText& key, const FirstLook& look) {
  resolve_tokenizer(key, look.han_share, look.unspaced_share);
}

// The user's list of terms is part of the key, so that two lists are never compared as one.
void name_terms(KeyText& key, const MetricContext& context) {
  if (key.name != "compliance_rate" || context.screen == nullptr) return;
  if (value_of(key, "terms").empty()) key.arguments.emplace_back("terms", context.screen->digest());
}

// What a key needs, or all that its expression rests on.
Result<Done> check_needs(const KeyText& key, const Layout& layout, const MetricContext& context) {
  for (const KeyText& below : SJ_TRY(resting_on(key, context.own))) {
    SJ_TRY(check_one(below, layout, context));
  }
  return Done{};
}

PlannedMetric* find_planned(Plan& plan, std::string_view key) {
  for (PlannedMetric& planned : plan.metrics) {
    if (planned.metric->key() == key) return &planned;
  }
  return nullptr;
}

// A tokeniser that collapses on the script at hand says nothing about the texts.
bool collapses(const Metric& metric, const FirstLook& look, Plan& plan) {
  const Tokenizer* tokenizer = tokenizer_of(metric);
  if (tokenizer == nullptr || !look.reference_tokens || look.reference_units < kFewUnits) {
    return false;
  }
  const double tokens = look.reference_tokens(*tokenizer);
  if (tokens >= kFewUnits) return false;
  plan.left_out.emplace_back(metric.key(), Message(kCollapses, {tokenizer->name, fixed(tokens, 1),
                                                                fixed(look.reference_units, 1)}));
  return true;
}

// Who asked for keys: the user, a profile, or nobody (the panel that fits the data).
enum class Asked : std::uint8_t { user, profile, nobody };

Result<Done> add_keys(Plan& plan, std::string_view keys, Asked asked, const Layout& layout,
                      const FirstLook& look, const MetricContext& context) {
  const bool automatic = asked != Asked::user;
  for (KeyText& key : SJ_TRY(parse_keys(keys))) {
    resolve_tokenizer(key, look);
    name_terms(key, context);
    if (automatic && find_metric(key.name) == nullptr) continue;
    SJ_TRY(check_needs(key, layout, context));
    if (expands(key)) {
      plan.later.push_back(key);
      plan.later_automatic = automatic;
      continue;
    }
    std::unique_ptr<Metric> metric = SJ_TRY(bind_metric(key, context));
    if (find_planned(plan, metric->key()) != nullptr) continue;
    if (asked == Asked::nobody && collapses(*metric, look, plan)) continue;
    const bool texts = metric->info().needs == Needs::reference;
    const Rows rows = asked == Asked::nobody && texts ? Rows::with_text : Rows::all;
    plan.metrics.push_back({std::move(metric), automatic, true, rows});
  }
  return Done{};
}

Error no_base(const GateLine& gate) {
  Error error;
  error.name = "gate-without-base";
  error.found = Message(kNoBase, {gate.gate});
  error.help = Message(kNoBaseHelp, {gate.gate});
  return error;
}

Error no_direction(const GateLine& gate) {
  Error error;
  error.name = "gate-malformed";
  error.found = Message(kNoDirection, {gate.gate, gate.key});
  error.help = Message(kNoDirectionHelp, {gate.key});
  return error;
}

// The gate's metric must be measured even when it is not shown otherwise.
Result<Done> add_gate(Plan& plan, const GateText& text, const Layout& layout, const FirstLook& look,
                      const MetricContext& context, const EvaluateOptions& options) {
  GateLine gate = SJ_TRY(text.guard ? parse_guard(text.text) : parse_gate(text.text));
  gate.from_profile = text.from_profile;
  if (gate.against_base && !options.has_base) return no_base(gate);
  std::vector<KeyText> keys = SJ_TRY(parse_keys(gate.key));
  KeyText key = keys.front();
  resolve_tokenizer(key, look);
  name_terms(key, context);
  const bool measurable = (expression_of(key) || find_metric(key.name, context) != nullptr) &&
                          check_needs(key, layout, context).ok();
  if (!measurable && (text.from_profile || comes_from_elsewhere(key.name))) {
    plan.gates.push_back(std::move(gate));  // not measured: skipped, or undecided if the user's own
    return Done{};
  }
  SJ_TRY(check_needs(key, layout, context));
  if (expands(key)) choose_single(key, *find_metric(key.name), context);
  std::unique_ptr<Metric> metric = SJ_TRY(bind_metric(key, context));
  if (!options.scale_ok) {
    SJ_TRY(check_scale(gate, metric->info().low, metric->info().high));
  }
  if (gate.guard && metric->info().better == Better::neither) return no_direction(gate);
  if (gate.guard) direct_guard(gate, metric->info().better);
  gate.key = metric->key();
  if (PlannedMetric* const planned = find_planned(plan, gate.key); planned == nullptr) {
    plan.metrics.push_back({std::move(metric), false, true});
  } else if (!text.from_profile) {
    planned->rows = Rows::all;  // named by the user
  }
  plan.gates.push_back(std::move(gate));
  return Done{};
}

std::string_view automatic_keys(const Layout& layout, const FirstLook& look) {
  if (layout.task == Task::classification) return kClassification;
  const bool characters = look.unspaced_share >= kHanTask;
  if (look.reference_units < kFewUnits) return characters ? kShortHan : kShortLatin;
  if (!characters) return kLatin;
  return look.han_share >= kHanTask ? kHan : kUnspaced;
}

// The panel that fits the task and the data.
Result<Done> add_panel(Plan& plan, const EvaluateOptions& options, const Layout& layout,
                       const FirstLook& look, const MetricContext& context) {
  const bool labels = layout.task == Task::classification;
  const auto add = [&](std::string_view keys) {
    return add_keys(plan, keys, Asked::nobody, layout, look, context);
  };
  const bool lm = layout.task == Task::lm;
  if (!lm) SJ_TRY(add(automatic_keys(layout, look)));
  if (layout.log_prob >= 0) SJ_TRY(add(kModel));
  if (layout.embedding >= 0) SJ_TRY(add(kEmbeddings));
  // Dull, repeated outputs are likely ones too.
  if (layout.log_prob >= 0 && !lm && layout.scored == layout.output) {
    SJ_TRY(add("ppl_median,repetition"));
  }
  if (lm && look.unspaced_share < kUnspacedFew) SJ_TRY(add(kModelWords));
  if (lm) SJ_TRY(add(kModelSpread));
  if (labels && !layout.probabilities.empty()) SJ_TRY(add(kProbabilities));
  if (labels && !options.costs.empty()) SJ_TRY(add("expected_cost,normalised_cost"));
  if (!labels && !lm) {
    SJ_TRY(add("empty_rate"));
    plan.metrics.back().shown = false;  // until an output turns out to be empty
  }
  if (!labels && !lm && look.reference_units < kFewUnits) {
    plan.left_out.emplace_back("bleu", Message(kShortReferences, {fixed(look.reference_units, 1)}));
  }
  return Done{};
}

}  // namespace

const Tokenizer* tokenizer_of(const Metric& metric) {
  std::string name;
  for (const ParameterInfo& parameter : metric.info().parameters) {
    if (parameter.name == "tok") name = parameter.fallback;
  }
  const auto keys = parse_keys(metric.key());
  if (!keys.ok()) return nullptr;
  for (const auto& [argument, value] : keys->front().arguments) {
    if (argument == "tok") name = value;
  }
  return find_tokenizer(name);
}

std::vector<GateText> gates_of(const EvaluateOptions& options) {
  if (!options.gates.empty()) return options.gates;
  std::vector<GateText> gates;
  const Profile* profile = find_profile(options.profile);
  if (profile == nullptr) return gates;
  for (const std::string_view gate : profile->gates) gates.push_back({std::string(gate), true});
  return gates;
}

Result<Plan> make_plan(const EvaluateOptions& options, const Layout& layout, const FirstLook& look,
                       const MetricContext& context) {
  const Profile* profile = find_profile(options.profile);
  if (profile == nullptr) {
    std::string names;
    for (const Profile& known : all_profiles()) {
      names += (names.empty() ? "" : ", ") + std::string(known.name);
    }
    Error error;
    error.name = "profile-unknown";
    error.found = Message(kUnknownProfile, {options.profile});
    error.expected = Message(kProfiles, {names});
    return error;
  }
  Plan plan;
  const bool labels = layout.task == Task::classification;
  const bool lm = layout.task == Task::lm;
  const std::string_view own = labels ? profile->classification : lm ? "" : profile->generation;
  if (!options.metrics.empty()) {
    SJ_TRY(add_keys(plan, options.metrics, Asked::user, layout, look, context));
  } else if (!own.empty()) {
    SJ_TRY(add_keys(plan, own, Asked::profile, layout, look, context));
  } else {
    SJ_TRY(add_panel(plan, options, layout, look, context));
  }
  for (const MetricDefinition* metric : options.own.all()) {
    SJ_TRY(add_keys(plan, metric->name, Asked::user, layout, look, context));
  }
  if (options.count_empty) {
    for (PlannedMetric& planned : plan.metrics) planned.rows = Rows::all;
  }
  for (const GateText& gate : gates_of(options))
    SJ_TRY(add_gate(plan, gate, layout, look, context, options));
  return plan;
}

Result<Done> finish_plan(Plan& plan, const EvaluateOptions& options, const Layout& layout,
                         const std::vector<std::string>& labels, const MetricContext& context,
                         bool unparsed) {
  if (plan.later_automatic && labels.size() > kPanelLabels) {
    for (const KeyText& key : plan.later) {
      plan.left_out.emplace_back(key.name, Message(kManyLabels, {std::to_string(labels.size())}));
    }
    plan.later.clear();
  }
  for (const KeyText& key : plan.later) {
    std::vector<std::pair<std::string, std::string>> choices;
    if (!options.positive.empty() && !plan.later_automatic) {
      choices.emplace_back("label", options.positive);
    } else {
      for (const std::string& label : labels) choices.emplace_back("label", label);
      if (!plan.later_automatic) choices.emplace_back("avg", "macro");
    }
    for (auto& choice : choices) {
      KeyText one = key;
      one.arguments.push_back(std::move(choice));
      std::unique_ptr<Metric> metric = SJ_TRY(bind_metric(one, context));
      if (find_planned(plan, metric->key()) != nullptr) continue;
      plan.metrics.push_back({std::move(metric), plan.later_automatic, true});
    }
  }
  if (unparsed && options.metrics.empty()) {
    SJ_TRY(add_keys(plan, "unparsed_rate", Asked::nobody, layout, {}, context));
  }
  return Done{};
}

}  // namespace shijin
