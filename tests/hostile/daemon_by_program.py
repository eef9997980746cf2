# What: Leaves a process of its own session behind.
# Ends: ok
# %%
import subprocess
subprocess.Popen(["sleep", TARGETS["daemon"]], start_new_session=True);
