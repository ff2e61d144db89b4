// The serial line on which a virtual machine sends its record.
#pragma once

#include <zlib.h>

#include <string>
#include <string_view>

#include "harness/base/fd.h"

namespace pidlab {

/// Whether the path is a terminal, but not the terminal of this process.
bool is_serial_line(const std::string& path);

/// Sends text, compressed: the line sends one byte in more time than a
/// processor needs to compress ten.
class SerialLine {
 public:
  /// Throws BadInput if it cannot be opened.
  explicit SerialLine(const std::string& path);
  SerialLine(const SerialLine&) = delete;
  ~SerialLine();

  /// A receiver can unpack the text, even if nothing follows. Throws BadInput
  /// if it fails.
  void send(std::string_view);

  /// Waits until the kernel has given all of it to the device, for 100 ms at
  /// most.
  void drain();

 private:
  std::string path_;
  Fd line_;
  gzFile packed_;
};

}  // namespace pidlab
