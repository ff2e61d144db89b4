// The troubleshooting index: from the symptom to the experiments that explain
// it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/report/page/parts.h"

namespace pidlab {

std::string symptom_anchor(std::size_t index) {
  return fmt::format("symptom-{}", index);
}

void add_symptoms(Node section, const std::vector<Symptom>& symptoms,
                  const std::vector<const Experiment*>& on_page) {
  const Node lead = add(section, "p");
  set(lead, "class", "lead");
  say_with_code(lead,
                "Each symptom leads to the rule that explains it. Search this "
                "page for the words of a message, or let `pidlab why` search.");
  for (const Symptom& symptom : symptoms) {
    const Node details = add_details(section, symptom.see);
    set(details, "class", "symptom");
    if (!symptom.also.empty()) {
      // A browser's search finds these words, even while this is closed.
      const Node also = add(details, "p");
      add(also, "strong", "Seen as: ");
      say(also, fmt::format("{}.", fmt::join(symptom.also, "; ")));
    }
    const Node means = add(details, "p");
    set(means, "id", symptom_anchor(std::size_t(&symptom - symptoms.data())));
    say_with_code(means, symptom.means);
    const Node help = add(details, "p");
    add(help, "strong", "What helps: ");
    say_with_code(help, symptom.do_this);
    if (!symptom.unshown.empty()) {
      say_with_code(add(details, "p"), symptom.unshown);
    }
    if (symptom.experiments.empty()) continue;
    const Node list = add(details, "ul");
    for (const Experiment* experiment : symptom.experiments) {
      const Node line = add(list, "li");
      if (std::ranges::count(on_page, experiment)) {
        add_link_to_claim(line, *experiment);
      } else {
        say(line, experiment->expectation.claim);
      }
    }
  }
}

}  // namespace pidlab
