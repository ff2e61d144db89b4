// A thread inside has a directory in /proc, which a listing does not show.
//
// /proc/TID can be opened for every thread, but readdir lists only processes.
// In its status, Pid is the TID, and Tgid and NStgid are the PID of its
// process.
//
//   caller ──unshare(CLONE_NEWPID), fork()──▶ init     PID 1 inside
//   init   ──mount("proc")──▶ /tmp                     init's namespace
//   init   ──std::thread────────────────────▶ thread   TID 2
//   thread ──readdir(/tmp), read(/tmp/2/status)
#include <sched.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "experiments/experiment.h"

using namespace pidlab;

static pid_t value(const std::string& line) {
  std::ifstream file("/tmp/2/status");
  for (std::string word; word != line && file >> word;) {
  }
  pid_t number = -1;
  file >> number;
  return number;
}

int main() {
  must(unshare(CLONE_NEWNS | CLONE_NEWPID));
  must(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
  const pid_t init = must(fork());
  if (init == 0) {
    must(mount("proc", "/tmp", "proc", 0, nullptr));
    std::thread thread([&] {
      std::string listed;
      for (const auto& entry : std::filesystem::directory_iterator("/tmp")) {
        const std::string name = entry.path().filename();
        if (isdigit(name[0])) listed += (listed.empty() ? "" : " ") + name;
      }
      observe("thread.pids", listed);
      const Fd directory(open("/tmp/2", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      observe("thread.open", outcome(directory));
      const Fd nobody(open("/tmp/3", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      observe("thread.open_3", outcome(nobody));
      observe("thread.tid_in_status", value("Pid:"));
      observe("thread.tgid_in_status", value("Tgid:"));
      observe("thread.tid_in_nspid", value("NSpid:"));
      observe("thread.tgid_in_nstgid", value("NStgid:"));
    });
    thread.join();
    _exit(0);
  }
  must(waitpid(init, nullptr, 0));
}
