// coverage: what the experiments show of manual pages and of the kernel.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>

#include "harness/base/bad_input.h"
#include "harness/base/did_you_mean.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"

namespace pidlab {
namespace {

using Json = nlohmann::ordered_json;

struct CoverageArguments {
  std::vector<std::string> names;
  std::string format;
};

std::string in_words(const Share& share) {
  return fmt::format("{} of {}", share.shown, share.all);
}

std::string titled(const char* what, const Sources& sources) {
  const Share share = share_of(sources);
  return fmt::format(
      "{} {}: {} statements are shown{}.", what, sources.read_at,
      in_words(share),
      share.refuted ? fmt::format("; {} of them are wrong or not always right",
                                  share.refuted)
                    : "");
}

std::vector<std::string> full_names(
    const std::vector<const Experiment*>& experiments) {
  std::vector<std::string> names;
  for (const Experiment* one : experiments) names.push_back(one->full_name());
  return names;
}

// One statement and its experiments, or why it has none.
std::string statement_text(const Statement& statement, const Style& style) {
  std::string out = fmt::format("    {}\n", hanging(4, statement.says, style));
  const auto add = [&](const std::string& what) {
    out += fmt::format("      {}\n", hanging(6, what, style));
  };
  for (const std::string& name : full_names(statement.shown_by)) add(name);
  for (const std::string& name : full_names(statement.refuted_by)) {
    add(name + " shows that it is wrong or not always right");
  }
  if (!statement.not_shown.empty()) add("not shown: " + statement.not_shown);
  return out;
}

// All statements, or those that are not shown.
std::string source_text(const Source& source, bool all, const Style& style) {
  std::string out = painted(source.name, "1", style);
  if (const Share share = share_of(source); share.all > 0) {
    out = fmt::format("{}  {}",
                      painted(fmt::format("{:<38}", source.name), "1", style),
                      in_words(share));
  }
  out += "\n";
  for (const Section& section : source.sections) {
    std::string text;
    for (const Statement& statement : section.statements) {
      if (all || !statement.not_shown.empty()) {
        text += statement_text(statement, style);
      }
    }
    if (all && section.statements.empty()) {
      for (const std::string& name : full_names(section.cited_by)) {
        text += fmt::format("    {}\n", name);
      }
    }
    if (!text.empty()) out += fmt::format("  {}\n{}", section.name, text);
  }
  return out;
}

std::string coverage_text(const Coverage& coverage,
                          const std::vector<std::string>& not_listed, bool all,
                          const Style& style) {
  std::string out;
  const auto add = [&](const char* what, const Sources& sources) {
    if (sources.all.empty()) return;
    out += fmt::format("{}{}\n\n", out.empty() ? "" : "\n",
                       hanging(0, titled(what, sources), style));
    for (const Source& source : sources.all) {
      if (all || share_of(source).all > 0) {
        out += source_text(source, all, style);
      }
    }
  };
  add("man-pages", coverage.manual);
  add("Linux", coverage.kernel);
  if (!not_listed.empty()) {
    out += fmt::format(
        "\n{}\n  {}\n",
        hanging(0,
                "For each page above, all that it says about PID namespaces "
                "is listed. Experiments also name these pages:",
                style),
        hanging(2, fmt::format("{}", fmt::join(not_listed, " ")), style));
  }
  return out;
}

// Text in a cell of a table.
std::string cell_of(std::string text) {
  for (auto at = text.find('|'); at != text.npos; at = text.find('|', at + 2)) {
    text.insert(at, "\\");
  }
  return text;
}

std::string shown_in_markdown(const Statement& statement) {
  if (!statement.not_shown.empty()) {
    return "not shown: " + cell_of(statement.not_shown);
  }
  std::vector<std::string> parts;
  for (const std::string& name : full_names(statement.shown_by)) {
    parts.push_back(fmt::format("`{}`", name));
  }
  for (const std::string& name : full_names(statement.refuted_by)) {
    parts.push_back(fmt::format("wrong or not always right: `{}`", name));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string coverage_markdown(const Coverage& coverage) {
  std::string out;
  const auto add = [&](const char* what, const Sources& sources) {
    if (sources.all.empty()) return;
    out += fmt::format("# {}\n", titled(what, sources));
    for (const Source& source : sources.all) {
      if (share_of(source).all == 0) continue;
      out += fmt::format(
          "\n## {}: {}\n\n| where | statement | shown by |\n"
          "|---|---|---|\n",
          source.name, in_words(share_of(source)));
      for (const Section& section : source.sections) {
        for (const Statement& statement : section.statements) {
          out += fmt::format("| {} | {} | {} |\n", section.name,
                             cell_of(statement.says),
                             shown_in_markdown(statement));
        }
      }
    }
    out += "\n";
  };
  add("man-pages", coverage.manual);
  add("Linux", coverage.kernel);
  return out;
}

Json source_json(const Source& source) {
  Json sections = Json::array();
  for (const Section& section : source.sections) {
    Json statements = Json::array();
    for (const Statement& statement : section.statements) {
      statements.push_back({{"says", statement.says},
                            {"shown_by", full_names(statement.shown_by)},
                            {"refuted_by", full_names(statement.refuted_by)},
                            {"not_shown", statement.not_shown}});
    }
    sections.push_back({{"name", section.name},
                        {"cited_by", full_names(section.cited_by)},
                        {"statements", statements}});
  }
  const Share share = share_of(source);
  return {{"name", source.name},
          {"shown", share.shown},
          {"all", share.all},
          {"sections", sections}};
}

Json sources_json(const Sources& sources) {
  Json all = Json::array();
  for (const Source& source : sources.all) all.push_back(source_json(source));
  return {{"read_at", sources.read_at}, {"sources", all}};
}

std::string coverage_json(const Coverage& coverage,
                          const std::vector<std::string>& not_listed) {
  return Json{{"manual", sources_json(coverage.manual)},
              {"kernel", sources_json(coverage.kernel)},
              {"not_listed", not_listed}}
             .dump(1) +
         "\n";
}

// "; CALL is mentioned in PAGE, ..." for the name of a page: one page is often
// for several calls. "" if no statement has the name.
std::string mentioned(const Coverage& coverage, const std::string& page) {
  const std::string call = page.substr(0, page.find('('));
  if (call.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") !=
      call.npos) {
    return "";
  }
  const std::regex word(fmt::format("\\b{}\\b", call));
  std::vector<std::string> pages;
  for (const Source& source : coverage.manual.all) {
    const auto names_it = [&](const Statement& statement) {
      return std::regex_search(statement.says, word);
    };
    if (std::ranges::any_of(source.sections, [&](const Section& section) {
          return std::ranges::any_of(section.statements, names_it);
        })) {
      pages.push_back(source.name);
    }
  }
  return pages.empty() ? ""
                       : fmt::format("; {} is mentioned in {}", call,
                                     fmt::join(pages, ", "));
}

// Keeps the pages and files that the words name.
void keep(Coverage& coverage, const std::vector<std::string>& words) {
  std::vector<std::string> known;
  for (const Sources* sources : {&coverage.manual, &coverage.kernel}) {
    for (const Source& source : sources->all) known.push_back(source.name);
  }
  const auto matches = [](const std::string& word, const std::string& name) {
    return fnmatch(word.c_str(), name.c_str(), 0) == 0;
  };
  for (const std::string& word : words) {
    if (std::ranges::none_of(known, [&](const std::string& name) {
          return matches(word, name);
        })) {
      throw BadInput(fmt::format("no manual page or file is named \"{}\"{}{}",
                                 word, did_you_mean(word, known),
                                 mentioned(coverage, word)));
    }
  }
  for (Sources* sources : {&coverage.manual, &coverage.kernel}) {
    std::erase_if(sources->all, [&](const Source& source) {
      return std::ranges::none_of(words, [&](const std::string& word) {
        return matches(word, source.name);
      });
    });
  }
}

void cover(const Lab& lab, const CoverageArguments& options) {
  const Suite suite = find_suite(lab);
  auto coverage = find_coverage(lab, suite);
  if (!coverage) {
    throw BadInput(
        fmt::format("coverage: this suite does not say what it covers: write "
                    "{}/source/coverage/manual.toml and kernel.toml",
                    suite_folder(lab)));
  }
  const bool all = !options.names.empty();
  const auto not_listed = all ? std::vector<std::string>()
                              : pages_not_listed(coverage->manual, suite);
  if (all) keep(*coverage, options.names);
  write_stdout(
      options.format == "markdown" ? coverage_markdown(*coverage)
      : options.format == "json"
          ? coverage_json(*coverage, not_listed)
          : coverage_text(*coverage, not_listed, all, terminal_style()));
}

}  // namespace

void add_coverage(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand(
      "coverage",
      "show what is covered of manual pages and of the kernel's source");
  const auto options = std::make_shared<CoverageArguments>();
  command
      ->add_option("names", options->names,
                   "a page such as 'setns(2)', a file such as kernel/pid.c, or "
                   "a glob: show each statement (default: what is not shown)")
      ->option_text("[PAGE|SOURCE...]");
  add_document_format(command, options->format);
  command->callback([options, &lab] { cover(lab, *options); });
}

}  // namespace pidlab
