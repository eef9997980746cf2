"""How a company is made, kept and asked: streams, blocks, the chain, files, queries."""
