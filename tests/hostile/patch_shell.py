# What: Replaces the shell's way of running cells.
# Ends: ok
# %%
from IPython.core.interactiveshell import ExecutionResult
shell = get_ipython()
shell.run_cell = lambda *a, **k: ExecutionResult(None)
print("patched, for itself alone")
