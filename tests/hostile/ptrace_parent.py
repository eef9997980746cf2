# What: Attaches a debugger to its parent.
# Ends: ok
# %%
import ctypes, os
libc = ctypes.CDLL(None)
print("GAINED" if libc.ptrace(16, os.getppid(), 0, 0) == 0 else "refused")
