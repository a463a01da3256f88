"""Find what a learner wrote on a page: functions of exercises, and cells of their own."""
import ast
import hashlib
import json
from pathlib import Path
from typing import NamedTuple

from helpers.exercises.bring.shipped import CELLS

LARGEST = 300_000_000  # bytes; a page that is larger is left alone
BY_THE_PLACE = ("before-the-page",)  # ids of cells that a site or Colab puts before a page's own


class Written(NamedTuple):
    """What a learner wrote on one page."""
    functions: dict  # exercise → source of its cell
    own: list  # cells that no release has
    shared: set  # digests of the page's cells that came with it


class NotAPage(ValueError):
    """A file that isn't a page of this course; its text says why."""


def read(path):
    """Return the notebook in a file as a dictionary, its sources as one text each."""
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise NotAPage(f"{path.name} has {path.stat().st_size / 1e6:.0f} MB, expected less than {LARGEST / 1e6:.0f}")
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            cell.setdefault("metadata", {})
    except (OSError, RecursionError) as error:
        raise NotAPage(f"{path.name} can't be read ({type(error).__name__})") from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        if isinstance(error, NotAPage):
            raise
        raise NotAPage(f"{path.name} isn't a notebook") from None
    return notebook


def digest(source):
    """Return a short name for a cell's source: spaces at the ends of lines don't count."""
    text = "\n".join(line.rstrip() for line in source.strip().splitlines())
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def written(notebook, name, known=frozenset()):
    """Return what a learner wrote on a page.

    Parameters
    ----------
    notebook : dict
    name : str
        the file's name, for sentences
    known : set of str
        digests of the cells of the release that it goes to; those of former releases are known by themselves
    """
    functions, own, shared = {}, [], set()
    exercises = 0
    for cell in notebook["cells"]:
        exercise, source = exercise_of(cell), cell["source"]
        exercises += exercise is not None
        if digest(source) in CELLS or digest(source) in known:
            shared.add(digest(source))
        elif exercise is not None:
            functions[exercise] = source
        elif source.strip() and cell.get("id") not in BY_THE_PLACE:
            own.append(cell)
    if not shared and not exercises:
        raise NotAPage(f"{name} isn't a page of this course")
    return Written(functions, own, shared)


def exercise_of(cell):
    """Return the name of the exercise that a cell is for, or None. An editor may have lost the metadata, not the check."""
    if "exercise" in cell["metadata"]:
        return cell["metadata"]["exercise"]
    found = [line.split("yours_or_reference(")[1].split(")")[0].strip() for line in cell["source"].splitlines()
             if cell.get("cell_type") == "code" and "= checks.yours_or_reference(" in line.partition("#")[0]]
    return found[0] if found else None


def arguments(source, name):
    """Return the arguments of a cell's function `name` as text, or None if it has no such function.

    Raises
    ------
    SyntaxError
    """
    found = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == name]
    return ast.unparse(found[-1].args) if found else None


def into(stub, source, name):
    """Return the new release's cell with the learner's lines: theirs but for the old check, then the new one's last lines."""
    new = ast.parse(stub).body
    place = max(number for number, node in enumerate(new) if isinstance(node, ast.FunctionDef) and node.name == name)
    last = new[place + 1:]
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        if "yours_or_reference" in ast.unparse(node) and not isinstance(node, ast.FunctionDef):
            del lines[node.lineno - 1:node.end_lineno]
    kept = "\n".join(lines).rstrip()
    if not last:
        return kept
    return kept + "\n\n\n" + "\n".join(stub.splitlines()[last[0].lineno - 1:])
