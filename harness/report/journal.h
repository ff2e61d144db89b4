// The journal of a run: a record that is written while the experiments run, so
// that it keeps what was observed if the run is cut short. Each line is one
// JSON object.
//
//   {"pidlab_record":1, ..., "selected":["CHAPTER/NAME", ...]}
//   {"started":"CHAPTER/NAME"}
//   {"chapter":"CHAPTER","name":"NAME","verdict":"PASS", ...}   it ended
//   {"ended":"CHAPTER/NAME"}       it was repeated, with nothing worse
//   {"wall_ms":215.3,"stopped":"","not_run":0}                  the last line
//
// A run of an experiment replaces an earlier one; so does one that was running
// when the record was cut.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/judge/result.h"

namespace pidlab {

std::string journal_begin(const RecordHeader&,
                          const std::vector<std::string>& selected);
std::string journal_started(const std::string& full_name);
std::string journal_ended(const std::string& full_name);
std::string journal_ended(const Result&);
std::string journal_end(const Report&);

/// Whether the first line of an object is that of a journal.
bool is_journal(std::string_view);

/// Reads a journal up to its first object that is incomplete. Other lines are
/// ignored: in the log of a container, what the program printed is between the
/// lines of the journal. Without its last
/// line, its `stopped` is `cut`, and each experiment that was running is broken
/// with the reason `cut_while_running`.
Record read_journal(std::string_view);

extern const char* const cut_while_running;

}  // namespace pidlab
