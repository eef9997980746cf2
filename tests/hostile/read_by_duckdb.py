# What: Has DuckDB read the solution.
# Ends: IOException, IOError, PermissionException, ok
# %%
import duckdb
print(["GAINED" for row in duckdb.sql(f"select * from read_text('{TARGETS['solution']}')").fetchall()])
