#include "harness/commands/command.h"

#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "harness/embedded.h"
#include "harness/session.h"

namespace pidlab {
namespace {

std::string path_of_this_program() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? reinterpret_cast<const char*>(getauxval(AT_EXECFN))
               : self.string();
}

}  // namespace

std::string suite_folder(const Lab& lab) {
  if (!lab.folder.empty() || !embedded().empty()) return lab.folder;
  const std::string self = path_of_this_program();
  return self.substr(0, self.rfind('/') + 1) + ".";
}

Suite find_suite(const Lab& lab) {
  const std::string folder = suite_folder(lab);
  return folder.empty() ? embedded_suite(path_of_this_program())
                        : read_suite(folder);
}

std::vector<Report> read_reports(const Suite& suite,
                                 const std::vector<std::string>& files) {
  std::vector<Report> reports;
  for (const std::string& file : files) {
    reports.push_back(
        judge_record(select(suite, {}), read_record(read_file(file), file)));
  }
  return reports;
}

int worst_exit_code(const std::vector<Report>& reports) {
  int worst = 0;
  for (const Report& report : reports) {
    const int code = exit_code(report);
    if (code == 1 || (code == 99 && worst != 1)) worst = code;
  }
  return worst;
}

bool is_terminal_dumb() {
  const char* term = std::getenv("TERM");
  return !term || std::strcmp(term, "dumb") == 0;
}

Style terminal_style() {
  winsize size{};
  const bool terminal = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  const char* no_color = std::getenv("NO_COLOR");
  return {.color = terminal && !is_terminal_dumb() && !(no_color && *no_color),
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
