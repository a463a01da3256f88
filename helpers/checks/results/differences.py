"""What differs: which quantity first, how, on which problems, by which factor; and what a right answer is told."""

import copy
import itertools

import numpy as np

from helpers.checks.raised.cause import Cause
from helpers.checks.results import compare
from helpers.checks.results.compare import CLOSE, CLOSE_SINGLE, Fault
from helpers.checks.running.remembered import for_each_problem
from helpers.exercises import NUMERIC

# Which quantity ------------------------------------------------------------------------------------------------------


def computing_order(exercise, expected):
    """Return the names of all quantities, each before those that it feeds."""
    wanted = exercise.order.split()

    def place(name):
        return next((i for i, w in enumerate(wanted) if w in (name, name.rpartition(".")[2])), len(wanted))

    return sorted(expected, key=place)


def first_difference(exercise, answer):
    """Return the name of the first quantity that differs, "" for the whole answer, None if nothing does.

    Where a tuple or a list holds the right entries in another order, that is what differs.
    """
    expected, got = answer.expected, answer.got
    if "" in got:
        return ""
    for name in computing_order(exercise, expected):
        wrong = compare.error(expected[name], got.get(name, Fault("nothing", ""))) > CLOSE_SINGLE
        whole = _whole(name, [*answer.reordered, *(other for other in got if other not in expected)])
        if wrong:
            return name if whole is None else whole
    return None


def _whole(name, candidates):
    """Return the list, tuple or dictionary among the candidates to which the entry `name` belongs."""
    return next((whole for whole in candidates if whole == "" or name.startswith((whole + ".", whole + "["))), None)


def shown(exercise, name):
    """Return a quantity's name as the learner reads it: gamma_f for an entry of the cache."""
    short = name.removeprefix("cache.")
    return name if short in exercise.returns.split() else short


# How it differs ------------------------------------------------------------------------------------------------------


def right(exercise, answers):
    """Return the names of the quantities that are right on every problem, in computing order."""
    returned = exercise.returns.split()
    listed = exercise.order.split() or returned
    named = [
        name
        for name in computing_order(exercise, answers[0].expected)
        if name in listed or name.removeprefix("cache.") in listed and name.removeprefix("cache.") not in returned
    ]
    return [
        shown(exercise, name)
        for name in named
        if all(compare.error(a.expected[name], a.got.get(name, Fault("nothing", ""))) <= CLOSE_SINGLE for a in answers)
    ]


def number(exercise, where, answer, problem):
    """Return the sentence on a quantity whose numbers differ: "c_next[0, 0] is 0.4213, expected 0.3108"."""
    sizes, arguments = problem
    name, value, expected = shown(exercise, where), answer.got[where], answer.expected[where]
    off = np.abs(value - expected)
    index = np.unravel_index(np.argmax(off), off.shape)
    place = f"[{', '.join(str(int(i)) for i in index)}]" if index else ""
    says = f"{name}{place} is {float(value[index]):.4g}, expected {float(expected[index]):.4g}"
    if off.ndim == 3 and off.shape[2] == sizes["T_x"]:
        wrong = off.max(axis=(0, 1)) > CLOSE_SINGLE * np.max(np.abs(expected))
        if not np.all(wrong):
            steps = ", ".join(map(str, np.flatnonzero(wrong)))
            says += f"; at t = {steps} and not at the other steps"
    if in_the_cache_only(exercise, where, answer):
        says += "; what is returned is right"
    if not index and not exercise.judged and all(np.ndim(a) == 0 for a in arguments):
        says += f" (for {', '.join(f'{float(a):.4g}' for a in arguments)})"
    return says


def in_the_cache_only(exercise, where, answer):
    """Say whether everything beside the cache is right: a gate stands in the cache only, but it feeds the rest."""
    if not where.startswith("cache") or len(exercise.returns.split()) < 2:
        return False
    return all(
        compare.error(value, answer.got.get(name, Fault("nothing", ""))) <= CLOSE_SINGLE
        for name, value in answer.expected.items()
        if not name.startswith("cache")
    )


def when(wheres, problems, answers):
    """Say " where m = 1" if that is where it differs and nowhere else; only of sizes that the exercise has."""
    wrong = [where is not None for where in wheres]
    for letter in ("m", "T_x"):
        if not _has(letter, problems, answers):
            continue
        for says, special in ((f" where {letter} = 1", True), (f" where {letter} > 1", False)):
            if all(w == ((sizes[letter] == 1) is special) for w, (sizes, _) in zip(wrong, problems)):
                return says
    return ""


def _has(letter, problems, answers):
    """Return whether an array of the exercise has this size on every problem."""

    def sizes_in(value):
        if isinstance(value, dict):
            return set().union(*map(sizes_in, value.values()))
        if isinstance(value, tuple | list):
            return {len(value)} | set().union(*map(sizes_in, value))
        return set(np.shape(value))

    return all(
        sizes[letter] in sizes_in(arguments) | sizes_in(answer.expected)
        for (sizes, arguments), answer in zip(problems, answers)
        if sizes[letter] > 1
    )


# By which factor, and how near --------------------------------------------------------------------------------------


def factor(where, problems, answers):
    """Return the Cause if one factor explains a quantity on every problem (a sign, 2, 1/m, …), else None."""
    factors = []
    for answer in answers:
        value, expected = answer.got.get(where), answer.expected.get(where)
        if value is None or expected is None or isinstance(value, Fault) or not np.any(expected):
            return None
        k = float(np.sum(value * expected) / np.sum(expected**2))
        if abs(k) < 1e-9 or compare.error(k * expected, value) > CLOSE_SINGLE:
            return None
        factors.append(k)

    def is_everywhere(wanted):
        return all(abs(k / w - 1) < CLOSE_SINGLE for k, w in zip(factors, wanted))

    if is_everywhere([-1] * len(factors)):
        return Cause("the sign", "only the sign is wrong", "a minus is missing, or one too many")
    if is_everywhere([factors[0]] * len(factors)):
        return Cause(
            f"{factors[0]:.4g} times too much",
            f"it is right up to a constant factor: {factors[0]:.4g} times what it should be",
            "which number is multiplied in, or left out?",
        )
    letters = list(problems[0][0])
    for chosen in [(letter,) for letter in letters] + list(itertools.combinations(letters, 2)):
        product = [float(np.prod([sizes[letter] for letter in chosen])) for sizes, _ in problems]
        if is_everywhere(product):
            return Cause(
                f"times {'·'.join(chosen)}",
                f"it is {'·'.join(chosen)} times what it should be",
                "a mean is asked for where a sum stands, or something is added more than once",
            )
        if is_everywhere([1 / p for p in product]):
            return Cause(
                f"divided by {'·'.join(chosen)}", f"it is divided by {'·'.join(chosen)}", "a sum is asked for where a mean stands"
            )
    if all(answer.expected[where].size == 1 for answer in answers):
        return None  # one number is always a multiple of another
    return Cause(
        None, "on each problem it is right up to a factor, which is another one on each", "what is it multiplied or divided by?"
    )


def praise(exercise, problems, answers):
    """Return what a right answer is told."""
    if exercise.judged:
        return f"right on {len(problems)} problems: all that is asked of what it draws holds."
    largest = max(compare.error(a.expected[name], a.got[name]) for a in answers for name in a.expected)
    says = f"right on {len(problems)} problems, largest error {largest:.0e}"
    if largest > CLOSE:
        says += f" (as in single precision, where up to {CLOSE_SINGLE:.0e} is let through)"
    return f"{says}. {numeric_error(exercise, problems, answers)}"


def numeric_error(exercise, problems, answers):
    """Return a sentence on how far a backward pass is from central differences, as a part of the largest number."""
    if exercise.numeric is None or len(answers) <= NUMERIC:
        return ""
    if any(isinstance(value, Fault) for value in answers[NUMERIC].got.values()):
        return ""
    worst, got = 0.0, answers[NUMERIC].got
    for name, (indices, slopes) in _slopes(exercise, problems[NUMERIC][1]).items():
        worst = max(worst, compare.error(slopes, got[name][indices]))
    return f"Error against finite differences: {worst:.0e}."


@for_each_problem
def _slopes(exercise, arguments):
    """Return {name: (indices, central differences there)} of what a backward pass gives.

    Of a large gradient some 16 numbers are looked at: each costs two forward passes.
    """
    step, (J, inputs) = 1e-5, exercise.numeric(*copy.deepcopy(arguments))
    inputs = {name: np.array(value) for name, value in inputs.items()}
    found = {}
    for name, value in inputs.items():
        indices = list(np.ndindex(value.shape))[:: max(1, value.size // 16)]
        slopes = np.zeros(len(indices))
        for i, index in enumerate(indices):
            here = value[index]
            value[index] = here + step
            above = J(inputs)
            value[index] = here - step
            slopes[i] = (above - J(inputs)) / (2 * step)
            value[index] = here
        found[name] = tuple(np.transpose(indices)), slopes
    return found
