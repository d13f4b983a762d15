// A page that opens from disk and asks nothing of the network: the empty page of web/ with the
// result and the rows in it, as gzip in base64, in which no text can end an element.
#include <zlib.h>

#include <algorithm>

#include "base/json_writer.h"
#include "base/result.h"
#include "report/html_page.h"
#include "report/render.h"
#include "report/sample_rows.h"

namespace shijin {
namespace {

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  SJ_CHECK(deflateInit2(&stream, 9, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) == Z_OK,
           "zlib could not start");
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  SJ_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib could not finish");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const auto byte = i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U;
      three = three << 8U | byte;
    }
    const std::size_t digits = std::min<std::size_t>(bytes.size() - i, 3) + 1;
    for (std::size_t k = 0; k < 4; ++k) {
      out += k < digits ? kDigits[three >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return out;
}

std::string page_of(std::string_view data) {
  const std::string_view page = report_page();
  const std::size_t mark = page.find(kPageMark);
  SJ_CHECK(mark != std::string_view::npos, "web/dist/report.html has no place for the data");
  std::string out(page.substr(0, mark));
  out += "<script type=\"application/gzip-base64\" id=\"shijin-data\">";
  out += base64(gzip(data));
  out += "</script>";
  out += page.substr(mark + kPageMark.size());
  return out;
}

void add_ids(const std::vector<Example>& examples, std::vector<std::string>& ids) {
  for (const Example& example : examples) ids.push_back(example.id);
}

}  // namespace

std::string render_page_data(const Evidence& evidence, const SampleRows& rows, Language language) {
  std::vector<std::string> wanted;
  for (const Finding& finding : evidence.findings) add_ids(finding.samples, wanted);
  for (const auto& [key, examples] : evidence.worst) add_ids(examples, wanted);
  std::string data;
  JsonWriter json(data);
  json.begin_object().key("language").text(language_tag(language));
  json.key("result").raw(render_json(evidence)).key("rows").begin_array();
  if (rows.seen() > 0) rows.write(json, evidence.run.name, wanted);
  json.end_array().end_object();
  return data;
}

std::string render_page_data(const Comparison& comparison, const std::vector<SampleRows>& rows,
                             Language language) {
  std::vector<std::string> wanted;
  for (const Flips& flips : comparison.flips) {
    wanted.insert(wanted.end(), flips.lost_ids.begin(), flips.lost_ids.end());
    wanted.insert(wanted.end(), flips.gained_ids.begin(), flips.gained_ids.end());
  }
  std::string data;
  JsonWriter json(data);
  json.begin_object().key("language").text(language_tag(language));
  json.key("comparison").raw(render_json(comparison)).key("rows").begin_array();
  for (std::size_t i = 0; i < rows.size() && i < comparison.runs.size(); ++i) {
    rows[i].write(json, comparison.runs[i].name, wanted);
  }
  json.end_array().end_object();
  return data;
}

std::string render_html(const Evidence& evidence, const SampleRows& rows, Language language) {
  return page_of(render_page_data(evidence, rows, language));
}

std::string render_html(const Comparison& comparison, const std::vector<SampleRows>& rows,
                        Language language) {
  return page_of(render_page_data(comparison, rows, language));
}

}  // namespace shijin
