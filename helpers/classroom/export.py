"""A page as an assignment for nbgrader (0.9): what the learner writes is the solution, and the check gives the marks.

    python -m helpers.classroom.export notebooks/05_….ipynb … COURSE

writes COURSE/source/<page>/<page>.ipynb with a copy of helpers/ and what the page reads beside it. Then, in COURSE,
`nbgrader generate_assignment <page>` takes the solutions out, and `nbgrader autograde <page>` marks what comes back:
one point for each exercise that the check calls right. Whatever is wrong, the page goes on with the reference.

The cell of one's own is an exercise as well: the course's peephole cell is its solution, any right cell gets the point.
"""
import argparse
import ast
import re
import sys
from pathlib import Path

import nbformat

from helpers import pages, print_everywhere, why, write_whole
from helpers.exercises import EXERCISES
from helpers.networks import peephole

ROOT = Path(__file__).parents[2]
BESIDE = ("helpers", "data", "diagrams")  # what a page needs
SOLUTION = re.compile(r"\n*<details><summary>(?:The|A) solution\b.*?</details>", re.DOTALL)
LINK = re.compile(r"(!?\[([^\]]*)\])\((?!https?:|#)(?:\.\./)?([^)]*)\)")
TEST = """verdict = checks.examine({name})
{name} = checks.yours_or_reference({name})
assert verdict.state == "right", verdict.message"""
OWN_TEST = """cell = checks.own(cell_forward, cell_backward, cell_parameters)
assert cell.verdict.state == "right", cell.verdict.message"""
OWN_LAST = "cell_backward"  # its cell holds the check


def assignment(notebook):
    """Return a notebook in which each exercise is a solution cell, followed by a locked cell that marks it."""
    cells = []
    for cell in nbformat.from_dict(notebook).cells:
        name, own = cell.metadata.get("exercise"), cell.metadata.get("own")
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(_link, SOLUTION.sub("", cell.source))
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        for key in ("exercise", "own", "tags"):
            cell.metadata.pop(key, None)
        if name is None and own is None:
            cells.append(cell)
            continue
        reference, test = (EXERCISES[name].reference, TEST.format(name=name)) if name else (getattr(peephole, own), OWN_TEST)
        cell.source, after = _parts(cell.source, name or own, reference)
        cells.append(_marked(cell, f"{name or own}_answer", solution=True))
        if name or own == OWN_LAST:
            mark = nbformat.v4.new_code_cell("\n".join([test, *after]).replace("\n\n", "\n"))
            cells.append(_marked(mark, f"{name or 'own_cell'}_mark", grade=True, locked=True, points=1))
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def _link(found):
    """Return a link as it holds where only the page and BESIDE are: to another page, its words alone."""
    return f"{found[1]}({found[3]})" if found[3].split("/")[0] in BESIDE else found[2]


def _parts(source, name, reference):
    """Return (the exercise's cell with the reference between nbgrader's marks, the lines after the check)."""
    tree = ast.parse(source)
    stub = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    lines = source.splitlines()
    first = stub.body[0]
    head = lines[:first.end_lineno] if ast.get_docstring(stub) else lines[:first.lineno - 1]
    reference = pages.solution(reference)
    body = ast.parse(reference).body[0].body
    start = body[1] if ast.get_docstring(ast.parse(reference).body[0]) else body[0]
    solution = ["    ### BEGIN SOLUTION", *reference.splitlines()[start.lineno - 1:], "    ### END SOLUTION"]
    rest = [line for line in lines[stub.end_lineno:] if not re.search(r"= checks\.(yours_or_reference|own)\(", line)]
    return "\n".join(head + solution), rest


def _marked(cell, grade_id, solution=False, grade=False, locked=False, points=None):
    """Give a cell the metadata by which nbgrader knows it."""
    cell.metadata["nbgrader"] = {"grade_id": grade_id, "schema_version": 3, "solution": solution, "grade": grade,
                                 "locked": locked, "task": False} | ({"points": points} if grade else {})
    return cell


def export(page, course):
    """Write the page in the file `page` as an assignment of the nbgrader course in the folder `course`; return its folder."""
    page = Path(page)
    folder = Path(course, "source", page.stem)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / page.name, nbformat.writes(assignment(pages.read(page))) + "\n")
    for path in (path for name in BESIDE for path in sorted((ROOT / name).rglob("*"))):
        if path.is_file() and "__pycache__" not in path.parts:
            copy = folder / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            write_whole(copy, path.read_bytes())
    return folder


def main(arguments=None):
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m helpers.classroom.export", description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", help="pages of notebooks/")
    parser.add_argument("course", help="the folder of the nbgrader course")
    chosen = parser.parse_args(arguments)
    failed = 0
    for page in chosen.pages:
        try:
            print(export(page, chosen.course))
        except (OSError, ValueError) as error:
            print(f"✗ {page} is not exported ({why(error)})", file=sys.stderr)
            failed = 2
    return failed


if __name__ == "__main__":
    print_everywhere()
    sys.exit(main())
