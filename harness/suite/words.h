#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace pidlab {

/// A word as the search compares it, and as it was written.
struct Word {
  std::string stem;
  std::string written;
};

/// The words of a text that say something about it. Errors by name, number and
/// description become the name. What differs from one machine to the next is
/// left out: numbers, addresses, IDs, dates.
std::vector<Word> words_of(std::string_view text);

/// Whether the stem of a word is the name of an error, such as "enomem".
bool is_error(const std::string& stem);

/// The tables that words_of uses, for the script of the page.
nlohmann::json word_tables();

}  // namespace pidlab
