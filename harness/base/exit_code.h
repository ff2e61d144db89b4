// The exit codes, which scripts rely on.
#pragma once

namespace pidlab {

/// What pidlab exits with.
enum class ExitCode : int {
  pass = 0,       ///< all that ran passed, or the command succeeded
  fail = 1,       ///< at least one experiment FAILed, diff or check found
                  ///< something, diagnose found what will fail, or why
                  ///< found nothing that fits
  bad_input = 2,  ///< the input, a file or a cell cannot be used
  skip = 77,      ///< all were SKIPped
  broken = 99,    ///< at least one is BROKEN or was not run, and none FAILed
  signal = 128,   ///< plus the number of the signal that stopped it
};

}  // namespace pidlab
