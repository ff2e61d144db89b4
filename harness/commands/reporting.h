// How run and judge answer: --format and --exit-codes.
#pragma once

#include <string>

#include "harness/commands/command.h"

namespace pidlab {

/// Adds both options.
void add_reporting(CLI::App*, std::string& format, Lab&);

/// Writes the report to standard output. Without a format it is pretty on a
/// terminal, else KTAP.
void write_report(const Report&, const std::string& format);

/// The exit code of the command that ran, in the convention of --exit-codes.
ExitCode exit_code_of(const Lab&);

}  // namespace pidlab
