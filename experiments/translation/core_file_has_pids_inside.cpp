// A core file has the PIDs of a process in its own PID namespace.
//
// The notes NT_PRSTATUS and NT_PRPSINFO have the PID, the parent's PID, the
// process group and the session. A debugger shows these PIDs. A parent or a
// group outside has none there: 0.
//
//   caller ──unshare(CLONE_NEWPID)
//   caller ──fork()──▶ init             PID 1 of the new namespace
//   init   ──fork()──▶ child            PID 2, faults
#include <elf.h>
#include <link.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/procfs.h>
#include <sys/resource.h>

#include "experiments/experiment.h"

using namespace pidlab;

// The first notes of a core file.
struct [[gnu::packed]] Notes {
  ElfW(Nhdr) status_head;
  char status_name[8];
  prstatus_t status;
  ElfW(Nhdr) info_head;
  char info_name[8];
  prpsinfo_t info;
};

int main() {
  only_on_a_throwaway_machine();
  must(unshare(CLONE_NEWNS));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  must(mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  must(chdir("/tmp"));
  const Fd pattern(must(open("/proc/sys/kernel/core_pattern", O_RDWR)));
  std::string old(128, '\0');
  old.resize(must(pread(pattern, old.data(), old.size(), 0)));
  must(pwrite(pattern, "core.%p", 8, 0));
  const rlimit no_limit{RLIM_INFINITY, RLIM_INFINITY};
  must(setrlimit(RLIMIT_CORE, &no_limit));

  must(unshare(CLONE_NEWPID));
  const pid_t init = must(fork());
  if (init == 0) {
    const pid_t child = must(fork());
    if (child == 0) __builtin_trap();
    observe("child.pid_in_init", child);
    must(waitpid(child, nullptr, 0));
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
  must(pwrite(pattern, old.data(), old.size(), 0));

  const Fd core(must(open("core.2", O_RDONLY | O_CLOEXEC)));
  ElfW(Ehdr) head;
  must(pread(core, &head, sizeof head, 0));
  ElfW(Phdr) segment;
  must(pread(core, &segment, sizeof segment, head.e_phoff));
  Notes notes;
  must(pread(core, &notes, sizeof notes, segment.p_offset));
  observe("caller.pid_in_prstatus", notes.status.pr_pid);
  observe("caller.ppid_in_prstatus", notes.status.pr_ppid);
  observe("caller.pgid_in_prstatus", notes.status.pr_pgrp);
  observe("caller.sid_in_prstatus", notes.status.pr_sid);
  observe("caller.pid_in_prpsinfo", notes.info.pr_pid);
  observe("caller.ppid_in_prpsinfo", notes.info.pr_ppid);
  observe("caller.pgid_in_prpsinfo", notes.info.pr_pgrp);
  observe("caller.sid_in_prpsinfo", notes.info.pr_sid);
}
