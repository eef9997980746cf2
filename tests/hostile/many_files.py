# What: Makes more files than any work needs.
# Ends: OSError
# %%
for n in range(100_000):
    open(f"f{n}", "w").close()
print("GAINED", n)
