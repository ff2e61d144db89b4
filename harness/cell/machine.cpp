// Runs pidlab as the /init of a virtual machine.
#include "harness/cell/machine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace pidlab {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void power_off() {
  std::cout.flush();
  tcdrain(STDOUT_FILENO);
  sync();
  reboot(RB_POWER_OFF);
  _exit(1);
}

void attach(const char* type, const char* where) {
  mkdir(where, 0755);
  if (mount(type, where, type, 0, nullptr) == -1) {
    std::cout << fmt::format("pidlab: cannot mount {}: {}\n", where,
                             strerrorname_np(errno));
  }
}

// With cgroup v1, this is a tmpfs with a folder for each hierarchy.
void attach_cgroups() {
  if (mount("tmpfs", "/sys/fs/cgroup", "tmpfs", 0, nullptr) == -1) return;
  for (const std::string controller : {"cpuset", "pids"}) {
    const std::string folder = "/sys/fs/cgroup/" + controller;
    mkdir(folder.c_str(), 0755);
    if (mount("cgroup", folder.c_str(), "cgroup", 0, controller.c_str()) == -1)
      rmdir(folder.c_str());
  }
}

// pivot_root, which experiments call, fails on an initramfs. So a tmpfs becomes
// the root, with a copy of the files and, if it exists, of the kernel's
// configuration.
void leave_initramfs() {
  mkdir("/root", 0755);
  if (mount("tmpfs", "/root", "tmpfs", 0, nullptr) == -1) return;
  for (const fs::path& file : fs::directory_iterator("/")) {
    if (file == "/dev" || file == "/root") continue;
    fs::copy(file, "/root" / file.filename(),
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }
  if (utsname kernel; fs::exists("/config") && uname(&kernel) == 0) {
    mkdir("/root/boot", 0755);
    fs::copy_file("/config",
                  fmt::format("/root/boot/config-{}", kernel.release));
  }
  if (chdir("/root") == -1 ||
      mount(".", "/", nullptr, MS_MOVE, nullptr) == -1 || chroot(".") == -1) {
    std::cout << fmt::format("pidlab: cannot leave the initramfs: {}\n",
                             strerrorname_np(errno));
  }
}

// Runs another program of the initramfs.
[[noreturn]] void become(const std::vector<std::string>& arguments) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) {
    argv.push_back(const_cast<char*>(argument.c_str()));
  }
  argv.push_back(nullptr);
  execv(argv[0], argv.data());
  std::cout << fmt::format("pidlab: {}: {}\n", arguments[0],
                           strerrorname_np(errno));
  std::cout.flush();
  _exit(127);
}

// An experiment that ends the machine must be its init.
[[noreturn]] void end_as(const std::string& experiment,
                         const std::string& output) {
  if (dup2(open(output.c_str(), O_WRONLY), STDOUT_FILENO) != -1) {
    execl("/init", experiment.c_str(), nullptr);
  }
  power_off();
}

}  // namespace

bool is_machine(const char* called) {
  return getpid() == 1 && std::string_view(called) == "/init";
}

void be_machine(const std::function<ExitCode(std::vector<std::string>)>& work) {
  // Not from the kernel command line, because User-Mode Linux adds words to it.
  std::vector<std::string> arguments{"pidlab"};
  std::ifstream file("/arguments");
  for (std::string line; std::getline(file, line);) arguments.push_back(line);
  // A machine that runs nothing else is often emulated, and slow.
  if (arguments.size() == 1) arguments = {"pidlab", "run", "--timeout", "60"};
  const bool another = arguments[1].starts_with('/');
  if (!another) leave_initramfs();
  attach("proc", "/proc");
  attach("sysfs", "/sys");
  // It shows which security modules are active. Not every kernel has it.
  mount("securityfs", "/sys/kernel/security", "securityfs", 0, nullptr);
  attach("devtmpfs", "/dev");
  // User-Mode Linux 5.10 opens the file of execveat again, by this name.
  std::error_code is_there;
  fs::create_symlink("/proc/self/fd", "/dev/fd", is_there);
  attach("devpts", "/dev/pts");
  attach("tmpfs", "/tmp");
  attach_cgroups();
  // If the initramfs has no console, the kernel could not open one for init.
  const int console = open("/dev/console", O_RDWR);
  for (int fd = 0; console != -1 && fd < 3; ++fd) dup2(console, fd);

  if (arguments.size() == 4 && arguments[1] == "exec") {
    end_as(arguments[2], arguments[3]);
  }
  setenv("TERM", "dumb", 1);  // nobody looks at the console while it works
  const pid_t worker = fork();
  if (worker == 0) {
    setsid();
    if (another) become({arguments.begin() + 1, arguments.end()});
    _exit(int(work(std::move(arguments))));
  }
  int status = 0;
  for (pid_t child; (child = wait(&status)) != worker;) {
    if (child == -1 && errno != EINTR) power_off();
  }
  std::cout << fmt::format(
      "pidlab: the command in this machine exited with {}\n",
      WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  power_off();
}

}  // namespace pidlab
