# What: Writes 64 megabytes to descriptor 1.
# Ends: ok
# %%
import os
for n in range(64): os.write(1, b"y" * 2**20)
