// errata: where manual pages and kernels differ, by page.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "harness/base/bad_input.h"
#include "harness/base/did_you_mean.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/suite/links.h"

namespace pidlab {
namespace {

using Json = nlohmann::ordered_json;

struct ErrataArguments {
  std::vector<std::string> pages;
  std::string format;
};

struct ShownErratum {
  const Erratum* erratum;
  const Experiment* experiment;
};

/// By page, in the order of its sections in the suite.
using ErrataByPage = std::map<std::string, std::vector<ShownErratum>>;

ErrataByPage all_errata(const Suite& suite) {
  ErrataByPage pages;
  for (const Experiment& experiment : suite) {
    for (const Erratum& erratum : experiment.expectation.errata) {
      pages[erratum.page].push_back({&erratum, &experiment});
    }
  }
  for (auto& [page, found] : pages) {
    std::ranges::stable_sort(found, {}, [](const ShownErratum& one) {
      return one.erratum->section;
    });
  }
  return pages;
}

ErrataByPage of_pages(const ErrataByPage& all,
                      const std::vector<std::string>& pages) {
  ErrataByPage selected;
  std::vector<std::string> known;
  for (const auto& [page, found] : all) known.push_back(page);
  for (const std::string& page : pages) {
    if (!all.contains(page)) {
      throw BadInput(fmt::format("no erratum is known for \"{}\"{}", page,
                                 did_you_mean(page, known)));
    }
    selected[page] = all.at(page);
  }
  return selected;
}

std::string since_in_words(const Expectation& e) {
  return e.since ? fmt::format("since Linux {}", to_string(*e.since))
                 : "on every kernel that was measured";
}

std::string change_in_words(const Change& change) {
  return change.after ? fmt::format("between Linux {} and {}: {}",
                                    to_string(*change.after),
                                    to_string(change.by), change.because)
                      : fmt::format("in Linux {}: {}", to_string(change.by),
                                    change.because);
}

std::string errata_text(const ErrataByPage& pages, const Style& style) {
  std::string out;
  for (const auto& [page, errata] : pages) {
    out += fmt::format("{}{}\n", out.empty() ? "" : "\n",
                       painted(page, "1", style));
    for (const auto& [erratum, experiment] : errata) {
      const Expectation& e = experiment->expectation;
      const auto add = [&](const std::string& what, const std::string& text) {
        out += fmt::format("    {:<10} {}\n", what, hanging(15, text, style));
      };
      out += fmt::format("  {}\n", erratum->section);
      add("says", erratum->says);
      for (const auto& [version, seen] : erratum->measured) {
        add("on " + version, seen);
      }
      add("seen", since_in_words(e));
      for (const Change& change : e.changed) {
        add("changed", change_in_words(change));
      }
      add("shown by", experiment->full_name());
    }
  }
  return out.empty() ? "No erratum is known.\n" : out;
}

std::string erratum_markdown(const ShownErratum& found) {
  const auto& [erratum, experiment] = found;
  const Expectation& e = experiment->expectation;
  std::string out = fmt::format("## {}\n\nThe page says: {}\n\n",
                                erratum->section, erratum->says);
  for (const auto& [version, seen] : erratum->measured) {
    out += fmt::format("Seen on Linux {}: {}.\n\n", version, seen);
  }
  out += fmt::format("This is so {}.", since_in_words(e));
  for (const Change& change : e.changed) {
    out += fmt::format(" It changed {}", change_in_words(change));
    if (!change.commit.empty()) {
      out += fmt::format(" ([{}]({}))", change.commit, url_of(change));
    }
  }
  out += fmt::format(
      "\n\nThe program `experiments/{}.cpp` shows it: {}\n\n"
      "Why:\n\n{}\n\n",
      experiment->full_name(), e.claim, e.why);
  for (const KernelSymbol& symbol : e.kernel) {
    out += fmt::format("- [{}]({}) in {}, Linux {}\n", symbol.symbol,
                       url_of(symbol), symbol.file, symbol.read_at);
  }
  return out;
}

std::string errata_markdown(const ErrataByPage& pages,
                            const std::string& read_at) {
  std::string out;
  for (const auto& [page, errata] : pages) {
    out += fmt::format("{}# {}{}\n", out.empty() ? "" : "\n", page,
                       read_at.empty() ? "" : " of man-pages " + read_at);
    for (const ShownErratum& found : errata)
      out += "\n" + erratum_markdown(found);
  }
  return out;
}

std::string errata_json(const ErrataByPage& pages) {
  Json all = Json::array();
  for (const auto& [page, errata] : pages) {
    for (const auto& [erratum, experiment] : errata) {
      const Expectation& e = experiment->expectation;
      Json measured = Json::object(), changed = Json::array();
      for (const auto& [version, seen] : erratum->measured) {
        measured[version] = seen;
      }
      for (const Change& change : e.changed) {
        changed.push_back({{"by", to_string(change.by)},
                           {"because", change.because},
                           {"commit", change.commit}});
      }
      all.push_back({{"page", page},
                     {"section", erratum->section},
                     {"says", erratum->says},
                     {"measured", measured},
                     {"since", e.since ? Json(to_string(*e.since)) : Json()},
                     {"changed", changed},
                     {"experiment", experiment->full_name()}});
    }
  }
  return all.dump(1) + "\n";
}

void list_errata(const Lab& lab, const ErrataArguments& options) {
  const Suite suite = find_suite(lab);
  ErrataByPage pages = all_errata(suite);
  if (!options.pages.empty()) pages = of_pages(pages, options.pages);
  if (options.format == "json") {
    write_stdout(errata_json(pages));
  } else if (options.format == "markdown") {
    const auto coverage = find_coverage(lab, suite);
    write_stdout(
        errata_markdown(pages, coverage ? coverage->manual.read_at : ""));
  } else {
    write_stdout(errata_text(pages, terminal_style()));
  }
}

}  // namespace

void add_errata(CLI::App& app, Lab& lab) {
  CLI::App* command = app.add_subcommand(
      "errata",
      "list where manual pages and kernels differ; in Markdown, as reports");
  const auto options = std::make_shared<ErrataArguments>();
  command
      ->add_option("pages", options->pages,
                   "a manual page such as 'setns(2)' (default: all)")
      ->option_text("[PAGE...]");
  add_document_format(command, options->format);
  command->callback([options, &lab] { list_errata(lab, *options); });
}

}  // namespace pidlab
