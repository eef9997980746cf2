# What: Stays in one long native call.
# Ends: late, over
# %%
sum(range(10**12))
