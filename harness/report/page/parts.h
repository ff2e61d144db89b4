// The parts of the pages.
#pragma once

#include <string>
#include <vector>

#include "harness/report/page/html.h"
#include "harness/report/page/page.h"

namespace pidlab {

/// The style sheet, style.css.
extern const char style_sheet[];

/// The script of the search, search.js.
extern const char search_script[];

/// What search.js searches, as JSON without "<": the symptoms, and the
/// experiments that are on the page.
std::string search_index(const std::vector<Symptom>&,
                         const std::vector<const Experiment*>& on_page);

/// The id of an experiment on the page: "init.abort_ends_init…".
std::string anchor(const Experiment&);
Node add_link_to(Node parent, const Experiment&, const std::string& text);

/// A link to the claim, with the claim as its text.
Node add_link_to_claim(Node parent, const Experiment&);

/// The id of that claim: a browser opens the <details> around it.
std::string claim_anchor(const Experiment&);

/// The id of what a symptom means, by the index of the symptom.
std::string symptom_anchor(std::size_t);

/// The short name of each report's kernel, "6.12.3". Where two are the same:
/// the release, the kind of the cells or the name of the record, if it differs.
std::vector<std::string> kernel_labels(const std::vector<Report>&);

/// A verdict in a word and a color.
Node add_verdict(Node parent, Verdict);

/// "before 7.1" or "as since 7.1" where kernels differ, else "".
std::string era_in_words(const Result&);

/// The kernels, their counts of verdicts, and the failures.
void add_summary(Node section, const std::vector<Report>&);

/// The chapter's title in the syllabus, or its folder.
std::string title_of(const std::string& folder, const std::vector<Chapter>&);

/// Behavior × kernel, with links to the experiments.
void add_matrix(Node section, const std::vector<Report>&,
                const std::vector<Chapter>&);

/// From symptoms to the experiments that explain them, which are links if they
/// are on the page.
void add_symptoms(Node section, const std::vector<Symptom>&,
                  const std::vector<const Experiment*>& on_page);

/// What diagnose found on each machine, with links to the experiments that are
/// on the page.
void add_machines(Node section, const std::vector<Report>&,
                  const std::vector<const Experiment*>& on_page);

/// Statements of manual pages and of the kernel, and the experiments that show
/// them, which are links if they are on the page.
void add_coverage(Node section, const Coverage&,
                  const std::vector<const Experiment*>& on_page);

/// Plots of benchmarks, as images inside of the page.
void add_plots(Node section, const std::vector<Plot>&);

/// The PID namespace of each process, its parent and the call, with namespaces
/// as nested frames.
void add_cast(Node parent, const std::vector<Actor>&);

/// The observations of each process, in their order on that kernel.
void add_timeline(Node parent, const Run&, const Expectation&,
                  const std::string& kernel);

/// The verdicts, and expected against observed.
void add_observed(Node article, const Experiment&, const std::vector<Report>&);

/// The expectations alone.
void add_expected(Node parent, const Expectation&);

/// The question. Returns the hidden element for the answer, or the parent if
/// the experiment has no question.
Node add_question(Node parent, const std::optional<Question>&);

/// The other parts of an experiment that both pages show: see experiment.cpp.
void add_why(Node parent, const Expectation&);
void add_eras(Node parent, const Expectation&);
void add_errata(Node parent, const Expectation&);
void add_source(Node parent, const Experiment&);
/// Manual pages, the kernel's source, and the contrasts that are on the page.
void add_reading(Node parent, const Experiment&,
                 const std::vector<const Experiment*>& on_page);

/// A link to a manual page, or its name alone.
void add_man_page(Node parent, const std::string& page);

/// Text that the reader can open, without a script.
Node add_details(Node parent, const std::string& summary);

}  // namespace pidlab
