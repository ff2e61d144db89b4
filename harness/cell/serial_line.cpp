// Raw mode: otherwise the terminal writes two characters for each newline.
#include "harness/cell/serial_line.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>

#include "harness/base/bad_input.h"
#include "harness/base/fd.h"

namespace pidlab {
namespace {

Fd open_line(const std::string& path) {
  return Fd(open(path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC));
}

}  // namespace

bool is_serial_line(const std::string& path) {
  // Only a character device is opened: a pipe could block.
  struct stat file;
  if (stat(path.c_str(), &file) == -1 || !S_ISCHR(file.st_mode)) return false;
  const Fd line = open_line(path);
  // Our own terminal has a foreground process group: a user reads it.
  return isatty(line) && tcgetpgrp(line) == -1;
}

void send_compressed(const std::string& path, std::string_view text) {
  const Fd line = open_line(path);
  termios settings;
  tcgetattr(line, &settings);
  cfmakeraw(&settings);
  tcsetattr(line, TCSANOW, &settings);
  const gzFile packed = gzdopen(dup(line), "wb1");
  const int taken =
      packed ? gzwrite(packed, text.data(), unsigned(text.size())) : 0;
  if (!packed || gzclose(packed) != Z_OK || taken != int(text.size())) {
    throw BadInput(
        fmt::format("{}: cannot be written: {}", path, std::strerror(errno)));
  }
  tcdrain(line);
}

}  // namespace pidlab
