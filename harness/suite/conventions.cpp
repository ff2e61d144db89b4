// The conventions for the text of an experiment that a program can check.
#include "harness/suite/conventions.h"

#include <fmt/format.h>
#include <utf8.h>

#include <sstream>

namespace pidlab {
namespace {

// What fits on a projector in large letters.
constexpr std::size_t most_lines = 75;
constexpr std::size_t most_columns = 80;
// ci/new writes this word where the author must write something.
constexpr std::string_view to_do = "TODO";

std::size_t columns(std::string_view text) {
  return std::size_t(utf8::unchecked::distance(text.begin(), text.end()));
}

class Conventions {
 public:
  explicit Conventions(const Experiment& experiment)
      : experiment_(experiment),
        program_("experiments/" + experiment.full_name() + ".cpp"),
        expectation_("expected/" + experiment.full_name() + ".toml") {}

  std::vector<std::string> missing(std::string_view syllabus) {
    check_program();
    check_expectation();
    check_syllabus(syllabus);
    return std::move(missing_);
  }

 private:
  template <typename... Arguments>
  void report(const std::string& place, fmt::format_string<Arguments...> what,
              Arguments&&... arguments) {
    missing_.push_back(
        place + ": " +
        fmt::format(what, std::forward<Arguments>(arguments)...));
  }

  void check_program() {
    const std::string first = "// " + experiment_.expectation.claim;
    std::istringstream lines(experiment_.source);
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      const std::string place = fmt::format("{}:{}", program_, ++number);
      if (number == 1 && line != first) {
        report(place, "the first line must be the claim of {}: {}",
               expectation_, first);
      }
      if (columns(line) > most_columns) {
        report(place,
               "the line has {} columns, but at most {} fit on a projector",
               columns(line), most_columns);
      }
      if (line.find(to_do) != line.npos) {
        report(place, "replace the {}", to_do);
      }
    }
    if (number > most_lines) {
      report(program_,
             "the program has {} lines, but at most {} fit on a projector",
             number, most_lines);
    }
  }

  void check_expectation() {
    const Expectation& all = experiment_.expectation;
    if (all.why.find(to_do) != all.why.npos) {
      report(expectation_, "why: replace the {}", to_do);
    }
    for (const KernelSymbol& symbol : all.kernel) {
      if (symbol.symbol.find(to_do) != std::string::npos ||
          symbol.read_at.find(to_do) != std::string::npos) {
        report(expectation_, "kernel: replace the {}", to_do);
      }
    }
    const auto wanted = [&](bool there, const char* key, const char* meaning) {
      if (!there) report(expectation_, "{} is missing: {}", key, meaning);
    };
    wanted(!all.man.empty(), "man", "the manual pages, such as [\"setns(2)\"]");
    wanted(!all.kernel.empty(), "kernel",
           "the file and the symbol in the kernel's source, and the version "
           "that you read");
    const bool creates = experiment_.source.find("▶") != std::string::npos;
    wanted(!all.cast.empty() || !creates, "[cast]",
           "the processes of the drawing");
    const std::optional<Question>& question = experiment_.question;
    if (!question) {
      report(fmt::format("experiments/{}/questions.toml", experiment_.chapter),
             "[{}] is missing: the question that `predict` asks",
             experiment_.name);
    } else if (question->ask.find(to_do) != std::string::npos ||
               question->because.find(to_do) != std::string::npos) {
      report(fmt::format("experiments/{}/questions.toml", experiment_.chapter),
             "[{}]: replace the {}", experiment_.name, to_do);
    }
  }

  void check_syllabus(std::string_view syllabus) {
    const std::string line = fmt::format(
        "[{}]({}.cpp)", experiment_.expectation.claim, experiment_.full_name());
    if (syllabus.find(line) == syllabus.npos) {
      report("experiments/README.md", "the line of {} must be: 1. {}",
             experiment_.full_name(), line);
    }
  }

  const Experiment& experiment_;
  const std::string program_, expectation_;
  std::vector<std::string> missing_;
};

}  // namespace

std::vector<std::string> missing_conventions(const Experiment& experiment,
                                             std::string_view syllabus) {
  return Conventions(experiment).missing(syllabus);
}

}  // namespace pidlab
