"""Try a key on many companies, and an author's solutions against their key."""
