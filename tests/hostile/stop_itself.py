# What: Stops itself so that interrupts wait.
# Ends: over
# %%
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
