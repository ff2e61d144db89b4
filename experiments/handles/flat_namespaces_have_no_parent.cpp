// For a namespace type that does not nest, NS_GET_PARENT fails with EINVAL.
//
// Only PID and user namespaces are nested. A namespace of another type has no
// parent. EPERM means that the caller may not see a parent, and ENOTTY that the
// file does not refer to a namespace.
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
