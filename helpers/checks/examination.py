"""Is this answer right? And if not, what is it?

    rnn_cell_forward = checks.yours_or_reference(rnn_cell_forward)

finds the exercise by the function's name, says how it stands, and gives back the learner's function when it is right,
else the reference solution, so that a page always runs to its end. `examine` returns the same as a Verdict; it prints
nothing and never raises. `progress` says how all exercises of the course stand.
"""
import ast
import copy
import dis
import functools
import inspect
import re
import textwrap
import traceback
from typing import NamedTuple

import numpy as np

from helpers.checks import compare, diagnosis, guard
from helpers.checks import progress_file as kept
from helpers.checks.compare import Fault
from helpers.exercises import EXERCISES


class Verdict(NamedTuple):
    """How an exercise stands."""
    exercise: str
    state: str  # "missing", "wrong" or "right"
    where: str | None  # the first quantity, in computing order, that differs: "gamma_u", "dWf", "shape of a_next"
    mistake: str | None  # the name of the known mistake
    message: str  # what the learner is shown, in one line


class Answer(NamedTuple):
    """What the learner's function gave on one problem."""
    returned: object  # by the reference, in its own structure
    expected: dict  # the same by name
    got: dict  # the learner's by name: an array or a Fault
    reordered: dict  # tuples and lists that hold the right things in another order: name → Fault
    changed: list  # the names of arguments that are not what they were


def yours_or_reference(function):
    """Say how an exercise stands; return the learner's function if it is right, else the reference solution.

    Parameters
    ----------
    function : callable
        named like the exercise

    Returns
    -------
    callable
    """
    verdict = examine(function)
    print(textwrap.fill(f"{kept.MARKS[verdict.state]} {verdict.message}", 100, subsequent_indent="  ", break_long_words=False))
    if verdict.exercise not in EXERCISES:
        return function
    note = kept.record(verdict.exercise, verdict.state, verdict.mistake, verdict.message)
    if note:
        print(note)
    return function if verdict.state == "right" else EXERCISES[verdict.exercise].reference


def progress(page=None):
    """Print how the exercises of the course stand, or those of one page ("05")."""
    pages = {}
    for exercise in EXERCISES.values():
        if page in (None, exercise.page):
            pages.setdefault(exercise.page, []).append(exercise.name)
    states, note = kept.read()
    print(kept.table(pages, states) + (f"\n{note}" if note else ""))


def examine(function, seed=0, name_it=True):
    """Return how an answer stands; print nothing, never raise.

    Parameters
    ----------
    function : anything, meant to be a callable named like the exercise
    seed : int
        of the random problems
    name_it : bool
        whether to look for the mistake's name when the answer is wrong; if not, the first wrong problem is the last

    Returns
    -------
    Verdict
    """
    name = "?"
    try:
        name = str(getattr(function, "__name__", None) or type(function).__name__)[:60]
        if name not in EXERCISES or not callable(function):
            return Verdict(name, "wrong", None, None, f"{name}: no exercise has this name. There are {', '.join(EXERCISES)}.")
        exercise = EXERCISES[name]
        state, where, mistake, says = _examined(exercise, function, seed, name_it)
        if state != "right":
            says += " The page goes on with the reference solution."
        return Verdict(name, state, where, mistake, f"{name}: {' '.join(says.split())}")
    except BaseException as error:  # an answer that breaks the examination is a wrong answer
        return Verdict(name, "wrong", None, None, f"{name}: the answer could not be examined ({type(error).__name__}).")


def _examined(exercise, function, seed, name_it):
    """Return (state, where, mistake, message)."""
    called = _wrong_callee(exercise, function, seed)
    if called is not None:
        how = "not written yet" if called.state == "missing" else "wrong"
        return "wrong", called.exercise, None, f"It calls {called.exercise}, which is {how}: that one comes first."
    problems, references = _prepared(exercise.name, seed)
    answers, stopped, printed = _answers(exercise, function, problems, references, to_the_end=name_it)
    if stopped in MISSING:
        return "missing", None, None, f"not written yet ({exercise.task}); {stopped}."
    if stopped:
        return "wrong", None, None, stopped

    wheres = [diagnosis.first_difference(exercise, answer) for answer in answers]
    changed = next((a.changed[0] for a in answers if a.changed), None)
    changes = f"{changed} is changed in place; what comes in has to stay as it was (work on a copy)." if changed else ""
    if all(where is None for where in wheres):
        if changed:
            return "wrong", changed, None, f"The numbers are right, but {changes}"
        return "right", None, None, diagnosis.praise(exercise, problems, answers)

    says, name = diagnosis.difference(exercise, problems, answers, wheres)
    if printed:
        says += (f" (It also prints {printed} line{'s' * (printed != 1)}, which a check doesn't show: "
                 "call it in a cell of its own.)")
    where = next(where for where in wheres if where is not None)
    mistakes, whole = diagnosis.known_mistakes(exercise, problems, answers, where) if name_it else ([], False)
    if mistakes:
        named = " + ".join(mistake.name for mistake in mistakes)
        reasons = "; and when ".join(mistake.says for mistake in mistakes)
        if whole:
            return "wrong", name, named, f"{changes} {says} These are the numbers one gets when {reasons}."
        return "wrong", name, named, f"{changes} {says} This is what {name} becomes when {reasons}. Something else differs too."
    if changes:
        return "wrong", name, None, f"{changes} {says}"
    says += f" {diagnosis.factor(where, problems, answers)} {diagnosis.numeric_error(exercise, problems, answers)}"
    return "wrong", name, None, says


@functools.lru_cache(16)
def _prepared(name, seed):
    """Return (problems, what the reference gives on each: (in its own structure, by name)); copies of them are handed out."""
    exercise = EXERCISES[name]
    problems = exercise.problems(seed)
    returned = [exercise.reference(*copy.deepcopy(arguments)) for _, arguments in problems]
    return problems, [(r, compare.taken(exercise.returns, r, r)) for r in returned]


MISSING = ("the line with raise NotImplementedError is still there", "nothing stands in it yet")


def _answers(exercise, function, problems, references, to_the_end):
    """Run the function on each problem, or until one is wrong. Return (answers, what stopped it or "", lines printed)."""
    names = list(inspect.signature(inspect.unwrap(exercise.reference)).parameters)
    answers, notes = [], []

    def work():
        if _is_stub(function):
            notes.append(MISSING[1])
            return
        if said := _other_arguments(function, names, problems[0][1]):
            notes.append(said)
            return
        for (_, arguments), (r, e) in zip(problems, references):
            given, reordered = copy.deepcopy(arguments), {}
            try:
                result = function(*given)
                got = compare.taken(exercise.returns, r, result)
                if not diagnosis.agree(e, got):
                    found = compare.taken(exercise.returns, r, result, order=True)
                    reordered = {name: fault for name, fault in found.items() if name not in got}
            except NotImplementedError:
                notes.append(MISSING[0])
                return
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                got = {"": _raised(error, function)}
            answers.append(Answer(r, e, got, reordered, [n for n, b, a in zip(names, arguments, given) if not _same(b, a)]))
            if not to_the_end and not diagnosis.agree(e, got):
                return

    error, late, printed, spoilt = guard.run(work)
    stopped = notes[0] if notes else ""
    if late:
        stopped = f"It was still running after {guard.SECONDS:g} seconds and was stopped: is there a loop that never ends?"
    elif error is not None:
        stopped = f"It could not be examined ({type(error).__name__})."
    elif spoilt:
        stopped = f"It changes {spoilt[0]}, which all cells share (that is put back now); it may use its arguments only."
    return answers, stopped, printed


def _is_stub(function):
    """Return whether nothing but `...`, `pass` or a docstring stands in the function."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None or any(step.opname not in ("RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST")
                           or step.opname.endswith("CONST") and step.argval is not None for step in dis.get_instructions(code)):
        return False
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0].body
    except (OSError, TypeError, SyntaxError, AttributeError, IndexError):
        return True
    return not any(isinstance(line, ast.Return) and line.value is not None for line in body)


def _other_arguments(function, names, arguments):
    """Return a sentence if the function can't be called with these arguments, else None."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    try:
        signature.bind(*arguments)
    except TypeError:
        return f"It takes {str(signature)[:200]}, expected ({', '.join(names)})."
    return None


def _raised(error, function):
    """Return the Fault "raises ValueError: … (line 3 of your cell: `…`)"."""
    said = " ".join(str(error).split())[:200]
    says = f"raises {type(error).__name__}" + (f": {said}" if said else "") + _meant(said)
    code = getattr(inspect.unwrap(function), "__code__", None)
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if code and frame.filename == code.co_filename]
    if lines:
        text = (lines[-1].line or "").strip()[:100]
        says += f", in line {lines[-1].lineno} of your cell" + (f" (`{text}`)" if text else "")
    return Fault(f"raises {type(error).__name__}", says)


MEANT = (  # words of Python's or NumPy's message, and what they mean here
    ("bitwise_xor", "a power is written **, not ^"),
    ("converted to Python scalar", "math's functions take one number; NumPy's, such as np.tanh, take arrays"),
    ("'NoneType' object has no attribute 'append'", "append returns None: write caches.append(…) without ="),
    ("could not convert string to float", "a dictionary unpacks to its keys: take the values by name"),
    ("not have enough dimensions", "@ multiplies matrices; by a single number, use *"),
    ("could not be broadcast", "number by number, these shapes don't fit; the matrix product is @"),
)


def _meant(said):
    """Return " (what a message means)" for one that says little to a beginner, else ""."""
    sizes = re.search(r"matmul.*size (\d+) is different from (\d+)", said)
    if sizes:
        return f" (A @ B: A has {sizes[2]} columns and B {sizes[1]} rows; they must be equal)"
    return next((f" ({meaning})" for words, meaning in MEANT if words in said), "")


def _same(before, after):
    """Return whether an argument is what it was, bit for bit."""
    if isinstance(before, dict):
        return type(after) is type(before) and before.keys() == after.keys() and all(_same(before[k], after[k]) for k in before)
    if isinstance(before, list | tuple):
        return type(after) is type(before) and len(before) == len(after) and all(map(_same, before, after))
    return type(after) is type(before) and np.shape(after) == np.shape(before) and bool(np.all(after == before))


def _wrong_callee(exercise, function, seed):
    """Return the verdict on a function of the learner's that this one calls, if that is wrong."""
    function = inspect.unwrap(function)
    for name in exercise.calls.split():
        called = getattr(function, "__globals__", {}).get(name)
        if called is None or called is EXERCISES[name].reference or name not in function.__code__.co_names:
            continue
        verdict = examine(called, seed, name_it=False)
        if verdict.state != "right":
            return verdict
    return None
