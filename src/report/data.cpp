// What was read: the file, its rows, its roles, and what was left out or changed on the way.
#include <algorithm>
#include <iterator>

#include "base/numbers.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Data", "資料"};
constexpr Text kSummary{"The file, its rows, and the role of each column.",
                        "檔案、筆數與各欄角色。"};
constexpr Text kComma{", ", "、"};
constexpr Text kMoreFiles{"{0} and {1} more files", "{0} 等另 {1} 個檔案"};
constexpr Text kOneMoreFile{"{0} and 1 more file", "{0} 與另 1 個檔案"};
constexpr Text kModel{"model", "模型"};
constexpr Text kReferenceModel{"reference model", "參考模型"};
constexpr Text kJudged{"judged how fluent the outputs are, and wrote none of them",
                       "只評估輸出是否通順，並未產生輸出"};
constexpr Text kWeights{"{0} weights ({1})", "{0} 個參數（{1}）"};
constexpr Text kServed{"served at {0} by {1}", "由 {1} 在 {0} 提供"};
constexpr Text kPrecision{"computed with precision {0}", "計算精度 {0}"};
constexpr Text kAdapter{"adapter {0}", "適配器 {0}"};
constexpr Text kGuessed{"(guessed)", "（推定）"};
constexpr Text kThinking{"Outputs without their <think>…</think>: {0}.",
                         "已移除輸出中的 <think>…</think>：{0}。"};
constexpr Text kSkipped{"Left out because they could not be read: {0}.", "因無法讀取而略過：{0}。"};
constexpr Text kUnused{"In no metric, for want of a truth, output or reference: {0}.",
                       "缺少真值、輸出或參考答案，不列入指標：{0}。"};
constexpr Text kClusters{"The rows fall into {0} clusters; intervals are those of whole clusters.",
                         "資料列分成 {0} 群；區間以整群為單位。"};
constexpr Text kUnparsed{"Predictions that are none of the labels, counted as wrong: {0}.",
                         "不屬於任何標籤、一律算錯的預測：{0} 筆。"};

// What is judged first, then what it is judged by, then the rest.
int rank(Role role) {
  constexpr Role kOrder[] = {Role::truth, Role::predicted, Role::output, Role::reference,
                             Role::input};
  return static_cast<int>(std::find(std::begin(kOrder), std::end(kOrder), role) - kOrder);
}

void write_roles(const Evidence& evidence, Chapter& chapter) {
  std::vector<RoleColumn> columns = evidence.data.roles.columns;
  std::stable_sort(columns.begin(), columns.end(), [](const RoleColumn& a, const RoleColumn& b) {
    return rank(a.role) < rank(b.role);
  });
  Line line;
  line.tone = Tone::faint;
  bool guessed = false;
  std::size_t probabilities = 0;
  for (const RoleColumn& column : columns) {
    const auto index = static_cast<std::size_t>(column.column);
    if (index >= evidence.data.names.size()) continue;
    // One column of probabilities a label: the first two stand for all.
    if (column.role == Role::probability && ++probabilities > 2) continue;
    std::string role(role_name(column.role));
    if (!column.detail.empty()) role += ":" + column.detail;
    guessed = guessed || column.guessed;
    line.parts.emplace_back(role + " = " + evidence.data.names[index]);
  }
  if (probabilities > 2) line.parts.emplace_back("…");
  if (line.parts.empty()) return;
  if (guessed) line.parts.emplace_back(kGuessed);
  chapter.blocks.emplace_back(std::move(line));
}

// 472,896 as "0.47 M".
std::string size_words(std::uint64_t weights) {
  const auto count = static_cast<double>(weights);
  return count < 1e9 ? fixed(count / 1e6, 2) + " M" : fixed(count / 1e9, 2) + " B";
}

Message named(Text name, const std::string& model) {
  return Message(Text("{0} = {1}", "{0} = {1}"), {Message(name), model});
}

Message weights_words(const ModelFacts& model) {
  return join({Message(kWeights, {size_words(model.parameters), model.weights}),
               Message(kPrecision, {model.precision}), Message(model.engine)},
              kComma);
}

void write_model(const ModelFacts& model, Chapter& chapter) {
  Line line;
  line.tone = Tone::faint;
  const bool served = model.digest.empty();
  line.parts.push_back(named(kModel, served ? model.name : file_name(model.path)));
  if (served) {
    line.parts.emplace_back(Message(kServed, {model.path, model.engine}));
    chapter.blocks.emplace_back(std::move(line));
    return;
  }
  line.parts.push_back(weights_words(model));
  if (!model.adapter.empty()) {
    line.parts.emplace_back(Message(kAdapter, {file_name(model.adapter)}));
  }
  chapter.blocks.emplace_back(std::move(line));
}

void write_fluency_model(const ModelFacts& model, Chapter& chapter) {
  Line line;
  line.tone = Tone::faint;
  line.parts = {named(kReferenceModel, file_name(model.path)), weights_words(model),
                Message(kJudged)};
  chapter.blocks.emplace_back(std::move(line));
}

Message files_words(const std::vector<FileFacts>& files) {
  const std::string first = file_name(files.front().path);
  if (files.size() == 1) return Message(first);
  if (files.size() == 2) return Message(kOneMoreFile, {first});
  return Message(kMoreFiles, {first, std::to_string(files.size() - 1)});
}

void write(const Evidence& evidence, Chapter& chapter) {
  const DataFacts& data = evidence.data;
  if (data.files.empty()) return;
  chapter.title = Message(kTitle);
  std::vector<Message> said = {rows_of(data.rows)};
  if (!data.files.front().encoding.empty()) said.emplace_back(data.files.front().encoding);
  said.push_back(task_words(evidence.task));
  const Message facts = join(said, kComma);
  chapter.blocks.emplace_back(
      Line{.parts = {files_words(data.files), facts}, .first_strong = true});
  write_roles(evidence, chapter);
  if (evidence.model) write_model(*evidence.model, chapter);
  if (evidence.fluency_model) write_fluency_model(*evidence.fluency_model, chapter);
  const auto remark = [&](Text form, std::int64_t n) {
    if (n > 0) chapter.blocks.emplace_back(Paragraph{Message(form, {rows_of(n)}), Tone::faint});
  };
  remark(kThinking, data.thinking_stripped);
  remark(kSkipped, data.skipped);
  remark(kUnused, data.rows - data.used - data.skipped);
  if (data.clusters > 0) {
    chapter.blocks.emplace_back(
        Paragraph{Message(kClusters, {grouped(data.clusters)}), Tone::faint});
  }
  if (evidence.unparsed > 0) {
    const Message count(count_text(evidence.unparsed));
    chapter.blocks.emplace_back(Paragraph{Message(kUnparsed, {count}), Tone::faint});
  }
}

}  // namespace

SJ_SECTION(data, {"data", 10, true, kSummary, &write});

}  // namespace shijin
