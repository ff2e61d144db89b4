// The completions that a shell offers.
#pragma once

#include <string>
#include <vector>

#include "harness/commands/command.h"

namespace pidlab {

/// The possible completions of the last word, one per line. A shell's
/// completion calls `pidlab --complete WORD...`. For a file or a folder the
/// line is "<file>" or "<folder>", and the shell completes it.
std::string completions(const CLI::App&, Lab&, std::vector<std::string> words);

}  // namespace pidlab
