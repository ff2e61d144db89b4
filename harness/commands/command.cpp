#include "harness/commands/command.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "harness/embedded.h"
#include "harness/self.h"
#include "harness/session.h"

namespace pidlab {

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

void add_names(CLI::App* command, std::vector<std::string>& names) {
  command->add_option(
      "name", names,
      "experiments: NAME, CHAPTER, CHAPTER/NAME or a glob; all if none is "
      "given");
}

void add_required_names(CLI::App* command, std::vector<std::string>& names) {
  command
      ->add_option("name", names,
                   "experiments: NAME, CHAPTER, CHAPTER/NAME or a glob")
      ->required();
}

}  // namespace pidlab
