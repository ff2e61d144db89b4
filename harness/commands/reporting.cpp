// Other test systems read a report in their own format, or only an exit code in
// their own convention.
#include "harness/commands/reporting.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "harness/base/file.h"

namespace pidlab {
namespace {

struct Format {
  const char* name;
  std::string (*text)(const Report&);
};

std::string pretty_here(const Report& report) {
  return pretty(report, terminal_style());
}

constexpr Format formats[] = {
    {"pretty", pretty_here}, {"ktap", ktap}, {"junit", junit},
    {"json", json},          {"lava", lava}, {"kcidb", kcidb},
};

/// Where the exit codes of another test system differ from ours.
struct Convention {
  const char* name;
  int bad_input, skip, broken;
};

// kselftest takes 2 for an expected failure, which is "ok". LTP has TBROK and
// TCONF. A program that writes TAP exits with 0 if it skipped all.
constexpr Convention conventions[] = {
    {"kselftest", 1, 4, 1},
    {"ltp", 2, 32, 2},
    {"tap", 2, 0, 99},
};

// One of the names, with a message and completions that list them all.
template <typename Named, std::size_t n>
CLI::Validator one_of(const Named (&all)[n], std::string& names) {
  std::vector<std::string> words;
  for (const Named& one : all) {
    if (!words.empty()) names += words.size() + 1 < n ? ", " : " or ";
    words.emplace_back(one.name);
    names += one.name;
  }
  return expecting(names, CLI::IsMember(words));
}

}  // namespace

void add_reporting(CLI::App* command, std::string& format, Lab& lab) {
  // Before the other options: it counts even if one of them is wrong.
  std::string names;
  CLI::Validator known = one_of(conventions, names);
  command
      ->add_option("--exit-codes", lab.exit_codes,
                   names + ": exit with the codes of that test system")
      ->check(known)
      ->option_text("SYSTEM");
  names.clear();
  known = one_of(formats, names);
  command
      ->add_option("--format", format,
                   names + " (default: pretty on a terminal, else ktap)")
      ->check(known)
      ->option_text("FORMAT");
}

void write_report(const Report& report, const std::string& format) {
  const std::string name = !format.empty()         ? format
                           : isatty(STDOUT_FILENO) ? "pretty"
                                                   : "ktap";
  write_stdout(std::ranges::find(formats, name, &Format::name)->text(report));
}

ExitCode exit_code_of(const Lab& lab) {
  const ExitCode code =
      lab.has_bad_record ? ExitCode::bad_input : lab.exit_code;
  const auto convention =
      std::ranges::find(conventions, lab.exit_codes, &Convention::name);
  if (convention == std::end(conventions)) return code;
  switch (code) {
    case ExitCode::bad_input:
      return ExitCode(convention->bad_input);
    case ExitCode::skip:
      return ExitCode(convention->skip);
    case ExitCode::broken:
      return ExitCode(convention->broken);
    default:
      return code;
  }
}

}  // namespace pidlab
