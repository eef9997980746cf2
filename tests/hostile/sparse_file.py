# What: Makes a file of a terabyte without writing it.
# Ends: OSError
# %%
f = open("big", "wb"); f.truncate(2**40); print("GAINED")
