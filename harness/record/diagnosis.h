#pragma once

#include <string>
#include <vector>

namespace pidlab {

enum class Severity { information, may_surprise, will_fail };

std::string to_string(Severity);

struct Evidence {
  std::string file, value;
};

/// What `pidlab diagnose` found about living processes, in words.
struct Diagnosis {
  struct Finding {
    Severity severity;
    std::string rule;
    int pid = 0;
    std::string ns;  ///< "pid:[4026531836]"
    std::string what;
    std::vector<Evidence> evidence;
    std::string consequence, remedy;
    std::string manual;      ///< the page to read
    std::string experiment;  ///< the one that shows the rule
  };

  std::size_t processes = 0;  ///< that were read
  std::size_t pid_namespaces = 0;
  std::string unread;  ///< what could not be read, and how to allow it, or ""
  std::vector<Finding> findings;
};

}  // namespace pidlab
