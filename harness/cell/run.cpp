// One poll loop for all cells: it reads their messages, enforces their
// deadlines and stops at a signal.
#include "harness/cell/run.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstring>
#include <list>
#include <system_error>

#include "harness/base/ending.h"
#include "harness/cell/observation_line.h"
#include "harness/cell/tracer.h"

namespace pidlab {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// No experiment writes a hundredth of this.
constexpr std::size_t most_output = 256 * 1024;
// The end of standard error is kept: it has the reason of a crash.
constexpr std::size_t most_stderr = 4096;
// How long a process that is already dying may outlive the experiment.
constexpr milliseconds grace{1000};

/// A program that is in its cell.
struct RunningCell {
  std::size_t index;
  CellKind kind;
  Cell cell;
  Clock::time_point start;
  Clock::time_point deadline;
  bool main_has_ended = false;
  enum { running, killed, closed } phase = running;  // closed: no more reports
  std::size_t written = 0;
  LineBuffer lines;
  Run run;

  void receive_message(const Message& message) {
    switch (message.kind) {
      case Message::failed:
        mark_broken(message.text);
        break;
      case Message::observed:
        for (const auto& line : lines.add(message.number, message.text)) {
          note(parse_line(line), message.number);
        }
        break;
      case Message::stderr_text:
        run.stderr_tail += message.text;
        if (run.stderr_tail.size() > most_stderr) {
          run.stderr_tail.erase(0, run.stderr_tail.size() - most_stderr);
        }
        break;
      case Message::ended:
        note_end(message.number);
        break;
      case Message::born:
        note(unpack(Event::born, message.number, message.text));
        break;
      case Message::died:
        note(unpack(Event::died, message.number, message.text));
        break;
      case Message::keeps_proc:  // only to a survey
      case Message::lacks_tmp:
      case Message::hides_proc:
      case Message::keeps_root:
        break;
      case Message::too_many:
        mark_broken(
            fmt::format("created more than {} processes", message.number));
        break;
    }
    written += message.text.size() + 1;
    if (written > most_output) {
      break_off(fmt::format("wrote more than {} KiB", most_output / 1024));
    }
  }

  void note(Line line, pid_t writer) {
    if (!line.broken.empty()) return break_off(line.broken);
    if (std::ranges::count(run.observations, line.name, &Observation::name)) {
      return break_off("observed " + line.name +
                       " twice: observe each name once; a child must call "
                       "_exit, or it runs its parent's code");
    }
    run.observations.push_back({.name = std::move(line.name),
                                .value = std::move(line.value),
                                .pid = writer,
                                .ms = age()});
  }

  void note(Event event) {
    event.after = run.observations.size();
    event.ms = age();
    run.events.push_back(std::move(event));
  }

  void note_end(int status) {
    main_has_ended = true;
    if (phase == running) deadline = std::min(deadline, Clock::now() + grace);
    if (WIFSIGNALED(status)) {
      mark_broken("killed by " + signal_name(WTERMSIG(status)));
    } else if (WEXITSTATUS(status) != 0) {
      mark_broken(fmt::format("exited with status {}", WEXITSTATUS(status)));
    }
  }

  void time_out(milliseconds timeout) {
    if (main_has_ended) {
      mark_broken(
          fmt::format("left a process behind, which still ran {} s after the "
                      "experiment ended",
                      grace.count() / 1000.0));
    } else if (run.ending == Ending::finished) {
      run.ending = Ending::hung;
      run.reason =
          fmt::format("still running after {} s", timeout.count() / 1000.0);
    }
    end();
  }

  // End-of-file on the reports follows.
  void end() {
    end_cell(cell, kind);
    phase = killed;
    deadline = Clock::now() + patience;
  }

  // Its init is about to end.
  void close() {
    end_cell(cell, kind);
    phase = closed;
    deadline = Clock::now() + patience;
  }

  // Gives up. Only a kernel with a bug does not end the cell.
  void leave_behind() {
    const std::string why = fmt::format(
        "its cell still exists {} s after the signal that should end it: {}",
        patience.count(), left_in(cell));
    mark_broken(why);
    if (run.reason != why) run.reason += "; " + why;
    run.wall_ms = age();
  }

  void finish(int status) {
    if (!main_has_ended) {
      mark_broken(WIFSIGNALED(status) ? "the init of its cell was killed by " +
                                            signal_name(WTERMSIG(status))
                                      : "the init of its cell exited");
    }
    if (const std::string rest = lines.unfinished(); !rest.empty()) {
      mark_broken(parse_line(rest).broken);
    }
    run.wall_ms = age();
  }

  // Takes a message or a step towards the end. Returns whether it is over.
  bool take_turn(bool spoke, milliseconds timeout) {
    if (phase != closed && spoke) {
      if (const auto message = receive(cell)) {
        receive_message(*message);
      } else {
        close();
      }
    }
    if (phase == closed) {
      if (const auto status = reap(cell)) {
        finish(*status);
        return true;
      }
    }
    // More messages may have come before the deadline: pidlab may be late.
    if ((spoke && phase == running) || Clock::now() < deadline) return false;
    if (phase == running) {
      time_out(timeout);
      return false;
    }
    leave_behind();
    return true;
  }

  // Its processes would only wait for the one that has given up, and the other
  // cells may need them.
  void break_off(const std::string& why) {
    mark_broken(why);
    if (phase == running) end();
  }

  // The first reason is the cause; what follows are consequences.
  void mark_broken(const std::string& why) {
    if (run.ending != Ending::finished) return;
    run.ending = Ending::broken;
    run.reason = why;
  }

  double age() const {
    return std::chrono::duration<double, std::milli>(Clock::now() - start)
        .count();
  }
};

/// Catches the signals that stop pidlab, while this object exists. A signal
/// that was ignored at the start, as by nohup and the shell's &, stays ignored.
class StopSignals {
 public:
  StopSignals() {
    sigset_t stop;
    sigemptyset(&stop);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
      struct sigaction now;
      sigaction(signal, nullptr, &now);
      if (now.sa_handler != SIG_IGN) sigaddset(&stop, signal);
    }
    sigprocmask(SIG_BLOCK, &stop, &before_);
    fd_ = Fd(signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK));
  }
  ~StopSignals() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

  int fd() const { return fd_; }

  int caught() const {
    signalfd_siginfo signal;
    return read(fd_, &signal, sizeof signal) == sizeof signal
               ? int(signal.ssi_signo)
               : 0;
  }

 private:
  sigset_t before_;
  Fd fd_;
};

/// Milliseconds until the nearest deadline, for poll(2).
int until_deadline(const std::list<RunningCell>& running) {
  // Without a pidfd, and in a kernel whose pidfds do not work, poll does not
  // notice the end of an init.
  if (std::ranges::count(running, RunningCell::closed, &RunningCell::phase)) {
    return 1;
  }
  const auto nearest =
      std::ranges::min_element(running, {}, &RunningCell::deadline)->deadline;
  const auto left = std::chrono::ceil<milliseconds>(nearest - Clock::now());
  return int(std::max<milliseconds::rep>(0, left.count()));
}

}  // namespace

int run_programs(const std::vector<Program>& programs, CellKind kind,
                 const RunOptions& options,
                 const std::function<void(std::size_t)>& started,
                 const std::function<void(std::size_t, Run)>& ended) {
  const StopSignals stop;
  std::list<RunningCell> running;
  std::size_t next = 0;
  while (next < programs.size() || !running.empty()) {
    while (next < programs.size() && int(running.size()) < options.jobs) {
      started(next);
      const auto now = Clock::now();
      try {
        running.push_back(
            {.index = next,
             .kind = kind,
             .cell = open_cell(kind, programs[next], options.traced),
             .start = now,
             .deadline = now + options.timeout,
             .run = {}});
      } catch (const std::system_error& refused) {
        ended(next, {.ending = Ending::broken,
                     .reason = fmt::format(
                         "cannot create a cell: {} ({})", refused.what(),
                         strerrorname_np(refused.code().value()))});
      }
      ++next;
    }
    if (running.empty()) break;

    std::vector<pollfd> polled{
        {.fd = stop.fd(), .events = POLLIN, .revents = 0}};
    for (const RunningCell& one : running) {
      const bool closed = one.phase == RunningCell::closed;
      polled.push_back({.fd = closed ? one.cell.pidfd : one.cell.reports,
                        .events = POLLIN,
                        .revents = 0});
    }
    poll(polled.data(), polled.size(), until_deadline(running));

    if (const int signal = stop.caught()) {
      for (const RunningCell& one : running) end_cell(one.cell, one.kind);
      for (const RunningCell& one : running) close_cell(one.cell, one.kind);
      return signal;
    }
    std::size_t at = 0;
    for (auto one = running.begin(); one != running.end();) {
      const bool spoke = polled[++at].revents != 0;
      if (one->take_turn(spoke, options.timeout)) {
        ended(one->index, std::move(one->run));
        one = running.erase(one);
      } else {
        ++one;
      }
    }
  }
  return 0;
}

}  // namespace pidlab
