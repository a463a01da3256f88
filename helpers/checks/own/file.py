"""Save a cell of the reader's own as one file that runs without the course.

The file holds the cell's three functions with all that they use, the loops, the gradient check and Adam, and learns a
small task when it is run: `python my_cell.py`.
"""
import ast
import inspect
import linecache
import textwrap
import types

from helpers import write_whole
from helpers.training import alone
from helpers.training.own import YOURS

HEAD = '''\
"""A recurrent cell of my own, with its way back by hand. Needs NumPy; `python my_cell.py` checks and trains it.
{standing}"""
'''
TAIL = """if __name__ == "__main__":
    check_gradients(cell_forward, cell_backward, cell_parameters)
    learn_parity(cell_forward, cell_backward, cell_parameters)
"""
ALONE = (alone.states_of, alone.run, alone.run_back, alone.check_gradients, alone.learn_parity)


def save(cell, path="my_cell.py", standings=None):
    """Write the cell to a file that runs without the course, and return how many lines it has.

    Parameters
    ----------
    cell : training.own.Cell
    path : str
    standings : dict, optional
        task → what `contest` returned: its numbers go into the file's first lines

    Raises
    ------
    ValueError
        if something that the cell uses has no source to be written down
    OSError
        if the file can't be written; one that stood there is as it was
    """
    parts = {}
    imports = {"import inspect", "import numpy as np"}
    for name, function in zip(("cell_parameters", "cell_forward", "cell_backward"),
                              (cell.parameters, cell.forward, cell.backward)):
        _gather(function, name, parts, imports)
    for function in ALONE:
        if function.__name__ in parts:
            raise ValueError(f"the cell uses a name {function.__name__}, which the file's own functions use; choose another")
        parts[function.__name__] = _source(function, function.__name__)
    text = HEAD.format(standing=_told(standings)) + "\n".join(sorted(imports)) + "\n\n\n" + "\n\n\n".join(parts.values())
    text += "\n\n\n" + TAIL
    ast.parse(text)
    write_whole(path, text)
    return len(text.splitlines())


def _told(standings):
    """Return a line for each task and network."""
    lines = []
    for task, found in (standings or {}).items():
        lines.append(f"\n{task}, {len(next(iter(found.values())).right)} seeds; right on fresh sequences, run by run:")
        for name, s in found.items():
            runs = " ".join(f"{right:.2f}" for right in sorted(s.right))
            lines.append(f"    {'this cell' if name == YOURS else name:10s} {s.parameters:5d} parameters   {runs}")
    return "\n".join(lines) + "\n" * bool(lines)


def _gather(value, name, parts, imports, scope=None):
    """Put the source of a function or class into `parts`, after that of all that it uses; `scope` is where it was named."""
    if name in parts:
        return
    parts[name] = None  # being written: a function may call itself
    source = _source(value, name)
    scope = getattr(inspect.unwrap(value), "__globals__", scope or {})  # a class has none of its own
    for used in sorted({node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}):
        if used not in scope or used == name or used in parts:
            continue
        thing = scope[used]
        if isinstance(thing, types.ModuleType):
            imports.add(f"import {thing.__name__}" + (f" as {used}" if used != thing.__name__ else ""))
        elif getattr(thing, "__module__", None) in ("math", "typing", "numpy", "functools", "itertools", "collections"):
            imports.add(f"from {thing.__module__} import {thing.__name__}" + (f" as {used}" if used != thing.__name__ else ""))
        elif isinstance(thing, types.FunctionType | type):
            _gather(thing, used, parts, imports, scope)
        elif isinstance(thing, bool | int | float | str | tuple):
            parts[used] = f"{used} = {thing!r}"
        else:
            raise ValueError(f"{name} uses {used}, of type {type(thing).__name__}, which can't be written into a file")
    del parts[name]  # what it uses stands before it
    parts[name] = source


def _source(value, name):
    """Return the source of a function or class as `name`, without decorators."""
    value = inspect.unwrap(value) if callable(value) and not isinstance(value, type) else value
    try:
        text = textwrap.dedent(inspect.getsource(value))
        tree = ast.parse(text)
    except (OSError, TypeError, SyntaxError):
        text, tree = _typed(getattr(value, "__name__", name))
    node = next((n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)), None)
    if node is None:
        if isinstance(tree.body[0], ast.Assign) and isinstance(value, types.LambdaType):
            return text.rstrip()
        raise ValueError(f"{name} has no source that can be written into a file: write it with def")
    lines = text.splitlines()[node.lineno - 1:node.end_lineno]
    return "\n".join(lines).replace(f"{node.name}(", f"{name}(", 1)


def _typed(name):
    """Return (text, tree) of a class or function that was typed into a cell, from Python's store of typed lines."""
    for lines in reversed([entry[2] for entry in list(linecache.cache.values()) if len(entry) > 2]):
        text = "".join(lines)
        if f"class {name}" not in text and f"def {name}" not in text:
            continue
        try:
            nodes = [n for n in ast.parse(text).body if getattr(n, "name", None) == name]
        except SyntaxError:
            continue
        if nodes:
            text = "\n".join(text.splitlines()[nodes[-1].lineno - 1:nodes[-1].end_lineno])
            return text, ast.parse(text)
    raise ValueError(f"{name} has no source that can be written into a file: write it with def")
