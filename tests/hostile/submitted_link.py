# What: Hands in a link to the gradebook.
# Ends: FileNotFoundError
# %% before
(folder / "answers").mkdir()
(folder / "answers" / "a.json").symlink_to(TARGETS["gradebook"])
# %%
print("GAINED", open("answers/a.json").read())
