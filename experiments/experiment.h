// The instruments of an experiment, and the only header it includes of ours.
//
// An experiment looks and writes down; it never judges. Each observation is one
// line of TOML on standard output (`child.pid = 2`), sent by one write(2), so
// that it survives _exit, exec and SIGKILL and is never doubled by fork.
// Standard error is for people. Run by hand or by pidlab, it is one program.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <concepts>
#include <cstring>
#include <string>
#include <string_view>

#include "harness/base/ending.h"
#include "harness/base/fd.h"

namespace pidlab {

/// Where in an experiment an instrument was called. (clang 14 has no
/// std::source_location with the libstdc++ of its time.)
struct Here {
  const char* file;
  int line;
  Here(const char* file_ = __builtin_FILE(), int line_ = __builtin_LINE())
      : file(file_), line(line_) {}
};

namespace detail {

inline std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    constexpr char hex[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      ((out += "\\u00") += hex[byte >> 4]) += hex[byte & 15];
    } else {
      out += c;
    }
  }
  return out += '"';
}

inline void write_line(std::string line) {
  line += '\n';
  if (write(STDOUT_FILENO, line.data(), line.size()) != ssize_t(line.size())) {
    _exit(99);
  }
}

}  // namespace detail

/// Ends this process because the experiment could not be set up: the verdict
/// is BROKEN, whichever process says so.
[[noreturn]] inline void broken(std::string_view why, Here here = {}) {
  const std::string file = here.file;
  const std::string at =
      file.substr(file.rfind('/') + 1) + ":" + std::to_string(here.line);
  detail::write_line("broken = { at = " + detail::quoted(at) +
                     ", why = " + detail::quoted(why) + " }");
  _exit(99);
}

/// Writes down what was seen. The name is `actor.quantity` or
/// `actor.quantity_when`; no name is used twice in a run.
inline void observe(std::string_view name, std::string_view value) {
  detail::write_line(std::string(name) + " = " + detail::quoted(value));
}

template <std::integral Number>
requires(!std::same_as<Number, bool>)  // a bare "true" hides what was seen
    void observe(std::string_view name, Number value) {
  detail::write_line(std::string(name) + " = " + std::to_string(value));
}

/// The result of a call that is mere set-up: -1 makes the experiment BROKEN,
/// with errno's name and the line of the call.
template <typename Result>
Result must(Result result, Here here = {}) {
  if (result == Result(-1)) broken(strerrorname_np(errno), here);
  return result;
}

/// The result of a call whose failure is a finding: "ok", or the name of errno
/// ("EINVAL") if the call returned -1.
inline std::string outcome(long result) {
  return result == -1 ? strerrorname_np(errno) : "ok";
}

/// The number that tells a namespace from all others: the inode behind a link
/// of /proc/PID/ns or a file mounted over with one, see namespaces(7).
inline ino_t ns_inode(const std::string& link, Here here = {}) {
  struct stat file;
  must(stat(link.c_str(), &file), here);
  return file.st_ino;
}

/// Makes the experiment BROKEN unless it runs in the initial PID namespace of a
/// machine that may be destroyed: the command line of its kernel has the word
/// "pidlab.throwaway".
inline void only_on_a_throwaway_machine(Here here = {}) {
  char text[4096];
  const Fd cmdline(must(open("/proc/cmdline", O_RDONLY | O_CLOEXEC), here));
  const ssize_t size = must(read(cmdline, text, sizeof text), here);
  const std::string words = " " + std::string(text, size);
  if (words.find(" pidlab.throwaway ") == words.npos &&
      !words.ends_with(" pidlab.throwaway\n")) {
    broken("this machine is not marked pidlab.throwaway", here);
  }
  constexpr ino_t initial_ns = 4026531836;  // since 3.8
  if (ns_inode("/proc/self/ns/pid", here) != initial_ns) {
    broken("not in the initial PID namespace", here);
  }
}

/// One process waits until another says go. A byte means go; end-of-file means
/// that the other died, which makes the experiment BROKEN. Make it before fork.
class Gate {
 public:
  explicit Gate(Here here = {}) {
    int ends[2];
    must(pipe2(ends, O_CLOEXEC), here);
    read_end_ = Fd(ends[0]);
    write_end_ = Fd(ends[1]);
  }

  /// Lets that many waiters pass, now or when they come to wait.
  void open(int waiters = 1, Here here = {}) {
    const std::string bytes(waiters, '!');
    must(write(write_end_, bytes.data(), bytes.size()), here);
  }

  /// Blocks until the gate is opened. Gives up this process's own way to open
  /// it: while it held one, the end-of-file could never come.
  void wait(Here here = {}) {
    write_end_.reset();
    char byte;
    ssize_t got;
    while ((got = read(read_end_, &byte, 1)) == -1 && errno == EINTR) {
    }
    if (got != 1) broken("who should open this gate has died", here);
  }

 private:
  Fd read_end_;
  Fd write_end_;
};

}  // namespace pidlab

// stdio loses its buffer in _exit and doubles it in fork; a sleep is a race
// that has not been lost yet.
#pragma GCC poison printf fprintf puts perror
#pragma GCC poison sleep usleep nanosleep clock_nanosleep sleep_for
