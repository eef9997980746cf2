# What: Starts a process in namespaces of its own.
# Ends: ok
# %%
import ctypes
child = ctypes.CDLL(None).syscall(56 if __import__("platform").machine() == "x86_64" else 220, 0x10000000 | 17, 0, 0, 0, 0)
if child == 0:
    __import__("os")._exit(0)
print("GAINED" if child > 0 else "refused")
