// Lets the peer tests see what a metric counts: statistics_for_tests KEY… <rows >statistics
// A row is its number of references, the output, then the references; a text is its size in bytes
// and its bytes, every number 32 bits, little-endian. The answer to each key is its rows, field by
// field, as Statistic::save_rows writes them: their number in 64 bits first.
//
// Two names are no metrics: edits[tok=T] counts hits, substitutions, deletions and insertions
// against the first reference; rouge[tok=T] counts, for each reference, the tokens of output and
// reference, their common tokens, pairs and subsequence.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "metrics/edit_trace.h"
#include "metrics/metric.h"
#include "metrics/rouge_counts.h"

namespace {

using shijin::Field;

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "statistics_for_tests: %s\n", why.c_str());
  std::exit(2);
}

// All rows of standard input as one shard.
struct Rows {
  std::deque<std::string> texts;
  std::vector<std::int64_t> row;
  std::vector<std::string_view> id, input, output, reference;
  std::vector<std::uint32_t> reference_begin{0};
  shijin::Samples samples;

  std::string_view text() {
    std::uint32_t size = 0;
    if (std::fread(&size, sizeof size, 1, stdin) != 1) fail("a row is cut short");
    std::string& kept = texts.emplace_back(size, '\0');
    if (std::fread(kept.data(), 1, size, stdin) != size) fail("a text is cut short");
    return kept;
  }

  Rows() {
    for (std::uint32_t count = 0; std::fread(&count, sizeof count, 1, stdin) == 1;) {
      row.push_back(static_cast<std::int64_t>(row.size()) + 1);
      id.push_back(texts.emplace_back(std::to_string(row.back())));
      output.push_back(text());
      for (std::uint32_t i = 0; i < count; ++i) reference.push_back(text());
      reference_begin.push_back(static_cast<std::uint32_t>(reference.size()));
    }
    input.resize(row.size());
    samples.size = row.size();
    samples.row = row;
    samples.id = id;
    samples.input = input;
    samples.output = output;
    samples.reference = reference;
    samples.reference_begin = reference_begin;
  }
};

const shijin::Tokenizer& tokenizer_of(std::string_view key, std::string_view name) {
  std::string_view tok = key.substr(name.size());
  tok.remove_suffix(1);
  const shijin::Tokenizer* found = shijin::find_tokenizer(tok);
  if (found == nullptr) fail("no tokeniser is called " + std::string(tok));
  return *found;
}

void write_numbers(shijin::ByteWriter& out, const std::vector<std::uint32_t>& numbers) {
  for (const std::uint32_t number : numbers) out.write(number);
}

void write_edits(Rows& rows, const shijin::Tokenizer& tokenizer, shijin::ByteWriter& out) {
  const shijin::Tokens& said = rows.samples.tokens(Field::output, tokenizer);
  const shijin::Tokens& wanted = rows.samples.tokens(Field::reference, tokenizer);
  const auto strip = [&](std::span<const std::uint32_t> text) {
    if (tokenizer.name != "codepoint") return text;
    while (!text.empty() && shijin::is_python_space(text.front())) text = text.subspan(1);
    while (!text.empty() && shijin::is_python_space(text.back()))
      text = text.first(text.size() - 1);
    return text;
  };
  shijin::EditTrace trace;
  out.write(static_cast<std::uint64_t>(rows.samples.size));
  for (std::size_t i = 0; i < rows.samples.size; ++i) {
    const std::size_t first = rows.samples.reference_begin[i];
    const auto counts = trace.count(strip(wanted.of(first)), strip(said.of(i)));
    write_numbers(out, {counts.hits, counts.substitutions, counts.deletions, counts.insertions});
  }
}

void write_rouge(Rows& rows, const shijin::Tokenizer& tokenizer, shijin::ByteWriter& out) {
  const shijin::Tokens& said = rows.samples.tokens(Field::output, tokenizer);
  const shijin::Tokens& wanted = rows.samples.tokens(Field::reference, tokenizer);
  const auto counts = shijin::rouge_counts(rows.samples, tokenizer);
  out.write(static_cast<std::uint64_t>(counts.size()));
  for (std::size_t i = 0; i < rows.samples.size; ++i) {
    for (auto r = rows.reference_begin[i]; r < rows.reference_begin[i + 1]; ++r) {
      write_numbers(out, {static_cast<std::uint32_t>(said.of(i).size()),
                          static_cast<std::uint32_t>(wanted.of(r).size()), counts[r].unigrams,
                          counts[r].bigrams, counts[r].subsequence});
    }
  }
}

void write_metric(Rows& rows, const std::string& key, shijin::ByteWriter& out) {
  const auto parsed = shijin::parse_keys(key);
  if (!parsed.ok() || parsed->size() != 1) fail("no key: " + key);
  shijin::LabelSet labels;
  shijin::MetricContext context;
  context.labels = &labels;
  const auto metric = shijin::bind_metric(parsed->front(), context);
  if (!metric.ok()) fail(describe(metric.error(), shijin::Language::en));
  const shijin::Statistic& statistic = (*metric)->statistic();
  std::vector<std::byte> stats(rows.samples.size * statistic.stat_bytes());
  statistic.measure(rows.samples, stats);
  statistic.save_rows(stats, out);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) fail("usage: statistics_for_tests KEY…");
  Rows rows;
  for (int i = 1; i < count; ++i) {
    const std::string key = arguments[i];
    shijin::ByteWriter out;
    constexpr std::string_view kEdits = "edits[tok=";
    constexpr std::string_view kRouge = "rouge[tok=";
    if (key.starts_with(kEdits)) {
      write_edits(rows, tokenizer_of(key, kEdits), out);
    } else if (key.starts_with(kRouge)) {
      write_rouge(rows, tokenizer_of(key, kRouge), out);
    } else {
      write_metric(rows, key, out);
    }
    std::fwrite(out.bytes().data(), 1, out.bytes().size(), stdout);
  }
  return 0;
}
