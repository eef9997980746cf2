"""What a stored notebook shows before anything runs in it."""

import json


def shown(notebook):
    """Outputs that stand open, by the places of their cells: what answers a guess is folded."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return {
        place: cell["outputs"]
        for place, cell in enumerate(cells)
        if cell["cell_type"] == "code"
        and not cell["metadata"].get("jupyter", {}).get("outputs_hidden")
    }
