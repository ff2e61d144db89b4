// Messages as people paste them: which symptom comes first, and which are among
// three.
#include "harness/suite/symptoms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "harness/base/file.h"
#include "harness/suite/toml.h"

namespace pidlab {
namespace {

// The symptoms without their experiments, which need a suite.
std::vector<Symptom> symptoms() {
  const toml::table file = toml::parse_file(PIDLAB_SYMPTOMS);
  std::vector<Symptom> all;
  for (const toml::node& node : *file["symptom"].as_array()) {
    const toml::table& table = *node.as_table();
    Symptom symptom{.see = *table["see"].value<std::string>(),
                    .also = {},
                    .means = *table["means"].value<std::string>(),
                    .do_this = *table["do"].value<std::string>(),
                    .experiments = {},
                    .unshown = ""};
    if (const toml::array* also = table["also"].as_array()) {
      for (const toml::node& message : *also) {
        symptom.also.push_back(*message.value<std::string>());
      }
    }
    all.push_back(symptom);
  }
  return all;
}

struct Share {
  double all = 0, first = 0, among_three = 0;
};

Share share_of(const char* half) {
  const std::vector<Symptom> known = symptoms();
  std::vector<Entry> entries;
  for (const Symptom& symptom : known) entries.push_back(entry_of(symptom));
  const SearchIndex index(entries);
  const toml::table messages = toml::parse_file(PIDLAB_MESSAGES);
  Share share;
  for (const auto& [see, reports] : *messages[half].as_table()) {
    EXPECT_EQ(std::ranges::count(known, see.str(), &Symptom::see), 1) << see;
    for (const auto& [report, message] : *reports.as_table()) {
      const auto hits = index.find(*message.value<std::string>());
      std::size_t place = 0;
      while (place < hits.size() && known[hits[place].entry].see != see) {
        ++place;
      }
      ++share.all;
      if (place == 0) ++share.first;
      const bool fits = place < 3 && place < hits.size() && hits[place].fits;
      if (fits) ++share.among_three;
      if (place > 0 || !fits) {
        std::cout << "  " << report << ": place " << place + 1 << ", "
                  << (place < hits.size() && hits[place].fits ? "" : "not ")
                  << "fitting, after \"" << known[hits[0].entry].see << "\"\n";
      }
    }
  }
  std::cout << half << ": " << share.first << " of " << share.all
            << " come first, " << share.among_three << " are among three\n";
  return share;
}

class Messages : public testing::TestWithParam<const char*> {};

TEST_P(Messages, FindTheirSymptom) {
  const Share share = share_of(GetParam());
  EXPECT_GE(share.first, 0.95 * share.all);
  EXPECT_EQ(share.among_three, share.all);
}

INSTANTIATE_TEST_SUITE_P(Symptoms, Messages, testing::Values("known", "raw"));

}  // namespace
}  // namespace pidlab
