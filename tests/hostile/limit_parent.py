# What: Takes the CPU time of its parent and of the grader away.
# Ends: ok
# %%
import os, resource
for pid in (1, os.getppid(), TARGETS["grader"], TARGETS["victim"]):
    try:
        resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1)); print("GAINED", pid)
    except OSError:
        pass
