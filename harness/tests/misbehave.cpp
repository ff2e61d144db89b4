// A small program that misbehaves as its name says. The tests say how the
// harness must report it.
#include <linux/reboot.h>
#include <sys/reboot.h>

#include <cstdlib>

#include "experiments/experiment.h"

using namespace pidlab;

namespace {

void say(std::string_view text) {
  must(write(STDOUT_FILENO, text.data(), text.size()));
}

void hang() {
  for (;;) pause();
}

// Starts a new session, closes all descriptors, and stays.
void daemonize() {
  if (must(fork()) != 0) return;
  setsid();
  if (must(fork()) != 0) _exit(0);
  for (int fd = 0; fd < 3; ++fd) close(fd);
  hang();
}

// A child that writes to standard error and gives up, while its parent waits.
void give_up_in_child() {
  if (must(fork()) != 0) hang();
  must(write(STDERR_FILENO, "it hurts\n", 9));
  broken("the child gave up");
}

// 2048 processes: more than the harness allows, and harmless if it misses them.
void fork_without_end() {
  for (int doublings = 0; doublings < 11; ++doublings) fork();
  hang();
}

void reboot_the_cell() {
  if (getppid() != 1) broken("this is not a cell");
  reboot(RB_AUTOBOOT);
}

void stop_init_of_bare_cell() {
  if (getppid() <= 1) broken("this is not a bare cell");
  must(kill(getppid(), SIGSTOP));
}

void do_as_told(std::string_view what) {
  if (what == "exits_at_once") return;
  if (what == "observes_one") return observe("caller.x", 1);
  if (what == "observes_two") return observe("caller.x", 2);
  if (what == "exits_3") _exit(3);
  if (what == "cannot_set_up") must(open("/nowhere", O_RDONLY));
  if (what == "hangs") return hang();
  if (what == "segfaults") {
    must(signal(SIGSEGV, SIG_DFL));  // a sanitizer has a handler of its own
    raise(SIGSEGV);
  }
  if (what == "daemonizes") return daemonize();
  if (what == "forks_without_end") return fork_without_end();
  if (what == "reboots_its_cell") return reboot_the_cell();
  if (what == "stops_its_init") return stop_init_of_bare_cell();
  if (what == "floods") {
    for (;;) observe("caller.x", std::string(1000, 'x'));
  }
  if (what == "floods_stderr") {
    for (;;) must(write(STDERR_FILENO, what.data(), what.size()));
  }
  if (what == "child_gives_up") return give_up_in_child();
  if (what == "child_falls_through") {
    const pid_t child = must(fork());
    observe("caller.x", 1);
    if (child != 0) must(waitpid(child, nullptr, 0));
  }
  if (what == "observes_the_unlisted") {
    observe("caller.x", 1);
    observe("caller.secret", 1);
  }
  if (what == "prints_prose") say("hello\n");
  if (what == "writes_half_a_line") say("caller.x = ");
  if (what == "complains_in_bytes") {
    const std::string_view bytes = "\xff \x80\x80\x80 \x01 \xc3(\n";
    must(write(STDERR_FILENO, bytes.data(), bytes.size()));
    say(std::string(200, '\x80'));
  }
  if (what == "complains") {
    say("caller.x = 2\n");
    must(write(STDERR_FILENO, "it hurts\n", 9));
  }
}

}  // namespace

int main(int, char** argv) {
  const std::string path = argv[0];
  do_as_told(path.substr(path.rfind('/') + 1));
}
