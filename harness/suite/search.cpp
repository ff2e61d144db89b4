// BM25 over the words of each entry. In a pasted log only a few words are those
// of the message, so an entry also scores by how much of one of its names the
// question contains.
#include "harness/suite/search.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "harness/base/did_you_mean.h"

namespace pidlab {
namespace {

constexpr double weight_of_names = 3;
constexpr double of_errors = 1.5;   ///< each is rare here and common elsewhere
constexpr double misspelled = 0.6;  ///< of the weight of the word
// Enough of a name is in the question, or enough of both is in the other. The
// messages of tests/messages.toml are the measure.
constexpr double fitting_name = 0.7, fitting_sum = 0.8;
constexpr double k1 = 1.2, b = 0.5;  ///< of BM25

}  // namespace

SearchIndex::SearchIndex(const std::vector<Entry>& entries) {
  double total = 0;
  for (const Entry& entry : entries) {
    Indexed indexed;
    std::set<std::string> known;
    for (const std::string& name : entry.names) {
      std::map<std::string, int>& words = indexed.names.emplace_back();
      for (const Word& word : words_of(name)) ++words[word.stem];
      for (const auto& [word, _] : words) {
        if (known.insert(word).second) indexed.count[word] += weight_of_names;
      }
    }
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
  return is_error(word) ? std::min(rare, of_errors) : rare;
}

std::string SearchIndex::nearest(const std::string& word) const {
  std::string best;
  std::size_t best_distance = word.size() < 8 ? 2 : 3;
  if (word.size() < 5) return best;
  for (const auto& [known, _] : entries_with_) {
    if (known.size() + 2 < word.size() || known.size() > word.size() + 2) {
      continue;
    }
    const std::size_t distance = edit_distance(word, known);
    if (distance < best_distance) best = known, best_distance = distance;
  }
  return best;
}

std::vector<Hit> SearchIndex::find(std::string_view question) const {
  struct Asked {
    std::string written;
    double weight;
  };
  std::map<std::string, Asked> asked;
  std::set<std::string> seen;
  double all = 0;
  for (const Word& word : words_of(question)) {
    if (!seen.insert(word.stem).second) continue;
    const bool known = entries_with_.contains(word.stem);
    const std::string stem = known ? word.stem : nearest(word.stem);
    if (stem.empty()) {
      all += rarity(word.stem);
    } else {
      asked.insert({stem, {word.written, known ? 1 : misspelled}});
    }
  }
  for (const auto& [stem, _] : asked) all += rarity(stem);

  std::vector<Hit> hits;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Indexed& entry = entries_[i];
    Hit hit{
        .entry = i, .score = 0, .named = false, .fits = false, .matched = {}};
    double of_question = 0;
    for (const auto& [stem, word] : asked) {
      const auto count = entry.count.find(stem);
      if (count == entry.count.end()) continue;
      const double tf = count->second;
      const double saturated =
          tf * (k1 + 1) / (tf + k1 * (1 - b + b * entry.length / mean_length_));
      hit.score += word.weight * rarity(stem) * saturated;
      of_question += rarity(stem);
      hit.matched.push_back(word.written);
    }
    if (hit.matched.empty()) continue;
    double of_name = 0;
    for (const auto& name : entry.names) {
      double there = 0, wanted = 0;
      for (const auto& [stem, _] : name) {
        wanted += rarity(stem);
        if (const auto found = asked.find(stem); found != asked.end()) {
          there += rarity(stem) * found->second.weight;
        }
      }
      if (wanted > 0) of_name = std::max(of_name, there / wanted);
    }
    hit.score *= 0.3 + of_name + 0.5 * of_question / all;
    hit.named = of_name >= fitting_name;
    hit.fits = hit.named || of_name + of_question / all >= fitting_sum;
    hits.push_back(std::move(hit));
  }
  std::ranges::stable_sort(hits, std::ranges::greater{}, &Hit::score);
  return hits;
}

}  // namespace pidlab
