#pragma once

#include <functional>

namespace pidlab {

/// Whether this process is the init of a machine that was started for it:
/// PID 1, executed as /init.
bool is_machine(const char* called);

/// Mounts what a machine needs (/proc, /sys, /dev, /dev/pts, /tmp), runs `work`
/// in a child, reaps whatever comes to PID 1, and powers the machine off when
/// the child has ended. The console tells the child's end.
[[noreturn]] void be_machine(const std::function<int()>& work);

}  // namespace pidlab
