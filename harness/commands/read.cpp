// list, show and doctor: what there is to read about the suite.
#include <memory>

#include "harness/base/output.h"
#include "harness/commands/command.h"
#include "harness/commands/describe.h"
#include "harness/commands/doctor.h"

namespace pidlab {

void add_list(CLI::App& app, Lab& lab) {
  struct Words {
    std::vector<std::string> names;
    bool json = false;
  };
  CLI::App* list =
      app.add_subcommand("list", "the experiments and their claims");
  const auto words = std::make_shared<Words>();
  add_names(list, words->names);
  list->add_flag("--json", words->json, "for programs, with all ids");
  list->callback([words, &lab] {
    const Suite suite = find_suite(lab);
    const auto experiments = select(suite, words->names);
    write_stdout(words->json ? list_json(experiments)
                             : list_text(experiments, terminal_style()));
  });
}

void add_show(CLI::App& app, Lab& lab) {
  CLI::App* show_ = app.add_subcommand("show", "all about one experiment");
  const auto names = std::make_shared<std::vector<std::string>>();
  add_required_names(show_, *names);
  show_->callback([names, &lab] {
    const Suite suite = find_suite(lab);
    for (const Experiment* experiment : select(suite, *names)) {
      write_stdout(show(*experiment, suite, terminal_style()));
    }
  });
}

void add_doctor(CLI::App& app, Lab& lab) {
  CLI::App* doctor_ =
      app.add_subcommand("doctor", "what can be run here, and what to change");
  doctor_->callback([&lab] {
    const Suite suite = find_suite(lab);
    write_stdout(doctor(select(suite, {})));
  });
}

}  // namespace pidlab
