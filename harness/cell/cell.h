// The cell that an experiment runs in: new PID, mount and IPC namespaces, a
// fresh /proc, a private /tmp, and a PID 1 of ours, the init of the cell. When
// that is killed, the kernel kills all processes of the cell, by the rule that
// the suite teaches.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "harness/base/fd.h"
#include "harness/cell/protocol.h"
#include "harness/record/cell_kind.h"
#include "harness/suite/program.h"

namespace pidlab {

/// An open cell. End-of-file on `reports` means that its init ends, and with it
/// all processes of the cell.
struct Cell {
  pid_t init;
  Fd reports;  ///< where receive() reads
};

/// Opens a cell and runs the program in it, or only tries it if that is empty;
/// traced, its births and deaths are reported as well. Throws std::system_error
/// if the kernel refuses the namespaces (EPERM, ENOSPC, EINVAL), see clone(2).
Cell open_cell(CellKind, const Program&, bool traced = false);

/// The next message, or nothing at end-of-file. Blocks.
std::optional<Message> receive(const Cell&);

/// Makes all processes of a cell end; end-of-file on its reports follows.
void end_cell(const Cell&, CellKind);

/// Ends a cell and waits until nothing is left of it; returns the wait status
/// of its init.
int close_cell(const Cell&, CellKind);

/// What cells of a kind are like here.
struct CellSurvey {
  CellKind kind;
  std::optional<std::string> refused;  ///< why there are none, and a remedy
  int user_namespace_errno = 0;  ///< of unshare(CLONE_NEWUSER) inside, or 0
  bool foreign = false;  ///< whether the PID namespace inside belongs to
                         ///< another user namespace
};

/// Opens a cell of that kind to find out.
CellSurvey survey_cells(CellKind);

}  // namespace pidlab
