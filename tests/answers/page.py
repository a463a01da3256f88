"""The names that stand on a page after all its cells have run."""
import contextlib
import functools
import io
import json
import os
import warnings
from pathlib import Path

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@functools.cache
def of(exercise):
    """Return the path of the page of an exercise."""
    mark = f'"exercise": "{exercise}"'
    return next(path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if mark in path.read_text("utf-8"))


def names(exercise):
    """Return the names on the page of an exercise, as after Run All with every exercise still open."""
    return _names(of(exercise))


@functools.cache
def _names(path):
    space, before = {"__name__": "__main__"}, os.getcwd()
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    os.chdir(path.parent)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"]):
                if cell["cell_type"] == "code":
                    source = "".join(line for line in cell["source"] if not line.lstrip().startswith("%"))
                    exec(compile(source, f"<{path.stem}, cell {number}>", "exec"), space)
    finally:
        os.chdir(before)
        pyplot.close("all")
    return space
