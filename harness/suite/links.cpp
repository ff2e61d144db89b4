// Links to man7.org, to the Bootlin cross-referencer and to git.kernel.org.
#include "harness/suite/links.h"

#include <fmt/format.h>

namespace pidlab {

std::string url_of(const std::string& page) {
  const auto open = page.find('('), close = page.find(')');
  if (open == page.npos || close != page.size() - 1 || open + 1 == close) {
    return "";
  }
  const std::string section = page.substr(open + 1, close - open - 1);
  return fmt::format("https://man7.org/linux/man-pages/man{}/{}.{}.html",
                     section[0], page.substr(0, open), section);
}

std::string url_of(const KernelSymbol& symbol) {
  return fmt::format("https://elixir.bootlin.com/linux/v{}/C/ident/{}",
                     symbol.read_at, symbol.symbol);
}

std::string url_of(const Change& change) {
  return change.commit.empty()
             ? ""
             : "https://git.kernel.org/linus/" + change.commit;
}

}  // namespace pidlab
