# What: Takes more memory than its files may by a file of no file system.
# Ends: OSError
# %%
import os
kept = []
for n in range(16):
    kept.append(os.memfd_create(f"m{n}"))
    for _ in range(16):
        os.write(kept[-1], bytes(2**23))
print("GAINED", len(kept))
