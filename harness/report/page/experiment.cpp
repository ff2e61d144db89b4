// The parts of an experiment that both pages show.
#include <fmt/format.h>

#include <sstream>

#include "harness/report/page/parts.h"
#include "harness/suite/links.h"

namespace pidlab {

void add_man_page(Node parent, const std::string& page) {
  const std::string url = url_of(page);
  if (url.empty()) {
    say(parent, page);
  } else {
    add_link(parent, url, page);
  }
}

Node add_details(Node parent, const std::string& summary) {
  const Node details = add(parent, "details");
  add(details, "summary", summary);
  return details;
}

void add_why(Node parent, const Expectation& e) {
  // The line breaks of the file are for a terminal.
  std::string text;
  std::istringstream words(e.why);
  for (std::string word; words >> word;) {
    text += (text.empty() ? "" : " ") + word;
  }
  say_with_code(set(add(parent, "p"), "class", "why"), text);
}

Node add_question(Node parent, const std::optional<Question>& question) {
  if (!question) return parent;
  const Node box = set(add(parent, "div"), "class", "question");
  say_with_code(add(box, "p"), question->ask);
  const Node choices = set(add(box, "ol"), "type", "a");
  for (const std::string& choice : question->choices) {
    say_with_code(add(choices, "li"), choice);
  }
  const Node details = add_details(parent, "The answer");
  say_with_code(add(add(details, "p"), "strong"),
                fmt::format("({}) {}", letter_of(question->answer),
                            question->choices.at(question->answer - 1)));
  say_with_code(add(details, "p"), question->because);
  const Node list = add(details, "ul");
  std::size_t choice = 0;
  for (const std::string& why : question->tempting) {
    if (++choice == question->answer) ++choice;
    say_with_code(add(list, "li"),
                  fmt::format("({}) is tempting: {}", letter_of(choice), why));
  }
  return details;
}

void add_expected(Node parent, const Expectation& e) {
  const Node table = add(add_scroller(parent, "Expected"), "table");
  const Node names = add(add(table, "thead"), "tr");
  set(add(names, "th", "observation"), "scope", "col");
  set(add(names, "th", "expected"), "scope", "col");
  const Node body = add(table, "tbody");
  const auto add_row = [&](const std::string& name, const std::string& text) {
    const Node line = add(body, "tr");
    set(add(line, "th", name), "scope", "row");
    return add(line, "td", text);
  };
  for (const auto& [name, expected] : e.expect) {
    set(add_row(name, to_string(expected)), "class", "value");
  }
  for (const auto& [name, reason] : e.observe_only) {
    set(add_row(name, "not judged: " + reason), "class", "muted");
  }
}

void add_eras(Node parent, const Expectation& e) {
  if (e.changed.empty()) return;
  add(parent, "h4", "What changed");
  const Node list = set(add(parent, "dl"), "class", "eras");
  for (const Change& change : e.changed) {
    add(list, "dt",
        change.after
            ? fmt::format("Linux {}, or an earlier version after {}",
                          to_string(change.by), to_string(*change.after))
            : fmt::format("Linux {}", to_string(change.by)));
    const Node text = add(list, "dd");
    add(text, "p", change.because);
    const Node now = add(text, "ul");
    for (const auto& [name, expected] : change.expect) {
      add(add(now, "li"), "code", name + " = " + to_string(expected));
    }
    if (!change.commit.empty()) {
      const Node line = add(text, "p", "Commit ");
      add_link(line, url_of(change), change.commit);
    }
  }
}

void add_errata(Node parent, const Expectation& e) {
  if (e.errata.empty()) return;
  add(parent, "h4", "Where a manual page differs");
  for (const Erratum& erratum : e.errata) {
    const Node line = add(parent, "p");
    add_man_page(line, erratum.page);
    say(line, fmt::format(" ({}) says:", erratum.section));
    add(add(parent, "blockquote"), "p", erratum.says);
    for (const auto& [version, seen] : erratum.measured) {
      add(parent, "p", fmt::format("On Linux {}: {}", version, seen));
    }
  }
}

void add_source(Node parent, const Experiment& experiment) {
  const Node details = add_details(
      parent, fmt::format("Source: {}.cpp", experiment.full_name()));
  const Node text = add(
      add(set(add_scroller(details, "Source"), "class", "wide source"), "pre"),
      "code");
  std::istringstream lines(experiment.source);
  for (std::string line; std::getline(lines, line);) {
    const auto comment = line.find("//");
    say(text, line.substr(0, comment));
    if (comment != line.npos) add(text, "i", line.substr(comment));
    say(text, "\n");
  }
}

void add_reading(Node parent, const Experiment& experiment,
                 const std::vector<const Experiment*>& on_page) {
  const Expectation& e = experiment.expectation;
  const Node list = set(add(parent, "ul"), "class", "reading");
  if (!e.man.empty()) {
    const Node line = add(list, "li");
    for (const std::string& page : e.man) {
      if (&page != &e.man.front()) say(line, ", ");
      add_man_page(line, page);
    }
  }
  for (const KernelSymbol& symbol : e.kernel) {
    const Node line = add(list, "li");
    add_link(add(line, "code"), url_of(symbol), symbol.symbol);
    say(line,
        fmt::format(" in {} as of Linux {}", symbol.file, symbol.read_at));
  }
  for (const Experiment* other : on_page) {
    if (!are_contrasts(*other, experiment)) continue;
    const Node line = add(list, "li", "In contrast: ");
    add_link_to_claim(line, *other);
  }
}

}  // namespace pidlab
