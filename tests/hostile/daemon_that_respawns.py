# What: Leaves processes that start each other.
# Ends: ok
# %%
import os
if os.fork() == 0:
    os.setsid()
    while True:
        child = os.fork()
        if child:
            os._exit(0)
        os.setsid()
