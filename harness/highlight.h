#pragma once

#include <string>

namespace pidlab {

/// A line of C++ as a terminal shows it: comments, texts, preprocessor, the
/// language's words, and what is observed stand out.
std::string highlight(const std::string& line);

}  // namespace pidlab
