// doctor: which experiments can run here, which would be skipped, and what to
// change so that more can run.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "harness/base/file.h"
#include "harness/base/this_program.h"
#include "harness/cell/surroundings.h"
#include "harness/cell/unmet.h"
#include "harness/commands/command.h"
#include "harness/judge/run_and_judge.h"
#include "harness/record/kernel.h"

namespace pidlab {
namespace {

std::string fact(std::string_view label, const std::string& value) {
  return fmt::format("  {:<18} {}\n", label, value);
}

std::string facts(const Kernel& kernel) {
  std::string out = "\nThis kernel and this user\n";
  out += fact("kernel",
              fmt::format("Linux {} {}", kernel.release, kernel.machine));
  out += fact("config",
              kernel.config_source.empty()
                  ? "unknown: cannot read /proc/config.gz or /boot/config-*"
                  : kernel.config_source);
  out += fact("user", fmt::format("uid {}, {} capabilities", kernel.uid,
                                  kernel.capabilities.size()));
  out += fact("user namespace", kernel.initial_user_namespace
                                    ? "the initial one"
                                    : "not the initial one");
  out += fact("PID namespace", kernel.initial_pid_namespace
                                   ? "the initial one"
                                   : "not the initial one");
  out += fact("cgroups", kernel.cgroup);
  for (const auto& [name, value] : kernel.sysctls) out += fact(name, value);
  return out;
}

std::string doctor(const std::vector<const Experiment*>& experiments) {
  const Kernel kernel = running_kernel();
  const CellSurvey cells = choose_cells({}, kernel);
  std::map<std::string, std::vector<std::string>> skipped;
  for (const Experiment* experiment : experiments) {
    const auto why = unmet(experiment->expectation.needs, kernel, cells);
    if (why) skipped[*why].push_back(experiment->full_name());
  }
  std::size_t count = 0;
  for (const auto& [why, names] : skipped) count += names.size();

  std::string out = "This place\n" + fact("kind", describe(surroundings()));
  const auto most = std::ranges::max_element(
      skipped, {}, [](const auto& entry) { return entry.second.size(); });
  if (most != skipped.end()) {
    out += fact("one change", fmt::format("for {} more experiments: {}",
                                          most->second.size(), most->first));
  }
  out += facts(kernel);

  out += "\nCells\n";
  for (const CellKind kind : {CellKind::root, CellKind::user}) {
    const CellSurvey survey = survey_cells(kind);
    out += fact("--cell " + to_string(kind),
                survey.refused        ? *survey.refused
                : survey.proc_refused ? "available, without a /proc of its own"
                                      : "available");
  }

  out += fmt::format(
      "\n{} run\n  {} of {} experiments can run, in cells of kind {}.\n",
      called_as(), experiments.size() - count, experiments.size(),
      to_string(cells.kind));
  for (const auto& [why, names] : skipped) {
    out += fmt::format("\n  {} would be skipped: {}\n", names.size(), why);
    for (const std::string& name : names) {
      out += fmt::format("    {}\n", name);
    }
  }
  return out;
}

}  // namespace

void add_doctor(CLI::App& app, Lab& lab) {
  CLI::App* doctor_ = app.add_subcommand(
      "doctor",
      "show which experiments can run here, and what the others need");
  doctor_->callback([&lab] {
    const Suite suite = find_suite(lab);
    write_stdout(doctor(select(suite, {})));
  });
}

}  // namespace pidlab
