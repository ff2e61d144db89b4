// Which statements of manual pages, and which branches of the kernel, the
// experiments show.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/suite/suite.h"

namespace pidlab {

/// A statement of a manual page, or what a function of the kernel does.
struct Statement {
  std::string says;
  std::vector<const Experiment*> shown_by;
  std::vector<const Experiment*> refuted_by;  ///< it is wrong, or not always so
  std::string not_shown;                      ///< why no experiment shows it
};

/// A section of a manual page, or a function of a file.
struct Section {
  std::string name;
  std::vector<Statement> statements;
  /// The experiments whose expectation names this function.
  std::vector<const Experiment*> cited_by = {};
};

/// A manual page, or a file of the kernel's source. It is complete: all that it
/// says or does about PID namespaces is listed.
struct Source {
  std::string name;
  std::vector<Section> sections;
};

/// The manual pages, or the files of the kernel.
struct Sources {
  std::string read_at;  ///< the version that was read
  std::vector<Source> all;
};

struct Coverage {
  Sources manual;
  Sources kernel;
};

/// How many statements are shown, how many of these as wrong, and how many
/// there are.
struct Share {
  int shown = 0;
  int refuted = 0;
  int all = 0;
};

Share share_of(const Source&);
Share share_of(const Sources&);

/// Reads coverage/manual.toml or coverage/kernel.toml. Throws BadInput with
/// file:line:column, also for an experiment that is not in the suite, and for
/// an experiment that refutes a page but has no erratum for it.
Sources parse_sources(std::string_view toml, const std::string& file,
                      const Suite&);

/// Adds the functions that expectations name, and which experiments name them.
void add_citations(Sources& kernel, const Suite&);

/// Whether a statement names this experiment.
bool is_listed(const Coverage&, const Experiment&);

/// The manual pages that expectations name, and that are not listed.
std::vector<std::string> pages_not_listed(const Sources& manual, const Suite&);

}  // namespace pidlab
