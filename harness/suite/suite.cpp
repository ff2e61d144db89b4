// Reads all experiments, and selects them by name, chapter or glob.
#include "harness/suite/suite.h"

#include <fmt/format.h>
#include <fnmatch.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include "harness/base/bad_input.h"
#include "harness/base/did_you_mean.h"
#include "harness/base/file.h"
#include "harness/base/this_program.h"
#include "harness/suite/embedded.h"
#include "harness/suite/plain_suite.h"

namespace pidlab {
namespace {

namespace fs = std::filesystem;

void refuse_strays(const fs::path& expected,
                   const std::set<std::string>& known) {
  for (const auto& file : fs::recursive_directory_iterator(
           expected, fs::directory_options::follow_directory_symlink)) {
    if (file.path().extension() != ".toml") continue;
    const std::string name =
        file.path().lexically_relative(expected).replace_extension();
    if (name != "renamed" && !known.contains(name)) {
      throw BadInput(
          fmt::format("{}: no experiment has this name: add experiments/{}.cpp "
                      "and build, or remove this file",
                      file.path().string(), name));
    }
  }
}

// Whether the code reads the /proc of its cell, or mounts one, and whether it
// uses the /tmp. The links in /proc/self/ns are the same in every /proc. A
// script may call programs that use both, and without a source nothing is
// known.
void find_needs(Experiment& experiment) {
  Needs& needs = experiment.expectation.needs;
  const auto is_of_cell = [](std::string_view path) {
    return path.starts_with("/proc") && !path.starts_with("/proc/self/ns/");
  };
  const bool is_unknown =
      experiment.source.empty() || experiment.source.starts_with("#!");
  bool own_proc = is_unknown || std::ranges::any_of(needs.file, is_of_cell);
  needs.tmp = is_unknown;
  std::istringstream source(experiment.source);
  for (std::string line; std::getline(source, line);) {
    line.erase(std::min(line.find("//"), line.size()));
    needs.tmp |= line.find("\"/tmp") != line.npos;
    own_proc |= line.find("\"proc\"") != line.npos;
    for (auto at = line.find("/proc"); at != line.npos;
         at = line.find("/proc", at + 1)) {
      own_proc |= is_of_cell(std::string_view(line).substr(at));
    }
  }
  if (!needs.own_proc) needs.own_proc = own_proc;
}

// Contrasts can be checked only when all experiments are known.
Suite checked(Suite suite) {
  std::set<std::string> known;
  for (Experiment& one : suite) {
    known.insert(one.full_name());
    find_needs(one);
  }
  for (const Experiment& one : suite) {
    for (const std::string& other : one.expectation.contrast) {
      if (known.contains(other) && other != one.full_name()) continue;
      throw BadInput(fmt::format(
          "{}: contrast: expected \"CHAPTER/NAME\" of another experiment, got "
          "\"{}\"{}",
          one.expectation.contrast_place, other, did_you_mean(other, known)));
    }
  }
  return suite;
}

void add_questions(Suite& suite, const std::string& chapter,
                   std::string_view toml, const std::string& file) {
  std::vector<std::string> names;
  for (const Experiment& one : suite) {
    if (one.chapter == chapter) names.push_back(one.name);
  }
  const auto questions = parse_questions(toml, file, names);
  for (Experiment& one : suite) {
    const auto found = questions.find(one.name);
    if (one.chapter == chapter && found != questions.end()) {
      one.question = found->second;
    }
  }
}

Suite read_built_suite(const std::string& folder) {
  Suite suite;
  std::set<std::string> known;
  std::istringstream names(read_file(folder + "/suite"));
  // The folders of the build are links: a message must name the file to edit.
  const std::string expected = fs::weakly_canonical(folder + "/expected");
  const std::string source = fs::weakly_canonical(folder + "/source");
  for (std::string name; names >> name;) {
    const auto slash = name.find('/');
    const std::string expectation = expected + "/" + name + ".toml";
    if (!fs::exists(expectation)) {
      throw BadInput(
          fmt::format("{}: not found: the experiment {} needs an expectation",
                      expectation, name));
    }
    suite.push_back({.chapter = name.substr(0, slash),
                     .name = name.substr(slash + 1),
                     .program = {fs::absolute(folder + "/experiments/" + name),
                                 name.substr(slash + 1)},
                     .source = read_file(source + "/" + name + ".cpp"),
                     .expectation = parse_expectation(read_file(expectation),
                                                      expectation)});
    known.insert(name);
  }
  refuse_strays(expected, known);
  return suite;
}

bool selects(const std::string& word, const Experiment& experiment) {
  for (const std::string& name :
       {experiment.chapter, experiment.name, experiment.full_name()}) {
    if (fnmatch(word.c_str(), name.c_str(), 0) == 0) return true;
  }
  return false;
}

}  // namespace

std::string Experiment::digest() const {
  return fmt::format("{:08x}",
                     crc32(0, reinterpret_cast<const Bytef*>(source.data()),
                           uInt(source.size())));
}

Suite read_suite(const std::string& folder) {
  const bool plain = is_plain_suite(folder);
  Suite suite = plain ? read_plain_suite(folder) : read_built_suite(folder);
  const std::string source =
      plain ? folder : fs::weakly_canonical(folder + "/source").string();
  std::set<std::string> chapters;
  for (const Experiment& one : suite) chapters.insert(one.chapter);
  for (const std::string& chapter : chapters) {
    const std::string file = source + "/" + chapter + "/questions.toml";
    // A suite without a workshop asks nothing.
    if (fs::exists(file)) add_questions(suite, chapter, read_file(file), file);
  }
  return checked(std::move(suite));
}

Suite embedded_suite(const std::string& self) {
  Suite suite;
  for (const Embedded& one : embedded()) {
    suite.push_back({.chapter = one.chapter,
                     .name = one.name,
                     .program = {fs::absolute(self), one.name},
                     .source = one.source,
                     .expectation = parse_expectation(
                         one.expectation, fmt::format("expected/{}/{}.toml",
                                                      one.chapter, one.name))});
  }
  for (const auto& [chapter, toml] : embedded_questions()) {
    add_questions(suite, chapter, toml,
                  fmt::format("experiments/{}/questions.toml", chapter));
  }
  return checked(std::move(suite));
}

std::vector<const Experiment*> select(const Suite& suite,
                                      const std::vector<std::string>& words) {
  std::set<std::string> known;
  for (const Experiment& experiment : suite) {
    known.insert({experiment.chapter, experiment.name, experiment.full_name()});
  }
  for (const std::string& word : words) {
    if (std::ranges::any_of(suite, [&](const Experiment& experiment) {
          return selects(word, experiment);
        })) {
      continue;
    }
    const bool glob = word.find_first_of("*?[") != word.npos;
    throw BadInput(fmt::format("{} \"{}\"{}; see {} list",
                               glob ? "no experiment or chapter matches"
                                    : "unknown experiment or chapter",
                               word, glob ? "" : did_you_mean(word, known),
                               called_as()));
  }
  std::vector<const Experiment*> selected;
  for (const Experiment& experiment : suite) {
    if (words.empty() ||
        std::ranges::any_of(words, [&](const std::string& word) {
          return selects(word, experiment);
        })) {
      selected.push_back(&experiment);
    }
  }
  return selected;
}

Entry entry_of(const Experiment& experiment) {
  const Expectation& e = experiment.expectation;
  Entry entry{.names = {e.claim, experiment.name}, .text = e.why};
  if (experiment.question) {
    entry.text += " " + experiment.question->ask;
    for (const std::string& choice : experiment.question->choices) {
      entry.text += " " + choice;
    }
  }
  return entry;
}

bool are_contrasts(const Experiment& one, const Experiment& two) {
  return std::ranges::count(one.expectation.contrast, two.full_name()) ||
         std::ranges::count(two.expectation.contrast, one.full_name());
}

}  // namespace pidlab
