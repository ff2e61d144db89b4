// A new file is written without a name, or under another name, and then
// renamed.
#include "harness/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "harness/base/bad_input.h"

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

// The owner of a symbolic link chooses its target: that of another user could
// lead root to any file. In a user namespace, root itself can be such a user,
// but not the owner of "/".
bool is_link_of_another(const struct stat& file) {
  struct stat root;
  return S_ISLNK(file.st_mode) && file.st_uid != geteuid() &&
         (stat("/", &root) == -1 || file.st_uid != root.st_uid);
}

std::string folder_of(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

}  // namespace

void check_stdout() {
  // Writing nothing also fails on a closed descriptor and on /dev/full.
  if (write(STDOUT_FILENO, "", 0) == -1) refuse("standard output");
}

void write_stdout(std::string_view text) {
  write_all(STDOUT_FILENO, text, "standard output");
}

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  // An empty file sets the fail bit of the stream that it is read into.
  if (file && file.peek() != EOF) text << file.rdbuf();
  if (!file.is_open() || file.bad() || text.fail()) {
    throw BadInput(
        fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  }
  return text.str();
}

std::string state_file(const std::string& name) {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::string path;
  if (state && *state) {
    path = fmt::format("{}/pidlab/{}", state, name);
  } else if (home && *home) {
    path = fmt::format("{}/.local/state/pidlab/{}", home, name);
  } else {
    throw BadInput("cannot keep " + name + ": set XDG_STATE_HOME or HOME");
  }
  // A program that changes its user may keep the HOME of root.
  if (access(path.c_str(), F_OK) == -1 && errno == EACCES) {
    throw BadInput(fmt::format("cannot keep {}: {}: set XDG_STATE_HOME or HOME",
                               path, std::strerror(errno)));
  }
  return path;
}

OutputFile::OutputFile(std::string path)
    : path_(std::move(path)), replaces_(true) {
  struct stat old;
  if (lstat(path_.c_str(), &old) == 0 && !S_ISREG(old.st_mode)) {
    if (is_link_of_another(old)) {
      throw BadInput(fmt::format(
          "{}: is a symbolic link of another user: name another file", path_));
    }
    // What is not a link now may become one.
    const int follow = S_ISLNK(old.st_mode) ? 0 : O_NOFOLLOW;
    replaces_ = false;
    file_ = Fd(open(path_.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC | follow));
    if (file_ == -1) refuse(path_);
    return;
  }
  // A file without a name disappears if pidlab is killed. linkat(2) needs /proc
  // to give it a name, and some file systems do not support it.
  if (access("/proc/self/fd", X_OK) == 0) {
    file_ = Fd(
        open(folder_of(path_).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666));
  }
  if (file_ != -1) return;
  fresh_ = path_ + ".XXXXXX";
  file_ = Fd(mkostemp(fresh_.data(), O_CLOEXEC));
  if (file_ == -1) {
    fresh_.clear();
    refuse(path_);
  }
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(file_, 0666 & ~mask);
}

OutputFile::~OutputFile() {
  if (!fresh_.empty()) unlink(fresh_.c_str());
}

void OutputFile::write(std::string_view text) {
  if (replaces_) {
    write_all(file_, text, path_);
    return replace();
  }
  // Only the target of a link can be longer than the new text.
  if (ftruncate(file_, 0) == -1 && errno != EINVAL) refuse(path_);
  write_all(file_, text, path_);
}

void OutputFile::append(std::string_view text) {
  write_all(file_, text, path_);
}

void OutputFile::sync() {
  // EINVAL: a pipe or a device that does not support it.
  if (fdatasync(file_) == -1 && errno != EINVAL) refuse(path_);
}

void OutputFile::replace() {
  if (fresh_.empty()) {
    const std::string unnamed = fmt::format("/proc/self/fd/{}", int(file_));
    const auto link_as = [&](const std::string& name) {
      return linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, name.c_str(),
                    AT_SYMLINK_FOLLOW) == 0;
    };
    if (link_as(path_)) return;
    if (errno != EEXIST) refuse(path_);
    const std::string name = fmt::format("{}.{}", path_, getpid());
    if (!link_as(name)) refuse(path_);
    fresh_ = name;
  }
  if (std::rename(fresh_.c_str(), path_.c_str()) == -1) refuse(path_);
  fresh_.clear();
}

void write_file(const std::string& path, std::string_view text) {
  OutputFile(path).write(text);
}

}  // namespace pidlab
