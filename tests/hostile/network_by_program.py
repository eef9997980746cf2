# What: Has another program go to the network.
# Ends: ok
# %%
import subprocess
done = subprocess.run(["bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{TARGETS['tcp']}"], capture_output=True)
print("GAINED" if done.returncode == 0 else "refused")
