// The serial line by which a virtual machine hands its record out.
#pragma once

#include <string>
#include <string_view>

namespace pidlab {

/// Whether the path is a terminal that is not the one of this process.
bool is_serial_line(const std::string& path);

/// Sends a text, compressed: the line takes longer for one byte than a
/// processor takes to compress ten. Throws BadInput if it cannot.
void send_compressed(const std::string& line, std::string_view text);

}  // namespace pidlab
