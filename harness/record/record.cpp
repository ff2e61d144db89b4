// Writes values, and missing runs.
#include "harness/record/record.h"

#include <fmt/format.h>

namespace pidlab {

std::string to_string(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return std::to_string(*number);
  }
  std::string out = "\"";
  for (const char c : std::get<std::string>(value)) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", c);
    } else {
      out += c;
    }
  }
  return out += '"';
}

std::string missing_runs(const RecordHeader& header) {
  switch (header.not_run) {
    case 0:
      return header.stopped == cut ? "the last line is missing"
                                   : "some repetitions did not run";
    case 1:
      return "1 experiment did not run";
  }
  return fmt::format("{} experiments did not run", header.not_run);
}

std::string early_end(const RecordHeader& header) {
  return header.stopped == cut ? "cut before its end"
                               : "stopped by " + header.stopped;
}

}  // namespace pidlab
