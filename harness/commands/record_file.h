#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/base/bad_input.h"
#include "harness/base/file.h"
#include "harness/cell/serial_line.h"
#include "harness/judge/result.h"

namespace pidlab {

/// The file of `run --record`. It is a journal (see report/journal.h) while
/// the experiments run, so that it survives whatever ends the run. At the end,
/// a record replaces it. A serial line, a pipe and a device keep the journal.
class RecordFile {
 public:
  /// Throws BadInput if nothing can be written there.
  explicit RecordFile(const std::string& path);

  /// If a write fails, the run goes on without it, and finish() throws.
  void begin(const RecordHeader&, const std::vector<std::string>& selected);
  void started(const Experiment&);
  void ended(const Experiment&, const Result* news);

  /// Throws BadInput with the first failure.
  void finish(const Report&);

 private:
  void append(const std::string& line);
  void keep_failure(const std::function<void()>& write);

  std::string path_;
  std::optional<SerialLine> line_;
  std::optional<OutputFile> file_;
  std::optional<BadInput> failure_;
};

}  // namespace pidlab
