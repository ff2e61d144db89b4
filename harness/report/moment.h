// What was seen at a moment of a run, in words.
#pragma once

#include <string>

#include "harness/casting.h"

namespace pidlab {

/// Whether a thread was born or died, other than with its whole process.
bool is_of_thread(const Casting&, const Moment&);

/// "caller makes init: 1 in target, by clone3(CLONE_NEWPID)".
std::string in_words(const Casting&, const Moment&);

}  // namespace pidlab
