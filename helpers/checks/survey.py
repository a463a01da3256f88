"""How do a learner's notebooks stand? What `python -m helpers.checks` does.

Each notebook runs in a kernel of its own, to the end even if cells fail; nothing is written into it, and the learner's
progress file is neither read nor touched.
"""
import argparse
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from helpers import pages
from helpers.checks.progress_file import MARKS
from helpers.exercises import EXERCISES

CALL = re.compile(r"^\s*\w+\s*=\s*checks\.yours_or_reference\((\w+)\)", re.MULTILINE)
LAST = "from helpers.checks import progress_file as _progress\nprint(_progress.as_json())"


class Row(NamedTuple):
    """How one exercise of one notebook stands; `exercise` is "" where the notebook as a whole is meant."""
    notebook: str
    exercise: str
    state: str  # "right", "wrong", "missing" (not written), "not reached" or "does not run"
    mistake: str | None
    message: str


def rows(path):
    """Return a list of Row for the notebook in the file `path`; whatever is in that file, nothing is raised."""
    try:
        notebook = pages.read(path)
        names = _exercises(notebook)
    except Exception as error:
        return [Row(path.name, "", "does not run", None, f"can't be read as a notebook ({type(error).__name__})")]
    try:
        notebook.cells.append(_last_cell(notebook))
        ran = pages.run(notebook, path.parent, allow_errors=True)
        states = _states(ran.cells.pop())
    except Exception as error:  # a kernel that died, a cell that never ended
        said = " ".join(str(error).split())[:150]
        return [Row(path.name, name, "not reached", None, "") for name in names] + [
            Row(path.name, "", "does not run", None, f"{type(error).__name__}: {said}")]
    found = [Row(path.name, name, *_state(states.get(name))) for name in names]
    failed = [Row(path.name, "", "does not run", None, said) for said in _failures(ran)[:1]]
    return found + failed


def _exercises(notebook):
    """Return the names of a notebook's exercises, by the cells' metadata and by what they call."""
    names = [name for name, _ in pages.exercises(notebook)]
    called = [name for cell in notebook.cells if cell.cell_type == "code" for name in CALL.findall(cell.source)]
    return list(dict.fromkeys(name for name in names + called if name in EXERCISES))


def _last_cell(notebook):
    """Return a cell that prints how the exercises stand in that kernel."""
    import nbformat
    cell = nbformat.v4.new_code_cell(f"import sys\nsys.path.append({str(Path(__file__).parents[2])!r})\n{LAST}")
    if notebook.get("nbformat_minor", 0) < 5:
        cell.pop("id", None)
    return cell


def _states(cell):
    printed = "".join(output.get("text", "") for output in cell.outputs if output.output_type == "stream")
    return json.loads(printed.strip().splitlines()[-1])


def _state(entry):
    if entry is None:
        return "not reached", None, ""
    return entry["state"], entry["mistake"], entry.get("message", "")


def _failures(notebook):
    """Return a sentence for each cell that failed."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [f"code cell {number} raises {output.ename}: {' '.join(output.evalue.split())[:150]}"
            for number, cell in enumerate(code, 1) for output in cell.outputs if output.output_type == "error"]


def table(found):
    """Return rows as text."""
    lines = []
    for notebook in dict.fromkeys(row.notebook for row in found):
        lines.append(notebook)
        for row in found:
            if row.notebook == notebook:
                mark = MARKS.get(row.state, "!")
                detail = row.mistake or (row.message if row.state in ("wrong", "does not run") else "")
                detail = detail.removeprefix(f"{row.exercise}: ")
                detail = detail if len(detail) <= 100 else detail[:99] + "…"
                lines.append(f"  {mark} {row.exercise or '(the notebook)':<32}{row.state:<14}{detail}".rstrip())
    right, number = sum(row.state == "right" for row in found), sum(bool(row.exercise) for row in found)
    return "\n".join([*lines, f"{right} of {number} exercises right"])


def main(arguments=None):
    """Do what the command line says; return 0 if every exercise is right and every notebook runs."""
    parser = argparse.ArgumentParser(prog="python -m helpers.checks", description="Say how a learner's notebooks stand.")
    parser.add_argument("paths", nargs="*", default=["notebooks"], help="notebooks, or folders of notebooks")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="notebooks run at once")
    chosen = parser.parse_args(arguments)
    paths = sorted(page for given in map(Path, chosen.paths) for page in (given.glob("*.ipynb") if given.is_dir() else [given]))
    if not paths:
        parser.error(f"no notebook in {', '.join(chosen.paths)}")
    with ThreadPoolExecutor(chosen.workers) as pool:
        found = [row for some in pool.map(rows, paths) for row in some]
    print(json.dumps([row._asdict() for row in found], ensure_ascii=False, indent=1) if chosen.json else table(found))
    return 0 if all(row.state == "right" for row in found) else 1
