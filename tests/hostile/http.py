# What: Fetches a page.
# Ends: PermissionError, OSError, gaierror, URLError
# %%
import urllib.request
urllib.request.urlopen(f"http://127.0.0.1:{TARGETS['tcp']}", timeout=2); print("GAINED")
