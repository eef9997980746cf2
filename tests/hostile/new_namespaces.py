# What: Becomes root in a namespace of its own.
# Ends: ok
# %%
import ctypes
print("GAINED" if ctypes.CDLL(None).unshare(0x10000000) == 0 else "refused")
