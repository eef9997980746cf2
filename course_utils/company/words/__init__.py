"""Grammars: the sentences from which Kitewell's customers speak and write."""
