// The box an experiment runs in: new PID, mount and IPC namespaces, a fresh
// /proc, a private /tmp, and a PID 1 of ours, the keeper. Killing the keeper
// removes everything, by the very rule the suite teaches.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "harness/fd.h"

namespace pidlab {

enum class CellKind {
  root,  ///< namespaces made with CAP_SYS_ADMIN
  user,  ///< the same, with a user namespace in front: for ordinary users
  none,  ///< bare, with a subreaper in the keeper's place
};

/// "root", "user" or "none".
std::string to_string(CellKind);

/// What a keeper tells the harness. One message is one packet.
struct Message {
  enum Kind : int {
    failed,    ///< the box could not be set up; text says why
    observed,  ///< text is what process `number` wrote to standard output
    said,      ///< text was written to standard error
    ended,     ///< the experiment ended; `number` is its wait status
    swarmed,   ///< more processes were made than any experiment should need
    born,      ///< a traced process; text is what pack() made of the Event
    died,      ///< the same of its end
  } kind;
  int number;
  std::string text;
};

/// A cell that has been opened: its keeper, and the way to hear from it.
/// End-of-file on `reports` means that the keeper ends and all with it.
struct Cell {
  pid_t keeper;
  Fd reports;
};

/// What is executed: a file, and the name that it is given as argv[0].
struct Program {
  std::string path;  ///< absolute
  std::string name;
};

/// Opens a cell and runs the program in it, or only tries it if that is empty;
/// traced, its births and deaths are told as well. Throws std::system_error if
/// the kernel refuses the namespaces (EPERM, ENOSPC, EINVAL), see clone(2).
Cell open_cell(CellKind, const Program&, bool traced = false);

/// The next message, or nothing at end-of-file. Blocks.
std::optional<Message> receive(const Cell&);

/// Makes all processes of a cell end; end-of-file on its reports follows.
void end_cell(const Cell&, CellKind);

/// Ends a cell and waits until nothing is left of it; returns the wait status
/// of its keeper.
int close_cell(const Cell&, CellKind);

/// What cells of a kind are like here.
struct Box {
  CellKind kind;
  std::optional<std::string> refused;  ///< why there are none, what would help
  int user_namespace_errno = 0;  ///< with which unshare(CLONE_NEWUSER) fails
                                 ///< inside, or 0
  bool foreign = false;  ///< whether the PID namespace inside belongs to
                         ///< another user namespace
};

/// Finds out by opening a cell.
Box try_cell(CellKind);

}  // namespace pidlab
