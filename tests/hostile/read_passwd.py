# What: Reads the machine's accounts.
# Ends: PermissionError, FileNotFoundError
# %%
print("GAINED", open("/etc/passwd").read())
