// The dictionary of column names.
#include "table/role_names.h"

#include <array>

#include "base/utf8.h"

namespace shijin {
namespace {

struct Entry {
  std::string_view name;  // folded
  Role role;
  std::uint8_t rank;
  bool movable = false;
};

constexpr bool kMovable = true;

constexpr Entry kEntries[] = {
    {"id", Role::id, 0},
    {"編號", Role::id, 1},
    {"编号", Role::id, 1},
    {"sample_id", Role::id, 1},
    {"custom_id", Role::id, 1},
    {"doc_id", Role::id, 1},
    {"樣本編號", Role::id, 1},
    {"样本编号", Role::id, 1},
    {"uid", Role::id, 2},
    {"uuid", Role::id, 2},
    {"guid", Role::id, 2},
    {"row_id", Role::id, 2},
    {"item_id", Role::id, 2},
    {"item", Role::id, 6},
    {"項目", Role::id, 6},
    {"项目", Role::id, 6},
    {"序號", Role::id, 2},
    {"序号", Role::id, 2},
    {"idx", Role::id, 3},
    {"index", Role::id, 4},
    {"sample", Role::id, 5},
    {"樣本", Role::id, 5},
    {"样本", Role::id, 5},
    // Inputs have a rank of their own each: a file may well have a prompt and a question.
    {"input", Role::input, 1},
    {"instruction", Role::input, 0},  // before "input": the alpaca form has both
    {"prompt", Role::input, 2},
    {"question", Role::input, 3},
    {"query", Role::input, 4},
    {"text", Role::input, 5},
    {"sentence", Role::input, 6},
    {"source", Role::input, 7},
    {"src", Role::input, 8},
    {"review", Role::input, 9},
    {"content", Role::input, 10},
    {"messages", Role::input, 11},
    {"指令", Role::input, 0},
    {"輸入", Role::input, 1},
    {"输入", Role::input, 1},
    {"提示", Role::input, 2},
    {"提示詞", Role::input, 2},
    {"提示词", Role::input, 2},
    {"問題", Role::input, 3},
    {"问题", Role::input, 3},
    {"文本", Role::input, 5},
    {"文字", Role::input, 5},
    {"原文", Role::input, 5},
    {"句子", Role::input, 6},
    {"評論", Role::input, 9},
    {"评论", Role::input, 9},
    {"內容", Role::input, 10},
    {"内容", Role::input, 10},
    {"truth", Role::truth, 0},
    {"true_label", Role::truth, 1},
    {"gold_label", Role::truth, 1},
    {"truth_label", Role::truth, 1},
    {"y_true", Role::truth, 1},
    {"真實標籤", Role::truth, 1},
    {"真实标签", Role::truth, 1},
    {"正確標籤", Role::truth, 1},
    {"正确标签", Role::truth, 1},
    {"人工標籤", Role::truth, 1},
    {"人工标签", Role::truth, 1},
    {"真實類別", Role::truth, 1},
    {"真实类别", Role::truth, 1},
    {"ground_truth", Role::truth, 2, kMovable},
    {"gold", Role::truth, 2, kMovable},
    {"label", Role::truth, 2, kMovable},
    {"labels", Role::truth, 2, kMovable},
    {"target", Role::truth, 2, kMovable},
    {"標籤", Role::truth, 2, kMovable},
    {"标签", Role::truth, 2, kMovable},
    {"類別", Role::truth, 3, kMovable},
    {"类别", Role::truth, 3, kMovable},
    {"class", Role::truth, 3, kMovable},
    {"actual", Role::truth, 3, kMovable},
    {"reference", Role::reference, 0},
    {"references", Role::reference, 0},
    {"ref", Role::reference, 1},
    {"refs", Role::reference, 1},
    {"reference_answer", Role::reference, 1},
    {"reference_output", Role::reference, 1},
    {"參考", Role::reference, 1},
    {"参考", Role::reference, 1},
    {"參考答案", Role::reference, 1},
    {"参考答案", Role::reference, 1},
    {"參考文案", Role::reference, 1},
    {"参考文案", Role::reference, 1},
    {"參考譯文", Role::reference, 1},
    {"参考译文", Role::reference, 1},
    {"expected", Role::reference, 2, kMovable},
    {"expected_output", Role::reference, 2, kMovable},
    {"expected_response", Role::reference, 2, kMovable},
    {"ideal", Role::reference, 2, kMovable},
    {"標準答案", Role::reference, 2, kMovable},
    {"标准答案", Role::reference, 2, kMovable},
    {"正確答案", Role::reference, 2, kMovable},
    {"正确答案", Role::reference, 2, kMovable},
    {"answer", Role::reference, 3, kMovable},
    {"答案", Role::reference, 3, kMovable},
    {"predicted", Role::predicted, 0, kMovable},
    {"pred_label", Role::predicted, 1},
    {"predicted_label", Role::predicted, 1},
    {"prediction_label", Role::predicted, 1},
    {"y_pred", Role::predicted, 1},
    {"預測標籤", Role::predicted, 1},
    {"预测标签", Role::predicted, 1},
    {"預測類別", Role::predicted, 1},
    {"预测类别", Role::predicted, 1},
    {"pred", Role::predicted, 2, kMovable},
    {"preds", Role::predicted, 2, kMovable},
    {"prediction", Role::predicted, 2, kMovable},
    {"predictions", Role::predicted, 2, kMovable},
    {"predict", Role::predicted, 2, kMovable},
    {"預測", Role::predicted, 2, kMovable},
    {"预测", Role::predicted, 2, kMovable},
    {"預測結果", Role::predicted, 2, kMovable},
    {"预测结果", Role::predicted, 2, kMovable},
    {"output", Role::output, 0, kMovable},
    {"model_output", Role::output, 1, kMovable},
    {"actual_output", Role::output, 1, kMovable},
    {"model_response", Role::output, 1, kMovable},
    {"model_answer", Role::output, 1, kMovable},
    {"模型輸出", Role::output, 1, kMovable},
    {"模型输出", Role::output, 1, kMovable},
    {"模型回答", Role::output, 1, kMovable},
    {"response", Role::output, 2, kMovable},
    {"generated", Role::output, 2, kMovable},
    {"generated_text", Role::output, 2, kMovable},
    {"generation", Role::output, 2, kMovable},
    {"completion", Role::output, 2, kMovable},
    {"hypothesis", Role::output, 2, kMovable},
    {"hyp", Role::output, 2, kMovable},
    {"translation", Role::output, 3, kMovable},
    {"譯文", Role::output, 3, kMovable},
    {"译文", Role::output, 3, kMovable},
    {"回應", Role::output, 2, kMovable},
    {"回应", Role::output, 2, kMovable},
    {"輸出", Role::output, 2, kMovable},
    {"输出", Role::output, 2, kMovable},
    {"生成", Role::output, 2, kMovable},
    {"生成文本", Role::output, 2, kMovable},
    {"生成文案", Role::output, 2, kMovable},
    {"生成結果", Role::output, 2, kMovable},
    {"生成结果", Role::output, 2, kMovable},
    {"回覆", Role::output, 2, kMovable},
    {"回复", Role::output, 2, kMovable},
    {"回答", Role::output, 2, kMovable},
    {"log_prob", Role::log_prob, 0},
    {"logprob", Role::log_prob, 1},
    {"log_probability", Role::log_prob, 1},
    {"對數機率", Role::log_prob, 1},
    {"对数概率", Role::log_prob, 1},
    {"rater", Role::rater, 0},
    {"annotator", Role::rater, 1},
    {"評分者", Role::rater, 1},
    {"评分者", Role::rater, 1},
    {"評審", Role::rater, 1},
    {"评审", Role::rater, 1},
    {"標註者", Role::rater, 1},
    {"标注者", Role::rater, 1},
    {"slice", Role::slice, 0},
    {"subset", Role::slice, 1},
    {"切片", Role::slice, 1},
    {"weight", Role::weight, 0},
    {"sample_weight", Role::weight, 1},
    {"weights", Role::weight, 1},
    {"權重", Role::weight, 1},
    {"权重", Role::weight, 1},
    {"cluster", Role::cluster, 0},
    {"cluster_id", Role::cluster, 1},
    {"dialogue_id", Role::cluster, 2},
    {"conversation_id", Role::cluster, 2},
    {"session_id", Role::cluster, 2},
    {"對話編號", Role::cluster, 2},
    {"对话编号", Role::cluster, 2},
};

struct Dimension {
  std::string_view name;
  std::string_view dimension;
};

// What people score, under one name in all languages.
constexpr Dimension kDimensions[] = {
    {"relevance", "relevance"},
    {"相關性", "relevance"},
    {"相关性", "relevance"},
    {"fluency", "fluency"},
    {"流暢度", "fluency"},
    {"流畅度", "fluency"},
    {"流暢性", "fluency"},
    {"流畅性", "fluency"},
    {"style", "style"},
    {"風格", "style"},
    {"风格", "style"},
    {"風格一致性", "style"},
    {"风格一致性", "style"},
    {"compliance", "compliance"},
    {"合規", "compliance"},
    {"合规", "compliance"},
    {"合規性", "compliance"},
    {"合规性", "compliance"},
    {"overall", "overall"},
    {"總評", "overall"},
    {"总评", "overall"},
    {"整體", "overall"},
    {"整体", "overall"},
    {"總分", "overall"},
    {"总分", "overall"},
    {"coherence", "coherence"},
    {"連貫性", "coherence"},
    {"连贯性", "coherence"},
    {"logic", "logic"},
    {"邏輯性", "logic"},
    {"逻辑性", "logic"},
    {"creativity", "creativity"},
    {"創意", "creativity"},
    {"创意", "creativity"},
    {"創造性", "creativity"},
    {"创造性", "creativity"},
    {"values", "values"},
    {"價值觀", "values"},
    {"价值观", "values"},
    {"helpfulness", "helpfulness"},
    {"有用性", "helpfulness"},
    {"adequacy", "adequacy"},
    {"faithfulness", "faithfulness"},
    {"忠實度", "faithfulness"},
    {"忠实度", "faithfulness"},
};

constexpr std::array<std::string_view, 12> kProbability = {
    "probability:", "prob:", "probability_", "proba_", "prob_", "機率:",
    "機率_",        "概率:", "概率_",        "機率",   "概率",  "score:"};
constexpr std::array<std::string_view, 8> kRating = {
    "rating:", "rating_", "score_", "評分:", "評分_", "评分:", "评分_", "human_"};

std::string_view dimension_of(std::string_view name) {
  for (const Dimension& entry : kDimensions) {
    if (entry.name == name) return entry.dimension;
  }
  return "";
}

bool digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// What a name says that is a dimension, or a dimension and a rater's number: "fluency_2" is fluency
// by rater 2. Nothing for any other name.
std::string rated_by(std::string_view name) {
  if (const std::string_view known = dimension_of(name); !known.empty()) return std::string(known);
  const std::size_t line = name.rfind('_');
  if (line == std::string_view::npos) return "";
  const std::string_view known = dimension_of(name.substr(0, line));
  const std::string_view number = name.substr(line + 1);
  if (known.empty() || !digits(number)) return "";
  return std::string(known) + ":" + std::string(number);
}

// The rest of the unfolded name after as many characters as the folded prefix has; a label keeps
// its letters as they are.
std::string rest_of(std::string_view name, std::string_view prefix) {
  std::size_t at = 0;
  for (std::size_t done = 0; done < count_code_points(prefix) && at < name.size(); ++done) {
    decode_utf8(name, at);
  }
  return std::string(name.substr(at));
}

std::optional<NamedRole> by_prefix(std::string_view name, std::string_view folded) {
  for (const std::string_view prefix : kProbability) {
    if (!folded.starts_with(prefix) || folded.size() == prefix.size()) continue;
    return NamedRole{Role::probability, 0, false, true, rest_of(name, prefix)};
  }
  for (const std::string_view prefix : kRating) {
    if (!folded.starts_with(prefix) || folded.size() == prefix.size()) continue;
    const std::string_view rest = folded.substr(prefix.size());
    const std::string known = rated_by(rest);
    const bool says_rating = prefix != "score_" && prefix != "human_";
    if (known.empty() && !says_rating) continue;
    return NamedRole{Role::rating, 0, false, true, known.empty() ? std::string(rest) : known};
  }
  if (folded.starts_with("score_") && folded.size() > 6) {
    return NamedRole{Role::probability, 1, false, true, rest_of(name, "score_")};
  }
  for (const std::string_view prefix : {"reference_", "reference", "ref_", "ref", "參考", "参考"}) {
    if (folded.starts_with(prefix) && digits(folded.substr(prefix.size()))) {
      return NamedRole{Role::reference, 0, false, true, ""};
    }
  }
  if (folded.starts_with("slice_") || folded.starts_with("slice:")) {
    return NamedRole{Role::slice, 0, false, true, ""};
  }
  return std::nullopt;
}

}  // namespace

std::string fold_name(std::string_view name) {
  name = strip_python_space(name);
  std::string out;
  bool lower_before = false;
  for (std::size_t at = 0; at < name.size();) {
    const char32_t c = decode_utf8(name, at);
    const bool upper = c >= U'A' && c <= U'Z';
    if (upper && lower_before) out += '_';
    lower_before = (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
    if (upper) {
      out += static_cast<char>(c - U'A' + U'a');
    } else if (c == U' ' || c == U'-' || c == U'.' || c == U'_') {
      if (!out.empty() && out.back() != '_') out += '_';
    } else if (c == U'\uFF1A') {
      out += ':';
    } else {
      append_utf8(out, c);
    }
  }
  return out;
}

std::optional<NamedRole> read_role_name(std::string_view name) {
  const std::string folded = fold_name(name);
  for (const Entry& entry : kEntries) {
    if (entry.name == folded) return NamedRole{entry.role, entry.rank, entry.movable, false, ""};
  }
  const std::string dimension = rated_by(folded);
  if (!dimension.empty()) return NamedRole{Role::rating, 1, false, true, dimension};
  return by_prefix(strip_python_space(name), folded);
}

}  // namespace shijin
