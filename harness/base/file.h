// Files and standard output. What cannot be read or written is BadInput.
#pragma once

#include <string>
#include <string_view>

#include "harness/base/fd.h"

namespace pidlab {

/// Writes to standard output, all of it. Throws BadInput if it cannot.
void write_stdout(std::string_view);

/// Throws BadInput if standard output is closed, or takes nothing.
void check_stdout();

/// The whole text of a file. Throws BadInput if it cannot be read.
std::string read_file(const std::string& path);

/// Where something of the user's is kept from run to run: pidlab/NAME in the
/// XDG state folder. Throws BadInput if neither XDG_STATE_HOME nor HOME is set.
std::string state_file(const std::string& name);

/// A file that is replaced in one step: a reader sees the old text or the new
/// text, never a part. A device, a pipe or the target of a symbolic link is
/// written in place.
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

/// Opens, writes and replaces in one call.
void write_file(const std::string& path, std::string_view);

}  // namespace pidlab
