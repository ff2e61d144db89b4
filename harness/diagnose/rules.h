// The rules, and what they find. Each rule is a function of what was read.
#pragma once

#include <string>
#include <vector>

#include "harness/diagnose/machine.h"
#include "harness/record/diagnosis.h"

namespace pidlab {

struct Rule;

struct Finding {
  int pid = 0;   ///< of the process that the sentence is about
  Inode ns = 0;  ///< its PID namespace
  std::string what;
  std::vector<Evidence> evidence;
  const Rule* rule = nullptr;
};

struct Rule {
  const char* name;
  Severity severity;
  std::vector<Finding> (*find)(const Machine&);
  const char* consequence;
  const char* remedy;
  const char* manual;      ///< the page to read
  const char* experiment;  ///< the one that shows the rule
};

/// The most severe first.
const std::vector<Rule>& rules();

/// What the rules find. `below` limits it to these namespaces, if not empty.
std::vector<Finding> diagnose(const Machine&, const std::vector<Inode>& below);

// The functions of the table, by file.

// init_rules.cpp
std::vector<Finding> find_discarded_sigterm(const Machine&);
std::vector<Finding> find_discarded_sigint(const Machine&);
std::vector<Finding> find_stopped_init(const Machine&);
std::vector<Finding> find_traced_init(const Machine&);
std::vector<Finding> find_init_that_cannot_end(const Machine&);
std::vector<Finding> find_zombies_of_init(const Machine&);
std::vector<Finding> find_other_zombies(const Machine&);
std::vector<Finding> find_group_outside(const Machine&);
std::vector<Finding> find_session_outside(const Machine&);
std::vector<Finding> find_restricted_init(const Machine&);

// namespace_rules.cpp
std::vector<Finding> find_children_in_a_dead_namespace(const Machine&);
std::vector<Finding> find_threads_refused(const Machine&);
std::vector<Finding> find_children_elsewhere(const Machine&);
std::vector<Finding> find_kept_namespace(const Machine&);
std::vector<Finding> find_pids_nearly_used_up(const Machine&);
std::vector<Finding> find_namespaces_nearly_used_up(const Machine&);
std::vector<Finding> find_deep_nesting(const Machine&);
std::vector<Finding> find_tracer_outside(const Machine&);

// proc_rules.cpp
std::vector<Finding> find_foreign_proc(const Machine&);
std::vector<Finding> find_missing_proc(const Machine&);
std::vector<Finding> find_covered_proc(const Machine&);
std::vector<Finding> find_hidepid(const Machine&);

/// "PID 7 (sleep)".
std::string named(const SeenProcess&);

/// The path of its file, such as "/proc/7/status".
std::string proc_file(const SeenProcess&, const char* file);

}  // namespace pidlab
