// A file descriptor that closes itself.
#pragma once

#include <unistd.h>

#include <utility>

namespace pidlab {

/// Owns a file descriptor and closes it. It converts to the int that system
/// calls take. A temporary does not convert: its descriptor would be closed
/// before the call could use it.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Fd() { reset(); }

  operator int() const& { return fd_; }
  operator int() const&& = delete;

  /// Closes now. close(2) frees the descriptor even when it reports an error,
  /// so there is nothing to retry.
  void reset() {
    if (fd_ >= 0) close(std::exchange(fd_, -1));
  }

 private:
  int fd_ = -1;
};

}  // namespace pidlab
