# What: Pushes its parent and the grader to the end of the queue.
# Ends: ok
# %%
import os
for pid in (1, os.getppid(), TARGETS["grader"], TARGETS["victim"]):
    for change in (lambda: os.setpriority(os.PRIO_PROCESS, pid, 19), lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))):
        try:
            change(); print("GAINED", pid)
        except OSError:
            pass
