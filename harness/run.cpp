#include "harness/run.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstring>
#include <list>
#include <system_error>

#include "harness/line.h"
#include "harness/tracer.h"

namespace pidlab {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// No experiment writes a hundredth of this.
constexpr std::size_t most_output = 256 * 1024;
// Of standard error the last part is kept: the reason of a crash stands there.
constexpr std::size_t most_said = 4096;
// Whoever outlives the experiment, but was already dying, has this long.
constexpr milliseconds grace{1000};

std::string signal_name(int signal) {
  const char* abbreviation = sigabbrev_np(signal);
  return abbreviation ? fmt::format("SIG{}", abbreviation)
                      : fmt::format("signal {}", signal);
}

/// A program that is in its cell.
struct Flight {
  std::size_t index;
  CellKind kind;
  Cell cell;
  Clock::time_point start;
  Clock::time_point deadline;
  bool main_has_ended = false;
  std::size_t written = 0;
  Run run;

  void take(const Message& message) {
    switch (message.kind) {
      case Message::failed:
        breaks(message.text);
        break;
      case Message::observed:
        note(message);
        break;
      case Message::said:
        run.said += message.text;
        if (run.said.size() > most_said) {
          run.said.erase(0, run.said.size() - most_said);
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
      case Message::swarmed:
        breaks(fmt::format("made more than {} processes", message.number));
        break;
    }
    written += message.text.size();
    if (written > most_output) {
      breaks(fmt::format("wrote more than {} KiB", most_output / 1024));
      give_up();
    }
  }

  void note(const Message& message) {
    Line line = parse_line(message.text);
    if (!line.broken.empty()) return breaks(line.broken);
    if (std::ranges::count(run.observations, line.name, &Observation::name)) {
      return breaks("observed " + line.name + " twice: did a child not _exit?");
    }
    run.observations.push_back({.name = std::move(line.name),
                                .value = std::move(line.value),
                                .pid = message.number,
                                .ms = age()});
  }

  void note(Event event) {
    event.after = run.observations.size();
    event.ms = age();
    run.events.push_back(std::move(event));
  }

  void note_end(int status) {
    main_has_ended = true;
    deadline = std::min(deadline, Clock::now() + grace);
    if (WIFSIGNALED(status)) {
      breaks("killed by " + signal_name(WTERMSIG(status)));
    } else if (WEXITSTATUS(status) != 0) {
      breaks(fmt::format("exited with status {}", WEXITSTATUS(status)));
    }
  }

  void time_out(milliseconds timeout) {
    if (main_has_ended) {
      breaks(
          fmt::format("left a process behind: still there {} s after it ended",
                      grace.count() / 1000.0));
    } else if (run.ending == Ending::finished) {
      run.ending = Ending::hung;
      run.reason =
          fmt::format("still running after {} s", timeout.count() / 1000.0);
    }
    give_up();
  }

  // The keeper's end-of-file follows, and lands the flight.
  void give_up() {
    end_cell(cell, kind);
    deadline = Clock::time_point::max();
  }

  void land() {
    const int status = close_cell(cell, kind);
    if (!main_has_ended) {
      breaks(WIFSIGNALED(status) ? "the init of its cell was killed by " +
                                       signal_name(WTERMSIG(status))
                                 : "the init of its cell went away");
    }
    run.wall_ms = age();
  }

  // The first reason is the cause; what follows are consequences.
  void breaks(const std::string& why) {
    if (run.ending != Ending::finished) return;
    run.ending = Ending::broken;
    run.reason = why;
  }

  double age() const {
    return std::chrono::duration<double, std::milli>(Clock::now() - start)
        .count();
  }
};

/// Catches the signals that ask pidlab to stop, for as long as it lives. What
/// was ignored when it started, as nohup and the shell's & do, stays ignored.
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

/// Milliseconds until the nearest deadline, for poll(2); -1 for never.
int until_deadline(const std::list<Flight>& flights) {
  const auto nearest =
      std::ranges::min_element(flights, {}, &Flight::deadline)->deadline;
  if (nearest == Clock::time_point::max()) return -1;
  const auto left = std::chrono::ceil<milliseconds>(nearest - Clock::now());
  return int(std::max<milliseconds::rep>(0, left.count()));
}

}  // namespace

int run_programs(const std::vector<Program>& programs,
                 const RunOptions& options,
                 const std::function<void(std::size_t, Run)>& ended) {
  const StopSignals stop;
  std::list<Flight> flights;
  std::size_t next = 0;
  while (next < programs.size() || !flights.empty()) {
    while (next < programs.size() && int(flights.size()) < options.jobs) {
      const auto now = Clock::now();
      try {
        flights.push_back(
            {.index = next,
             .kind = options.cell,
             .cell = open_cell(options.cell, programs[next], options.traced),
             .start = now,
             .deadline = now + options.timeout,
             .run = {}});
      } catch (const std::system_error& refused) {
        ended(next, {.ending = Ending::broken,
                     .reason = fmt::format(
                         "could not open a cell: {}: {}", refused.what(),
                         strerrorname_np(refused.code().value()))});
      }
      ++next;
    }
    if (flights.empty()) break;

    std::vector<pollfd> polled{
        {.fd = stop.fd(), .events = POLLIN, .revents = 0}};
    for (const Flight& flight : flights) {
      polled.push_back(
          {.fd = flight.cell.reports, .events = POLLIN, .revents = 0});
    }
    poll(polled.data(), polled.size(), until_deadline(flights));

    if (const int signal = stop.caught()) {
      for (const Flight& flight : flights) {
        close_cell(flight.cell, flight.kind);
      }
      return signal;
    }
    std::size_t at = 0;
    for (auto flight = flights.begin(); flight != flights.end();) {
      if (polled[++at].revents != 0) {
        if (const auto message = receive(flight->cell)) {
          flight->take(*message);
        } else {
          flight->land();
          ended(flight->index, std::move(flight->run));
          flight = flights.erase(flight);
          continue;
        }
      }
      if (Clock::now() >= flight->deadline) flight->time_out(options.timeout);
      ++flight;
    }
  }
  return 0;
}

}  // namespace pidlab
