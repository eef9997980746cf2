# What: a function that never ends
# %%
def over(values, limit):
    while True:
        pass
