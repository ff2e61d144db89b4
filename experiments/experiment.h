// The instruments of an experiment: the only header of pidlab that it includes.
//
// An experiment observes and does not judge. Each observation is one line of
// TOML on standard output (`child.pid = 2`), written by one write(2). So _exit,
// exec and SIGKILL do not lose it, and fork does not duplicate it. Standard
// error is for people. A person and pidlab run the same program.
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

/// The line of an experiment that calls an instrument. (clang 14 does not have
/// std::source_location with libstdc++.)
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

// The C library has no name for ENOTSUPP, an error of the kernel that reaches
// processes: see include/linux/errno.h of the kernel.
inline std::string error_name(int error) {
  const char* name = strerrorname_np(error);
  if (name) return name;
  return error == 524 ? "ENOTSUPP" : std::to_string(error);
}

}  // namespace detail

/// Ends this process because the set-up of the experiment has failed. The
/// verdict is BROKEN, whichever process calls this.
[[noreturn]] inline void broken(std::string_view why, Here here = {}) {
  const std::string file = here.file;
  const std::string at =
      file.substr(file.rfind('/') + 1) + ":" + std::to_string(here.line);
  detail::write_line("broken = { at = " + detail::quoted(at) +
                     ", why = " + detail::quoted(why) + " }");
  _exit(99);
}

/// Writes an observation. The name is `actor.CALL` or `actor.QUANTITY`, as the
/// table in CONTRIBUTING.md says. A run uses each name only once.
inline void observe(std::string_view name, std::string_view value) {
  detail::write_line(std::string(name) + " = " + detail::quoted(value));
}

/// Not bool: "true" does not say what was observed.
template <typename Type>
concept Integer = std::integral<Type> && !std::same_as<Type, bool>;

/// Writes an observation that is a number.
template <Integer Type>
void observe(std::string_view name, Type value) {
  detail::write_line(std::string(name) + " = " + std::to_string(value));
}

/// Returns the result of a call that belongs to the set-up. If it is -1, the
/// experiment is BROKEN, with the name of errno and the line of the call.
template <typename Result>
Result must(Result result, Here here = {}) {
  if (result == Result(-1)) broken(detail::error_name(errno), here);
  return result;
}

/// The outcome of a call whose failure is a finding: the name of errno, such as
/// "EINVAL", if the call returned -1, and otherwise "ok".
inline std::string outcome(long result) {
  return result == -1 ? detail::error_name(errno) : "ok";
}

/// The inode number that identifies a namespace, see namespaces(7). The path is
/// that of a link in /proc/PID/ns, or of a bind mount of one.
inline ino_t ns_inode(const std::string& link, Here here = {}) {
  struct stat file;
  must(stat(link.c_str(), &file), here);
  return file.st_ino;
}

/// Makes the experiment BROKEN unless it runs in the initial PID namespace of a
/// machine that may be destroyed. The kernel command line of such a machine has
/// the word "pidlab.throwaway".
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

/// One process waits until another opens the gate. The first reads from a pipe:
/// a byte opens the gate, and end-of-file means that the other process has
/// ended, so that the experiment is BROKEN. Create a Gate before fork.
class Gate {
 public:
  explicit Gate(Here here = {}) {
    int ends[2];
    must(pipe2(ends, O_CLOEXEC), here);
    read_end_ = Fd(ends[0]);
    write_end_ = Fd(ends[1]);
  }

  /// Lets this many calls of wait() return, now or later.
  void open(int waiters = 1, Here here = {}) {
    const std::string bytes(waiters, '!');
    must(write(write_end_, bytes.data(), bytes.size()), here);
  }

  /// Blocks until the gate is opened. Closes the write end of this process
  /// first: while it is open, the process cannot read end-of-file.
  void wait(Here here = {}) {
    write_end_.reset();
    char byte;
    ssize_t got;
    while ((got = read(read_end_, &byte, 1)) == -1 && errno == EINTR) {
    }
    if (got != 1) broken("the process that opens this gate has ended", here);
  }

 private:
  Fd read_end_;
  Fd write_end_;
};

}  // namespace pidlab

// _exit loses the buffer of stdio, and fork duplicates it. A sleep only hides a
// race.
#pragma GCC poison printf fprintf puts perror
#pragma GCC poison sleep usleep nanosleep clock_nanosleep sleep_for
