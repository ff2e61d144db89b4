// What the script of the page searches: the same words and weights as `pidlab
// why`. The texts that it finds are on the page, under these ids.
#include <nlohmann/json.hpp>

#include "harness/report/page/parts.h"

namespace pidlab {
namespace {

struct Ids {
  std::vector<std::string> ids;
  std::vector<Entry> entries;

  void add(const std::string& id, const Entry& entry) {
    ids.push_back(id);
    entries.push_back(entry);
  }
  nlohmann::json json() const {
    return {{"ids", ids}, {"entries", SearchIndex(entries).json()}};
  }
};

}  // namespace

std::string search_index(const std::vector<Symptom>& symptoms,
                         const std::vector<const Experiment*>& on_page) {
  Ids of_symptoms, of_claims;
  for (std::size_t i = 0; i < symptoms.size(); ++i) {
    of_symptoms.add(symptom_anchor(i), entry_of(symptoms[i]));
  }
  for (const Experiment* experiment : on_page) {
    of_claims.add(claim_anchor(*experiment), entry_of(*experiment));
  }
  const nlohmann::json index = {{"symptoms", of_symptoms.json()},
                                {"claims", of_claims.json()},
                                {"words", word_tables()},
                                {"weights", SearchIndex::weights()}};
  std::string text;
  // "</script>" would end the element. "<" can only be in a string.
  for (const char c :
       index.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) {
    if (c == '<') {
      text += "\\u003c";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace pidlab
