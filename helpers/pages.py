"""Run the course's pages, write them in one canonical form, and compare what is stored with what the code gives.

    python -m helpers.pages render notebooks     run the pages and write them back; a second run changes no byte
    python -m helpers.pages check notebooks      run them and name each page and cell whose stored output is another
    python -m helpers.pages solved notebooks     run them with every exercise solved: each check must say ✓
    python -m helpers.pages bring OLD [NEW]      put what you wrote on OLD's pages into those of the release in NEW (this)
    python -m helpers.pages reset 05              put a page back as it came; yours is kept in mine/

A cell whose metadata says `"measured": true` shows a time measured on the reader's own machine: its output differs
from run to run, so that only its kind is compared, and `render` keeps it (`render --measure` takes it anew).
"""
import argparse
import ast
import base64
import inspect
import os
import sys
import tempfile
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from helpers import print_everywhere, why, write_whole

ROOT = Path(__file__).parents[1]
KEPT_METADATA = ("exercise", "jupyter", "measured", "own", "tags")  # jupyter: whether it is folded; own: of one's own cell
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SECONDS_A_CELL = 120


def read(path):
    """Return the notebook in the file `path`."""
    return nbformat.read(path, as_version=4)


def write(path, notebook):
    """Write a notebook in canonical form, whole or not at all."""
    write_whole(path, text(notebook))


def text(notebook):
    """Return the canonical text of a notebook: what `render` writes."""
    return nbformat.writes(canonical(notebook), version=4) + "\n"


def canonical(notebook):
    """Return a copy with nothing in it that depends on who ran it, when, or in which editor."""
    notebook = nbformat.from_dict(notebook)
    cells, count = [], 0
    for cell in notebook.cells:
        new = {"cell_type": cell.cell_type, "id": cell.id, "source": cell.source.strip("\n"),
               "metadata": {key: cell.metadata[key] for key in KEPT_METADATA if key in cell.metadata}}
        if cell.cell_type == "code":
            count += 1
            new |= {"execution_count": count, "outputs": _outputs(cell.outputs, count)}
        cells.append(new)
    return nbformat.from_dict({
        "cells": cells, "nbformat": 4, "nbformat_minor": 5,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                     "language_info": {"name": "python"}},
    })


def _outputs(outputs, count):
    """Return outputs without live views and their styles, with streams of one name joined and only a picture's metadata kept."""
    kept = []
    for output in outputs:
        output = {key: value for key, value in output.items() if key != "transient"}
        if "data" in output:
            data = {kind: value for kind, value in output["data"].items() if kind != WIDGET_VIEW}
            if data.get("text/html", "").startswith("<style>"):
                continue
            picture = output.get("metadata", {}).get("image/png")
            output |= {"data": data, "metadata": {"image/png": picture} if picture else {}}
            if not data:
                continue
        if "execution_count" in output:
            output["execution_count"] = count
        if kept and output["output_type"] == "stream" == kept[-1]["output_type"] and output["name"] == kept[-1]["name"]:
            kept[-1]["text"] += output["text"]
        else:
            kept.append(output)
    return kept


def run(notebook, folder="notebooks", allow_errors=False, progress=None, course=None, seconds=None):
    """Return a copy of `notebook`, run from the top in a new kernel.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    folder : path
        in which the kernel starts
    allow_errors : bool
        whether to go on after a cell that failed
    progress : path, optional
        of the progress file; without it a new one is used, so that a run neither sees nor touches the learner's
    course : path, optional
        of a course whose helpers are to be found first
    seconds : float, optional
        for the whole page; a cell has SECONDS_A_CELL at most
    """
    notebook = nbformat.from_dict(notebook)
    end = time.monotonic() + (seconds or float("inf"))
    with tempfile.TemporaryDirectory() as private:
        environment = os.environ | {"COURSE_PROGRESS": str(progress or Path(private, "progress.json")), "PYTHONHASHSEED": "0"}
        environment.pop("JPY_SESSION_NAME", None)
        if course:
            environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(course), environment.get("PYTHONPATH"))))
        client = NotebookClient(notebook, timeout_func=lambda _: max(1, min(SECONDS_A_CELL, end - time.monotonic())),
                                record_timing=False, store_widget_state=False, allow_errors=allow_errors,
                                kernel_name="python3", resources={"metadata": {"path": str(folder)}})
        client.execute(env=environment)
    return notebook


def exercises(notebook):
    """Return the exercise cells of a notebook: pairs of the exercise's name and its cell."""
    return [(cell.metadata["exercise"], cell) for cell in notebook.cells if "exercise" in cell.metadata]


def solve(notebook):
    """Return a copy in which each exercise's stub is replaced by the source of its reference."""
    from helpers.exercises import EXERCISES

    notebook = nbformat.from_dict(notebook)
    for name, cell in exercises(notebook):
        cell.source = with_function(cell.source, name, solution(EXERCISES[name].reference))
    return notebook


def solution(reference):
    """Return the source of a reference function as a learner would write it: without its decorators."""
    lines = textwrap.dedent(inspect.getsource(inspect.unwrap(reference))).splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("def "))
    return "\n".join(lines[first:])


def with_function(source, name, function):
    """Return a cell's source with its function `name` replaced by the text `function`."""
    node = next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == name)
    lines = source.splitlines()
    return "\n".join(lines[:node.lineno - 1] + function.splitlines() + lines[node.end_lineno:])


def differences(stored, fresh):
    """Return a sentence for each cell in which two notebooks of the same source differ; both are taken canonically."""
    stored, fresh = canonical(stored), canonical(fresh)
    return [f"cell {number} ({_title(new)}): {said}" for number, (old, new) in enumerate(zip(stored.cells, fresh.cells))
            if (said := _difference(old, new))]


def _difference(old, new):
    """Say how the outputs of two cells differ; None if they don't."""
    if new.cell_type != "code":
        return None
    kinds = [[sorted(output.get("data", {output.get("name"): 0})) for output in cell.outputs] for cell in (old, new)]
    if kinds[0] != kinds[1]:
        return f"stored outputs {kinds[0]}, the code gives {kinds[1]}"
    if new.metadata.get("measured"):
        return None
    for before, after in zip(old.outputs, new.outputs):
        if before.output_type == "stream" and before.text != after.text:
            return f"stored text {_shorten(before.text, after.text)}"
        for kind, value in after.get("data", {}).items():
            stored = before["data"][kind]
            if kind == "image/png" and not same_picture(stored, value):
                return "the stored picture isn't the one that the code draws"
            if kind != "image/png" and stored != value:
                return f"stored {kind} {_shorten(stored, value)}"
        if before.get("metadata") != after.get("metadata"):
            return "the stored text alternative isn't the one that the code gives"
    return None


def _shorten(before, after):
    """Quote the first line in which two texts differ."""
    pairs = zip(str(before).splitlines() + [""], str(after).splitlines() + [""])
    old, new = next(((old, new) for old, new in pairs if old != new), ("(shorter)", "(longer)"))
    return f"{old[:90]!r}, the code gives {new[:90]!r}"


def _title(cell):
    """Return the first line of a cell's source."""
    return cell.source.strip().splitlines()[0][:60] if cell.source.strip() else "empty"


def same_picture(stored, fresh):
    """Say whether two PNG pictures, in base64, are the same but for the last bits of another processor's arithmetic."""
    if stored.strip() == fresh.strip():
        return True
    from helpers.figures import pictures  # with Matplotlib, which most of these commands do without

    try:
        return pictures.same(*map(base64.b64decode, (stored, fresh)))
    except ValueError:
        return False


def _keep_equal_outputs(stored, fresh, measure):
    """Put the stored output back wherever it is as good as the fresh one, so that rendering again changes no byte."""
    by_source = {cell.source: cell for cell in canonical(stored).cells if cell.cell_type == "code"}
    for cell in fresh.cells:
        old = by_source.get(cell.source.strip("\n"))
        if old is None or (cell.metadata.get("measured") and measure):
            continue
        if not _difference(old, nbformat.from_dict(canonical({**fresh, "cells": [cell]})).cells[0]):
            cell.outputs = old.outputs
    return fresh


def _render(path, measure):
    stored = read(path)
    fresh = run(stored, path.parent)
    failed = [f"{name}: {output.ename}: {output.evalue}" for name, cell in exercises(fresh) for output in cell.outputs
              if output.output_type == "error"]  # a learner's slip stops no page; one of ours does
    if not failed:
        write(path, _keep_equal_outputs(stored, fresh, measure))
    return failed


def _check(path):
    stored = read(path)
    said = differences(stored, run(stored, path.parent))
    if not said and path.read_text(encoding="utf-8") != text(stored):
        said = ["the file isn't in canonical form: make render"]
    return said


def _solved(path):
    notebook = read(path)
    ran = run(solve(notebook), path.parent)
    marks = {name: "".join(o.get("text", "") for o in cell.outputs) for name, cell in exercises(ran)}
    return [f"{name}, solved with its reference: {said.strip()!r}" for name, said in marks.items() if "✓" not in said]


def _answers(job, *arguments):
    """Bring answers into another release, or put a page back as it came; return 0 if that went well."""
    from helpers.exercises import bring

    try:
        for said in bring.course(arguments[0], *arguments[1:] or [ROOT]) if job == "bring" else map(bring.reset, arguments):
            print(said, flush=True)
    except (ValueError, OSError) as error:
        print(f"✗ {why(error)}", file=sys.stderr)
        return 2
    return 0


def main(arguments=None):
    """Do what the command line says; return 0 if every page held."""
    print_everywhere()
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["bring"] and len(arguments) in (2, 3) or arguments[:1] == ["reset"] and len(arguments) > 1:
        return _answers(*arguments)
    parser = argparse.ArgumentParser(prog="python -m helpers.pages", description=__doc__.splitlines()[0])
    parser.add_argument("job", choices=("render", "check", "solved"))
    parser.add_argument("paths", nargs="*", default=["notebooks"], help="pages, or folders of pages")
    parser.add_argument("--measure", action="store_true", help="render: take measured cells anew")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="pages run at once")
    chosen = parser.parse_args(arguments)
    paths = sorted(page for given in map(Path, chosen.paths) for page in (given.glob("*.ipynb") if given.is_dir() else [given]))
    if not paths:
        parser.error(f"no page in {', '.join(chosen.paths)}")

    def work(path):
        try:
            if chosen.job == "render":
                return _render(path, chosen.measure)
            return _check(path) if chosen.job == "check" else _solved(path)
        except CellExecutionError as error:
            return [f"a cell failed: {str(error).strip()}"]
        except (OSError, RuntimeError, ValueError) as error:  # a full disk, a kernel that died or never ended, no notebook
            return [why(error)[:300]]

    failed = 0
    with ThreadPoolExecutor(min(chosen.workers, len(paths))) as pool:
        for path, said in zip(paths, pool.map(work, paths)):
            print(f"{'✗' if said else '✓'} {path.name}", *said, sep="\n    ", flush=True)
            failed += bool(said)
    print(f"{len(paths) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
