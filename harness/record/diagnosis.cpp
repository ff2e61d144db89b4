// The words for severities.
#include "harness/record/diagnosis.h"

namespace pidlab {

std::string to_string(Severity severity) {
  switch (severity) {
    case Severity::will_fail:
      return "will fail";
    case Severity::may_surprise:
      return "may surprise";
    case Severity::information:
      return "for information";
  }
  return "";
}

}  // namespace pidlab
