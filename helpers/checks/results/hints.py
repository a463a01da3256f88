"""Numbers that differ in a way that says what happened, though no known mistake gives them."""

import ast

import numpy as np

from helpers.checks.raised.cause import Cause
from helpers.checks.results import compare, differences
from helpers.checks.results.compare import CLOSE_SINGLE, Fault
from helpers.exercises import source as source_of


def told(exercise, where, problems, answers, code):
    """Return the Cause that the numbers of one quantity point to, or None."""
    pairs = [(answer.got.get(where), answer.expected.get(where), sizes) for answer, (sizes, _) in zip(answers, problems)]
    pairs = [pair for pair in pairs if pair[0] is not None and pair[1] is not None and not isinstance(pair[0], Fault)]
    if not pairs:
        return None
    name = where.rpartition(".")[2]
    for rule in (_drawn, _changed_since, _constant, _nothing, _steps, _shifted, _other, _columns, _turned, _places, _rounded):
        cause = rule(exercise, name, where, pairs, answers, code)
        if cause:
            return cause
    return None


def _all(pairs, holds):
    """Return whether something holds on all problems that can show it."""
    asked = [holds(got, expected, sizes) for got, expected, sizes in pairs]
    told = [answer for answer in asked if answer is not None]
    return bool(told) and all(told)


def _drawn(exercise, name, where, pairs, answers, code):
    words = ("rng", "random", "choice", "multinomial", "default_rng")
    if code and any(
        isinstance(n, ast.Attribute | ast.Name) and (getattr(n, "attr", None) or n.id) in words for n in ast.walk(code.tree)
    ):
        return Cause(
            "random numbers of its own",
            "it draws random numbers of its own",
            "use only what comes in: the same arguments give the same answer",
        )
    return None


def _changed_since(exercise, name, where, pairs, answers, code):
    """All that is returned is right, and so was the cache when it was stored."""
    if where.startswith("caches[") and all(
        differences.in_the_cache_only(exercise, where, answer)
        for answer in answers
        if not isinstance(answer.got.get(where, Fault("", "")), Fault)
        and compare.error(answer.expected[where], answer.got[where]) > CLOSE_SINGLE
    ):
        return Cause(
            "a view in the cache",
            f"the array that stands there as {name} has been changed since it was stored",
            "a step's arrays have to be its own: keep a copy (.copy()), or begin with a new array",
        )
    return None


def _constant(exercise, name, where, pairs, answers, code):
    first = pairs[0][0]
    if (
        len(pairs) > 1
        and first.size == 1
        and all(got.size == 1 and float(got.squeeze()) == float(first.squeeze()) for got, _, _ in pairs)
        and len({round(float(np.squeeze(e)), 6) for _, e, _ in pairs}) > 1
    ):
        return Cause(
            "the same number for every problem",
            f"{name} is {float(first.squeeze()):.4g} whatever comes in",
            "use the function's arguments",
        )
    return None


def _nothing(exercise, name, where, pairs, answers, code):
    if _all(pairs, lambda got, expected, _: np.allclose(got, 0, atol=1e-12) if np.any(expected) else None):
        if any(np.any(got) for got, _, _ in pairs):
            return Cause(f"{name} cancels", f"{name} is 0 everywhere", "its terms cancel: print them one by one")
        itself = (
            next(
                (
                    n
                    for n in ast.walk(code.tree)
                    if isinstance(n, ast.AugAssign) and ast.unparse(n.target) == ast.unparse(n.value)
                ),
                None,
            )
            if code
            else None
        )
        if itself is not None:
            return Cause(
                "a sum added to itself",
                f"{name} is 0 everywhere: line {itself.lineno} adds {ast.unparse(itself.target)} to itself",
                "add what the step gives",
            )
        loops = code is None or any(isinstance(n, ast.For | ast.While) for n in ast.walk(code.tree))
        asked = "does the loop run, and does one of its lines store or add?" if loops else "is a line still to be written?"
        written = "nothing is written into it" if loops else "it is made of zeros"
        return Cause(f"nothing in {name}", f"{name} is 0 everywhere", f"{written}: {asked}")
    return None


def _steps(exercise, name, where, pairs, answers, code):
    """Of all steps some are right or never written."""
    timed = [
        (g, e, s)
        for g, e, s in pairs
        if (e.ndim == 3 and e.shape[2] == s["T_x"] or e.ndim == 1 and e.shape[0] == s["T_x"]) and s["T_x"] > 1
    ]
    if not timed:
        return None

    def empty(got, expected, sizes):
        axes = tuple(range(got.ndim - 1))
        return np.flatnonzero(np.all(got == 0, axis=axes)).tolist()

    def are(steps):
        return all(empty(g, e, s) == list(steps(s)) for g, e, s in timed)

    if are(lambda s: [0]):
        return Cause(
            "the first step forgotten", f"{name} is 0 at t = 0", "the loop begins one step too late: steps are numbered from 0"
        )
    if are(lambda s: [s["T_x"] - 1]):
        return Cause("the last step forgotten", f"{name} is 0 at the last step, t = T_x − 1", "the loop ends one step too early")
    if are(lambda s: range(s["T_x"] - 1)):
        return Cause(
            "only the last step stored",
            f"{name} is 0 but at t = T_x − 1",
            "one step only is stored: does the line that stores stand inside the loop, and return behind it?",
        )
    if are(lambda s: range(1, s["T_x"])):
        return Cause(
            "only the first step stored",
            f"{name} is 0 but at t = 0",
            "one step only is stored: does return stand inside the loop?",
        )
    for letter in ("n_a", "m", "n_x", "n_y"):
        if are(lambda s, n=letter: range(min(s[n], s["T_x"]), s["T_x"])):
            return Cause(
                f"the loop over {letter}",
                f"the first {letter} steps are written, the others are 0",
                f"the loop runs {letter} times; there are T_x steps",
            )
    return None


def _shifted(exercise, name, where, pairs, answers, code):
    """Right, but at the step before or after, or from the last to the first."""

    def moved(by):
        def holds(got, expected, sizes):
            if expected.ndim != 3 or expected.shape[2] < 3:
                return None
            a, b = (got[:, :, by:], expected[:, :, :-by]) if by > 0 else (got[:, :, :by], expected[:, :, -by:])
            return compare.equal(b, a, CLOSE_SINGLE)

        return holds

    if _all(pairs, moved(1)):
        return Cause(
            f"{name} one step late", f"{name} at t holds what belongs to t − 1", "store what the step made, at the same t"
        )
    if _all(pairs, moved(-1)):
        return Cause(
            f"{name} one step early", f"{name} at t holds what belongs to t + 1", "store what the step made, at the same t"
        )
    if _all(pairs, lambda got, e, _: compare.equal(e[..., ::-1], got, CLOSE_SINGLE) if e.ndim == 3 and e.shape[2] > 1 else None):
        return Cause(f"{name} reversed", f"{name} stands from the last step to the first", "store at the step's own t")
    return None


def _other(exercise, name, where, pairs, answers, code):
    """It holds what another quantity should hold."""
    for other in answers[0].expected if not where.startswith("cache") else ():
        if other != where and answers[0].expected[other].shape == pairs[0][1].shape:
            if all(
                not isinstance(a.got.get(where, Fault("", "")), Fault)
                and compare.equal(a.expected[other], a.got[where], CLOSE_SINGLE)
                for a in answers
            ):
                short = other.rpartition(".")[2]
                return Cause(
                    f"{short} for {name}",
                    f"{name} holds what {short} should hold",
                    f"look at the line that makes {name}: which letter is another's?",
                )
    return None


def _columns(exercise, name, where, pairs, answers, code):
    """The columns of a prediction sum to 1."""
    if not all(e.ndim in (2, 3) and np.allclose(e.sum(axis=0), 1) for _, e, _ in pairs) or not any(
        e.shape[0] > 1 for _, e, _ in pairs
    ):
        return None
    if all(np.allclose(g.sum(axis=0), 1) for g, _, _ in pairs):
        if _all(pairs, lambda g, e, _: bool(np.all((g == 0) | (g == 1)))):
            return Cause(
                "one-hot for probabilities",
                f"{name} holds 0 and 1 only",
                "probabilities are asked for, not the largest one's place",
            )
        if _all(pairs, lambda g, e, _: bool(np.ptp(g) < 1e-9) if g.shape[0] > 1 else None):
            return Cause("all alike", f"{name} is the same for every row", "what is softmax taken of? All its numbers are equal")
        return None
    low = any(np.any(g < 0) for g, _, _ in pairs)
    what = "some of its numbers are below 0" if low else "its columns don't sum to 1"
    if "softmax" not in source_of(exercise.reference):
        if all(np.all(g == np.round(g)) for g, _, _ in pairs):
            return Cause("argmax for probabilities", f"{name} holds whole numbers", "probabilities are asked, and no argmax")
        return _rounded(exercise, name, where, pairs, answers, code) or Cause(
            f"the columns of {name} don't sum to 1", f"{name}: {what}", "divide each by its own sum, over axis 0")
    if _all(pairs, lambda g, e, _: compare.equal(np.log(e), g, CLOSE_SINGLE)):
        return Cause("the log of softmax", f"{name} holds the logarithms of what it should hold", "leave the log out")
    if _all(pairs, lambda g, e, _: compare.equal(np.sort(e, None), np.sort(g, None), CLOSE_SINGLE) if e.size > 1 else None):
        return Cause(
            f"the numbers of {name} in other places",
            f"{name} holds the right numbers in other places",
            "reshape keeps their order and moves no axis; np.transpose does",
        )
    return _rounded(exercise, name, where, pairs, answers, code, (1, 2, 3, 4)) or Cause(
        f"the columns of {name} don't sum to 1",
        f"{name} holds no probabilities: {what}",
        "softmax comes last: exp of each number by the sum of all the exp in its column",
    )


def _turned(exercise, name, where, pairs, answers, code):
    if _all(pairs, lambda g, e, _: compare.equal(e.T, g, CLOSE_SINGLE) if e.ndim == 2 and e.shape[0] == e.shape[1] > 1 else None):
        return Cause(
            f"{name} transposed",
            f"{name} is transposed",
            "the factors stand the other way round; as it is square, no error shows it",
        )
    return None


def _places(exercise, name, where, pairs, answers, code):
    """Whole numbers, one too many or too few."""
    for by, says in ((1, "one too many"), (-1, "one too few")):
        if _all(pairs, lambda g, e, _, by=by: bool(np.all(e == np.round(e)) and np.all(g == e + by))):
            return Cause(says, f"{name} is {says} everywhere", "places are counted from 0")
    if _all(pairs, lambda g, e, _: bool(np.all(e == np.round(e))) and not bool(np.all(g == np.round(g)))):
        if all(np.all((e == 0) | (e == 1)) for _, e, _ in pairs):
            return Cause("a part for 0 or 1", f"{name} holds numbers beside 0 and 1", "each is one of the two: shut, or open")
        return Cause(
            "a value for its place",
            f"{name} holds numbers with a part after the point",
            "its places are asked for: whole numbers, counted from 0",
        )
    return None


def _rounded(exercise, name, where, pairs, answers, code, places=(0, 1, 2, 3, 4)):
    for digits in places:
        if _all(
            pairs,
            lambda g, e, _, d=digits: bool(
                np.allclose(g, np.round(g, d), atol=1e-12) and np.max(np.abs(g - e)) <= 1.01 * 10.0**-d
            )
            if not np.allclose(e, np.round(e, d))
            else None,
        ):
            return Cause("rounded", f"{name} is rounded", "leave the rounding out: all digits are compared, more than a grid has")
    return None
