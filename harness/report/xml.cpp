#include "harness/report/xml.h"

#include <nlohmann/json.hpp>

namespace pidlab {

std::string printable(const std::string& text) {
  using Json = nlohmann::json;
  // By way of JSON, which replaces what is no UTF-8, as it does in a record.
  std::string out = Json::parse(
      Json(text).dump(-1, ' ', false, Json::error_handler_t::replace));
  for (char& c : out) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f) c = '?';
  }
  // U+FFFE and U+FFFF are UTF-8, and yet no characters.
  for (const char* none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (auto at = out.find(none); at != out.npos; at = out.find(none, at)) {
      out.replace(at, 3, 1, '?');
    }
  }
  return out;
}

}  // namespace pidlab
