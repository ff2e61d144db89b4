// The table "needs", which adds to the needs of every experiment.
#include "harness/suite/needs.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/base/did_you_mean.h"
#include "harness/record/kernel.h"
#include "harness/record/syscalls.h"

namespace pidlab {
namespace {

/// The default and what the list adds to it; nothing if the list is empty.
std::vector<std::string> more_than(const std::string& by_default,
                                   const TomlReader& read,
                                   const toml::table& table, const char* key) {
  std::vector<std::string> names = read.list<std::string>(table, key);
  if (table.contains(key) && names.empty()) return names;
  if (std::ranges::count(names, by_default)) {
    read.refuse(table.get(key)->source(),
                fmt::format("every experiment needs {} by default: remove it",
                            by_default));
  }
  names.insert(names.begin(), by_default);
  return names;
}

}  // namespace

Needs read_needs(const TomlReader& read, const toml::table& root) {
  const toml::table none;
  const toml::table* given = read.table(root, "needs");
  const toml::table& table = given ? *given : none;
  read.allow_only(table,
                  {"capability", "initial_user_namespace", "user_namespace",
                   "config", "syscall", "file", "levels", "own_proc",
                   "no_hidden_proc", "vm", "machine_init"});
  Needs needs{
      .capability = more_than("CAP_SYS_ADMIN", read, table, "capability"),
      .initial_user_namespace =
          read.optional<bool>(table, "initial_user_namespace"),
      .user_namespace = read.optional<bool>(table, "user_namespace"),
      .config = more_than("CONFIG_PID_NS", read, table, "config"),
      .syscall = read.list<std::string>(table, "syscall"),
      .file = read.list<std::string>(table, "file"),
      .levels = int(read.optional<std::int64_t>(table, "levels")),
      .own_proc = {},
      .no_hidden_proc = read.optional<bool>(table, "no_hidden_proc"),
      .vm = read.optional<bool>(table, "vm"),
      .machine_init = read.optional<bool>(table, "machine_init")};

  if (table.contains("own_proc")) {
    needs.own_proc = read.required<bool>(table, "own_proc");
  }
  const auto check = [&](const char* key, const std::vector<std::string>& words,
                         const std::vector<std::string>& known) {
    for (const std::string& word : words) {
      if (std::ranges::count(known, word)) continue;
      read.refuse(table.get(key)->source(),
                  fmt::format("unknown {} \"{}\"{}", key, word,
                              did_you_mean(word, known)));
    }
  };
  check("capability", needs.capability, known_capabilities());
  check("syscall", needs.syscall, probeable_syscalls());
  for (const std::string& option : needs.config) {
    if (!option.starts_with("CONFIG_")) {
      read.refuse(
          table.get("config")->source(),
          fmt::format("expected a kernel option such as CONFIG_{0}, got {0}",
                      option));
    }
    if (option.find('=') != option.npos && !option.ends_with("=y")) {
      read.refuse(table.get("config")->source(),
                  fmt::format("expected an option, or an option with =y if a "
                              "module is not enough, got {}",
                              option));
    }
  }
  return needs;
}

}  // namespace pidlab
