// What a shell offers when the user presses Tab.
#pragma once

#include <string>
#include <vector>

#include "harness/commands/command.h"

namespace pidlab {

/// The words that the last of these may become, one a line: for a shell's
/// completion, which calls `pidlab --complete WORD...`. Where a file or a
/// folder is wanted the line is "<file>" or "<folder>", and the shell
/// completes.
std::string completions(const CLI::App&, Lab&, std::vector<std::string> words);

}  // namespace pidlab
