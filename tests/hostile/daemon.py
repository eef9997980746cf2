# What: Leaves a process behind.
# Ends: ok
# %%
import os, signal, time
if os.fork() == 0:
    os.setsid()
    for number in (1, 2, 15):
        signal.signal(number, signal.SIG_IGN)
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", TARGETS["daemon"]])
    os._exit(0)
