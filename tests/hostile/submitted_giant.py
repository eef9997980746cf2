# What: Hands in a file of a terabyte.
# Ends: FileNotFoundError
# %% before
with open(folder / "giant", "wb") as f:
    f.truncate(2**40)
# %%
open("giant")
print("GAINED")
