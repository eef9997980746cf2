# What: Reads the user's keyring.
# Ends: ok
# %%
import ctypes, platform
call = 250 if platform.machine() == "x86_64" else 219
print("GAINED" if ctypes.CDLL(None).syscall(call, 0, -4, 0) >= 0 else "refused")
