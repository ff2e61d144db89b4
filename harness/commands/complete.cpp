// The words come from the definition of the command line: options and commands
// by name, values by their placeholder in --help.
#include "harness/commands/complete.h"

#include <fmt/format.h>

#include <set>
#include <sstream>

#include "harness/base/bad_input.h"
#include "harness/suite/exercise.h"

namespace pidlab {
namespace {

using Words = std::vector<std::string>;

// Chapters and names, or CHAPTER/NAME if the word has a slash.
Words experiment_names(const Lab& lab, bool full) {
  std::set<std::string> names;
  for (const Experiment& one : find_suite(lab)) {
    if (full) {
      names.insert(one.full_name());
    } else {
      names.insert({one.chapter, one.name});
    }
  }
  return {names.begin(), names.end()};
}

// From "{auto,root}", the description of CLI::IsMember.
Words members(const std::string& type) {
  Words words;
  const auto begin = type.find('{'), end = type.find('}');
  if (begin == type.npos || end == type.npos) return words;
  std::istringstream list(type.substr(begin + 1, end - begin - 1));
  for (std::string word; std::getline(list, word, ',');) words.push_back(word);
  return words;
}

Words values_of(const CLI::Option& option, const Lab& lab,
                const std::string& begun) {
  const std::string& wanted = option.get_option_text();
  const auto wants = [&](const char* what) {
    return wanted.find(what) != wanted.npos;
  };
  if (wants("EXPERIMENT")) {
    return experiment_names(lab, begun.find('/') != begun.npos);
  }
  if (wants("EXERCISE")) {
    Words names;
    for (const Exercise& one : exercises()) names.push_back(one.name);
    return names;
  }
  if (wants("FILE") || wants("RECORD") || wants("REFERENCE")) {
    return {"<file>"};
  }
  if (wants("DIR")) return {"<folder>"};
  return members(option.get_type_name());
}

Words option_names(const CLI::App& command) {
  Words names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

// The place in a command line after some words.
struct Place {
  const CLI::App* command;
  const CLI::Option* option = nullptr;  ///< whose value comes next
  std::size_t positionals = 0;          ///< that the command already has
};

const CLI::App* command_of(const CLI::App& command, const std::string& name) {
  for (const CLI::App* one : command.get_subcommands({})) {
    if (one->get_name() == name) return one;
  }
  return nullptr;
}

void advance(Place& at, const std::string& word, Lab& lab) {
  if (at.option) {
    if (at.option->check_lname("suite")) lab.folder = word;
    at.option = nullptr;
  } else if (word.starts_with('-')) {
    const auto equals = word.find('=');
    at.option = at.command->get_option_no_throw(word.substr(0, equals));
    if (at.option && at.option->get_items_expected_max() == 0) {
      at.option = nullptr;
    }
    if (equals != word.npos) advance(at, word.substr(equals + 1), lab);
  } else if (const CLI::App* command = command_of(*at.command, word)) {
    at = {.command = command};
  } else {
    ++at.positionals;
  }
}

Words candidates(const Place& at, const Lab& lab, const std::string& begun) {
  if (at.option) return values_of(*at.option, lab, begun);
  if (begun.starts_with('-')) return option_names(*at.command);
  Words commands;
  for (const CLI::App* command : at.command->get_subcommands({})) {
    const bool is_hidden = command->get_group().empty();
    if (!is_hidden) commands.push_back(command->get_name());
  }
  if (!commands.empty()) return at.positionals == 0 ? commands : Words{};
  std::size_t before = 0;
  for (const CLI::Option* option : at.command->get_options()) {
    if (!option->get_positional()) continue;
    before += std::size_t(option->get_items_expected_max());
    if (at.positionals < before) return values_of(*option, lab, begun);
  }
  return {};
}

}  // namespace

std::string completions(const CLI::App& app, Lab& lab, Words words) {
  if (words.empty()) words.emplace_back();
  std::string begun = words.back();
  words.pop_back();
  // Bash splits --cell=user into three words.
  std::erase(words, "=");
  if (begun == "=") begun.clear();
  Place at{.command = &app};
  for (const std::string& word : words) advance(at, word, lab);
  // Other shells do not split it, and expect the whole word.
  std::string kept;
  if (const auto equals = begun.find('=');
      begun.starts_with("--") && equals != begun.npos) {
    kept = begun.substr(0, equals + 1);
    at.option = at.command->get_option_no_throw(begun.substr(0, equals));
    begun.erase(0, kept.size());
  }
  std::string out;
  try {
    for (const std::string& word : candidates(at, lab, begun)) {
      const bool is_for_the_shell = word.starts_with('<');
      if (is_for_the_shell || word.starts_with(begun)) {
        out += fmt::format("{}{}\n", is_for_the_shell ? "" : kept, word);
      }
    }
  } catch (const BadInput&) {
    // The suite cannot be read: the command itself will say why.
  }
  return out;
}

}  // namespace pidlab
