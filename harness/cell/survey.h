#pragma once

#include <optional>
#include <string>

#include "harness/record/cell_kind.h"

namespace pidlab {

/// Whether cells of a kind work here.
struct CellSurvey {
  CellKind kind;
  std::optional<std::string> refused;  ///< why they do not work, and a remedy
  std::optional<std::string> proc_refused;  ///< why they have no whole /proc of
                                            ///< their own, and a remedy
  std::optional<std::string> no_tmp;        ///< why they have no folder /tmp
  bool hidden_proc = false;  ///< whether another root with a /proc lies below
                             ///< its root
  bool fixed_root = false;   ///< whether pivot_root(2) cannot replace its root
  int user_namespace_errno = 0;  ///< of unshare(CLONE_NEWUSER) inside, or 0
  bool foreign = false;  ///< whether the PID namespace inside belongs to
                         ///< another user namespace
};

/// Raises the limits of this process that are too low, see limits.h, and opens
/// a cell of that kind to find out.
CellSurvey survey_cells(CellKind);

}  // namespace pidlab
