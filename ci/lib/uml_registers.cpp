// ptrace(2) for User-Mode Linux on a processor with AMX. An old UML restores
// the registers of a process from a buffer of the size that it was built for.
// Since AMX, they can be larger, and PTRACE_SETREGSET with fewer bytes fails
// with EFAULT (xstateregs_set in arch/x86/kernel/fpu/regset.c). A newer UML
// asks its host for the size (host_fp_size in
// arch/x86/um/os-Linux/registers.c).
#include <linux/elf.h>
#include <linux/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstring>

// In <sys/ptrace.h>, it has a variable number of arguments. They are in the
// same processor registers.
extern "C" long ptrace(int request, pid_t pid, long address, void* data) {
  static char registers[65536];
  iovec whole = {registers, sizeof registers};
  if (request == PTRACE_SETREGSET && address == NT_X86_XSTATE &&
      syscall(SYS_ptrace, PTRACE_GETREGSET, pid, address, &whole) == 0) {
    const auto* given = static_cast<const iovec*>(data);
    if (given->iov_len < whole.iov_len) {
      memcpy(registers, given->iov_base, given->iov_len);
      data = &whole;
    }
  }
  // The system call stores what the function of the C library returns.
  long value = 0;
  const bool peeks = request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA ||
                     request == PTRACE_PEEKUSR;
  const long result =
      syscall(SYS_ptrace, request, pid, address, peeks ? &value : data);
  return peeks && result == 0 ? value : result;
}
