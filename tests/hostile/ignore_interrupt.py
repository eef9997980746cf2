# What: Switches interrupts off and never ends.
# Ends: over
# %%
import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True: pass
