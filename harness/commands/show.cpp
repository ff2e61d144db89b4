// show: everything about one experiment.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sstream>

#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/suite/links.h"

namespace pidlab {
namespace {

std::string heading(const std::string& text, const Style& style) {
  return fmt::format("\n{}\n", painted(text, "1", style));
}

std::string paragraph(int indent, const std::string& text, const Style& style) {
  return fmt::format("{:{}}{}\n", "", indent, hanging(indent, text, style));
}

std::string expectations(const Expectations& all, const Style& style) {
  std::size_t widest = 0;
  for (const auto& [name, _] : all) widest = std::max(widest, name.size());
  std::string out;
  for (const auto& [name, expected] : all) {
    out += fmt::format("  {:<{}}  {}\n", name, widest,
                       hanging(int(widest) + 4, to_string(expected), style));
  }
  return out;
}

std::string numbered(const std::string& source) {
  std::istringstream lines(source);
  std::string out;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    out += fmt::format("{:>4}  {}\n", ++number, line);
  }
  return out;
}

// The tree of the parent's descendants.
std::string children_of(const std::string& parent,
                        const std::vector<Actor>& cast,
                        const std::string& before) {
  std::vector<const Actor*> children;
  for (const Actor& actor : cast) {
    if (actor.parent == parent) children.push_back(&actor);
  }
  std::string out;
  for (const Actor* child : children) {
    const bool last = child == children.back();
    out += fmt::format("{}{}─ {} ─▶ {}  in {}\n", before, last ? "└" : "├",
                       call_in_words(*child), child->name, child->home);
    out += children_of(child->name, cast, before + (last ? "   " : "│  "));
  }
  return out;
}

std::string other(const char* what, const Experiment& experiment,
                  const Style& style) {
  return fmt::format("  {:<9} {}\n", what, experiment.full_name()) +
         paragraph(12, experiment.expectation.claim, style);
}

std::string show(const Experiment& experiment, const Suite& suite,
                 const Style& style) {
  const Expectation& e = experiment.expectation;
  std::string out = fmt::format("{}\n", experiment.full_name());
  out += heading(e.claim, style) + paragraph(2, e.why, style);
  if (!e.cast.empty()) {
    out += heading("Processes", style);
    out += "  caller  the experiment itself\n";
    out += children_of("caller", e.cast, "  ");
  }
  if (!experiment.source.empty()) {
    out += heading("Source", style) + numbered(experiment.source);
  }
  out += heading("Expected", style);
  out += expectations(e.expect, style);
  for (const auto& [name, reason] : e.observe_only) {
    out +=
        paragraph(2, fmt::format("{} is not judged: {}", name, reason), style);
  }
  for (const Change& change : e.changed) {
    const std::string at_latest =
        change.after ? fmt::format(" at the latest, but not in {}",
                                   to_string(*change.after))
                     : "";
    const std::string text =
        fmt::format("since Linux {}{}: {}", to_string(change.by), at_latest,
                    change.because);
    out += fmt::format("\n{}", paragraph(2, text, style));
    out += expectations(change.expect, style);
    if (!change.commit.empty()) {
      out +=
          fmt::format("  commit {}\n    {}\n", change.commit, url_of(change));
    }
  }
  out += heading("References", style);
  if (e.since) out += fmt::format("  since Linux {}\n", to_string(*e.since));
  for (const std::string& page : e.man) {
    out += fmt::format("  {}\n    {}\n", page, url_of(page));
  }
  for (const KernelSymbol& symbol : e.kernel) {
    out += paragraph(2,
                     fmt::format("{} in {} as of Linux {}", symbol.symbol,
                                 symbol.file, symbol.read_at),
                     style);
    out += fmt::format("    {}\n", url_of(symbol));
  }
  for (const Erratum& erratum : e.errata) {
    out += paragraph(2,
                     fmt::format("{} ({}) says: {}", erratum.page,
                                 erratum.section, erratum.says),
                     style);
    for (const auto& [version, seen] : erratum.measured) {
      out += paragraph(4, fmt::format("On Linux {}: {}", version, seen), style);
    }
  }
  out += heading("Other experiments", style);
  for (auto one = suite.begin(); one != suite.end(); ++one) {
    if (are_contrasts(*one, experiment)) out += other("contrast", *one, style);
  }
  const auto next =
      std::ranges::find(suite, experiment.full_name(), &Experiment::full_name);
  if (next != suite.end() && next + 1 != suite.end()) {
    out += other("next", *(next + 1), style);
  }
  return out;
}

}  // namespace

void add_show(CLI::App& app, Lab& lab) {
  CLI::App* show_ = app.add_subcommand(
      "show",
      "show an experiment: claim, explanation, source and expectations");
  const auto names = std::make_shared<std::vector<std::string>>();
  add_required_names(show_, *names);
  show_->callback([names, &lab] {
    const Suite suite = find_suite(lab);
    for (const Experiment* experiment : select(suite, *names)) {
      write_stdout(show(*experiment, suite, terminal_style()));
    }
  });
}

}  // namespace pidlab
