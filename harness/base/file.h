// Files and standard output. A failed read or write throws BadInput.
#pragma once

#include <string>
#include <string_view>

#include "harness/base/fd.h"

namespace pidlab {

/// Writes all of it to standard output. Throws BadInput if it fails.
void write_stdout(std::string_view);

/// Throws BadInput if standard output is closed, or refuses to be written.
void check_stdout();

/// The whole text of a file. Throws BadInput if it cannot be read.
std::string read_file(const std::string& path);

/// The path of a file that is kept between runs: pidlab/NAME in the XDG state
/// folder. Throws BadInput if neither XDG_STATE_HOME nor HOME is set, or if
/// this user may not search the folder.
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

  /// Writes all of it, and may be called once. Throws BadInput if it fails.
  void write(std::string_view);

  /// Writes more after write(). A reader may see a part of it. Throws BadInput
  /// if it fails.
  void append(std::string_view);

  /// Waits until what was written is on the disk, if it goes to one. Throws
  /// BadInput if it fails.
  void sync();

  /// Whether write() replaces a file, and does not write in place.
  bool replaces() const { return replaces_; }

 private:
  void replace();

  std::string path_;
  bool replaces_;
  std::string fresh_;  ///< the name of the new file before it is renamed, or ""
  Fd file_;
};

/// Opens, writes and replaces in one call.
void write_file(const std::string& path, std::string_view);

}  // namespace pidlab
