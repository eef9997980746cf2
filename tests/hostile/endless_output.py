# What: Prints until it is stopped.
# Ends: late, over
# %%
while True: print("y" * 4096)
