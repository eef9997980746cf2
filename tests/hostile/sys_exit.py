# What: Asks the interpreter to end.
# Ends: SystemExit
# %%
import sys
sys.exit(0)
