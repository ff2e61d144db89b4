// BM25 over the words of each entry. In a pasted log only a few words are those
// of the message, so an entry also scores by how much of one of its names the
// question contains. The script of the page, report/page/search.js, has the
// same formula: a change here is a change there, and the test cli.browser
// compares both.
#include "harness/suite/search.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/base/did_you_mean.h"

namespace pidlab {
namespace {

constexpr double weight_of_names = 3;
// The name of an error is rare in these texts, but common in logs.
constexpr double highest_error_rarity = 1.5;
constexpr double misspelled = 0.6;  ///< of the weight of the word
// An entry fits if this part of one of its names is in the question, or if the
// matching parts of the name and of the question add up to fitting_sum. Found
// by trying the messages of tests/messages.toml.
constexpr double fitting_name = 0.7, fitting_sum = 0.8;
// Of the score: the part that does not depend on names, and the weight of the
// part of the question that matches.
constexpr double of_any = 0.3, of_asked = 0.5;
constexpr double far_behind = 0.3;  ///< of the score of the best
constexpr std::size_t most_hits = 3;
constexpr double k1 = 1.2, b = 0.5;  ///< of BM25

}  // namespace

SearchIndex::SearchIndex(const std::vector<Entry>& entries) {
  double total = 0;
  for (const Entry& entry : entries) {
    Indexed indexed;
    std::set<std::string> known;
    for (const std::string& name : entry.names) {
      std::set<std::string>& words = indexed.names.emplace_back();
      for (const Word& word : words_of(name)) words.insert(word.stem);
      known.insert(words.begin(), words.end());
    }
    for (const std::string& word : known) indexed.count[word] = weight_of_names;
    for (const Word& word : words_of(entry.text)) ++indexed.count[word.stem];
    for (const auto& [word, count] : indexed.count) {
      ++entries_with_[word];
      indexed.length += count;
    }
    total += indexed.length;
    entries_.push_back(std::move(indexed));
  }
  if (total > 0) mean_length_ = total / double(entries.size());
}

double SearchIndex::rarity(const std::string& word) const {
  const auto found = entries_with_.find(word);
  const double with = found == entries_with_.end() ? 0 : found->second;
  const double rare =
      std::log(1 + (double(entries_.size()) - with + 0.5) / (with + 0.5));
  return is_error(word) ? std::min(rare, highest_error_rarity) : rare;
}

std::string SearchIndex::nearest(const std::string& word) const {
  std::string best;
  if (word.size() < 5) return best;
  std::size_t best_distance = word.size() < 8 ? 2 : 3;
  for (const auto& [known, _] : entries_with_) {
    if (known.size() + 2 < word.size() || known.size() > word.size() + 2) {
      continue;
    }
    const std::size_t distance = edit_distance(word, known);
    if (distance < best_distance) best = known, best_distance = distance;
  }
  return best;
}

std::vector<SearchIndex::Asked> SearchIndex::asked(
    std::string_view question) const {
  std::vector<Asked> all;
  std::set<std::string> seen;
  for (const Word& word : words_of(question)) {
    if (!seen.insert(word.stem).second) continue;
    const bool known = entries_with_.contains(word.stem);
    const std::string stem = known ? word.stem : nearest(word.stem);
    if (stem != word.stem && !stem.empty() && !seen.insert(stem).second) {
      continue;
    }
    all.push_back({stem, word.written, known ? 1 : misspelled});
  }
  return all;
}

std::vector<Hit> SearchIndex::find(std::string_view question) const {
  const std::vector<Asked> words = asked(question);
  std::map<std::string, double> weights;
  double all = 0;
  for (const Asked& word : words) {
    all += rarity(word.stem);
    if (!word.stem.empty()) weights.insert({word.stem, word.weight});
  }
  std::vector<Hit> hits;
  for (const Indexed& entry : entries_) {
    Hit hit{.entry = hits.size()};
    double of_question = 0;
    for (const Asked& word : words) {
      const auto count = entry.count.find(word.stem);
      if (count == entry.count.end()) continue;
      const double tf = count->second;
      hit.score += word.weight * rarity(word.stem) * tf * (k1 + 1) /
                   (tf + k1 * (1 - b + b * entry.length / mean_length_));
      of_question += rarity(word.stem) / all;
      hit.matched.push_back(word.written);
    }
    double of_name = 0;
    for (const auto& name : entry.names) {
      double there = 0, wanted = 0;
      for (const std::string& stem : name) {
        wanted += rarity(stem);
        const auto found = weights.find(stem);
        if (found != weights.end()) there += rarity(stem) * found->second;
      }
      if (wanted > 0) of_name = std::max(of_name, there / wanted);
    }
    hit.score *= of_any + of_name + of_asked * of_question;
    hit.named = of_name >= fitting_name;
    hit.fits = hit.named || of_name + of_question >= fitting_sum;
    hits.push_back(std::move(hit));
  }
  std::ranges::stable_sort(hits, std::ranges::greater{}, &Hit::score);
  const auto end = std::ranges::find_if(hits, [&](const Hit& hit) {
    return hit.score <= far_behind * hits[0].score;
  });
  hits.erase(end, hits.end());
  hits.resize(std::min(hits.size(), most_hits));
  return hits;
}

nlohmann::json SearchIndex::json() const {
  nlohmann::json all = nlohmann::json::array();
  for (const Indexed& entry : entries_) {
    all.push_back({{"count", entry.count}, {"names", entry.names}});
  }
  return all;
}

nlohmann::json SearchIndex::weights() {
  return {{"highest_error_rarity", highest_error_rarity},
          {"misspelled", misspelled},
          {"fitting_name", fitting_name},
          {"fitting_sum", fitting_sum},
          {"of_any", of_any},
          {"of_asked", of_asked},
          {"far_behind", far_behind},
          {"most_hits", most_hits},
          {"k1", k1},
          {"b", b}};
}

}  // namespace pidlab
