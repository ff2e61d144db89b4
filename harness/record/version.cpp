// Compares only as many numbers as the bound has.
#include "harness/record/version.h"

#include <fmt/format.h>

#include <charconv>

namespace pidlab {

std::optional<Version> Version::parse(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto number = [&](int& into) {
    const auto [next, error] = std::from_chars(at, end, into);
    if (error != std::errc{} || into < 0) return false;
    at = next;
    return true;
  };
  Version version;
  if (!number(version.major)) return {};
  if (at == end || *at++ != '.' || !number(version.minor)) return {};
  int patch = 0;
  if (at != end && *at++ == '.' && number(patch)) version.patch = patch;
  return version;
}

std::string to_string(const Version& version) {
  return version.patch ? fmt::format("{}.{}.{}", version.major, version.minor,
                                     *version.patch)
                       : fmt::format("{}.{}", version.major, version.minor);
}

int compare(const Version& kernel, const Version& bound) {
  if (kernel.major != bound.major) return kernel.major - bound.major;
  if (kernel.minor != bound.minor) return kernel.minor - bound.minor;
  return bound.patch ? kernel.patch.value_or(0) - *bound.patch : 0;
}

}  // namespace pidlab
