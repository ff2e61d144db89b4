// Reads the texts of an exercise, and keeps the progress of a learner.
#include "harness/suite/exercise.h"

#include <fmt/format.h>

#include <algorithm>
#include <dtl/dtl.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "harness/base/bad_input.h"
#include "harness/base/did_you_mean.h"
#include "harness/base/file.h"
#include "harness/base/this_program.h"

namespace pidlab {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// From the line that begins the check, without any space: an editor may have
// indented it in its own way. "" if the line is missing.
std::string check_of(const std::string& source) {
  const auto at = source.find("// Below this line is the check.");
  std::string check = at == source.npos ? "" : source.substr(at);
  std::erase_if(check, [](unsigned char c) { return std::isspace(c); });
  return check;
}

std::string progress_file() { return state_file("exercises.json"); }

// The file is not one that save_progress wrote.
[[noreturn]] void refuse_progress() {
  throw BadInput(
      fmt::format("{}: not a pidlab progress file: remove it to start over",
                  progress_file()));
}

Json read_all() {
  const std::string file = progress_file();
  if (!fs::exists(file)) return Json::object();
  Json all = Json::parse(read_file(file), nullptr, false);
  if (!all.is_object()) refuse_progress();
  return all;
}

}  // namespace

const Exercise& find_exercise(const std::string& name) {
  std::vector<std::string> names;
  for (const Exercise& exercise : exercises()) {
    if (exercise.name == name) return exercise;
    names.push_back(exercise.name);
  }
  throw BadInput(fmt::format("unknown exercise \"{}\"{}; see {} exercise list",
                             name, did_you_mean(name, names), called_as()));
}

std::string title(const Exercise& exercise) {
  return lines_of(exercise.task).at(0).substr(2);
}

std::vector<std::string> hints(const Exercise& exercise) {
  std::vector<std::string> hints;
  for (const std::string& line : lines_of(exercise.hints)) {
    if (line.starts_with("## ")) {
      hints.push_back(line.substr(3));
    } else {
      hints.at(hints.size() - 1) += "\n" + line;
    }
  }
  for (std::string& hint : hints) hint.erase(hint.find_last_not_of('\n') + 1);
  return hints;
}

std::vector<std::string> shown_by(const Exercise& exercise) {
  const std::string task = exercise.task;
  std::vector<std::string> names;
  for (const std::string& line :
       lines_of(task.substr(task.find("\n## Experiments\n")))) {
    if (line.starts_with("- ")) names.push_back(line.substr(2));
  }
  return names;
}

std::string solution_diff(const Exercise& exercise) {
  dtl::Diff<std::string> diff(lines_of(exercise.start),
                              lines_of(exercise.solution));
  diff.compose();
  // In each change, the removed lines come first.
  std::string out, added;
  for (const auto& [line, change] : diff.getSes().getSequence()) {
    if (change.type == dtl::SES_ADD) {
      added += "+ " + line + "\n";
    } else if (change.type == dtl::SES_DELETE) {
      out += "- " + line + "\n";
    } else {
      out +=
          std::exchange(added, "") + (line.empty() ? "" : "  ") + line + "\n";
    }
  }
  return out + added;
}

bool has_its_check(const Exercise& exercise, const std::string& source) {
  return check_of(source) == check_of(exercise.start);
}

Experiment as_experiment(const Exercise& exercise, const std::string& program) {
  const std::string name = exercise.name;
  return {
      .chapter = "exercises",
      .name = name,
      .program = {program, name},
      .source = "",
      .expectation = parse_expectation(
          exercise.expectation,
          fmt::format("experiments/exercises/{}/expected.toml", name)),
  };
}

Progress read_progress(const Exercise& exercise) {
  try {
    const Json one = read_all().value(exercise.name, Json::object());
    return {.folder = one.value("folder", ""),
            .hints = one.value("hints", std::size_t(0)),
            .passed = one.value("passed", false)};
  } catch (const Json::exception&) {
    refuse_progress();
  }
}

void save_progress(const Exercise& exercise, const Progress& progress) {
  Json all = read_all();
  all[exercise.name] = {{"folder", progress.folder},
                        {"hints", progress.hints},
                        {"passed", progress.passed}};
  const std::string file = progress_file();
  std::error_code ignored;  // the writing will say so
  fs::create_directories(fs::path(file).parent_path(), ignored);
  write_file(file, all.dump(1) + "\n");
}

}  // namespace pidlab
