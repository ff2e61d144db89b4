// The cell that an experiment runs in: new PID, mount and IPC namespaces, a new
// /proc, a private /tmp, and an init of pidlab. When the init is killed, the
// kernel kills all processes of the cell, as the suite shows.
#pragma once

#include <sys/types.h>

#include <chrono>
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
  Fd pidfd;    ///< of the init, or -1 if clone(2) refuses CLONE_PIDFD, as
               ///< before Linux 5.2
  Fd reports;  ///< where receive() reads
};

/// How long a kernel that works may take to end a cell, on a busy machine.
constexpr std::chrono::seconds patience{5};

/// Opens a cell and runs the program in it, or only opens it if the program is
/// empty. If `traced`, births and deaths are reported too. Throws
/// std::system_error if the kernel refuses the namespaces (EPERM, ENOSPC,
/// EINVAL), see clone(2).
Cell open_cell(CellKind, const Program&, bool traced = false);

/// The next message, or nothing at end-of-file. Blocks.
std::optional<Message> receive(const Cell&);

/// Makes all processes of a cell end; end-of-file on its reports follows.
void end_cell(const Cell&, CellKind);

/// The wait status of the init, or nothing if it has not ended yet.
std::optional<int> reap(const Cell&);

/// Ends a cell and waits for its init; returns the wait status of the init, or
/// nothing if the kernel has not ended it after `patience`.
std::optional<int> close_cell(const Cell&, CellKind);

/// The processes of a cell that still exist: "PID 7 (init, state S)".
std::string left_in(const Cell&);

}  // namespace pidlab
