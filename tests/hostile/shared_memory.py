# What: Takes more memory than its files may by System V shared memory.
# Ends: ok
# %%
import ctypes
libc = ctypes.CDLL(None)
number = libc.shmget(0, ctypes.c_size_t(2**31), 0o1600)
print("GAINED" if number >= 0 else "refused")
