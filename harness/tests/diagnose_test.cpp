// The rules of diagnose, over made-up processes.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "harness/diagnose/describe.h"
#include "harness/diagnose/rules.h"

namespace pidlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t sigterm = 1 << 14, sigint = 1 << 1;

SeenProcess process(int pid, std::vector<int> pids, Inode ns) {
  SeenProcess one;
  one.pid = pid;
  one.comm = "p" + std::to_string(pid);
  one.state = 'S';
  one.ppid = 1;
  one.pids = one.pgids = one.sids = std::move(pids);
  one.caught = sigterm | sigint;
  one.bounding = ~0ull;
  one.has_memory = true;
  one.ns = ns;
  return one;
}

// A healthy machine: the init of the machine, and a container with an init (10)
// and a member (11).
struct Diagnose : testing::Test {
  Machine machine;
  SeenProcess &root, &init, &member;

  Diagnose()
      : machine{.outermost = 1,
                .pid_max = 1000,
                .max_pid_namespaces = 1000,
                .processes = {process(1, {1}, 1), process(10, {10, 1}, 2),
                              process(11, {11, 2}, 2)},
                .namespaces = {{1, {.init = 1}},
                               {2, {.parent = 1, .init = 10}}}},
        root(machine.processes[0]),
        init(machine.processes[1]),
        member(machine.processes[2]) {
    member.ppid = 10;
    member.pgids = member.sids = {10, 1};
    root.caught = 0, root.ppid = 0;
  }

  std::vector<std::string> found() const {
    std::vector<std::string> names;
    for (const Finding& finding : diagnose(machine, {})) {
      names.push_back(std::string(finding.rule->name) + " " +
                      std::to_string(finding.pid));
    }
    return names;
  }
};

TEST_F(Diagnose, FindsNothingOnAHealthyMachine) {
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Diagnose, InitWithoutAHandlerForSigterm) {
  init.caught = sigint;
  EXPECT_THAT(found(), ElementsAre("discarded_sigterm 10"));
  init.ignored = sigterm;
  EXPECT_THAT(diagnose(machine, {})[0].what, HasSubstr("ignores SIGTERM"));
  init.blocked = sigterm;
  EXPECT_THAT(found(), IsEmpty()) << "a blocked signal waits for sigwait";
}

TEST_F(Diagnose, InitThatIsACopyOfItsParentNeedsNoHandler) {
  init.caught = 0;
  root.comm = init.comm = "bwrap";
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Diagnose, InitWithoutAHandlerForSigintMattersOnATerminal) {
  init.caught = sigterm;
  EXPECT_THAT(found(), IsEmpty());
  init.has_terminal = true;
  EXPECT_THAT(found(), ElementsAre("discarded_sigint 10"));
}

TEST_F(Diagnose, InsideAContainerPid1IsAnInit) {
  machine.processes.resize(1);
  machine.outermost_is_initial = false;
  EXPECT_THAT(found(), ElementsAre("discarded_sigterm 1"));
}

TEST_F(Diagnose, InitThatDoesNotRun) {
  init.state = 'T';
  EXPECT_THAT(found(), ElementsAre("stopped_init 10"));
  init.state = 't';
  EXPECT_THAT(found(), ElementsAre("traced_init 10"));
  init.state = 'S', member.state = 'T';
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Diagnose, Zombie) {
  member.state = 'Z';
  EXPECT_THAT(found(), ElementsAre("zombies_of_init 10"));
  init.state = 'R';
  EXPECT_THAT(found(), IsEmpty()) << "it may be about to wait";
  init.state = 'S', member.threads = 2;
  EXPECT_THAT(found(), IsEmpty()) << "only its first thread has ended";
  member.threads = 1, member.ppid = 1;
  EXPECT_THAT(found(), ElementsAre("other_zombies 1"));
}

TEST_F(Diagnose, InitThatWaitsForAZombieOfAnother) {
  init.has_memory = false, init.ending = true;
  member.state = 'Z';
  EXPECT_THAT(found(), IsEmpty()) << "the kernel reaps its children";
  member.ppid = 1;
  EXPECT_THAT(found(),
              ElementsAre("init_that_cannot_end 10", "other_zombies 1"));
}

TEST_F(Diagnose, ChildrenInAnotherNamespace) {
  root.elsewhere = {{1, 2}};
  EXPECT_THAT(found(), ElementsAre("children_elsewhere 1"));
  root.elsewhere = {{1, 0}};
  EXPECT_THAT(found(), ElementsAre("children_elsewhere 1"));
  root.threads = 2;
  EXPECT_THAT(found(), ElementsAre("threads_refused 1"));
  root.elsewhere = {{1, 3}};
  EXPECT_THAT(found(), ElementsAre("children_in_a_dead_namespace 1"));
  root.state = 'R';
  EXPECT_THAT(found(), ElementsAre("threads_refused 1"))
      << "it may be about to end";
}

TEST_F(Diagnose, NamespaceOfAnInitThatEndsIsDead) {
  root.elsewhere = {{1, 2}};
  init.ending = true;
  EXPECT_THAT(found(), ElementsAre("children_in_a_dead_namespace 1"));
}

TEST_F(Diagnose, ProcessThatCannotBeReadMayBeInANamespace) {
  root.elsewhere = {{1, 3}};
  machine.kept = {{3, 1, "/proc/1/fd/3", "pid:[3]"}};
  member.forbidden = true;
  EXPECT_THAT(found(), ElementsAre("children_elsewhere 1"));
}

TEST_F(Diagnose, NamespaceWithoutAProcess) {
  machine.kept = {{3, 1, "/proc/1/fd/3", "pid:[3]"},
                  {3, 10, "/proc/10/fd/3", "pid:[3]"}};
  EXPECT_THAT(found(), ElementsAre("kept_namespace 1"));
  EXPECT_EQ(diagnose(machine, {})[0].evidence.size(), 2u);
}

TEST_F(Diagnose, Limits) {
  root.threads = 897;
  EXPECT_THAT(found(), IsEmpty());
  root.threads = 898;
  EXPECT_THAT(found(), ElementsAre("pids_nearly_used_up 0"));
  machine.proc_is_ours = false;
  EXPECT_THAT(found(), IsEmpty()) << "pid_max is that of another namespace";
  machine.max_pid_namespaces = 1;
  EXPECT_THAT(found(), ElementsAre("namespaces_nearly_used_up 0"));
  machine.max_pid_namespaces = 2;
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(Diagnose, DeepNesting) {
  member.pids.assign(30, 7);
  EXPECT_THAT(found(), IsEmpty());
  member.pids.assign(31, 7);
  EXPECT_THAT(found(), ElementsAre("deep_nesting 11"));
}

TEST_F(Diagnose, TracerOutside) {
  member.tracer = 10;
  EXPECT_THAT(found(), IsEmpty());
  member.tracer = 1;
  EXPECT_THAT(found(), ElementsAre("tracer_outside 11"));
}

TEST_F(Diagnose, GroupOrSessionOutside) {
  init.sids = {1, 0};
  EXPECT_THAT(found(), ElementsAre("session_outside 10"));
  init.pgids = {1, 0};
  EXPECT_THAT(found(), ElementsAre("group_outside 10"));
}

TEST_F(Diagnose, RestrictedInit) {
  init.seccomp = 2;
  EXPECT_THAT(found(), ElementsAre("restricted_init 10"));
}

TEST_F(Diagnose, ProcOfProcesses) {
  machine.proc_views = {{.pid = 10, .mounted = true}, {.pid = 1}};
  EXPECT_THAT(found(), IsEmpty());
  ProcView& view = machine.proc_views[0];
  view.of_its_namespace = false;
  EXPECT_THAT(found(), ElementsAre("foreign_proc 10"));
  view.mounted = false;
  EXPECT_THAT(found(), ElementsAre("missing_proc 10"));
  view = {.pid = 10, .mounted = true, .covered = {"/proc/kcore"}};
  EXPECT_THAT(found(), ElementsAre("covered_proc 10"));
  view = {.pid = 10, .mounted = true, .hidepid = "hidepid=2"};
  EXPECT_THAT(found(), ElementsAre("hidepid 10"));
}

TEST_F(Diagnose, OnlyTheNamespacesBelow) {
  init.caught = 0;
  EXPECT_EQ(diagnose(machine, machine.from(1)).size(), 1u);
  EXPECT_EQ(diagnose(machine, machine.from(2)).size(), 1u);
  machine.namespaces[3] = {.parent = 1};
  EXPECT_EQ(diagnose(machine, machine.from(3)).size(), 0u);
}

TEST(DiagnoseStatus, IsParsed) {
  const SeenProcess one = parse_status(
      "Name:\ta b\033\nState:\tZ (zombie)\nPid:\t10\nPPid:\t3\n"
      "NSpid:\t10\t1\nNSpgid:\t0\t0\nThreads:\t2\n"
      "SigCgt:\t0000000000004002\nNoNewPrivs:\t1\nSeccomp:\t2\n");
  EXPECT_EQ(one.comm, "a b\\x1b");
  EXPECT_EQ(one.state, 'Z');
  EXPECT_EQ(one.pid, 10);
  EXPECT_EQ(one.ppid, 3);
  EXPECT_THAT(one.pids, ElementsAre(10, 1));
  EXPECT_EQ(one.threads, 2);
  EXPECT_EQ(one.caught, sigterm | sigint);
  EXPECT_TRUE(one.no_new_privs);
  EXPECT_EQ(one.seccomp, 2);
  EXPECT_FALSE(one.has_memory);
}

TEST(DiagnoseRules, HaveExperimentsAndTheMostSevereComesFirst) {
  std::set<std::string> experiments;
  namespace fs = std::filesystem;
  for (const auto& file : fs::recursive_directory_iterator(PIDLAB_EXPERIMENTS))
    experiments.insert(file.path().stem());
  for (const Rule& rule : rules()) {
    EXPECT_TRUE(experiments.contains(rule.experiment)) << rule.experiment;
  }
  EXPECT_TRUE(
      std::ranges::is_sorted(rules(), std::ranges::greater(), &Rule::severity));
}

}  // namespace
}  // namespace pidlab
