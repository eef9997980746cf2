"""The chart family: a module a kind, each with one function of its name, ``(fig, alt)`` out."""
