#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/record/cell_kind.h"
#include "harness/record/diagnosis.h"
#include "harness/record/kernel.h"

namespace pidlab {

/// What an experiment can observe: a number or a text.
using Value = std::variant<std::int64_t, std::string>;

/// As it is written in TOML: 2, "ok".
std::string to_string(const Value&);

struct Observation {
  std::string name;  ///< actor.quantity[_when]
  Value value;
  pid_t pid;  ///< of the writer, in the cell's namespace
  double ms;  ///< since the start of the run
};

/// A PID of a process in one of its namespaces.
struct Number {
  std::uint64_t ns;  ///< the namespace's inode, or 0 if it could not be read
  pid_t pid;
};

/// A birth or a death, as the kernel reported it to the tracer.
struct Event {
  enum Kind { born, died } kind;
  pid_t pid;          ///< in the cell's namespace
  std::size_t after;  ///< how many of the run's observations came before it
  double ms;          ///< since the start of the run

  // Of a birth.
  pid_t maker = 0;              ///< the process that called fork or clone
  pid_t thread_of = 0;          ///< the process that it is a thread of, or 0
  std::vector<Number> numbers;  ///< from the cell's namespace down to its own

  // Of a death.
  std::string how;  ///< "exited 0", "killed by SIGKILL"
};

enum class Ending {
  finished,  ///< it ended; its observations can be judged
  broken,    ///< it could not be set up, crashed, or left something behind
  hung,      ///< it was ended by the deadline
  skipped,   ///< it was not run: a need is not met
};

/// What one run of an experiment showed.
struct Run {
  std::string chapter;
  std::string name;
  std::string digest;  ///< of the experiment's source; "" in an old record
  Ending ending = Ending::finished;
  std::string reason;  ///< of any ending but `finished`
  std::string excuse;  ///< what other than the kernel may be the cause of a
                       ///< failure, or ""
  double wall_ms = 0;
  std::vector<Observation> observations;
  std::vector<Event> events;  ///< in the order seen; empty if it was not traced
  std::string stderr_tail;    ///< standard error, cut to its last part
  std::map<std::string, int> tally;  ///< in a record: how often each verdict
                                     ///< came, if it was repeated
};

/// What ended a run early if its record has no end, see report/journal.h.
constexpr const char* cut = "cut";

/// Where and when a record was taken.
struct RecordHeader {
  std::string name;    ///< of the file that it was read from, without .json
  std::string pidlab;  ///< the version of the pidlab that took it
  Kernel kernel;
  CellKind cell = CellKind::root;
  std::string taken;        ///< when: ISO 8601, UTC
  std::string stopped;      ///< what ended it early: "SIGINT", `cut`, or ""
  std::size_t not_run = 0;  ///< how many did not run at all
  std::optional<Diagnosis> diagnosis;  ///< of the machine, if it was asked for
};

/// The runs of a session, in their order.
struct Record {
  RecordHeader header;
  std::vector<Run> runs;
};

/// What a stopped session did not do: "3 experiments did not run".
std::string missing_runs(const RecordHeader&);

/// What ended it early: "stopped by SIGINT", "cut before its end".
std::string early_end(const RecordHeader&);

}  // namespace pidlab
