#pragma once

#include <string>
#include <string_view>

#include "harness/base/fd.h"

namespace pidlab {

/// Writes to standard output, all of it. Throws BadInput if it cannot.
void write_stdout(std::string_view);

/// Throws BadInput if standard output is closed, or takes nothing.
void check_stdout();

/// Where something of the user's is kept from run to run: pidlab/NAME in the
/// XDG state folder. Throws BadInput if that is nowhere.
std::string state_file(const std::string& name);

/// A file that is to be replaced in one step: whoever reads it sees the old or
/// the new whole. A device, a pipe, or what a link leads to is written to as it
/// is, a serial line compressed.
class OutputFile {
 public:
  /// Throws BadInput if nothing can be written there.
  explicit OutputFile(std::string path);
  OutputFile(const OutputFile&) = delete;
  ~OutputFile();

  /// Once, and all of it. Throws BadInput if it cannot.
  void write(std::string_view);

 private:
  void replace();

  std::string path_;
  bool replaces_;
  std::string fresh_;  ///< what the new file is called until then; or ""
  Fd file_;
};

/// That at once.
void write_file(const std::string& path, std::string_view);

}  // namespace pidlab
