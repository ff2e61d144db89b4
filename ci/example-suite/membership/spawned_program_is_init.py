#!/usr/bin/python3
"""After unshare(CLONE_NEWPID), the first program that posix_spawn() starts is PID 1.

caller ──posix_spawn() after unshare(CLONE_NEWPID)─▶ init
"""
import ctypes
import os

CLONE_NEWPID = 0x20000000

libc = ctypes.CDLL(None, use_errno=True)
if libc.unshare(CLONE_NEWPID) == -1:
    raise OSError(ctypes.get_errno(), "unshare")
# Without flush, Python writes this line after that of the child.
print(f"caller.pid_before = {os.getpid()}", flush=True)
init = os.posix_spawn("/bin/sh", ["sh", "-c", 'echo "init.pid = $$"'], os.environ)
print(f"init.pid_outside = {init}", flush=True)
status = os.waitstatus_to_exitcode(os.waitpid(init, 0)[1])
print(f'init.ended = "exited {status}"')
print(f"caller.pid_after = {os.getpid()}")
