// The naive twin of text/jieba_cutter.h: jieba 0.42.1 written down as it reads, on maps of strings,
// from the files of the jieba package itself. Judges the table, the search and the model.
#pragma once

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/utf8.h"

namespace shijin::reference {

class NaiveJieba {
 public:
  using Words = std::vector<std::u32string>;

  explicit NaiveJieba(const std::string& folder) {
    std::ifstream dictionary(folder + "/dict.txt");
    std::string word;
    std::uint64_t count = 0;
    for (std::string rest; dictionary >> word >> count; std::getline(dictionary, rest)) {
      words_.push_back(decode(word));
      put(words_.back(), count);
    }
    read_model(folder + "/finalseg/prob_start.py", false);
    read_model(folder + "/finalseg/prob_trans.py", false);
    read_model(folder + "/finalseg/prob_emit.py", true);
  }

  Words cut(const std::u32string& text, bool model) const {
    Words out;
    std::size_t i = 0;
    while (i < text.size()) {
      std::u32string block;
      while (i < text.size() && in_block(text[i])) block += text[i++];
      if (!block.empty()) {
        cut_block(block, model, out);
      } else if (text.compare(i, 2, U"\r\n") == 0) {
        out.push_back(U"\r\n");
        i += 2;
      } else {
        out.push_back({text[i++]});
      }
    }
    return out;
  }

  // The dictionary's words, in its order.
  const Words& words() const { return words_; }

  // FREQ and total of Python's Tokenizer; a user's dictionary changes them.
  void put(const std::u32string& word, std::uint64_t count) {
    frequency_[word] = count;
    total_ += count;
    for (std::size_t i = 1; i < word.size(); ++i) frequency_.try_emplace(word.substr(0, i), 0);
  }

  static std::u32string decode(std::string_view text) {
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) out += decode_utf8(text, i);
    return out;
  }
  static std::string encode(const std::u32string& text) {
    std::string out;
    for (const char32_t c : text) append_utf8(out, c);
    return out;
  }

 private:
  static bool alphanumeric(char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
  }
  static bool han(char32_t c) { return c >= 0x4E00 && c <= 0x9FD5; }
  static bool in_block(char32_t c) {
    return han(c) || alphanumeric(c) || std::u32string_view(U"+#&._%-").find(c) < 7;
  }
  std::uint64_t frequency(const std::u32string& word) const {
    const auto found = frequency_.find(word);
    return found == frequency_.end() ? 0 : found->second;
  }

  void cut_block(const std::u32string& block, bool model, Words& out) const {
    std::vector<std::pair<double, std::size_t>> route(block.size() + 1);
    const double log_total = std::log(static_cast<double>(total_));
    for (std::size_t k = block.size(); k-- > 0;) {
      std::vector<std::size_t> ends;
      for (std::size_t i = k; i < block.size(); ++i) {
        const std::u32string word = block.substr(k, i + 1 - k);
        if (!frequency_.contains(word)) break;
        if (frequency(word) > 0) ends.push_back(i);
      }
      if (ends.empty()) ends.push_back(k);
      std::vector<std::pair<double, std::size_t>> ways;
      for (const std::size_t end : ends) {
        const std::uint64_t count = frequency(block.substr(k, end + 1 - k));
        const double log_count = std::log(static_cast<double>(count == 0 ? 1 : count));
        ways.emplace_back(log_count - log_total + route[end + 1].first, end);
      }
      route[k] = *std::max_element(ways.begin(), ways.end());
    }
    std::u32string waiting;
    const auto flush = [&] {
      if (waiting.empty()) return;
      if (!model) {
        out.push_back(waiting);
      } else if (waiting.size() == 1 || frequency(waiting) > 0) {
        for (const char32_t c : waiting) out.push_back({c});
      } else {
        cut_unseen(waiting, out);
      }
      waiting.clear();
    };
    for (std::size_t k = 0; k < block.size();) {
      const std::u32string word = block.substr(k, route[k].second + 1 - k);
      k += word.size();
      if (word.size() == 1 && (model || alphanumeric(word[0]))) {
        waiting += word;
      } else {
        flush();
        out.push_back(word);
      }
    }
    flush();
  }

  void cut_unseen(const std::u32string& text, Words& out) const {
    std::size_t i = 0;
    while (i < text.size()) {
      std::u32string part;
      while (i < text.size() && han(text[i])) part += text[i++];
      if (!part.empty()) {
        cut_by_states(part, out);
        continue;
      }
      const std::size_t begin = i;
      while (i < text.size() && !han(text[i]) && !alphanumeric(text[i])) ++i;
      if (i == begin) i = number_or_word_end(text, i);
      out.push_back(text.substr(begin, i - begin));
    }
  }

  static std::size_t number_or_word_end(const std::u32string& text, std::size_t i) {
    const auto digit = [&](std::size_t at) {
      return at < text.size() && text[at] >= U'0' && text[at] <= U'9';
    };
    while (i < text.size() && alphanumeric(text[i])) ++i;
    if (i < text.size() && text[i] == U'.' && digit(i + 1)) {
      ++i;
      while (digit(i)) ++i;
    }
    if (i < text.size() && text[i] == U'%') ++i;
    return i;
  }

  void cut_by_states(const std::u32string& text, Words& out) const {
    const std::map<char, std::string> before = {{'B', "ES"}, {'M', "MB"}, {'S', "SE"}, {'E', "BM"}};
    std::map<char, double> score;
    std::map<char, std::string> path;
    for (const char state : {'B', 'M', 'E', 'S'}) {
      score[state] = start_.at(state) + emitted(state, text[0]);
      path[state] = state;
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
      std::map<char, double> next_score;
      std::map<char, std::string> next_path;
      for (const auto& [state, from] : before) {
        std::pair<double, char> best(-1e300, '\0');
        for (const char old : from) {
          const double sum = score[old] + passed(old, state) + emitted(state, text[i]);
          best = std::max(best, std::pair(sum, old));
        }
        next_score[state] = best.first;
        next_path[state] = path[best.second] + state;
      }
      score = next_score;
      path = next_path;
    }
    const char last = std::pair(score['E'], 'E') > std::pair(score['S'], 'S') ? 'E' : 'S';
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (path[last][i] == 'B') begin = i;
      if (path[last][i] == 'E') out.push_back(text.substr(begin, i + 1 - begin));
      if (path[last][i] == 'S') out.push_back({text[i]});
    }
  }

  double emitted(char state, char32_t c) const {
    const auto found = emission_.at(state).find(c);
    return found == emission_.at(state).end() ? -3.14e100 : found->second;
  }
  double passed(char from, char to) const {
    const auto found = transition_.at(from).find(to);
    return found == transition_.at(from).end() ? -3.14e100 : found->second;
  }

  // Tables as Python prints them: {'B': -0.2, …} or {'B': {'\u4e00': -3.6, …}, …}.
  void read_model(const std::string& path, bool emissions) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    std::string all = text.str().substr(text.str().find("P="));
    char state = '\0';
    for (std::size_t at = all.find('\''); at != all.npos; at = all.find('\'', at)) {
      const std::size_t close = all.find('\'', at + 1);
      const std::string key = all.substr(at + 1, close - at - 1);
      at = close + 3;
      if (all[at] == '{') {
        state = key[0];
        continue;
      }
      const double value = std::stod(all.substr(at, 40));
      if (emissions) {
        emission_[state][key[0] == '\\'
                             ? static_cast<char32_t>(std::stoul(key.substr(2), nullptr, 16))
                             : decode(key)[0]] = value;
      } else if (state == '\0') {
        start_[key[0]] = value;
      } else {
        transition_[state][key[0]] = value;
      }
    }
  }

  Words words_;
  std::unordered_map<std::u32string, std::uint64_t> frequency_;
  std::uint64_t total_ = 0;
  std::map<char, double> start_;
  std::map<char, std::map<char, double>> transition_;
  std::map<char, std::unordered_map<char32_t, double>> emission_;
};

}  // namespace shijin::reference
