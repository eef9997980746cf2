# What: Prints text that no file can hold.
# Ends: ok
# %%
print("\ud800 half a letter")
