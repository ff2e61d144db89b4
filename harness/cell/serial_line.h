// The serial line on which a virtual machine sends its record.
#pragma once

#include <string>
#include <string_view>

namespace pidlab {

/// Whether the path is a terminal, but not the terminal of this process.
bool is_serial_line(const std::string& path);

/// Sends a text, compressed: the line sends one byte in more time than a
/// processor needs to compress ten. Throws BadInput if it fails.
void send_compressed(const std::string& line, std::string_view text);

}  // namespace pidlab
