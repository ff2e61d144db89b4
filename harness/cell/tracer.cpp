// Each stop of a traced process is one event. A child may stop before its
// creator's stop names it: it is held until then.
#include "harness/cell/tracer.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <sstream>

#include "harness/base/ending.h"
#include "harness/base/fd.h"

namespace pidlab {
namespace {

// All births and deaths; the kernel kills the processes if the tracer ends.
constexpr long options = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                         PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXIT |
                         PTRACE_O_EXITKILL;

// The words after "NAME:" in /proc/PID/status.
std::istringstream status_of(pid_t pid, const std::string& name) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) {
      return std::istringstream(line.substr(name.size() + 1));
    }
  }
  return {};
}

// The PIDs from our namespace, which /proc belongs to, down to its own.
std::vector<Number> numbers_of(pid_t pid) {
  std::vector<Number> numbers;
  std::istringstream words = status_of(pid, "NSpid");
  for (pid_t number; words >> number;) numbers.push_back({0, number});
  if (numbers.empty()) numbers.push_back({0, pid});  // before Linux 4.1
  const std::string link = "/proc/" + std::to_string(pid) + "/ns/pid";
  Fd ns(open(link.c_str(), O_RDONLY | O_CLOEXEC));
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
    struct stat file;
    if (ns == -1 || fstat(ns, &file) == -1) break;
    number->ns = file.st_ino;
    ns = Fd(ioctl(ns, NS_GET_PARENT));  // since Linux 4.9
  }
  return numbers;
}

pid_t number_of(pid_t pid, const std::string& name, pid_t otherwise) {
  status_of(pid, name) >> otherwise;
  return otherwise;
}

bool is_fault(int signal) {
  return signal == SIGSEGV || signal == SIGBUS || signal == SIGILL ||
         signal == SIGFPE || signal == SIGTRAP || signal == SIGSYS;
}

bool has_handler(pid_t pid, int signal) {
  unsigned long caught = 0;
  status_of(pid, "SigCgt") >> std::hex >> caught;
  return caught >> (signal - 1) & 1;
}

}  // namespace

int Tracer::seize(pid_t child) {
  if (ptrace(PTRACE_SEIZE, child, nullptr, options) == -1) return errno;
  birth(child, getpid());
  return 0;
}

void Tracer::take(pid_t pid, int status) {
  if (!WIFSTOPPED(status)) return death(pid, status);

  const int event = status >> 16;
  const int signal = WSTOPSIG(status);
  unsigned long message = 0;
  ptrace(PTRACE_GETEVENTMSG, pid, nullptr, &message);
  switch (event) {
    case 0:
      return deliver(pid, signal);
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
    case PTRACE_EVENT_CLONE: {
      const pid_t child = pid_t(message);
      if (!tasks_.contains(child)) birth(child, pid);
      if (held_.erase(child)) ptrace(PTRACE_CONT, child, nullptr, 0);
      break;
    }
    case PTRACE_EVENT_EXIT:
      death(pid, int(message));
      break;
    case PTRACE_EVENT_STOP:
      // A group-stop lasts until SIGCONT, as without a tracer.
      if (signal != SIGTRAP) {
        ptrace(PTRACE_LISTEN, pid, nullptr, 0);
        return;
      }
      if (!tasks_.contains(pid)) {
        held_.insert(pid);  // until the stop of its creator names it
        return;
      }
      break;
  }
  ptrace(PTRACE_CONT, pid, nullptr, 0);
}

void Tracer::birth(pid_t pid, pid_t maker) {
  Event event{.kind = Event::born, .pid = pid, .after = 0, .ms = 0};
  const pid_t process = number_of(pid, "Tgid", pid);
  const auto made_by = tasks_.find(maker);
  event.maker = made_by == tasks_.end() ? maker : made_by->second.process;
  event.thread_of = process == pid ? 0 : process;
  event.numbers = numbers_of(pid);
  tasks_[pid] = {.process = process,
                 .init = event.numbers.size() > 1 && process == pid &&
                         event.numbers.back().pid == 1};
  tell_(event);
}

void Tracer::death(pid_t pid, int status) {
  const auto task = tasks_.find(pid);
  if (task == tasks_.end()) return;  // reported at its PTRACE_EVENT_EXIT
  const pid_t process = task->second.process;
  tasks_.erase(task);
  // A process ends when its last thread ends.
  const bool ended = std::ranges::none_of(tasks_, [&](const auto& other) {
    return other.second.process == process;
  });
  if (pid != process || ended) {
    tell_({.kind = Event::died,
           .pid = pid,
           .after = 0,
           .ms = 0,
           .how = ending(status)});
  }
  if (pid != process && ended) {
    tell_({.kind = Event::died,
           .pid = process,
           .after = 0,
           .ms = 0,
           .how = ending(status)});
  }
  // The creator was killed before it reported its child.
  for (const pid_t child : std::exchange(held_, {})) {
    birth(child, number_of(child, "PPid", 0));
    ptrace(PTRACE_CONT, child, nullptr, 0);
  }
}

// A traced init is less protected from SIGSTOP, and more from its own faults.
// The first difference is corrected here.
void Tracer::deliver(pid_t pid, int signal) {
  siginfo_t info{};
  if (is_of_init(pid) && ptrace(PTRACE_GETSIGINFO, pid, nullptr, &info) == 0) {
    const bool from_inside = info.si_code <= 0 && info.si_pid != 0;
    if (signal == SIGSTOP && from_inside) signal = 0;
    if (is_fault(signal) && info.si_code > 0 && !has_handler(pid, signal)) {
      unfaithful_(
          "a traced init survives a fatal signal that its own fault causes");
    }
  }
  ptrace(PTRACE_CONT, pid, nullptr, long(signal));
}

bool Tracer::is_of_init(pid_t pid) const {
  const auto task = tasks_.find(pid);
  if (task == tasks_.end()) return false;
  const auto process = tasks_.find(task->second.process);
  return process != tasks_.end() && process->second.init;
}

std::string pack(const Event& event) {
  if (event.kind == Event::died) return event.how;
  std::ostringstream text;
  text << event.maker << ' ' << event.thread_of;
  for (const Number& number : event.numbers) {
    text << ' ' << number.ns << ' ' << number.pid;
  }
  return text.str();
}

Event unpack(Event::Kind kind, pid_t pid, const std::string& text) {
  Event event{.kind = kind, .pid = pid, .after = 0, .ms = 0};
  if (kind == Event::died) {
    event.how = text;
    return event;
  }
  std::istringstream words(text);
  words >> event.maker >> event.thread_of;
  for (Number number; words >> number.ns >> number.pid;) {
    event.numbers.push_back(number);
  }
  return event;
}

}  // namespace pidlab
