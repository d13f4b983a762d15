// The inverse of json.cpp, member by member; read_json_parts.cpp is that of the files beside it.
#include "report/read_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "report/read_json_internal.h"

namespace shijin {
namespace {

using namespace reading;

constexpr Text kNoResult{"this is no result of shijin", "這不是 shijin 的結果檔"};
constexpr Text kNewerResult{"this result has the form \"{0}\", this program reads \"{1}\"",
                            "這份結果的格式是「{0}」，這個程式讀取的是「{1}」"};
constexpr Text kUpdate{"update shijin", "請更新 shijin"};
constexpr std::string_view kSchema = "shijin.result/1";

class Reader {
 public:
  explicit Reader(ReadResult& out) : out_(out), evidence_(out.evidence) {}

  void read(const Json& json) {
    evidence_.version = text(at(json, "version"));
    evidence_.task = task(text(at(json, "task")));
    evidence_.profile = text(at(json, "profile"));
    read_run(at(json, "run"));
    read_data(at(json, "data"));
    evidence_.model = model(at(json, "model"));
    evidence_.fluency_model = model(at(json, "fluency_model"));
    read_scores(json);
    read_labels(json);
    read_distributions(json);
    read_texts(at(json, "texts"));
    read_ladder(at(json, "ladder"));
    read_slices(at(json, "slices"), at(json, "slice_search"), evidence_.slices);
    read_probabilities(at(json, "probabilities"), evidence_.probabilities);
    read_leakage(at(json, "leakage"), evidence_);
    read_lengths(at(json, "lengths"));
    read_rated(json);
    read_ratings(at(json, "ratings"));
    read_verdict(at(json, "verdict"));
    for (const Json& item : at(json, "findings")) read_finding(item);
    read_notes(at(json, "notes"), at(json, "notes_counted"));
  }

 private:
  static Task task(const std::string& name) {
    for (const Task one : {Task::classification, Task::generation, Task::rating, Task::lm}) {
      if (task_name(one) == name) return one;
    }
    return Task::classification;
  }
  static Decision decision(const std::string& name) {
    for (const Decision one : {Decision::pass, Decision::fail, Decision::undecided}) {
      if (decision_name(one) == name) return one;
    }
    return Decision::none;
  }

  std::string_view kept(std::string method) { return out_.methods.emplace_back(std::move(method)); }

  void read_run(const Json& run) {
    evidence_.run.id = text(at(run, "id"));
    evidence_.run.name = text(at(run, "name"));
    evidence_.run.created = text(at(run, "created"));
    if (at(run, "seed").is_number()) evidence_.run.seed = at(run, "seed").get<std::uint64_t>();
    evidence_.run.command = texts(at(run, "command"));
  }

  static std::optional<ModelFacts> model(const Json& json) {
    if (!json.is_object()) return std::nullopt;
    ModelFacts model;
    model.path = text(at(json, "path"));
    model.digest = text(at(json, "digest"));
    model.engine = text(at(json, "engine"));
    model.name = text(at(json, "name"));
    model.architecture = text(at(json, "architecture"));
    model.parameters = static_cast<std::uint64_t>(integer(at(json, "parameters")));
    model.weights = text(at(json, "weights"));
    model.precision = text(at(json, "precision"));
    const std::string vocabulary = text(at(json, "vocabulary"));
    std::from_chars(vocabulary.data(), vocabulary.data() + vocabulary.size(), model.vocabulary);
    model.template_digest = text(at(json, "template"));
    model.prefix = text(at(json, "prefix"));
    model.window = static_cast<int>(integer(at(json, "window")));
    model.adapter = text(at(json, "adapter"));
    model.adapter_digest = text(at(json, "adapter_digest"));
    model.probe = text(at(json, "probe"));
    return model;
  }

  void read_data(const Json& json) {
    DataFacts& data = evidence_.data;
    data.rows = integer(at(json, "rows"));
    data.used = integer(at(json, "used"));
    data.skipped = integer(at(json, "skipped_count"));
    for (const Json& row : at(json, "skipped")) data.skipped_rows.push_back(integer(row));
    data.digest = text(at(json, "digest"));
    data.names = texts(at(json, "columns"));
    data.thinking_stripped = integer(at(json, "thinking_stripped"));
    data.han_share = number(at(json, "han_share")).value_or(0);
    data.clusters = integer(at(json, "clusters"));
    for (const Json& file : at(json, "files")) {
      data.files.push_back({text(at(file, "path")), text(at(file, "format")),
                            text(at(file, "encoding")), text(at(file, "shape"))});
    }
    const std::vector<std::string> guessed = texts(at(json, "guessed"));
    for (const auto& [name, columns] : at(json, "roles").items()) {
      const std::size_t colon = name.find(':');
      const auto role = role_of_name(std::string_view(name).substr(0, colon));
      if (!role) continue;
      const std::string detail = colon == std::string::npos ? "" : name.substr(colon + 1);
      const bool is_guess = std::find(guessed.begin(), guessed.end(), name) != guessed.end();
      for (const Json& column : columns.is_array() ? columns : Json::array({columns})) {
        const auto found = std::find(data.names.begin(), data.names.end(), text(column));
        data.roles.columns.push_back(
            {*role, detail, static_cast<int>(found - data.names.begin()), is_guess});
      }
    }
    std::stable_sort(data.roles.columns.begin(), data.roles.columns.end(),
                     [](const RoleColumn& a, const RoleColumn& b) { return a.column < b.column; });
  }

  void read_scores(const Json& json) {
    for (const auto& [key, metric] : at(json, "metrics").items()) {
      ScoreLine& line = evidence_.metrics.emplace_back();
      line.key = key;
      line.metric = key.substr(0, key.find('['));
      line.title = words(at(metric, "title"));
      line.score.value = number(at(metric, "value"));
      line.score.undefined_because = words(at(metric, "undefined"));
      line.interval = interval(metric, kept(text(at(metric, "method"))));
      line.no_interval_because = words(at(metric, "no_interval"));
      line.n = integer(at(metric, "n"));
      const std::string better = text(at(metric, "better"));
      line.better = better == "higher"  ? Better::higher
                    : better == "lower" ? Better::lower
                                        : Better::neither;
      // JSON has no word for a range without an end.
      constexpr double kNoEnd = std::numeric_limits<double>::infinity();
      line.low = number(at(metric, "low")).value_or(-kNoEnd);
      line.high = number(at(metric, "high")).value_or(kNoEnd);
      line.decimals = static_cast<int>(integer(at(metric, "decimals")));
      line.signature = text(at(metric, "signature"));
      line.flag = words(at(metric, "flag"));
      line.peer_line = text(at(metric, "peer_line"));
      line.spread = number(at(metric, "spread")).value_or(0);
    }
    evidence_.panel = texts(at(json, "panel"));
    for (const Json& item : at(json, "left_out")) {
      evidence_.left_out.emplace_back(text(at(item, "key")), words(at(item, "because")));
    }
  }

  void read_lengths(const Json& json) {
    evidence_.lengths.key = text(at(json, "key"));
    for (const Json& item : at(json, "groups")) {
      evidence_.lengths.groups.push_back(
          {integer(at(item, "rows")), integer(at(item, "shortest")), integer(at(item, "longest")),
           number(at(item, "length")).value_or(0), number(at(item, "score")).value_or(0),
           number(at(item, "mean")).value_or(0)});
    }
  }

  void read_rated(const Json& json) {
    for (const auto& [name, object] : at(json, "rated").items()) {
      evidence_.rated.push_back({name, integer(at(object, "n")),
                                 number(at(object, "mean")).value_or(0), interval(object, "")});
    }
    for (const Json& item : at(json, "rated_against")) {
      PeopleLine& line = evidence_.people.emplace_back();
      line.key = text(at(item, "key"));
      line.n = integer(at(item, "n"));
      line.spearman = number(at(item, "spearman"));
      line.interval = interval(item, "");
      line.low = number(at(item, "low")).value_or(0);
      line.high = number(at(item, "high")).value_or(0);
      line.only_machine = texts(at(item, "only_machine"));
      line.only_people = texts(at(item, "only_people"));
    }
  }

  void read_ratings(const Json& json) {
    for (const auto& [name, object] : at(json, "dimensions").items()) {
      RatingDimension& dimension = evidence_.ratings.dimensions.emplace_back();
      dimension.name = name;
      dimension.ratings = integer(at(object, "ratings"));
      dimension.items = integer(at(object, "items"));
      dimension.raters = integer(at(object, "raters"));
      dimension.missing = integer(at(object, "missing"));
      dimension.low = number(at(object, "low")).value_or(0);
      dimension.high = number(at(object, "high")).value_or(1);
      for (const Json& one : at(object, "counts")) {
        if (!one.is_array() || one.size() != 2) continue;
        dimension.counts.emplace_back(number(one[0]).value_or(0), integer(one[1]));
      }
      dimension.adjusted.value = number(at(object, "adjusted_mean"));
      dimension.raters_needed = integer(at(object, "raters_needed"));
      for (const auto& [measure, line] : at(at(json, "agreement"), name.c_str()).items()) {
        AgreementLine& agreement = dimension.agreement.emplace_back();
        agreement.measure = kept(measure);
        agreement.score = Score{number(at(line, "value")), words(at(line, "undefined"))};
        agreement.interval = interval(line, kept(text(at(line, "method"))));
        agreement.items = integer(at(line, "items"));
      }
    }
    for (const Json& one : at(json, "raters")) {
      RaterLine& rater = evidence_.ratings.raters.emplace_back();
      rater.rater = text(at(one, "rater"));
      rater.dimension = text(at(one, "dimension"));
      rater.ratings = integer(at(one, "ratings"));
      rater.mean = number(at(one, "mean")).value_or(0);
      rater.severity.value = number(at(one, "severity"));
    }
  }

  void read_labels(const Json& json) {
    for (const Json& item : at(json, "labels")) {
      evidence_.labels.push_back({text(at(item, "label")), number(at(item, "truth")).value_or(0),
                                  number(at(item, "predicted")).value_or(0),
                                  number(at(item, "hits")).value_or(0),
                                  flag(at(item, "in_truth_set"))});
    }
    evidence_.labels_given = flag(at(json, "labels_given"));
    evidence_.positive = text(at(json, "positive"));
    evidence_.unparsed = number(at(json, "unparsed")).value_or(0);
    evidence_.unparsed_examples = examples(at(json, "unparsed_examples"));
    read_confusion(at(json, "confusion"));
    for (const auto& [key, lines] : at(json, "baselines").items()) {
      for (const Json& line : lines) {
        evidence_.baselines.push_back({text(at(line, "name")), key, text(at(line, "label")),
                                       number(at(line, "value")).value_or(0)});
      }
    }
    for (const auto& [name, cost] : at(json, "costs").items()) {
      evidence_.costs[name] = number(cost).value_or(0);
    }
    for (const auto& [name, share] : at(json, "prevalence").items()) {
      evidence_.prevalence[name] = number(share).value_or(0);
    }
  }

  void read_confusion(const Json& json) {
    Confusion& confusion = evidence_.confusion;
    confusion.labels = texts(at(json, "labels"));
    confusion.has_other = flag(at(json, "has_other"));
    for (const Json& row : at(json, "counts")) {
      std::vector<double>& counts = confusion.counts.emplace_back();
      for (const Json& count : row) counts.push_back(number(count).value_or(0));
    }
    const std::size_t size = confusion.labels.size();
    const auto place = [&](const Json& label) {
      const auto found = std::find(confusion.labels.begin(), confusion.labels.end(), text(label));
      return label.is_null() ? size : static_cast<std::size_t>(found - confusion.labels.begin());
    };
    for (const Json& cell : at(json, "examples")) {
      const std::size_t truth = place(at(cell, "truth"));
      if (truth >= size) continue;
      confusion.examples.resize(size, std::vector<std::vector<Example>>(size + 1));
      confusion.examples[truth][place(at(cell, "predicted"))] = examples(at(cell, "samples"));
    }
  }

  static std::vector<Bin> bins(const Json& list) {
    std::vector<Bin> all;
    for (const Json& bin : list) {
      all.push_back({number(at(bin, "low")).value_or(0), number(at(bin, "high")).value_or(0),
                     number(at(bin, "count")).value_or(0), number(at(bin, "mean")).value_or(0),
                     number(at(bin, "rate")).value_or(0)});
    }
    return all;
  }

  void read_distributions(const Json& json) {
    const Json& curves = at(json, "curves");
    for (const char* name : {"roc", "pr", "threshold", "cost"}) {
      for (const Json& curve : at(curves, name)) {
        const std::string label = text(at(curve, "label"));
        auto& points = evidence_.curves[label.empty() ? name : name + (":" + label)];
        for (const Json& point : at(curve, "points")) {
          points.push_back({number(at(point, "x")).value_or(0), number(at(point, "y")).value_or(0),
                            number(at(point, "threshold")).value_or(0)});
        }
      }
    }
    for (const Json& one : at(curves, "reliability")) {
      evidence_.reliability[text(at(one, "label"))] = bins(at(one, "bins"));
    }
    for (const auto& [key, list] : at(json, "histograms").items()) {
      evidence_.histograms[key] = bins(list);
    }
    for (const auto& [key, list] : at(json, "worst").items()) evidence_.worst[key] = examples(list);
  }

  void read_texts(const Json& json) {
    TextFacts& facts = evidence_.texts;
    facts.output_empty = integer(at(json, "output_empty"));
    facts.output_missing = integer(at(json, "output_missing"));
    facts.output_short = integer(at(json, "output_short"));
    facts.reference_empty = integer(at(json, "reference_empty"));
    facts.reference_short = integer(at(json, "reference_short"));
    facts.output_units_mean = number(at(json, "output_units_mean")).value_or(0);
    facts.reference_units_mean = number(at(json, "reference_units_mean")).value_or(0);
    for (const auto& [tokenizer, mean] : at(json, "tokens_per_reference").items()) {
      facts.tokens_per_reference.emplace_back(tokenizer, number(mean).value_or(0));
    }
  }

  void read_ladder(const Json& list) {
    for (const Json& item : list) {
      evidence_.ladder.measure = text(at(item, "measure"));
      Rung& rung = evidence_.ladder.rungs.emplace_back();
      rung.key = text(at(item, "key"));
      rung.tool = words(at(item, "tool"));
      rung.counts = words(at(item, "counts"));
      rung.also = words(at(item, "also"));
      rung.score.value = number(at(item, "value"));
      rung.score.undefined_because = words(at(item, "undefined"));
      rung.interval = interval(item, "");
      rung.low = number(at(item, "low")).value_or(0);
      rung.high = number(at(item, "high")).value_or(1);
      rung.bar = number(at(item, "bar")).value_or(0);
      rung.gate = text(at(item, "gate"));
      evidence_.ladder.bar = rung.high > 0 ? rung.bar / rung.high : 0;
      const ScoreLine* line = evidence_.find(rung.key);
      if (line != nullptr) rung.decimals = line->decimals;
    }
  }

  void read_verdict(const Json& json) {
    Verdict& verdict = evidence_.verdict;
    verdict.decision = decision(text(at(json, "decision")));
    verdict.headline = words(at(json, "headline"));
    verdict.reason = words(at(json, "reason"));
    verdict.core_label = text(at(json, "core_label"));
    verdict.primary_key = text(at(json, "primary_key"));
    verdict.enough = at(json, "enough").is_null() || flag(at(json, "enough"));
    for (const Json& item : at(json, "gates")) {
      GateLine& gate = verdict.gates.emplace_back();
      gate.gate = text(at(item, "gate"));
      gate.key = text(at(item, "key"));
      gate.comparison = text(at(item, "comparison"));
      gate.bar = number(at(item, "bar")).value_or(0);
      gate.from_profile = flag(at(item, "from_profile"));
      gate.skipped = flag(at(item, "skipped"));
      gate.decision = decision(text(at(item, "decision")));
      gate.value = number(at(item, "value"));
      gate.interval = interval(item, "");
      if (at(item, "needed_n").is_number()) gate.needed_n = integer(at(item, "needed_n"));
      gate.reason = words(at(item, "reason"));
    }
  }

  void read_finding(const Json& json) {
    constexpr std::array<std::string_view, 4> kLevels = {"high", "medium", "low", "info"};
    Finding& finding = evidence_.findings.emplace_back();
    finding.name = text(at(json, "name"));
    const auto level = std::find(kLevels.begin(), kLevels.end(), text(at(json, "severity")));
    if (level != kLevels.end()) {
      finding.severity = static_cast<Finding::Level>(level - kLevels.begin());
    }
    finding.headline = words(at(json, "headline"));
    for (const auto& [name, value] : at(json, "numbers").items()) {
      finding.numbers.emplace_back(name, number(value).value_or(0));
    }
    finding.because = texts(at(json, "because"));
    finding.samples = examples(at(json, "examples"));
    finding.remedy = words(at(json, "remedy"));
  }

  void read_note(const Json& json) {
    Error note;
    note.name = text(at(json, "name"));
    const std::string severity = text(at(json, "severity"));
    note.severity = severity == "error"     ? Severity::error
                    : severity == "warning" ? Severity::warning
                                            : Severity::note;
    note.at = {text(at(json, "file")), integer(at(json, "row")), integer(at(json, "column"))};
    note.found = words(at(json, "found"));
    note.expected = words(at(json, "expected"));
    note.help = words(at(json, "help"));
    note.line = text(at(json, "line"));
    note.line_begin = static_cast<std::size_t>(integer(at(json, "line_begin")));
    note.line_end = static_cast<std::size_t>(integer(at(json, "line_end")));
    evidence_.notes.add(std::move(note));
  }

  void read_notes(const Json& list, const Json& counted) {
    for (const Json& item : list) read_note(item);
    const auto more = [&](const char* of, std::size_t kept) {
      const std::int64_t all = integer(at(counted, of));
      return static_cast<std::size_t>(
          std::max<std::int64_t>(0, all - static_cast<std::int64_t>(kept)));
    };
    Notes& notes = evidence_.notes;
    notes.count_unkept(more("errors", notes.errors()), more("warnings", notes.warnings()));
  }

  ReadResult& out_;
  Evidence& evidence_;
};

}  // namespace

Result<ReadResult> read_result(std::string_view json, const std::string& path) {
  const Json parsed = Json::parse(json, nullptr, false);
  const std::string schema = text(at(parsed, "schema"));
  if (schema != kSchema) {
    Error error;
    error.at.file = path;
    const bool newer = schema.starts_with("shijin.result/");
    error.name = newer ? "store-newer" : "result-damaged";
    error.found = newer ? Message(kNewerResult, {schema, kSchema}) : Message(kNoResult);
    if (newer) error.help = Message(kUpdate);
    return error;
  }
  ReadResult result;
  Reader(result).read(parsed);
  return result;
}

}  // namespace shijin
