#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pidlab {

/// A kernel version, as in "6.18" or "6.18.44-cloud-amd64".
struct Version {
  int major = 0;
  int minor = 0;
  std::optional<int> patch;  ///< absent in "6.18", which means all of 6.18.x

  bool operator==(const Version&) const = default;

  /// Reads the leading numbers; nothing if they are fewer than two.
  static std::optional<Version> parse(std::string_view);
};

std::string to_string(const Version&);

/// Less than, equal to or greater than 0 as the kernel is before, within or
/// after the bound. A bound without a patch level includes its whole series.
int compare(const Version& kernel, const Version& bound);

}  // namespace pidlab
