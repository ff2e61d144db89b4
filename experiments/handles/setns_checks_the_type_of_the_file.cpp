// For a namespace file, setns(2) accepts its type or 0, and no other type.
//
// A namespace file refers to one namespace, and NS_GET_NSTYPE returns its type.
// The second argument of setns(2) does not select a namespace. It only checks
// the type of the file; 0 accepts any type.
//
//   caller ──setns(a file of its own namespaces, a type that fits or does not)
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  const Fd pid(must(open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)));
  const Fd children(
      must(open("/proc/self/ns/pid_for_children", O_RDONLY | O_CLOEXEC)));
  const Fd uts(must(open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC)));
  const Fd stat(must(open("/proc/self/stat", O_RDONLY | O_CLOEXEC)));
  observe("caller.ns_type_of_pid", ioctl(pid, NS_GET_NSTYPE));
  observe("caller.ns_type_of_pid_for_children", ioctl(children, NS_GET_NSTYPE));
  observe("caller.ns_type_of_uts", ioctl(uts, NS_GET_NSTYPE));

  observe("caller.setns_pid_as_pid", outcome(setns(pid, CLONE_NEWPID)));
  observe("caller.setns_pid_as_any", outcome(setns(pid, 0)));
  observe("caller.setns_pid_as_uts", outcome(setns(pid, CLONE_NEWUTS)));
  observe("caller.setns_uts_as_pid", outcome(setns(uts, CLONE_NEWPID)));
  observe("caller.setns_stat_as_any", outcome(setns(stat, 0)));
  observe("caller.setns_nothing", outcome(setns(-1, CLONE_NEWPID)));
}
