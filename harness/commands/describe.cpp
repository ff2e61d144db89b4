#include "harness/commands/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "harness/suite/links.h"

namespace pidlab {
namespace {

using Json = nlohmann::ordered_json;

std::string heading(const std::string& text, const Style& style) {
  return fmt::format("\n{}\n", painted(text, "1", style));
}

std::string paragraph(int indent, const std::string& text, const Style& style) {
  return fmt::format("{:{}}{}\n", "", indent, beside(indent, text, style));
}

std::string expectations(const Expectations& all, const Style& style) {
  std::size_t widest = 0;
  for (const auto& [name, _] : all) widest = std::max(widest, name.size());
  std::string out;
  for (const auto& [name, expected] : all) {
    out += fmt::format("  {:<{}}  {}\n", name, widest,
                       beside(int(widest) + 4, to_string(expected), style));
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

}  // namespace

std::string list_text(const std::vector<const Experiment*>& experiments,
                      const Style& style) {
  std::string out, chapter;
  for (const Experiment* experiment : experiments) {
    if (experiment->chapter != chapter) {
      chapter = experiment->chapter;
      out += fmt::format("{}{}\n", out.empty() ? "" : "\n", chapter);
    }
    const std::string& claim = experiment->expectation.claim;
    const std::string line =
        fmt::format("  {:<44} {}", experiment->name, claim);
    out += int(line.size()) <= style.width.value_or(1 << 20)
               ? line + "\n"
               : fmt::format("  {}\n{}", experiment->name,
                             paragraph(4, claim, style));
  }
  return out;
}

std::string list_json(const std::vector<const Experiment*>& experiments) {
  Json all = Json::array();
  for (const Experiment* experiment : experiments) {
    const Expectation& expectation = experiment->expectation;
    const Needs& needs = expectation.needs;
    all.push_back(
        {{"chapter", experiment->chapter},
         {"name", experiment->name},
         {"claim", expectation.claim},
         {"since",
          expectation.since ? Json(to_string(*expectation.since)) : Json()},
         {"needs",
          {{"capability", needs.capability},
           {"initial_user_namespace", needs.initial_user_namespace},
           {"user_namespace", needs.user_namespace},
           {"config", needs.config},
           {"syscall", needs.syscall},
           {"file", needs.file},
           {"vm", needs.vm},
           {"machine_init", needs.machine_init}}}});
  }
  return all.dump(1) + "\n";
}

std::string show(const Experiment& experiment, const Suite& suite,
                 const Style& style) {
  const Expectation& e = experiment.expectation;
  std::string out = fmt::format("{}\n", experiment.full_name());
  out += heading(e.claim, style) + paragraph(2, e.why, style);
  if (!e.cast.empty()) {
    out += heading("Who is who", style);
    out += "  caller  the experiment itself\n";
    out += children_of("caller", e.cast, "  ");
  }
  out += heading("Source", style) + numbered(experiment.source);
  out += heading("Expected", style);
  out += expectations(e.expect, style);
  for (const auto& [name, reason] : e.observe_only) {
    out += paragraph(2, fmt::format("{} is only observed: {}", name, reason),
                     style);
  }
  for (const Change& change : e.changed) {
    const std::string at_latest =
        change.after ? fmt::format(" at the latest (and not yet in {})",
                                   to_string(*change.after))
                     : "";
    const std::string text =
        fmt::format("from {} on{}, since {}", to_string(change.by), at_latest,
                    change.because);
    out += fmt::format("\n{}", paragraph(2, text, style));
    out += expectations(change.expect, style);
    if (!change.commit.empty()) {
      out +=
          fmt::format("  commit {}\n    {}\n", change.commit, url_of(change));
    }
  }
  out += heading("To read on", style);
  if (e.since) out += fmt::format("  since Linux {}\n", to_string(*e.since));
  for (const std::string& page : e.man) {
    out += fmt::format("  {}\n    {}\n", page, url_of(page));
  }
  for (const KernelSymbol& symbol : e.kernel) {
    out += fmt::format("  {} in {} as of Linux {}\n    {}\n", symbol.symbol,
                       symbol.file, symbol.read_at, url_of(symbol));
  }
  for (const Erratum& erratum : e.errata) {
    out += paragraph(2, erratum.page + " says: " + erratum.says, style);
    for (const auto& [version, seen] : erratum.measured) {
      out +=
          paragraph(4, fmt::format("Linux {} does: {}", version, seen), style);
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

}  // namespace pidlab
