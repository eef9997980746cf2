# What: Signals its parent through a process handle.
# Ends: PermissionError, ProcessLookupError, OSError, ok
# %%
import os, signal
signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 9)
