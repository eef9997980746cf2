# What: Reads the gradebook with a shell command.
# Ends: ok
# %%
get_ipython().system("cat " + TARGETS["gradebook"])
