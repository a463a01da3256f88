"""The names that stand on a page after all its cells have run: those that an answer to its exercises may meet."""
import ast
import contextlib
import dis
import functools
import io
import json
import os
import types
import warnings
from pathlib import Path
from typing import NamedTuple

from helpers.exercises import EXERCISES
from helpers.figures import style
from tests import answers

TOOLS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@functools.cache
def of(exercise):
    """Return the path of the page of an exercise."""
    mark = f'"exercise": "{exercise}"'
    return next(path for path in sorted(NOTEBOOKS.glob("*.ipynb")) if mark in path.read_text("utf-8"))


def names(exercise):
    """Return names on the page of an exercise, as after Run All with every exercise still open.

    They are its functions, classes and modules, and of its data what the answers read: no network is trained that none looks at.
    """
    return _names(of(exercise))


@functools.cache
def _names(path):
    space, before = {"__name__": "__main__"}, os.getcwd()
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    os.chdir(path.parent)
    shown = style.show
    style.show = lambda fig, alt: pyplot.close(fig)  # nobody looks at it
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for statement in needed(path, (one.source for name in EXERCISES if of(name) == path for one in answers.read(name))):
                exec(statement.code, space)
    finally:
        style.show = shown
        os.chdir(before)
        pyplot.close("all")
    return space


class Statement(NamedTuple):
    """A statement of a page, outside of functions."""
    code: types.CodeType
    is_tool: bool  # it makes a function, a class, a module or the judged function of an exercise
    made: set  # the names that it gives values
    read: set  # the names that it reads, also in the functions that it makes


def needed(path, sources):
    """Return the statements of a page that make its tools, or that make or mention data that the sources need.

    Whatever mentions such data might change it or give it another name, so all that it reads and makes is needed too; a tool
    needs what it reads if it is needed.
    """
    page = list(_statements(path))
    data = set().union(*(one.made for one in page if not one.is_tool))
    wanted = set().union(*(_read(compile(source, "answer", "exec")) for source in sources),
                         *(_read(one.code, inside=False) for one in page if one.is_tool))

    def is_needed(one):
        return bool(one.made & wanted or not one.is_tool and one.read & wanted & data)

    before = None
    while before != wanted:
        before = set(wanted)
        wanted.update(*(one.read if one.is_tool else one.read | one.made for one in page if is_needed(one)))
    return [one for one in page if one.is_tool or is_needed(one)]


def _statements(path):
    for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"]):
        if cell["cell_type"] == "code":
            source = "".join(line for line in cell["source"] if not line.lstrip().startswith("%"))
            for node in ast.parse(source).body:
                code = compile(ast.Module([node], []), f"<{path.stem}, cell {number}>", "exec")
                is_tool = isinstance(node, TOOLS) or "yours_or_reference" in code.co_names
                yield Statement(code, is_tool, _made(node), _read(code))


def _made(node):
    return ({one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
            | {one.name for one in ast.walk(node) if isinstance(one, ast.FunctionDef | ast.ClassDef)}
            | {(one.asname or one.name).partition(".")[0] for one in ast.walk(node) if isinstance(one, ast.alias)})


def _read(code, inside=True):
    """Return the names that code takes from outside of functions; `inside`: also in the functions and classes in it."""
    found = {step.argval for step in dis.get_instructions(code) if step.opname in ("LOAD_NAME", "LOAD_GLOBAL")}
    return found.union(*(_read(one) for one in code.co_consts if inside and isinstance(one, types.CodeType)))
