// The two pages: the report of some kernels, and the course.
#include "harness/report/page/page.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/report/compare.h"
#include "harness/report/page/parts.h"
#include "harness/report/page/skeleton.h"

namespace pidlab {
namespace {

std::string needs_in_words(const Needs& needs) {
  std::vector<std::string> words;
  for (const auto* some : {&needs.capability, &needs.syscall, &needs.file}) {
    words.insert(words.end(), some->begin(), some->end());
  }
  if (needs.vm) words.push_back("a machine that may be destroyed");
  return fmt::format("{}", fmt::join(words, ", "));
}

Node add_article(Node section, const Experiment& experiment,
                 const std::string& heading) {
  const Node article = add(section, "article");
  set(article, "id", anchor(experiment));
  add(article, "h3", heading);
  return article;
}

void add_facts(Node parent, const Experiment& experiment) {
  const Expectation& e = experiment.expectation;
  const Node line = set(add(parent, "p"), "class", "facts");
  add(line, "code", experiment.full_name());
  if (e.since) say(line, fmt::format(" · since Linux {}", to_string(*e.since)));
  const std::string needs = needs_in_words(e.needs);
  if (!needs.empty()) say(line, " · needs " + needs);
}

void add_intro(Node section, const Chapter& chapter) {
  for (const std::string& paragraph : chapter.intro) {
    say_with_code(set(add(section, "p"), "class", "lead"), paragraph);
  }
}

std::string claim_of(const Experiment& experiment) {
  return experiment.expectation.claim;
}

std::string question_of(const Experiment& experiment) {
  const auto& question = experiment.question;
  return question ? question->ask : claim_of(experiment);
}

/// The experiments by chapter. Each chapter is a section of the page, with a
/// list that has `line_of` of each experiment.
template <typename AddArticle>
void add_chapters(Page& page, const std::vector<Chapter>& chapters,
                  const std::vector<const Experiment*>& experiments,
                  std::string line_of(const Experiment&),
                  AddArticle add_article) {
  Node section;
  std::string folder;
  for (const Experiment* experiment : experiments) {
    if (experiment->chapter != folder) {
      folder = experiment->chapter;
      section =
          page.add_section("chapter-" + folder, title_of(folder, chapters));
      for (const Chapter& chapter : chapters) {
        if (chapter.folder == folder) add_intro(section, chapter);
      }
      const Node list = set(add(section, "ol"), "class", "claims");
      for (const Experiment* one : experiments) {
        if (one->chapter != folder) continue;
        say_with_code(add_link_to(add(list, "li"), *one, ""), line_of(*one));
      }
    }
    add_article(section, *experiment);
  }
}

/// The heading of an experiment before its question is answered: "Init 3".
std::string place_of(const Experiment& experiment,
                     const std::vector<const Experiment*>& experiments,
                     const std::vector<Chapter>& chapters) {
  int number = 0;
  for (const Experiment* one : experiments) {
    number += one->chapter == experiment.chapter;
    if (one == &experiment) break;
  }
  return fmt::format("{} {}", title_of(experiment.chapter, chapters), number);
}

// The text before the chapters. Experiments in it are named by chapter and
// number, because their names give the answers.
void add_beginning(Page& page, const std::vector<Chapter>& chapters,
                   const std::vector<const Experiment*>& experiments) {
  for (const Chapter& chapter : chapters) {
    if (!chapter.folder.empty() || chapter.intro.empty()) continue;
    std::string id = chapter.title;
    std::ranges::replace(id, ' ', '-');
    const Node section = page.add_section(id, chapter.title);
    add_intro(section, chapter);
    for (const pugi::xpath_node& found : section.select_nodes("p/code")) {
      Node code = found.node();
      const auto named =
          std::ranges::find(experiments, std::string(code.text().get()),
                            [](const Experiment* one) { return one->name; });
      if (named == experiments.end()) continue;
      code.set_name("a");
      set(code, "href", fmt::format("#{}", anchor(**named)));
      code.text().set(place_of(**named, experiments, chapters).c_str());
    }
  }
}

// Chapters without experiments have only topics.
void add_topics(Page& page, const std::vector<Chapter>& chapters) {
  for (const Chapter& chapter : chapters) {
    if (chapter.topics.empty()) continue;
    const Node section =
        page.add_section("chapter-" + chapter.folder, chapter.title);
    add_intro(section, chapter);
    const Node list = add(section, "ul");
    for (const std::string& topic : chapter.topics) add(list, "li", topic);
  }
}

void add_exercises(Page& page, std::span<const Exercise> exercises) {
  const Node section = page.add_section("exercises", "Exercises");
  say_with_code(set(add(section, "p"), "class", "lead"),
                "Small broken programs. A repair takes ten to fifteen minutes: "
                "`start` describes the problem and writes the program, `check` "
                "judges your repair, and `hint` helps.");
  const Node list = add(section, "ol");
  for (const Exercise& exercise : exercises) {
    const Node line = add(list, "li", fmt::format("{}: ", title(exercise)));
    add(line, "code", fmt::format("ci/lab exercise start {}", exercise.name));
  }
}

void add_index(Page& page, const std::vector<Symptom>& symptoms,
               const std::vector<const Experiment*>& on_page) {
  if (symptoms.empty()) return;
  add_symptoms(page.add_section("symptoms", "What you see, and why"), symptoms,
               on_page);
}

}  // namespace

std::string anchor(const Experiment& experiment) {
  return experiment.chapter + "." + experiment.name;
}

std::string claim_anchor(const Experiment& experiment) {
  return anchor(experiment) + ".claim";
}

Node add_link_to(Node parent, const Experiment& experiment,
                 const std::string& text) {
  return add_link(parent, fmt::format("#{}", anchor(experiment)), text);
}

Node add_link_to_claim(Node parent, const Experiment& experiment) {
  return add_link(parent, fmt::format("#{}", claim_anchor(experiment)),
                  experiment.expectation.claim);
}

std::string title_of(const std::string& folder,
                     const std::vector<Chapter>& chapters) {
  const auto found = std::ranges::find(chapters, folder, &Chapter::folder);
  return found == chapters.end() ? folder : found->title;
}

std::string report_page(const std::vector<Report>& reports,
                        const CourseText& around) {
  const auto experiments = experiments_of(reports);
  Page page("What was observed of PID namespaces",
            "Each experiment is a small program. Its observations are compared "
            "with what is expected of the kernel.");
  page.add_search(search_index(around.symptoms, experiments));
  add_summary(page.add_section("summary", "Summary"), reports);
  add_matrix(page.add_section("matrix", "Behavior by kernel"), reports,
             around.chapters);
  add_index(page, around.symptoms, experiments);
  if (std::ranges::any_of(reports, [](const Report& report) {
        return report.header.diagnosis.has_value();
      })) {
    add_machines(
        page.add_section("machine",
                         reports.size() == 1 ? "This machine" : "The machines"),
        reports, experiments);
  }
  if (!around.plots.empty()) {
    add_plots(page.add_section("plots", "Benchmarks"), around.plots);
  }
  add_chapters(page, around.chapters, experiments, claim_of,
               [&](Node section, const Experiment& experiment) {
                 const Expectation& e = experiment.expectation;
                 const Node article = add_article(section, experiment, e.claim);
                 set(article.child("h3"), "id", claim_anchor(experiment));
                 add_facts(article, experiment);
                 add_why(article, e);
                 add_cast(article, e.cast);
                 add_observed(article, experiment, reports);
                 add_eras(article, e);
                 add_errata(article, e);
                 add_source(article, experiment);
                 add_reading(article, experiment, experiments);
               });
  return page.text();
}

std::string course_page(const Suite& suite, const CourseText& around) {
  const auto experiments = select(suite, {});
  Page page("A course on PID namespaces",
            "Predict what a program observes, run it, and read why.");
  page.add_search(search_index(around.symptoms, experiments));
  add_beginning(page, around.chapters, experiments);
  add_chapters(page, around.chapters, experiments, question_of,
               [&](Node section, const Experiment& experiment) {
                 const Expectation& e = experiment.expectation;
                 const Node article = add_article(
                     section, experiment,
                     place_of(experiment, experiments, around.chapters));
                 // Everything else would show the answer.
                 const Node rest = add_question(article, experiment.question);
                 const Node claim =
                     set(add(rest, "p", e.claim), "class", "lead");
                 set(claim, "id", claim_anchor(experiment));
                 add_facts(rest, experiment);
                 add(add(rest, "p"), "code",
                     fmt::format("ci/lab watch {}", experiment.name));
                 add_cast(rest, e.cast);
                 add_source(rest, experiment);
                 add_why(rest, e);
                 add_expected(add_details(rest, "What is expected"), e);
                 add_eras(rest, e);
                 add_errata(rest, e);
                 add_reading(rest, experiment, experiments);
               });
  add_topics(page, around.chapters);
  add_exercises(page, around.exercises);
  add_index(page, around.symptoms, experiments);
  if (around.coverage) {
    add_coverage(page.add_section("coverage", "What is shown, and what is not"),
                 *around.coverage, experiments);
  }
  return page.text();
}

}  // namespace pidlab
