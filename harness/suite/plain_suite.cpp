// Looks for expectations in each folder of the suite, then for their programs.
#include "harness/suite/plain_suite.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"

namespace pidlab {
namespace {

namespace fs = std::filesystem;
using Files = std::vector<fs::path>;

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
  throw BadInput(fmt::format("{}:1:1: {}", file.string(), why));
}

// What a folder has, in the order of the names; nothing that is hidden.
Files entries(const fs::path& folder) {
  Files all;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.path().filename().string().starts_with('.')) {
      all.push_back(entry.path());
    }
  }
  std::ranges::sort(all);
  return all;
}

bool is_expectation(const fs::path& file) {
  return file.extension() == ".toml" && file.filename() != "questions.toml" &&
         fs::is_regular_file(file);
}

bool is_program(const fs::path& file) {
  return fs::is_regular_file(file) && access(file.c_str(), X_OK) == 0;
}

// A name is a word of the shell, of reports and of CMake.
void check_name(const fs::path& path) {
  const std::string name = path.stem();
  const auto is_plain = [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '-';
  };
  if (!std::ranges::all_of(name, is_plain) || name.starts_with('-')) {
    throw BadInput(fmt::format(
        "{}: expected a name of letters, digits and underscores, got \"{}\"",
        path.string(), name));
  }
}

// The program that the kernel starts for a script: "#!/bin/sh".
std::string interpreter_of(const std::string& script) {
  const auto begin = script.find_first_not_of(" \t", 2);
  return begin == script.npos
             ? ""
             : script.substr(begin,
                             script.find_first_of(" \t\n", begin) - begin);
}

bool is_script(const fs::path& program) {
  char begin[2] = {};
  std::ifstream(program).read(begin, sizeof begin);
  return std::string_view(begin, sizeof begin) == "#!";
}

Experiment read_experiment(const fs::path& toml, const Files& chapter) {
  check_name(toml);
  const std::string name = toml.stem();
  // A link leads to the file to edit.
  const std::string file = fs::weakly_canonical(toml);
  Files programs, others;
  for (const fs::path& one : chapter) {
    if (one.stem() != name || one == toml) continue;
    (is_program(one) ? programs : others).push_back(one);
  }
  if (programs.empty()) {
    refuse(file, fmt::format("its program is missing: expected an executable "
                             "file {0} or {0}.EXT in the same folder; chmod +x "
                             "makes a file executable",
                             name));
  }
  if (programs.size() > 1) {
    refuse(file, fmt::format("expected one executable file of this name, got "
                             "{} and {}",
                             programs[0].filename().string(),
                             programs[1].filename().string()));
  }
  // The cell covers /tmp: it has to open the target of a link.
  Experiment experiment{
      .chapter = toml.parent_path().filename(),
      .name = name,
      .program = {fs::canonical(programs[0]), name},
      .source = "",
      .expectation = parse_expectation(read_file(file), file)};
  if (is_script(programs[0])) {
    experiment.source = read_file(programs[0]);
    experiment.expectation.needs.file.push_back(
        interpreter_of(experiment.source));
  } else if (!others.empty()) {
    experiment.source = read_file(others[0]);
  }
  return experiment;
}

void read_chapter(const fs::path& folder, Suite& suite) {
  const Files files = entries(folder);
  Files expectations;
  std::ranges::copy_if(files, std::back_inserter(expectations), is_expectation);
  if (expectations.empty()) return;
  check_name(folder);
  for (const fs::path& toml : expectations) {
    suite.push_back(read_experiment(toml, files));
  }
  for (const fs::path& file : files) {
    const auto toml = fs::path(file).replace_extension(".toml");
    if (!is_program(file) || std::ranges::count(expectations, toml)) continue;
    refuse(file, fmt::format("this program has no expectation: write {}, or "
                             "make the file not executable",
                             toml.filename().string()));
  }
}

}  // namespace

bool is_plain_suite(const std::string& folder) {
  return !fs::is_regular_file(folder + "/suite");
}

Suite read_plain_suite(const std::string& folder) {
  Suite suite;
  if (fs::is_directory(folder)) {
    for (const fs::path& chapter : entries(folder)) {
      if (fs::is_directory(chapter)) read_chapter(chapter, suite);
    }
  }
  if (suite.empty()) {
    throw BadInput(
        fmt::format("{}: not a suite: expected an expectation "
                    "CHAPTER/NAME.toml, and its program in the same folder",
                    folder));
  }
  return suite;
}

}  // namespace pidlab
