# What: Prints 64 megabytes.
# Ends: ok
# %%
for n in range(64): print("x" * 2**20)
