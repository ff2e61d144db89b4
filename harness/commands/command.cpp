#include "harness/commands/command.h"

#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "harness/embedded.h"

namespace pidlab {
namespace {

std::string path_of_this_program() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? reinterpret_cast<const char*>(getauxval(AT_EXECFN))
               : self.string();
}

}  // namespace

Suite find_suite(const Lab& lab) {
  if (!lab.folder.empty()) return read_suite(lab.folder);
  const std::string self = path_of_this_program();
  if (!embedded().empty()) return embedded_suite(self);
  return read_suite(self.substr(0, self.rfind('/') + 1) + ".");
}

Style terminal_style() {
  winsize size{};
  const bool terminal = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = !term || std::strcmp(term, "dumb") == 0;
  return {.color = terminal && !dumb && !(no_color && *no_color),
          .width = terminal && size.ws_col ? std::optional<int>(size.ws_col)
                                           : std::nullopt};
}

CLI::Option* add_names(CLI::App* command, std::vector<std::string>& names) {
  return command->add_option(
      "name", names,
      "experiments: NAME, CHAPTER, CHAPTER/NAME or a glob; all if none is "
      "given");
}

}  // namespace pidlab
