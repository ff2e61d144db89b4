#include "harness/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "harness/bad_input.h"
#include "harness/fd.h"

namespace pidlab {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& name) {
  throw BadInput(
      fmt::format("{}: cannot be written: {}", name, std::strerror(errno)));
}

void write_all(int fd, std::string_view text, const std::string& name) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written == -1 && errno == EINTR) continue;
    if (written == -1) refuse(name);
    text.remove_prefix(std::size_t(written));
  }
}

// A link is not: what it leads to is written, be it /dev/stdout.
bool is_replaceable(const std::string& path) {
  const fs::file_type type = fs::symlink_status(path).type();
  return type == fs::file_type::not_found || type == fs::file_type::regular;
}

std::string folder_of(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

}  // namespace

void write_stdout(std::string_view text) {
  write_all(STDOUT_FILENO, text, "standard output");
}

std::string state_file(const std::string& name) {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state && *state) return fmt::format("{}/pidlab/{}", state, name);
  const char* home = std::getenv("HOME");
  if (!home || !*home) {
    throw BadInput("nowhere to keep " + name + ": set XDG_STATE_HOME or HOME");
  }
  return fmt::format("{}/.local/state/pidlab/{}", home, name);
}

void check_writable(const std::string& path) {
  const std::string place = is_replaceable(path) ? folder_of(path) : path;
  if (fs::is_directory(path)) {
    errno = EISDIR;
    refuse(path);
  }
  if (access(place.c_str(), W_OK) == -1) refuse(path);
}

void write_file(const std::string& path, std::string_view text) {
  if (!is_replaceable(path)) {
    const Fd device(open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
    if (device == -1) refuse(path);
    // A serial line would make two characters of each line's end.
    termios settings;
    if (tcgetattr(device, &settings) == 0) {
      cfmakeraw(&settings);
      tcsetattr(device, TCSANOW, &settings);
    }
    write_all(device, text, path);
    tcdrain(device);
    return;
  }
  // A file without a name vanishes by itself if we are killed meanwhile.
  const Fd file(
      open(folder_of(path).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666));
  if (file == -1) refuse(path);
  write_all(file, text, path);
  const std::string fresh = fmt::format("{}.{}", path, getpid());
  const std::string unnamed = fmt::format("/proc/self/fd/{}", int(file));
  if (linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, fresh.c_str(),
             AT_SYMLINK_FOLLOW) == -1 ||
      std::rename(fresh.c_str(), path.c_str()) == -1) {
    refuse(path);
  }
}

}  // namespace pidlab
