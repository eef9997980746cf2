# What: Prints 64 megabytes in one piece.
# Ends: ok
# %%
print("x" * 2**26)
