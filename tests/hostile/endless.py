# What: Never ends.
# Ends: late
# %%
while True: pass
