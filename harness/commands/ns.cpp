// ns: the PID namespaces of this machine, or those of a process or a file.
#include <iostream>
#include <memory>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/commands/command.h"
#include "harness/diagnose/describe.h"
#include "harness/ns/namespaces.h"

namespace pidlab {
namespace {

struct NsArguments {
  std::string what;  // a PID or a path
  bool all = false, owner = false, parent = false;
};

// The tree of its PID namespace, with what `pidlab diagnose` finds.
std::string with_findings(int pid) {
  const Machine machine = read_machine();
  const SeenProcess* process = machine.find(pid);
  if (!process) return "";
  return "\nits PID namespace and those below, with what diagnose finds\n" +
         findings_tree(machine, process->ns, terminal_style());
}

Found describe(const NsArguments& options) {
  const auto& [what, all, owner, parent] = options;
  if (all) return ns_all();
  if (what.empty() && !owner && !parent) return ns_tree();
  const bool is_pid = !what.empty() && what.size() < 10 &&
                      what.find_first_not_of("0123456789") == what.npos;
  const std::string path = is_pid         ? "/proc/" + what + "/ns/pid"
                           : what.empty() ? "/proc/self/ns/pid"
                                          : what;
  if (owner) return {ns_owner(path), ""};
  if (parent) return {ns_parent(path), ""};
  if (!is_pid) return {ns_of_file(path), ""};
  const int pid = std::stoi(what);
  return {ns_of_process(pid) + with_findings(pid), ""};
}

}  // namespace

void add_ns(CLI::App& app, Lab&) {
  CLI::App* command = app.add_subcommand(
      "ns", "show the namespaces of this machine, of a process or of a file");
  const auto options = std::make_shared<NsArguments>();
  command
      ->add_option("what", options->what,
                   "a PID, or a path such as /proc/PID/ns/pid (default: "
                   "the tree of all PID namespaces)")
      ->option_text("PID|FILE");
  command->add_flag("--owner", options->owner,
                    "print only the user namespace that owns it");
  command->add_flag("--parent", options->parent,
                    "print only its parent namespace; not with --owner");
  command->add_flag("--all", options->all,
                    "print every namespace of every task, one per line; not "
                    "with another argument");
  command->callback([options] {
    const auto& [what, all, owner, parent] = *options;
    if (all + owner + parent > 1 || (all && !what.empty())) {
      throw BadInput(
          "ns: expected --owner, --parent, or --all without another argument");
    }
    const Found found = describe(*options);
    write_stdout(found.text);
    if (!found.unreadable.empty()) {
      std::cerr << "pidlab: " << found.unreadable << '\n';
    }
  });
}

}  // namespace pidlab
