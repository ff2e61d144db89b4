// Walks through the definition of the command line, so that the page has every
// option.
#include "harness/commands/manual.h"

#include <fmt/format.h>

namespace pidlab {
namespace {

// A text of --help. It is one line, and does not begin with a dot.
std::string text_of(const std::string& help) {
  std::string out;
  for (const char c : help) {
    out += c;
    if (c == '\\') out += 'e';
  }
  return out + "\n";
}

// The place for a value: "[PID...]" is an argument that can be left out.
std::string placeholder(const CLI::Option& option) {
  std::string text = option.get_option_text();
  if (text.starts_with('[')) text = text.substr(1, text.size() - 2);
  return text.empty() ? "" : " Ar " + text;
}

bool is_help(const CLI::Option& option) { return option.check_lname("help"); }

std::string options_of(const CLI::App& command) {
  std::string items;
  for (const CLI::Option* option : command.get_options()) {
    if (is_help(*option)) continue;
    items += option->get_positional()
                 ? ".It" + placeholder(*option) + "\n"
                 : fmt::format(".It Fl -{}{}\n", option->get_lnames().at(0),
                               placeholder(*option));
    items += text_of(option->get_description());
  }
  return items.empty() ? "" : ".Bl -tag -width Ds\n" + items + ".El\n";
}

std::string usage(const CLI::App& command) {
  std::string options, arguments;
  for (const CLI::Option* option : command.get_options()) {
    if (is_help(*option)) continue;
    if (!option->get_positional()) {
      options = " Oo Ar OPTION... Oc";
    } else if (option->get_required()) {
      arguments += placeholder(*option);
    } else {
      arguments += " Oo" + placeholder(*option) + " Oc";
    }
  }
  return options + arguments;
}

void append(std::string& out, const CLI::App& command, std::string name) {
  const auto commands = command.get_subcommands({});
  for (const CLI::App* one : commands) {
    if (!one->get_group().empty())
      append(out, *one, name + one->get_name() + " ");
  }
  if (!commands.empty()) return;
  name.pop_back();
  out += fmt::format(".It Ic {}{}\n{}{}", name, usage(command),
                     text_of(command.get_description()), options_of(command));
}

}  // namespace

std::string manual(const CLI::App& app) {
  std::string out = options_of(app) + ".Bl -tag -width Ds\n";
  append(out, app, "");
  return out + ".El\n";
}

}  // namespace pidlab
