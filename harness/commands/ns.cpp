#include <iostream>
#include <memory>

#include "harness/base/output.h"
#include "harness/commands/command.h"
#include "harness/ns/namespaces.h"

namespace pidlab {
namespace {

struct Words {
  std::string what;  // a PID or a path
  bool all = false, owner = false, parent = false;
};

Found describe(const Words& words) {
  const auto& [what, all, owner, parent] = words;
  if (all) return ns_all();
  if (what.empty() && !owner && !parent) return ns_tree();
  const bool is_pid = !what.empty() && what.size() < 10 &&
                      what.find_first_not_of("0123456789") == what.npos;
  const std::string path = is_pid         ? "/proc/" + what + "/ns/pid"
                           : what.empty() ? "/proc/self/ns/pid"
                                          : what;
  if (owner) return {ns_owner(path), ""};
  if (parent) return {ns_parent(path), ""};
  return {is_pid ? ns_of_process(std::stoi(what)) : ns_of_file(path), ""};
}

}  // namespace

void add_ns(CLI::App& app, Lab&) {
  CLI::App* command = app.add_subcommand(
      "ns", "the namespaces of this machine, of a process or behind a file");
  const auto words = std::make_shared<Words>();
  CLI::Option* what = command->add_option(
      "what", words->what,
      "a PID, or a path like /proc/PID/ns/pid; the tree of all "
      "PID namespaces if not given");
  CLI::Option* owner = command->add_flag(
      "--owner", words->owner, "only the user namespace that owns it");
  CLI::Option* parent =
      command->add_flag("--parent", words->parent, "only its parent")
          ->excludes(owner);
  command
      ->add_flag("--all", words->all,
                 "every namespace that any task is in, a line each")
      ->excludes(what)
      ->excludes(owner)
      ->excludes(parent);
  command->callback([words] {
    const Found found = describe(*words);
    write_stdout(found.text);
    if (!found.left_out.empty()) {
      std::cerr << "pidlab: " << found.left_out << '\n';
    }
  });
}

}  // namespace pidlab
