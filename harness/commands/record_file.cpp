// What starts is on the disk before it starts: it may end the machine.
#include "harness/commands/record_file.h"

#include <filesystem>
#include <system_error>

#include "harness/report/journal.h"
#include "harness/report/report.h"

namespace pidlab {

RecordFile::RecordFile(const std::string& path) : path_(path) {
  if (is_serial_line(path)) {
    line_.emplace(path);
  } else {
    file_.emplace(path);
  }
}

void RecordFile::begin(const RecordHeader& header,
                       const std::vector<std::string>& selected) {
  const std::string line = journal_begin(header, selected);
  if (line_) return append(line);
  keep_failure([&] { file_->write(line); });
}

void RecordFile::started(const Experiment& experiment) {
  append(journal_started(experiment.full_name()));
  if (line_) line_->drain();
  if (file_) keep_failure([&] { file_->sync(); });
}

void RecordFile::ended(const Experiment& experiment, const Result* news) {
  append(news ? journal_ended(*news) : journal_ended(experiment.full_name()));
}

void RecordFile::finish(const Report& report) {
  std::error_code error;
  // A link may lead to a file: its journal is overwritten.
  if (file_ &&
      (file_->replaces() || std::filesystem::is_regular_file(path_, error))) {
    keep_failure([&] { write_file(path_, json(report)); });
  } else {
    append(journal_end(report));
  }
  if (failure_) throw *failure_;
}

void RecordFile::append(const std::string& line) {
  keep_failure([&] { line_ ? line_->send(line) : file_->append(line); });
}

void RecordFile::keep_failure(const std::function<void()>& write) {
  if (failure_) return;
  try {
    write();
  } catch (const BadInput& error) {
    failure_ = error;
  }
}

}  // namespace pidlab
