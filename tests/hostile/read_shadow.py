# What: Reads the machine's password hashes.
# Ends: PermissionError, FileNotFoundError
# %%
print("GAINED", open("/etc/shadow").read())
