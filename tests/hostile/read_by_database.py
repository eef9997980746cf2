# What: Opens the gradebook as a database.
# Ends: OperationalError
# %%
import sqlite3
print("GAINED", sqlite3.connect(TARGETS["gradebook"]).execute("select * from sqlite_master").fetchall())
