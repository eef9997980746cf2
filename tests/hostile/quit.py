# What: Uses the shell's own way out.
# Ends: ok
# %%
exit()
