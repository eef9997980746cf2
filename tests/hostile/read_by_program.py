# What: Has another program read the gradebook.
# Ends: ok
# %%
import subprocess
done = subprocess.run(["cat", TARGETS["gradebook"]], capture_output=True, text=True)
print("GAINED" if done.returncode == 0 else "refused", done.stdout)
