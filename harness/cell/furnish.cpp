// The order matters: mounts need the mapped user, and the mounts must be
// private before /proc and /tmp are mounted.
#include "harness/cell/furnish.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "harness/base/fd.h"

namespace pidlab {
namespace {

bool write_file(const char* path, std::string_view text) {
  const Fd file(open(path, O_WRONLY | O_CLOEXEC));
  return file != -1 &&
         write(file, text.data(), text.size()) == ssize_t(text.size());
}

// The only mapping that an unprivileged user may write.
const char* map_user(uid_t uid, gid_t gid) {
  // Kernels before 3.19 do not have it.
  if (access("/proc/self/setgroups", F_OK) == 0 &&
      !write_file("/proc/self/setgroups", "deny")) {
    return "writing /proc/self/setgroups";
  }
  if (!write_file("/proc/self/uid_map", fmt::format("0 {} 1", uid))) {
    return "writing /proc/self/uid_map";
  }
  if (!write_file("/proc/self/gid_map", fmt::format("0 {} 1", gid))) {
    return "writing /proc/self/gid_map";
  }
  return nullptr;
}

// Before Linux 5.14, RLIMIT_NPROC counts all processes of the user: the limit
// leaves room for them.
void limit_processes() {
  rlimit processes;
  getrlimit(RLIMIT_NPROC, &processes);
  processes.rlim_cur = std::min<rlim_t>(processes.rlim_cur, 4 * most_births);
  setrlimit(RLIMIT_NPROC, &processes);
}

bool mark_mounts_private() {
  return mount("", "/", "", MS_REC | MS_PRIVATE, nullptr) == 0;
}

const char* make_mounts_private() {
  if (mark_mounts_private()) return nullptr;
  if (errno != EINVAL) return "making mounts private";
  // In a chroot "/" may not be a mount, and user namespaces cannot be created.
  // So the tree of the chroot becomes the root of our mount namespace: setns
  // goes to its current root, and the tree is mounted over it.
  const Fd tree(open_tree(AT_FDCWD, "/",
                          OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE));
  Fd ns(open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC));
  // Without /proc. Only since Linux 5.8 does setns accept a pidfd.
  if (ns == -1) ns = Fd(int(syscall(SYS_pidfd_open, getpid(), 0)));
  if (tree == -1 || setns(ns, CLONE_NEWNS) == -1 || !mark_mounts_private() ||
      move_mount(tree, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH) == -1 ||
      fchdir(tree) == -1) {
    return "leaving the chroot";
  }
  // The old root is unmounted, unless it is an initramfs, which must stay.
  if (syscall(SYS_pivot_root, ".", ".") == 0) umount2(".", MNT_DETACH);
  if (chroot(".") == -1 || !mark_mounts_private())
    return "entering the new root";
  return nullptr;
}

// Whether that holds in a child process, which may change its copy of the
// mounts.
bool holds_in_a_copy(bool (*holds)()) {
  const pid_t child = fork();
  if (child == 0) {
    _exit(unshare(CLONE_NEWNS) == 0 && mark_mounts_private() && holds());
  }
  int status;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         WEXITSTATUS(status) == 1;
}

}  // namespace

const char* furnish_cell(const CellOrders& orders, Furniture& has) {
  if (orders.kind == CellKind::user) {
    if (const char* what = map_user(orders.uid, orders.gid)) return what;
    limit_processes();
  }
  if (const char* what = make_mounts_private()) return what;
  // A container with one file has neither. If mkdir fails, mount says why.
  mkdir("/proc", 0555);
  mkdir("/tmp", 0755);
  constexpr unsigned long plain = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  has.proc = mount("proc", "/proc", "proc", plain, nullptr) == 0;
  if (!has.proc && (errno != EPERM || access("/proc/self", F_OK) == -1)) {
    return "mounting /proc";
  }
  has.tmp = mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV,
                  "size=16m,mode=1777") == 0;
  if (!has.tmp && errno != ENOENT) return "mounting /tmp";
  return chdir(has.tmp ? "/tmp" : "/") == -1 ? "entering /tmp" : nullptr;
}

bool hides_proc() {
  return holds_in_a_copy([] {
    // setns goes to the root that is on top. Once that one is unmounted, it
    // goes to the one below.
    const Fd ns(open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC));
    while (umount2("/", MNT_DETACH) == 0 && setns(ns, CLONE_NEWNS) == 0) {
      struct statfs below;
      if (statfs("/proc", &below) == 0 && below.f_type == PROC_SUPER_MAGIC) {
        return true;
      }
    }
    return false;
  });
}

bool keeps_root() {
  return holds_in_a_copy([] {
    return mount("tmpfs", "/tmp", "tmpfs", 0, nullptr) == 0 &&
           chdir("/tmp") == 0 && syscall(SYS_pivot_root, ".", ".") == -1 &&
           errno == EINVAL;
  });
}

}  // namespace pidlab
