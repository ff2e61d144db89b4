// The init of a cell. It waits for deaths, lines and too many births in one
// poll.
#include "harness/cell/cell_init.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "harness/base/fd.h"
#include "harness/cell/furnish.h"
#include "harness/cell/tracer.h"

namespace pidlab {
namespace {

constexpr int count_births_every_ms = 20;

class CellInit {
 public:
  explicit CellInit(const CellOrders& orders) : orders_(orders) {}

  [[noreturn]] void live() {
    shed_what_the_harness_had();
    open_program();  // before a new /tmp can hide it
    if (orders_.kind != CellKind::none) {
      Furniture has;
      if (const char* what = furnish_cell(orders_, has)) fail(what);
      // The sysctl is of the reader's PID namespace in every /proc. Some
      // kernels do not have it.
      births_ =
          Fd(open(has.proc ? "/proc/loadavg" : "/proc/sys/kernel/ns_last_pid",
                  O_RDONLY | O_CLOEXEC));
      if (orders_.program.path.empty()) {
        if (!has.proc) send(Message::keeps_proc, 0, "mounting /proc: EPERM");
        if (!has.tmp) send(Message::lacks_tmp, 0, "");
      }
    }
    if (orders_.program.path.empty()) {
      if (hides_proc()) send(Message::hides_proc, 0, "");
      if (keeps_root()) send(Message::keeps_root, 0, "");
      _exit(unshare(CLONE_NEWUSER) == 0 ? 0 : errno);
    }
    start_experiment();
    for (;;) {
      wait_for_news();
      reap();
    }
  }

 private:
  void shed_what_the_harness_had() {
    // Only this process may hold the sending end: otherwise its death would not
    // be noticed. The receiving ends of other cells must not stay open either.
    if (orders_.reports != 3) dup3(orders_.reports, 3, O_CLOEXEC);
    orders_.reports = 3;
    if (syscall(SYS_close_range, 4, ~0U, 0) == -1) {
      for (int fd = 4; fd < 1024; ++fd) close(fd);
    }
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, nullptr);
    for (int signal = 1; signal < NSIG; ++signal) {
      ::signal(signal, SIG_DFL);  // fails for KILL and STOP, as it should
    }
    setsid();  // no terminal, and kill(0) reaches nobody outside
    umask(022);
    // A sanitizer and a debugger start a program without randomization.
    personality(PER_LINUX | (personality(0xffffffff) & ADDR_NO_RANDOMIZE));
    if (orders_.kind == CellKind::root) take_roots_ids();
    const bool bare = orders_.kind == CellKind::none;
    prctl(PR_SET_PDEATHSIG, bare ? SIGTERM : SIGKILL);
    if (bare) prctl(PR_SET_CHILD_SUBREAPER, 1);
    pollfd harness{.fd = orders_.reports, .events = 0, .revents = 0};
    if (poll(&harness, 1, 0) == 1) _exit(1);  // it died before the prctl
  }

  // If pidlab is set-uid, its real user ID is another one. The groups of root
  // differ from machine to machine.
  void take_roots_ids() {
    setgroups(0, nullptr);
    setresgid(0, 0, 0);
    setresuid(0, 0, 0);
  }

  void open_program() {
    const std::string& path = orders_.program.path;
    if (path.empty()) return;
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    folder_ = Fd(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (folder_ == -1) fail("open " + folder);
  }

  void start_experiment() {
    auto [out, theirs_out] = channel();
    auto [err, theirs_err] = channel();
    const Fd nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGCHLD);
    sigaddset(&wanted, SIGTERM);
    signals_ = Fd(signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));

    const Fd traced(eventfd(0, EFD_CLOEXEC));
    experiment_ = fork();
    if (experiment_ == -1) fail("fork");
    if (experiment_ == 0) {
      eventfd_t go;
      if (orders_.traced) eventfd_read(traced, &go);
      setsid();
      dup2(nothing, STDIN_FILENO);
      dup2(theirs_out, STDOUT_FILENO);
      dup2(theirs_err, STDERR_FILENO);
      sigset_t none;
      sigemptyset(&none);
      sigprocmask(SIG_SETMASK, &none, nullptr);
      const auto& [path, name] = orders_.program;
      const std::string file = path.substr(path.rfind('/') + 1);
      char* const arguments[] = {const_cast<char*>(name.c_str()), nullptr};
      syscall(SYS_execveat, int(folder_), file.c_str(), arguments, environ, 0);
      // The interpreter of a script opens it by this name. That of execveat,
      // /dev/fd/FOLDER/FILE, has a meaning of its own in Perl.
      if (errno == ENOENT && fcntl(folder_, F_SETFD, 0) == 0) {
        const std::string opened =
            fmt::format("/proc/self/fd/{}/{}", int(folder_), file);
        execve(opened.c_str(), arguments, environ);
      }
      fail("starting " + path);
    }
    // With thousands of runnable processes, this one would otherwise count too
    // late. It fails for an ordinary user, who has a limit on processes: see
    // furnish_cell.
    const sched_param before_others{.sched_priority = 1};
    sched_setscheduler(0, SCHED_FIFO, &before_others);
    out_ = std::move(out);
    err_ = std::move(err);
    if (!orders_.traced) return;
    if (const int refused = tracer_.seize(experiment_)) {
      errno = refused;
      fail("tracing the experiment");
    }
    eventfd_write(traced, 1);
  }

  // With each packet the kernel gives the writer's PID in this namespace.
  std::pair<Fd, Fd> channel() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1) {
      fail("socketpair");
    }
    const int yes = 1;
    setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes);
    return {Fd(ends[0]), Fd(ends[1])};
  }

  void wait_for_news() {
    pollfd news[] = {{.fd = out_, .events = POLLIN, .revents = 0},
                     {.fd = err_, .events = POLLIN, .revents = 0},
                     {.fd = signals_, .events = POLLIN, .revents = 0},
                     {.fd = orders_.reports, .events = 0, .revents = 0}};
    poll(news, 4, births_ == -1 ? -1 : count_births_every_ms);
    count_births();
    // The harness has ended, perhaps before the prctl and while another new
    // cell still held its end.
    if (news[3].revents != 0) {
      if (orders_.kind == CellKind::none) end_bare();
      _exit(1);
    }
    relay_all();
    // Hung up: no process is left that can write, and everything has been read.
    if (news[0].revents & POLLHUP) out_.reset();
    if (news[1].revents & POLLHUP) err_.reset();
    signalfd_siginfo signal;
    while (read(signals_, &signal, sizeof signal) == sizeof signal) {
      if (signal.ssi_signo == SIGTERM) end_bare();
    }
  }

  void relay_all() {
    relay<Message::observed>(out_);
    relay<Message::stderr_text>(err_);
  }

  template <Message::Kind kind>
  void relay(const Fd& from) {
    static char text[64 * 1024];  // one for each kind
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
    for (;;) {
      iovec body{.iov_base = text, .iov_len = sizeof text};
      msghdr header{};
      header.msg_iov = &body;
      header.msg_iovlen = 1;
      header.msg_control = control;
      header.msg_controllen = sizeof control;
      const ssize_t size = recvmsg(from, &header, MSG_DONTWAIT);
      if (size <= 0) return;
      ucred writer{};
      if (const cmsghdr* c = CMSG_FIRSTHDR(&header);
          c && c->cmsg_type == SCM_CREDENTIALS) {
        std::memcpy(&writer, CMSG_DATA(c), sizeof writer);
      }
      // The harness ends the cell at a line that it cannot use: what was
      // written to standard error before that line must not come after it.
      if constexpr (kind == Message::observed) {
        relay<Message::stderr_text>(err_);
      }
      send(kind, writer.pid, std::string_view(text, size));
    }
  }

  void reap() {
    int status;
    pid_t child;
    while ((child = waitpid(-1, &status, WNOHANG)) > 0) {
      // The lines come first: they were on the sockets before the writer died
      // or, if it is traced, stopped.
      relay_all();
      if (orders_.traced) tracer_.take(child, status);
      if (child != experiment_ || WIFSTOPPED(status)) continue;
      experiment_ = -1;
      send(Message::ended, status, "");
    }
    if (child == -1 && errno == ECHILD) {
      relay_all();
      _exit(0);
    }
  }

  void count_births() {
    char text[64] = {};
    if (pread(births_, text, sizeof text - 1, 0) <= 0) return;
    const char* last = std::strrchr(text, ' ');
    if (std::atol(last ? last : text) > most_births) {
      send(Message::too_many, int(most_births), "");
      _exit(1);
    }
  }

  // Without a namespace, the remaining processes must be found and killed: in
  // each round all children, whose PIDs are not reused until they are waited
  // for. This subreaper is the reaper of all orphans: no child means no
  // process.
  [[noreturn]] void end_bare() {
    if (experiment_ > 0) kill(experiment_, SIGKILL);  // if /proc is gone
    do {
      for (int killed = kill_children(); killed > 0; --killed) {
        waitpid(-1, nullptr, 0);
      }
    } while (waitpid(-1, nullptr, WNOHANG) != -1);
    _exit(0);
  }

  static int kill_children() {
    DIR* proc = opendir("/proc");
    if (!proc) _exit(1);
    int killed = 0;
    while (const dirent* entry = readdir(proc)) {
      const pid_t pid = std::atoi(entry->d_name);
      if (pid <= 0 || parent_of(pid) != getpid()) continue;
      kill(pid, SIGKILL);
      ++killed;
    }
    closedir(proc);
    return killed;
  }

  static pid_t parent_of(pid_t pid) {
    const Fd stat(open(("/proc/" + std::to_string(pid) + "/stat").c_str(),
                       O_RDONLY | O_CLOEXEC));
    char text[512] = {};
    if (read(stat, text, sizeof text - 1) <= 0) return -1;
    const char* behind_name = std::strrchr(text, ')');
    return behind_name ? std::atoi(behind_name + 4) : -1;
  }

  [[noreturn]] void fail(const std::string& doing) {
    send(Message::failed, errno, doing + ": " + strerrorname_np(errno));
    _exit(127);
  }

  void send(Message::Kind kind, int number, std::string_view text) {
    int head[2] = {kind, number};
    iovec parts[] = {
        {.iov_base = head, .iov_len = sizeof head},
        {.iov_base = const_cast<char*>(text.data()), .iov_len = text.size()}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    sendmsg(orders_.reports, &message, MSG_NOSIGNAL);
  }

  CellOrders orders_;
  pid_t experiment_ = -1;
  Tracer tracer_{[this](const Event& event) {
                   const auto kind = event.kind == Event::born ? Message::born
                                                               : Message::died;
                   send(kind, event.pid, pack(event));
                 },
                 [this](const std::string& why) {
                   send(Message::failed, 0, why);
                   _exit(127);
                 }};
  Fd folder_, births_, signals_, out_, err_;
};

}  // namespace

void be_cell_init(const CellOrders& orders) { CellInit(orders).live(); }

}  // namespace pidlab
