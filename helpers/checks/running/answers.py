"""Run an answer on its problems, under the guard, and keep what came back."""

import ast
import dis
import functools
import importlib.util
import inspect
import sys
import textwrap
from typing import NamedTuple

import numpy as np

from helpers.checks.raised import cause as raised
from helpers.checks.raised import causes
from helpers.checks.results import compare, shared
from helpers.checks.results.compare import CLOSE_SINGLE, Fault
from helpers.checks.running import guard, values
from helpers.checks.running.fresh import fresh
from helpers.exercises import EXERCISES

LARGE = {"torch", "tensorflow", "jax", "keras", "transformers"}  # take longer to import than a check waits
OF_A_STUB = {"CACHE", "RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}  # the steps of `pass`, `...` and a docstring
MISSING = ("the line with raise NotImplementedError is still there", "nothing stands in it yet")


class Answer(NamedTuple):
    """What the learner's function gave on one problem."""

    returned: object  # by the reference, in its own structure
    expected: dict  # the same by name
    got: dict  # the learner's by name: an array or a Fault
    reordered: dict  # tuples and lists that hold the right things in another order: name → Fault
    changed: list  # the names of arguments that are not what they were
    cause: tuple | None = None  # of an exception: (Python's words and where, the line, its Cause)
    alike: tuple | list = ()  # the names under which one object was returned, a tuple for each


class Run(NamedTuple):
    """What came of all problems."""

    answers: list
    missing: str  # why nothing is there to examine, or ""
    stopped: str  # what ended the examination, or ""
    late: bool  # whether that was the clock
    spoilt: str  # what all cells share and the answer changed, or ""
    printed: int  # lines


@functools.lru_cache(16)
def prepared(name, seed):
    """Return (problems, what the reference gives on each: (in its own structure, by name)); copies of them are handed out."""
    exercise = EXERCISES[name]
    problems = exercise.problems(seed)
    references = []
    for _, arguments in problems:
        given = fresh(arguments)
        r = exercise.reference(*given)
        references.append((r, compare.judged(exercise, r, r, given)))
    return problems, references


@functools.lru_cache(32)
def quantities(name, seed, k):
    """Return {name: value} of the reference's own variables on the k-th problem."""
    exercise = EXERCISES[name]
    return values.by_name(exercise, prepared(name, seed)[0][k][1])


def agree(a, b):
    """Return whether two outcomes are the same."""
    if a.keys() != b.keys():
        return False
    pairs = {(id(a[name]), id(b[name])): (a[name], b[name]) for name in a}  # what stands there again is compared once
    return all(compare.equal(one, other, CLOSE_SINGLE) for one, other in pairs.values())


def run(exercise, function, seed, to_the_end):
    """Return the Run of a function on each problem, or until one is wrong."""
    problems, references = prepared(exercise.name, seed)
    names = list(inspect.signature(inspect.unwrap(exercise.reference)).parameters)
    answers, missing = [], []

    def work():
        if _is_stub(function):
            missing.append(MISSING[1])
            return
        for k, ((sizes, arguments), (r, e)) in enumerate(zip(problems, references)):
            given, reordered, cause, alike = fresh(arguments), {}, None, ()
            try:
                result = function(*given)
                got = compare.judged(exercise, r, result, given)
                if not agree(e, got):
                    found, alike = compare.judged(exercise, r, result, given, order=True), shared.under_one(exercise, result)
                    reordered = {name: fault for name, fault in found.items() if name not in got}
            except NotImplementedError:
                missing.append(MISSING[0])
                return
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                got = {"": Fault(f"raises {type(error).__name__}", "")}
                if to_the_end and not any(answer.cause for answer in answers):  # the first is told, and telling takes time
                    cause = _cause(error, function, exercise, sizes, seed, k)
            changed = [n for n, b, a in zip(names, arguments, given) if not compare.unchanged(b, a)]
            answers.append(Answer(r, e, got, reordered, changed, cause, alike))
            if not to_the_end and not agree(e, got):
                return

    error, late, printed, spoilt = guard.run(work)
    if not exercise.judged:  # a random buffer that is overwritten is no mistake
        spoilt = [what for what in spoilt if not isinstance(what, guard.Drawn)]
    stopped = "" if error is None else type(error).__name__
    return Run(answers, missing[0] if missing else "", stopped, late, spoilt[0] if spoilt else "", printed)


def beyond(exercise, function):
    """Return what a right answer is told if it is wrong beyond the page's own values, by overflow or rounding; else ""."""
    if exercise.far is None:
        return ""
    arguments, says = exercise.far
    expected, found = exercise.reference(*fresh(arguments)), []
    guard.run(lambda: found.append(bool(np.allclose(function(*fresh(arguments)), expected))))
    return "" if found == [True] else f" {says}"


def _cause(error, function, exercise, sizes, seed, k):
    """Return (Python's words and where, the line, the Cause) of an exception."""
    try:
        found = raised.Raised(error, function, exercise, sizes, quantities(exercise.name, seed, k))
        return raised.words(found), found.line, causes.told(found)
    except Exception:
        return type(error).__name__, None, raised.Cause(None, "", None)


def _is_stub(function):
    """Return whether nothing but `...`, `pass` or a docstring stands in the function."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None or not {dis.opname[step] for step in code.co_code[::2]} <= OF_A_STUB:
        return False
    if any(step.opname.endswith("CONST") and step.argval is not None for step in dis.get_instructions(code)):
        return False
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0].body
    except (OSError, TypeError, SyntaxError, AttributeError, IndexError):
        return True
    return not any(isinstance(line, ast.Return) and line.value is not None for line in body)


def large_import(function):
    """Return the large module that an answer imports and nothing has imported yet: stopped half-way it would be broken."""
    codes = [getattr(inspect.unwrap(function), "__code__", None)]
    for code in filter(None, codes):
        codes += [constant for constant in code.co_consts if inspect.iscode(constant)]
        if LARGE.isdisjoint(name.partition(".")[0] for name in code.co_names):
            continue
        for step in dis.get_instructions(code):
            module = str(step.argval).partition(".")[0] if step.opname == "IMPORT_NAME" else None
            if module in LARGE and module not in sys.modules and importlib.util.find_spec(module):
                return module
    return None


def other_arguments(exercise, function, seed):
    """Return (what it takes, what it should take) if the function can't be called with a problem's arguments, else None."""
    names = list(inspect.signature(inspect.unwrap(exercise.reference)).parameters)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    try:
        signature.bind(*names)
    except TypeError:
        return str(signature)[:200], f"({', '.join(names)})"
    return None


def is_reference(exercise, function):
    """Return whether a function is the reference solution, also wrapped or under another name, or does nothing but call it."""
    reference = exercise.reference
    while isinstance(function, functools.partial):
        function = function.func
    plain = inspect.unwrap(reference)
    if (
        function is reference
        or inspect.unwrap(function) is plain
        or getattr(inspect.unwrap(function), "__code__", 0) is plain.__code__
    ):
        return True
    return _only_calls(inspect.unwrap(function), exercise.name, reference)


def _only_calls(function, name, reference):
    """Return whether a function's one line hands its arguments on to the reference, under the name that the course gives it."""
    code, space = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    if code is None or name not in code.co_names + code.co_freevars + code.co_cellvars:
        return False
    steps = [
        step
        for step in dis.get_instructions(code)
        if step.opname not in ("RESUME", "NOP", "CACHE", "PRECALL", "PUSH_NULL", "COPY_FREE_VARS")
    ]
    if any(
        not step.opname.startswith(("LOAD_", "CALL", "RETURN", "BUILD_TUPLE", "LIST_TO_TUPLE", "DICT_MERGE", "BUILD_MAP"))
        for step in steps
    ):
        return False
    called = [step.argval for step in steps if step.opname in ("LOAD_GLOBAL", "LOAD_ATTR", "LOAD_METHOD", "LOAD_DEREF")]
    if not called or called[-1] != name:
        return False
    value = space.get(called[0])
    for attribute in called[1:]:
        value = getattr(value, attribute, None)
    return value is reference


def wrong_callee(exercise, function, examine):
    """Return the verdict on a function of the learner's that this one calls, if that is wrong."""
    function = inspect.unwrap(function)
    for name in exercise.calls.split():
        called = getattr(function, "__globals__", {}).get(name)
        if called is None or is_reference(EXERCISES[name], called) or name not in function.__code__.co_names:
            continue
        verdict = examine(called)
        if verdict.state != "right":
            return verdict
    return None
