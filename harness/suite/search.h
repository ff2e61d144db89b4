#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/suite/words.h"

namespace pidlab {

/// A text that can be found: by what it is called, or by what it says.
struct Entry {
  std::vector<std::string> names;  ///< messages, claims: these weigh more
  std::string text;
};

struct Hit {
  std::size_t entry = 0;  ///< its index
  double score = 0;
  bool named = false;  ///< the question contains most of a name
  bool fits = false;   ///< false: it only has some of the words
  std::vector<std::string> matched = {};  ///< words of the question, as written
};

/// Finds the entries that a question, a message or a log is about.
class SearchIndex {
 public:
  explicit SearchIndex(const std::vector<Entry>& entries);

  /// The best three at most, without those that are far behind the first. None
  /// if no entry has a word of the question.
  std::vector<Hit> find(std::string_view question) const;

  /// The words of each entry, for the script of the page, which ranks as find()
  /// does.
  nlohmann::json json() const;

  /// The numbers in the formula of find().
  static nlohmann::json weights();

 private:
  struct Indexed {
    std::map<std::string, double> count;       ///< by word, weighted
    std::vector<std::set<std::string>> names;  ///< the words of each
    double length = 0;
  };
  struct Asked {
    std::string stem;  ///< as an entry has it, or ""
    std::string written;
    double weight;
  };

  std::vector<Asked> asked(std::string_view question) const;
  double rarity(const std::string& word) const;
  std::string nearest(const std::string& word) const;

  std::vector<Indexed> entries_;
  std::map<std::string, int> entries_with_;  ///< how many have the word
  double mean_length_ = 1;
};

}  // namespace pidlab
