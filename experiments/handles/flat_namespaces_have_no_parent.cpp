// A namespace of a type that does not nest has no parent: EINVAL.
//
// PID and user namespaces form trees; all other types lie side by side, however
// the processes in them were born. The file tells which: EINVAL is "no such
// thing as a parent", EPERM is "not for you", ENOTTY is "no namespace at all".
//
//   caller ──ioctl(its own namespaces, NS_GET_PARENT)
#include <linux/nsfs.h>
#include <sys/ioctl.h>

#include "experiments/experiment.h"

using namespace pidlab;

int main() {
  for (const std::string type : {"uts", "ipc", "mnt", "net", "pid", "user"}) {
    const std::string link = "/proc/self/ns/" + type;
    const Fd file(must(open(link.c_str(), O_RDONLY | O_CLOEXEC)));
    observe("caller.ioctl_parent_of_" + type,
            outcome(ioctl(file, NS_GET_PARENT)));
  }

  const Fd other(must(open("/proc/self/stat", O_RDONLY | O_CLOEXEC)));
  observe("caller.ioctl_parent_of_stat", outcome(ioctl(other, NS_GET_PARENT)));
}
