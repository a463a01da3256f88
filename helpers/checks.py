"""Is this answer right? And if not, what is it?

    rnn_cell_forward = checks.yours_or_reference(rnn_cell_forward)

finds the exercise by the function's name, says how it stands, and gives back the learner's function when it is right,
else the reference solution, so that a page always runs to its end. `examine` returns the same as a Verdict, prints
nothing and never raises.

    python -m helpers.checks notebooks/ [--json]

runs a learner's notebooks and says how each exercise stands.
"""
import copy
import inspect
import itertools
import time
import traceback
from typing import NamedTuple

import numpy as np

from helpers import compare, guard
from helpers.compare import CLOSE, CLOSE_SINGLE, Fault
from helpers.exercises import EXERCISES, NUMERIC
from helpers.mistakes import edited

PAIRS_SECONDS = 0.5  # how long to look for two mistakes at once


class Verdict(NamedTuple):
    """How an exercise stands."""
    exercise: str
    state: str  # "missing", "wrong" or "right"
    where: str | None  # the first quantity, in computing order, that differs: "gamma_u", "dWf", "shape of a_next"
    mistake: str | None  # the name of the known mistake
    message: str  # what the learner is shown, in one line


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
    print({"missing": "○", "wrong": "✗", "right": "✓"}[verdict.state], verdict.message)
    exercise = EXERCISES.get(verdict.exercise)
    return function if verdict.state == "right" or exercise is None else exercise.reference


def examine(function, seed=0, name_it=True):
    """Return how an answer stands; print nothing, never raise.

    Parameters
    ----------
    function : anything, meant to be a callable named like the exercise
    seed : int
        of the random problems
    name_it : bool
        whether to look for the mistake's name when the answer is wrong

    Returns
    -------
    Verdict
    """
    name = "?"
    try:
        name = str(getattr(function, "__name__", None) or type(function).__name__)[:60]
        exercise = EXERCISES.get(name)
        if exercise is None or not callable(function):
            known = ", ".join(EXERCISES)
            return Verdict(name, "wrong", None, None, f"{name}: no exercise has this name; there are {known}.")
        return _examine(exercise, function, seed, name_it)
    except BaseException as error:  # an answer that breaks the examination is a wrong answer
        return Verdict(name, "wrong", None, None, f"{name}: the answer could not be examined ({type(error).__name__}).")


def _examine(exercise, function, seed, name_it):
    def wrong(says, where=None, mistake=None):
        says = " ".join(says.split())
        return Verdict(exercise.name, "wrong", where, mistake,
                       f"{exercise.name}: {says} The page goes on with the reference solution.")

    broken = _callees(exercise, function, seed)
    if broken is not None:
        return wrong(f"it calls {broken.exercise}, and that is {'not written yet' if broken.state == 'missing' else 'wrong'}: "
                     "mend that one first.", broken.exercise)
    names = list(inspect.signature(inspect.unwrap(exercise.reference)).parameters)
    problems = exercise.problems(seed)
    expected = [_expected(exercise, exercise.reference, arguments) for _, arguments in problems]
    tries, note = _tried(exercise, function, problems)
    if note == "missing" or _is_stub(function):
        return Verdict(exercise.name, "missing", None, None,
                       f"{exercise.name}: not written yet ({exercise.task}). The page goes on with the reference solution.")
    if note:
        return wrong(note)

    order = _order(exercise, expected[0])
    differs = [_first_difference(order, e, got) for e, (got, _) in zip(expected, tries)]
    changed = next((f"{names[i]} is changed in place; what comes in must stay as it was" for (_, arguments), (_, given) in
                    zip(problems, tries) if given is not None for i in _changed(arguments, given)), None)
    if not any(differs):
        if changed:
            return wrong(f"the numbers are right, but {changed}.", changed.split()[0])
        return Verdict(exercise.name, "right", None, None, _praise(exercise, problems, expected, tries))

    k = next(i for i, d in enumerate(differs) if d)
    where = differs[k]
    says, shown = _difference(exercise, where, k, problems, expected, tries, differs)
    mistakes = _known(exercise, problems, expected, [got for got, _ in tries]) if name_it else None
    if mistakes:
        return wrong(f"{says} These are the numbers one gets when {'; and when '.join(m.says for m in mistakes)}."
                     + (f" And {changed}." if changed else ""), shown, " + ".join(m.name for m in mistakes))
    if changed:
        return wrong(f"{changed}. {says}", shown)
    return wrong(says + _factor(where, problems, expected, tries), shown)


# What came -----------------------------------------------------------------------------------------------------------

def _expected(exercise, function, arguments):
    """Return {name: array} of what a trusted function (the reference, an edit of it) returns, or {"": Fault}."""
    with np.errstate(all="ignore"):
        try:
            got = function(*copy.deepcopy(arguments))
        except Exception as error:
            return {"": Fault(f"raises {type(error).__name__}", "")}
        if function is exercise.reference:
            return compare.taken(exercise.returns, got, got)
        return compare.taken(exercise.returns, exercise.reference(*arguments), got)


def _tried(exercise, function, problems):
    """Run the answer on each problem. Return ([(numbers, arguments afterwards)], what stopped it or "")."""
    shapes = [exercise.reference(*arguments) for _, arguments in problems]
    tries, note = [], []

    def work():
        try:
            inspect.signature(function).bind(*problems[0][1])
        except TypeError:
            wanted = ", ".join(inspect.signature(inspect.unwrap(exercise.reference)).parameters)
            note.append(f"it takes {inspect.signature(function)}, expected ({wanted}).")
            return
        except ValueError:  # no signature to be had
            pass
        for (_, arguments), shape in zip(problems, shapes):
            given = copy.deepcopy(arguments)
            try:
                got = function(*given)
                found = compare.taken(exercise.returns, shape, got)
                if not _agree(found, compare.taken(exercise.returns, shape, shape)):
                    shown = compare.taken(exercise.returns, shape, got, order=True)
                    found.reordered = {name: value for name, value in shown.items() if name not in found}
            except NotImplementedError:
                note.append("missing")
                return
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                found = {"": Fault(f"raises {type(error).__name__}", _raised(error, function))}
            tries.append((found, given))

    before = guard.run(work)
    _, error, late = before
    if late:
        return tries, f"it was still running after {guard.SECONDS:g} seconds and was stopped: is there a loop that never ends?"
    if error is not None:
        return tries, f"the examination was broken off by {type(error).__name__}."
    return tries, note[0] if note else ""


def _raised(error, function):
    """Return "raises ValueError: … (line 3 of your cell: `…`)"."""
    text = " ".join(str(error).split())[:200]
    says = f"raises {type(error).__name__}" + (f": {text}" if text else "")
    own = inspect.unwrap(function).__code__.co_filename
    lines = [entry for entry in traceback.extract_tb(error.__traceback__) if entry.filename == own]
    if lines:
        code = (lines[-1].line or "").strip()
        says += f" (line {lines[-1].lineno} of your cell" + (f": `{code[:100]}`)" if code else ")")
    return says


def _is_stub(function):
    return False


def _changed(before, after):
    """Return the positions of the arguments that are not what they were."""
    for i, (b, a) in enumerate(zip(before, after)):
        if any(not compare.equal(x, y, 0) for x, y in zip(_leaves(b), _leaves(a))) or len(_leaves(b)) != len(_leaves(a)):
            yield i


def _leaves(value):
    if isinstance(value, dict):
        return [leaf for key in sorted(value, key=str) for leaf in _leaves(value[key])]
    if isinstance(value, list | tuple):
        return [leaf for entry in value for leaf in _leaves(entry)]
    return [np.asarray(value)]


def _callees(exercise, function, seed):
    """Return the verdict on a function of the learner's that this one calls, if that is wrong."""
    for name in exercise.calls.split():
        called = getattr(inspect.unwrap(function), "__globals__", {}).get(name)
        if called is None or called is EXERCISES[name].reference:
            continue
        if name in getattr(getattr(function, "__code__", None), "co_names", ()):
            verdict = examine(called, seed, name_it=False)
            if verdict.state != "right":
                return verdict
    return None


# What differs --------------------------------------------------------------------------------------------------------

def _order(exercise, expected):
    """Return the names of all quantities in computing order."""
    wanted = exercise.order.split()

    def place(name):
        return next((i for i, w in enumerate(wanted) if w in (name, name.rpartition(".")[2])), len(wanted))

    return sorted(expected, key=place)


def _first_difference(order, expected, got):
    """Return the name of the first quantity that differs, or None."""
    if "" in got:
        return "()"
    reordered = getattr(got, "reordered", {})  # tuples and lists with the right entries in another order
    for name in order:
        whole = next((whole for whole in reordered if name.startswith((whole + ".", whole + "["))), None)
        if whole and compare.error(expected[name], got.get(name, Fault("", ""))) > CLOSE_SINGLE:
            return whole
    whole = [name for name in got if name not in expected]  # a list or a tuple that could not be walked
    names = [*order, *(name for name in expected if name not in order)]
    for name in names:
        if name in expected and name in got and compare.error(expected[name], got[name]) > CLOSE_SINGLE:
            return name
        if name in expected and name not in got and not whole:
            return name
    return whole[0] if whole else None


def _shown(exercise, name):
    """Return a quantity's name as the learner reads it: gamma_f for an entry of the cache."""
    short = name.removeprefix("cache.")
    return name if short in exercise.returns.split() else short


def _difference(exercise, where, k, problems, expected, tries, differs):
    """Return (the sentence that says what differs, the name for the verdict)."""
    got, sizes = tries[k][0], problems[k][0]
    if where == "()":
        return f"it {got[''].says}.", None
    shown = _shown(exercise, where)
    value = got.get(where, getattr(got, "reordered", {}).get(where))
    if isinstance(value, Fault):
        return f"{shown} {_letters(value.says, sizes)}.", value.where + shown
    e = expected[k][where]
    off = np.abs(value - e)
    index = np.unravel_index(np.argmax(off), off.shape) if off.ndim else ()
    right = sum(d is None for d in differs)
    only = ""
    if right and len(differs) - right == 1 and 1 in (sizes["m"], sizes["T_x"]):
        only = f" (only where {'m' if sizes['m'] == 1 else 'T_x'} = 1)"
    place = f"[{', '.join(str(int(i)) for i in index)}]" if index else ""
    when = ""
    if off.ndim == 3 and off.shape[2] == sizes["T_x"]:
        steps = np.flatnonzero(off.max(axis=(0, 1)) > CLOSE_SINGLE * np.max(np.abs(e)))
        if 0 < steps.size < off.shape[2]:
            when = f", wrong at {'step' if steps.size == 1 else 'steps'} t = {', '.join(map(str, steps))} of {off.shape[2]},"
    first = "is the first that differs" if len(expected[k]) > 1 else "differs"
    return f"{shown}{when} {first}{only}: {shown}{place} is {float(value[index]):.4g}, expected {float(e[index]):.4g}.", shown


def _letters(text, sizes):
    """Write the letters of the sizes beside an expected shape: "expected (5, 4)" becomes "expected (n_a, m) = (5, 4)"."""
    names = {value: key for key, value in sizes.items() if key != "T_x" or value > 1}
    names.setdefault(sizes["n_a"] + sizes["n_x"], "n_a + n_x")
    head, found, tail = text.partition("expected (")
    inside, closed, rest = tail.partition(")")
    numbers = [part for part in inside.replace(" ", "").split(",") if part]
    if not found or not closed or not numbers or not all(part.isdigit() for part in numbers):
        return text
    letters = ", ".join(names.get(int(part), part) if part != "1" else "1" for part in numbers)
    return f"{head}expected ({letters}) = ({inside}){rest}"


def _factor(where, problems, expected, tries):
    """Return " It is −1 times what it should be." where one factor explains a quantity on every problem, else ""."""
    factors = []
    for e, (got, _) in zip(expected, tries):
        value = got.get(where)
        if value is None or isinstance(value, Fault) or not np.any(e[where]):
            return ""
        factor = float(np.sum(value * e[where]) / np.sum(e[where]**2))
        if compare.error(factor * e[where], value) > CLOSE * max(1, abs(factor)) or abs(factor) < 1e-12:
            return ""
        factors.append(factor)
    if all(abs(f + 1) < 1e-8 for f in factors):
        return f" Only the sign of {where} is wrong."
    if all(abs(f - factors[0]) < 1e-8 * abs(f) for f in factors):
        return f" It is right up to a constant factor: yours is {factors[0]:.4g} times {where}."
    for letters in itertools.chain([(key,) for key in problems[0][0]], itertools.combinations(problems[0][0], 2)):
        sizes = [np.prod([size[letter] for letter in letters]) for size, _ in problems]
        name = "·".join(letters)
        if all(abs(f * s - 1) < 1e-8 for f, s in zip(factors, sizes)):
            return f" It is right but for a division by {name}."
        if all(abs(f / s - 1) < 1e-8 for f, s in zip(factors, sizes)):
            return f" It is right but for a factor {name}."
    return " On each problem it is right up to a factor, and the factor changes from problem to problem."


# Which mistake -------------------------------------------------------------------------------------------------------

def _known(exercise, problems, expected, tries):
    """Return the known mistakes, one or two, that give exactly these numbers; an empty list if none do."""
    def same(mistakes, k):
        return _agree(_expected(exercise, edited(exercise.reference, *mistakes), problems[k][1]), tries[k])

    def explain(mistakes):
        return all(same(mistakes, k) for k in range(len(problems)))

    for mistake in exercise.mistakes:
        if explain([mistake]):
            return [mistake]
    if any("" in got for got in tries):
        return []
    end = time.monotonic() + PAIRS_SECONDS
    for pair in itertools.combinations(exercise.mistakes, 2):
        if time.monotonic() > end:
            break
        try:
            if explain(pair):
                return list(pair)
        except (ValueError, SyntaxError):  # both change the same place
            continue
    return []


def _agree(a, b):
    return a.keys() == b.keys() and all(compare.equal(a[name], b[name]) for name in a)


def _praise(exercise, problems, expected, tries):
    """Return what a right answer is told."""
    largest = max(compare.error(e[name], got[name]) for e, (got, _) in zip(expected, tries) for name in e)
    says = f"{exercise.name}: right on {len(problems)} problems, largest error {largest:.0e}"
    if largest > CLOSE:
        says += f" (as of single precision: up to {CLOSE_SINGLE:.0e} is let through)"
    if exercise.numeric:
        says += f"; against finite differences {_numeric_error(exercise, problems[NUMERIC][1], tries[NUMERIC][0]):.0e}"
    return says + "."


def _numeric_error(exercise, arguments, got, step=1e-5):
    """Return the largest difference between returned gradients and central differences, as a part of the largest."""
    J, inputs = exercise.numeric(*copy.deepcopy(arguments))
    worst = 0.0
    for name, value in inputs.items():
        value = inputs[name] = np.array(value)
        slopes = np.zeros(value.shape)
        for index in np.ndindex(value.shape):
            here = value[index]
            value[index] = here + step
            above = J(inputs)
            value[index] = here - step
            slopes[index] = (above - J(inputs)) / (2 * step)
            value[index] = here
        worst = max(worst, compare.error(slopes, got[name]))
    return worst
