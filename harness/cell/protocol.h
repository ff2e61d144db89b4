// What the harness and the init of a cell send each other.
#pragma once

#include <sys/types.h>

#include <string>

#include "harness/record/cell_kind.h"
#include "harness/suite/program.h"

namespace pidlab {

/// What the init of a cell inherits from the harness.
struct CellOrders {
  CellKind kind;
  Program program;  ///< empty: only try to set up the cell
  bool traced;      ///< whether to report births and deaths
  uid_t uid;        ///< the user that a user cell maps to its root
  gid_t gid;
  int reports;  ///< the init's end of Cell::reports
};

/// What the init of a cell sends to the harness. One message is one packet.
struct Message {
  enum Kind : int {
    failed,       ///< the cell could not be set up; text says why, and
                  ///< `number` is the errno if a call failed
    observed,     ///< text is what process `number` wrote to standard output
    stderr_text,  ///< text was written to standard error
    ended,        ///< the experiment ended; `number` is its wait status
    too_many,     ///< more processes were created than any experiment needs
    born,         ///< a traced process; text is what pack() made of the Event
    died,         ///< the same of its end
    keeps_proc,   ///< a cell without a program has the /proc from outside; text
                  ///< says why
    lacks_tmp,    ///< a cell without a program has no folder /tmp
    hides_proc,   ///< a cell without a program has a /proc below its root
    keeps_root,   ///< a cell without a program cannot replace its root
  } kind;
  int number;
  std::string text;
};

}  // namespace pidlab
