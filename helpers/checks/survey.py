"""How do learners' notebooks stand? What `python -m helpers.checks FOLDER` does.

The folder may lie anywhere and hold a folder for each learner, of any depth. Each notebook runs in a kernel of its own, away
from that folder, with this course's helpers, to the end even if cells fail; nothing is written into the folder, and nobody's
progress file is read or touched. Pages may come from the course's own site, from Colab, from VS Code or as "page (1).ipynb".
"""
import argparse
import json
import os
import queue
import re
import sys
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple

from helpers import print_everywhere
from helpers.checks.progress_file import MARKS
from helpers.checks.standing import OWN
from helpers.exercises import EXERCISES

COURSE = Path(__file__).parents[2]
CALL = re.compile(r"^\s*\w+\s*=\s*checks\.yours_or_reference\((\w+)\)", re.MULTILINE)
CALLS_OWN = re.compile(r"^\s*cell\s*=\s*checks\.own\(", re.MULTILINE)
# What the site or Colab puts first; piplite in pages of earlier releases.
BRINGS = re.compile(r"^\s*(import (piplite|rnn_to_lstm)|!git clone|[%!]pip install)", re.MULTILINE)


class Row(NamedTuple):
    """How one exercise of one notebook stands; `exercise` is "" where the notebook as a whole is meant."""
    learner: str  # the folder in FOLDER in which the notebook lies, "" if it lies in FOLDER itself
    notebook: str  # its path in FOLDER
    exercise: str
    state: str  # "right", "wrong", "missing" (not written), "not reached" or "does not run"
    mistake: str | None
    message: str


def found_in(paths):
    """Return a list of (learner, name, path) of the notebooks in folders, at any depth, and of those that are named."""
    found = []
    for given in map(Path, paths):
        if not given.is_dir():
            found.append(("", given.as_posix(), given))
            continue
        folder = given.resolve()
        base = folder.parent if len(paths) > 1 else folder
        for path in sorted(folder.rglob("*.ipynb")):
            if not any(part.startswith(".") for part in path.relative_to(folder).parts):  # .ipynb_checkpoints
                inside = path.relative_to(base)
                found.append((inside.parts[0] if len(inside.parts) > 1 else "", inside.as_posix(), path))
    return found


def rows(learner, name, path, seconds=None):
    """Return a list of Row for the notebook in the file `path`; whatever is in that file, nothing is raised."""
    from helpers import pages  # here: who only looks for pages, as the class view does, runs none

    def row(exercise, state, mistake=None, message=""):
        return Row(learner, name, exercise, state, mistake, message)

    try:
        notebook = pages.read(path)
        names = _exercises(notebook, pages.exercises(notebook))
    except Exception as error:
        return [row("", "does not run", None, f"can't be read as a notebook ({type(error).__name__})")]
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "code" or not BRINGS.search(cell.source)]
    with tempfile.TemporaryDirectory() as private:
        progress, failed = Path(private, "progress.json"), []
        try:
            ran = pages.run(notebook, private, allow_errors=True, progress=progress, course=COURSE, seconds=seconds)
            failed = _failures(ran)[:1]
        except Exception as error:  # a kernel that died, a cell that never ended
            failed = [f"{type(error).__name__}: {' '.join(str(error).split())[:150]}"]
        states = _states(progress)
    found = [row(exercise, *states.get(exercise, ("not reached",))) for exercise in names]
    return found + [row("", "does not run", None, said) for said in failed]


def _exercises(notebook, marked):
    """Return the names of a notebook's exercises, by the cells' metadata (pairs of name and cell) and by what they call."""
    names = [name for name, _ in marked]
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    called = [name for source in code for name in CALL.findall(source)]
    own = [OWN] * any(map(CALLS_OWN.search, code))  # the cell of the learner's own
    return list(dict.fromkeys(name for name in names + called if name in EXERCISES)) + own


def _states(progress):
    """Return {exercise: (state, mistake, message)} from the progress file of a run."""
    try:
        content = json.loads(progress.read_text(encoding="utf-8"))
        entries = content["exercises"] | ({OWN: content["own"]["cell"]} if "own" in content else {})
    except (OSError, ValueError, KeyError):
        return {}
    return {name: (entry["state"], entry["mistake"], entry.get("message", "")) for name, entry in entries.items()}


def _failures(notebook):
    """Return a sentence for each cell that failed."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [f"code cell {number} raises {output.ename}: {' '.join(output.evalue.split())[:150]}"
            for number, cell in enumerate(code, 1) for output in cell.outputs if output.output_type == "error"]


def survey(notebooks, workers, seconds):
    """Return the rows of all notebooks in order, and whether it was interrupted; say on the way how far it is."""
    waiting, done, found = queue.SimpleQueue(), queue.SimpleQueue(), {}
    for number, notebook in enumerate(notebooks):
        waiting.put((number, notebook))

    def work():
        while True:
            try:
                number, notebook = waiting.get_nowait()
            except queue.Empty:
                return
            done.put((number, rows(*notebook, seconds)))

    for _ in range(workers):
        threading.Thread(target=work, daemon=True).start()
    interrupted = False
    try:
        _collect(done, found, notebooks)
    except KeyboardInterrupt:
        interrupted = True
    not_run = {number: [Row(learner, name, "", "not reached", None, "interrupted")]
               for number, (learner, name, _) in enumerate(notebooks) if number not in found}
    return [row for number in range(len(notebooks)) for row in (found | not_run)[number]], interrupted


def _collect(done, found, notebooks):
    """Put what is done into `found` until all of it is there.

    A function of its own: an interrupt that Python notices on a loop's way back belongs to no try around it.
    """
    while len(found) < len(notebooks):
        try:
            number, some = done.get(timeout=0.5)  # on Windows nothing interrupts a wait without an end
        except queue.Empty:
            continue
        found[number] = some
        right, of = _right(some)
        print(f"[{len(found)}/{len(notebooks)}] {notebooks[number][1]}: {right} of {of} right", file=sys.stderr, flush=True)


def _right(found):
    """Return how many exercises are right, and how many there are."""
    return sum(row.state == "right" for row in found), sum(bool(row.exercise) for row in found)


def table(found):
    """Return rows as text."""
    lines = []
    for notebook in dict.fromkeys(row.notebook for row in found):
        lines.append(notebook)
        for row in found:
            if row.notebook == notebook:
                mark = MARKS.get(row.state, "!")
                detail = row.mistake or (row.message if row.state in ("wrong", "does not run") or not row.exercise else "")
                detail = " ".join(detail.split()).removeprefix(f"{row.exercise}: ")
                detail = detail if len(detail) <= 100 else detail[:99] + "…"
                lines.append(f"  {mark} {row.exercise or '(the notebook)':<32}{row.state:<14}{detail}".rstrip())
    learners = list(dict.fromkeys(row.learner for row in found))
    if len(learners) > 1:
        lines.append("")
        for learner in learners:
            right, number = _right([row for row in found if row.learner == learner])
            lines.append(f"{learner or '(no folder)':<36}{right} of {number} right")
    return "\n".join([*lines, "{} of {} exercises right".format(*_right(found))])


def main(arguments=None):
    """Do what the command line says; return 0 if every exercise is right and every notebook runs."""
    parser = argparse.ArgumentParser(prog="python -m helpers.checks", description="Say how learners' notebooks stand.")
    parser.add_argument("paths", nargs="*", default=["notebooks"], help="folders of notebooks, at any depth, or notebooks")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="notebooks run at once")
    parser.add_argument("--seconds", type=float, default=300, help="for one notebook; then it is told as not running")
    chosen = parser.parse_args(arguments)
    print_everywhere()
    notebooks = found_in(chosen.paths)
    if not notebooks:
        parser.error(f"no notebook in {', '.join(chosen.paths)}")
    found, interrupted = survey(notebooks, chosen.workers, chosen.seconds)
    print(json.dumps([row._asdict() for row in found], indent=1) if chosen.json else table(found), flush=True)
    if interrupted:
        return 130
    return 0 if all(row.state == "right" for row in found) else 1
