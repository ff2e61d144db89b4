// Suggests the known word that is nearest to a misspelled one.
#pragma once

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pidlab {

/// How many letters must be changed, added or removed to turn one word into the
/// other (Levenshtein's distance).
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

/// " (did you mean WORD?)" with the known word that is nearest to the written
/// one, or begins with it; "" if none is near.
template <typename Words>
std::string did_you_mean(std::string_view written, const Words& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, written.size() / 3) + 1;
  for (const auto& word : known) {
    const bool begun = std::string_view(word).starts_with(written);
    const std::size_t distance = begun ? 1 : edit_distance(written, word);
    if (distance < best_distance) best = word, best_distance = distance;
  }
  return best.empty() ? "" : " (did you mean " + best + "?)";
}

}  // namespace pidlab
