# What: Catches the interrupt and goes on.
# Ends: late, over
# %%
while True:
    try:
        while True: pass
    except BaseException: pass
