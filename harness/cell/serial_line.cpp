// Raw mode: otherwise the terminal writes two characters for each newline.
#include "harness/cell/serial_line.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "harness/base/bad_input.h"

namespace pidlab {
namespace {

Fd open_line(const std::string& path) {
  return Fd(open(path.c_str(), O_WRONLY | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC));
}

[[noreturn]] void refuse(const std::string& path) {
  throw BadInput(
      fmt::format("{}: cannot be written: {}", path, std::strerror(errno)));
}

}  // namespace

bool is_serial_line(const std::string& path) {
  // Only a character device is opened: a pipe could block, and another user may
  // have made a link.
  struct stat file;
  if (lstat(path.c_str(), &file) == -1 || !S_ISCHR(file.st_mode)) return false;
  const Fd line = open_line(path);
  // Our own terminal has a foreground process group: a user reads it.
  return isatty(line) && tcgetpgrp(line) == -1;
}

SerialLine::SerialLine(const std::string& path)
    : path_(path), line_(open_line(path)) {
  if (line_ == -1) refuse(path_);
  termios settings;
  tcgetattr(line_, &settings);
  cfmakeraw(&settings);
  tcsetattr(line_, TCSANOW, &settings);
  packed_ = gzdopen(dup(line_), "wb1");
  if (!packed_) refuse(path_);
}

SerialLine::~SerialLine() {
  gzclose(packed_);
  tcdrain(line_);
}

void SerialLine::send(std::string_view text) {
  if (gzwrite(packed_, text.data(), unsigned(text.size())) !=
          int(text.size()) ||
      gzflush(packed_, Z_SYNC_FLUSH) != Z_OK) {
    refuse(path_);
  }
}

void SerialLine::drain() {
  // tcdrain(3) sleeps for a tick or two, which would double the time of a run.
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
  for (int left = 1; ioctl(line_, TIOCOUTQ, &left) == 0 && left > 0;) {
    if (std::chrono::steady_clock::now() > deadline) return;
    sched_yield();
  }
}

}  // namespace pidlab
