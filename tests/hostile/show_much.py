# What: Shows twenty thousand things.
# Ends: ok, late
# %%
from IPython.display import HTML, display
for n in range(20_000): display(HTML("x"))
