// Describes a step of a run in words.
#pragma once

#include <string>

#include "harness/drawing/story.h"

namespace pidlab {

/// Whether the step is the birth or death of a thread, not of its process.
bool is_of_thread(const Story&, const Step&);

/// "caller creates init: PID 1 in target, by clone3(CLONE_NEWPID)".
std::string in_words(const Story&, const Step&);

}  // namespace pidlab
