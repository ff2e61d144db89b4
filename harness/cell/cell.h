// The cell that an experiment runs in: new PID, mount and IPC namespaces, a new
// /proc, a private /tmp, and an init of pidlab. When the init is killed, the
// kernel kills all processes of the cell, as the suite shows.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "harness/base/fd.h"
#include "harness/cell/protocol.h"
#include "harness/record/cell_kind.h"
#include "harness/suite/program.h"

namespace pidlab {

/// An open cell. End-of-file on `reports` means that its init ends, and all
/// processes of the cell with it.
struct Cell {
  pid_t init;
  Fd reports;  ///< where receive() reads
};

/// Opens a cell and runs the program in it, or only opens it if the program is
/// empty. If `traced`, births and deaths are reported too. Throws
/// std::system_error if the kernel refuses the namespaces (EPERM, ENOSPC,
/// EINVAL), see clone(2).
Cell open_cell(CellKind, const Program&, bool traced = false);

/// The next message, or nothing at end-of-file. Blocks.
std::optional<Message> receive(const Cell&);

/// Makes all processes of a cell end; end-of-file on its reports follows.
void end_cell(const Cell&, CellKind);

/// Ends a cell and waits for its init; returns the wait status of the init.
int close_cell(const Cell&, CellKind);

/// Whether cells of a kind work here.
struct CellSurvey {
  CellKind kind;
  std::optional<std::string> refused;  ///< why they do not work, and a remedy
  int user_namespace_errno = 0;  ///< of unshare(CLONE_NEWUSER) inside, or 0
  bool foreign = false;  ///< whether the PID namespace inside belongs to
                         ///< another user namespace
};

/// Opens a cell of that kind to find out.
CellSurvey survey_cells(CellKind);

}  // namespace pidlab
