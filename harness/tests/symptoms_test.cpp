// Messages as people paste them: which symptom comes first, and which are among
// three.
#include "harness/suite/symptoms.h"

#include <fmt/format.h>
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

class Finder {
 public:
  Finder() : known_(symptoms()), index_(entries()) {}

  /// The titles that are found, at most three, and how many of these fit.
  std::pair<std::vector<std::string>, std::size_t> find(
      const std::string& message) const {
    std::pair<std::vector<std::string>, std::size_t> found;
    for (const Hit& hit : index_.find(message)) {
      found.first.push_back(known_[hit.entry].see);
      if (hit.fits) ++found.second;
    }
    return found;
  }

  bool knows(std::string_view see) const {
    return std::ranges::count(known_, see, &Symptom::see) == 1;
  }

 private:
  std::vector<Entry> entries() const {
    std::vector<Entry> all;
    for (const Symptom& symptom : known_) all.push_back(entry_of(symptom));
    return all;
  }

  std::vector<Symptom> known_;
  SearchIndex index_;
};

std::vector<std::string> stems(const std::string& text) {
  std::vector<std::string> all;
  for (const Word& word : words_of(text)) all.push_back(word.stem);
  return all;
}

TEST(Words, WhatFollowsTheLastWordIsNotAWord) {
  EXPECT_EQ(stems("It is stopped.\n"), stems("It is stopped"));
  EXPECT_EQ(stems("what is it in?"), stems("what"));
}

class Messages : public testing::TestWithParam<const char*> {};

TEST_P(Messages, FindTheirSymptom) {
  const Finder finder;
  const toml::table messages = toml::parse_file(PIDLAB_MESSAGES);
  double all = 0, first = 0, among_three = 0, fit = 0;
  for (const auto& [see, reports] : *messages[GetParam()].as_table()) {
    EXPECT_TRUE(finder.knows(see.str())) << see.str();
    for (const auto& [report, message] : *reports.as_table()) {
      const auto [found, fitting] = finder.find(*message.value<std::string>());
      const auto at = std::ranges::find(found, see.str());
      const auto place = std::size_t(at - found.begin());
      ++all;
      if (place == 0) ++first;
      if (at != found.end()) ++among_three;
      if (fitting > 0) ++fit;
      if (place > 0) {
        std::cout << fmt::format("  {}: \"{}\" is at place {}, after \"{}\"\n",
                                 report.str(), see.str(), place + 1,
                                 found.empty() ? "" : found[0]);
      }
    }
  }
  std::cout << fmt::format(
      "{}: of {} messages, {} find their symptom first, {} among three; for {} "
      "a symptom fits\n",
      GetParam(), all, first, among_three, fit);
  EXPECT_GE(first, 0.95 * all);
  EXPECT_EQ(among_three, all);
  EXPECT_GE(fit, 0.9 * all);
}

INSTANTIATE_TEST_SUITE_P(Symptoms, Messages, testing::Values("known", "raw"));

TEST(Messages, NothingFitsWhatIsNotAboutPidNamespaces) {
  const Finder finder;
  const toml::table messages = toml::parse_file(PIDLAB_MESSAGES);
  for (const auto& [from, message] : *messages["nothing"].as_table()) {
    const auto [found, fitting] = finder.find(*message.value<std::string>());
    EXPECT_EQ(fitting, 0u) << from.str() << ": " << found[0];
  }
}

}  // namespace
}  // namespace pidlab
