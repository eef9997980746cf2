# What: Shows 48 megabytes as one piece of data.
# Ends: ok
# %%
from IPython.display import display
display({"application/json": ["x" * 2**20] * 48}, raw=True)
