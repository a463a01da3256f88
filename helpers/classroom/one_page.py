"""Examine the exercises of one handed-in page, in a process of its own: `python -m helpers.classroom.one_page RESULT < PAGE`.

Only what a function needs is run: functions, classes, plain values, and the imports that these name. What the page draws,
trains or prints isn't, so that the libraries for it, which take longest to import, aren't either.
The process limits its own memory, processor time and the size of what it writes, where the system can.
"""
import ast
import copy
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from helpers import checks
from helpers.checks.running import guard
from helpers.exercises import EXERCISES

SECONDS, MEMORY, FILE = 60, 2 * 2**30, 10 * 2**20
NO_ROOM = 74  # the status with which it ends where its result can't be written
LONGEST = 3000  # letters of an answer that are kept as an example


def limit():
    """Lay the limits upon this process; Windows and browsers have none."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, FILE),
                       (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (most, most) if hard == resource.RLIM_INFINITY else (min(most, hard), hard))


def examined(cells):
    """Return a row for each exercise of a page: how it stands, and what it gave.

    Parameters
    ----------
    cells : list of (str or None, str)
        the exercise that a code cell is for, if it says so, and its source
    """
    names, rows = {"__name__": "page"}, {}
    cells = [(exercise, *_parsed(source)) for exercise, source in cells]
    plain = [statement for _, _, body, _ in cells for statement in body if _is_plain(statement)]
    needed = {node.id for statement in plain for node in ast.walk(statement) if isinstance(node, ast.Name)}
    for exercise, source, body, error in cells:
        if error and exercise in EXERCISES:
            where = getattr(error, "lineno", "?")
            rows[exercise] = _row(exercise, "wrong", f"a syntax error in line {where}", source=source)
        if error:
            continue
        asked = [exercise] if exercise in EXERCISES else []
        for statement in body:
            called = _called(statement)
            if called is not None:
                asked += [called] if called in EXERCISES else []
            elif _is_plain(statement) and _is_needed(statement, needed):
                guard.run(lambda statement=statement: exec(compile(ast.Module([statement], []), "<cell>", "exec"), names))
        for name in dict.fromkeys(asked):
            rows[name] = _examine(name, names, source)
    return list(rows.values())


def _parsed(source):
    """Return a cell's source with an empty line for each of Jupyter's own, such as "%matplotlib inline"; its statements; and
    the error, or None."""
    source = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines())
    try:
        return source, ast.parse(source).body, None
    except (SyntaxError, ValueError, RecursionError) as error:
        return source, [], error


def _is_needed(statement, needed):
    """Return whether a statement is no import, or one of a name in `needed`."""
    if not isinstance(statement, ast.Import | ast.ImportFrom):
        return True
    brought = {(alias.asname or alias.name).split(".")[0] for alias in statement.names}
    return bool(brought & needed) or "*" in brought


def _called(statement):
    """Return "step" for `step = checks.yours_or_reference(step)`, else None."""
    call = getattr(statement, "value", None)
    if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("yours_or_reference") and call.args:
        return ast.unparse(call.args[0])
    return None


def _is_plain(statement):
    """Return whether a statement only makes something known: it draws, trains and asks nothing."""
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef):
        return True
    return isinstance(statement, ast.Assign | ast.AnnAssign) and not any(isinstance(n, ast.Call) for n in ast.walk(statement))


def _examine(name, names, source):
    function = names.get(name)
    if function is None:
        return _row(name, "missing", "there is no function of this name")
    verdict = checks.examine(function)
    row = _row(name, verdict.state, verdict.message, verdict.mistake, verdict.where, source)
    if verdict.state == "wrong" and verdict.mistake is None:
        row["numbers"] = numbers(name, function)
    if verdict.state != "right":
        names[name] = EXERCISES[name].reference
    return row


def _row(name, state, message, mistake=None, where=None, source=""):
    return {"exercise": name, "state": state, "mistake": mistake, "where": where, "message": message[:500],
            "source": source[:LONGEST] if state == "wrong" and mistake is None else ""}


def numbers(name, function):
    """Return a short name for what a function gives on the first problem: equal answers, whatever they look like, share it."""
    found = []

    def work():
        found.append(function(*copy.deepcopy(EXERCISES[name].problems()[0][1])))

    error, late, _, _ = guard.run(work)
    said = type(error).__name__ if error is not None else "late" if late else repr(list(_flat(found[0])))
    return hashlib.sha256(said.encode()).hexdigest()[:10]


def _flat(value):
    """Yield the numbers in what a function returned, to six digits, and the shapes they come in."""
    if isinstance(value, dict):
        for key in sorted(value, key=str):
            yield str(key)
            yield from _flat(value[key])
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _flat(part)
    else:
        array = np.asarray(value)
        yield str(array.shape)
        yield from (f"{number:.6g}" for number in array.ravel()[:1000]) if array.dtype.kind in "fiub" else [str(value)[:100]]


if __name__ == "__main__":
    page = json.load(sys.stdin)
    limit()
    rows = json.dumps(examined(page))
    try:
        Path(sys.argv[1]).write_text(rows, encoding="utf-8")
    except OSError:
        sys.exit(NO_ROOM)
