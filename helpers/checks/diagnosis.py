"""What differs, and which mistake is it? The sentences that a wrong answer gets."""
import copy
import itertools
import re
import time

import numpy as np

from helpers.checks import compare
from helpers.checks.compare import CLOSE, CLOSE_SINGLE, Fault
from helpers.exercises import NUMERIC, edited

SECONDS = 0.6  # how long to look for two mistakes at once


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

def difference(exercise, problems, answers, wheres):
    """Return (a sentence on the first quantity that differs, its name for the verdict)."""
    k = next(i for i, where in enumerate(wheres) if where is not None)
    where, answer, sizes = wheres[k], answers[k], problems[k][0]
    value = answer.got.get(where, answer.reordered.get(where))
    if where == "":
        said = value.says.partition(", in line ")[0]
        numbers = re.findall(r"\d+", " ".join(re.findall(r"\(\d[\d, ]*\)|\bsize \d+|\bdifferent from \d+", said)))
        met = {letter: size for letter, size in sizes.items() if str(size) in numbers}
        on = f" (on inputs with {_sizes(met)})" if value.kind.startswith("raises") and met else ""
        return f"It {value.says}{_when(wheres, problems)}{on}.", None
    name = shown(exercise, where)
    if isinstance(value, Fault):
        called = "caches[0], the list of the steps' caches," if name == "caches[0]" else name
        return f"{called} {_letters(value.says, sizes)}{_when(wheres, problems)}.", value.where + name
    expected = answer.expected[where]
    off = np.abs(value - expected)
    index = np.unravel_index(np.argmax(off), off.shape)
    place = f"[{', '.join(str(int(i)) for i in index)}]" if index else ""
    says = f"{name} {'is the first that differs' if len(answer.expected) > 1 else 'differs'}{_when(wheres, problems)}"
    in_the_cache_only = where.startswith("cache") and len(exercise.returns.split()) > 1 and _returned_is_right(answer)
    if in_the_cache_only:
        says = f"What is returned is right, but not {name} in the cache{_when(wheres, problems)}"
    if off.ndim == 3 and off.shape[2] == sizes["T_x"]:
        wrong = off.max(axis=(0, 1)) > CLOSE_SINGLE * np.max(np.abs(expected))
        if not np.all(wrong):
            steps = ", ".join(map(str, np.flatnonzero(wrong)))
            says += f", at t = {steps} and not at the other steps"
    says += f": {name}{place} is {float(value[index]):.4g}, expected {float(expected[index]):.4g}."
    if in_the_cache_only and where.startswith("caches"):
        says += " (If it was right when it was stored, that array has been changed since.)"
    return says, name


def _when(wheres, problems):
    """Say " where m = 1" if that is where it differs and nowhere else."""
    wrong = [where is not None for where in wheres]
    for letter in ("m", "T_x"):
        for says, special in ((f" where {letter} = 1", True), (f" where {letter} > 1", False)):
            if all(w == ((sizes[letter] == 1) is special) for w, (sizes, _) in zip(wrong, problems)):
                return says
    return ""


def _sizes(sizes):
    return ", ".join(f"{letter} = {size}" for letter, size in sizes.items())


def _returned_is_right(answer):
    """Say whether everything beside the cache is right: a gate stands in the cache only, but it feeds the rest."""
    errors = [compare.error(value, answer.got.get(name, Fault("nothing", ""))) for name, value in answer.expected.items()
              if not name.startswith("cache")]
    return all(error <= CLOSE_SINGLE for error in errors)


def _letters(text, sizes):
    """Write letters beside an expected shape: "expected (5, 4)" becomes "expected (n_a, m) = (5, 4)"."""
    names = {sizes["n_a"] + sizes["n_x"]: "n_a + n_x"} | {size: letter for letter, size in sizes.items() if size > 1}
    head, found, tail = text.partition("expected an array (" if "expected an array (" in text else "expected (")
    inside, _, rest = tail.partition(")")
    numbers = [part for part in inside.replace(" ", "").split(",") if part]
    if not found or not numbers or not all(part.isdigit() for part in numbers):
        return text
    letters = ", ".join(names.get(int(part), part) for part in numbers) + "," * (len(numbers) == 1)
    return f"{head}{found}{letters}) = ({inside}){rest}"


def factor(where, problems, answers):
    """Return a sentence if one factor explains a quantity on every problem (a sign, 2, 1/m, …), else ""."""
    factors = []
    for answer in answers:
        value, expected = answer.got.get(where), answer.expected.get(where)
        if value is None or expected is None or isinstance(value, Fault) or not np.any(expected):
            return ""
        k = float(np.sum(value * expected) / np.sum(expected**2))
        if abs(k) < 1e-9 or compare.error(k * expected, value) > CLOSE_SINGLE:
            return ""
        factors.append(k)

    def is_everywhere(wanted):
        return all(abs(k / w - 1) < CLOSE_SINGLE for k, w in zip(factors, wanted))

    if is_everywhere([-1] * len(factors)):
        return "Only the sign is wrong."
    if is_everywhere([factors[0]] * len(factors)):
        return f"It is right up to a constant factor: {factors[0]:.4g} times what it should be."
    letters = list(problems[0][0])
    for chosen in [(letter,) for letter in letters] + list(itertools.combinations(letters, 2)):
        product = [float(np.prod([sizes[letter] for letter in chosen])) for sizes, _ in problems]
        if is_everywhere(product):
            return f"It is right up to a factor: {'·'.join(chosen)} times what it should be."
        if is_everywhere([1 / p for p in product]):
            return f"It is right up to a factor: it is divided by {'·'.join(chosen)}."
    if all(answer.expected[where].size == 1 for answer in answers):
        return ""  # one number is always a multiple of another
    return "On each problem it is right up to a factor, which is another one on each."


def praise(exercise, problems, answers):
    """Return what a right answer is told."""
    largest = max(compare.error(a.expected[name], a.got[name]) for a in answers for name in a.expected)
    says = f"right on {len(problems)} problems, largest error {largest:.0e}"
    if largest > CLOSE:
        says += f" (as in single precision, where up to {CLOSE_SINGLE:.0e} is let through)"
    return f"{says}. {numeric_error(exercise, problems, answers)}"


def numeric_error(exercise, problems, answers, step=1e-5):
    """Return a sentence on how far a backward pass is from central differences, as a part of the largest number.

    Of a large gradient some 16 numbers are held to them: each costs two forward passes.
    """
    if exercise.numeric is None or len(answers) <= NUMERIC:
        return ""
    if any(isinstance(value, Fault) for value in answers[NUMERIC].got.values()):
        return ""
    J, inputs = exercise.numeric(*copy.deepcopy(problems[NUMERIC][1]))
    inputs = {name: np.array(value) for name, value in inputs.items()}
    worst = 0.0
    for name, value in inputs.items():
        indices = list(np.ndindex(value.shape))[::max(1, value.size // 16)]
        slopes = np.zeros(len(indices))
        for i, index in enumerate(indices):
            here = value[index]
            value[index] = here + step
            above = J(inputs)
            value[index] = here - step
            slopes[i] = (above - J(inputs)) / (2 * step)
            value[index] = here
        worst = max(worst, compare.error(slopes, answers[NUMERIC].got[name][tuple(np.transpose(indices))]))
    return f"Error against finite differences: {worst:.0e}."


# Which mistake -------------------------------------------------------------------------------------------------------

def outcome(exercise, function, arguments, returned):
    """Return {name: array or Fault} of what a trusted function gives, along the structure of `returned`."""
    with np.errstate(all="ignore"):
        try:
            return compare.taken(exercise.returns, returned, function(*copy.deepcopy(arguments)))
        except Exception as error:
            return {"": Fault(f"raises {type(error).__name__}", "")}


def agree(a, b):
    """Return whether two outcomes are the same."""
    return a.keys() == b.keys() and all(compare.equal(a[name], b[name], CLOSE_SINGLE) for name in a)


def known_mistakes(exercise, problems, answers, where):
    """Return (the known mistakes that explain the answer: none, one or two; whether they explain all of it)."""
    def gives(mistakes, k):
        return outcome(exercise, edited(exercise.reference, *mistakes), problems[k][1], answers[k].returned)

    def explains(mistakes):
        return all(agree(gives(mistakes, k), answers[k].got) for k in range(len(problems)))

    k = next(k for k, answer in enumerate(answers) if not agree(answer.expected, answer.got))
    single = {}
    for mistake in exercise.mistakes:
        single[mistake] = gives([mistake], k)
        if agree(single[mistake], answers[k].got) and explains([mistake]):
            return [mistake], True
    if any("" in answer.got for answer in answers):
        return [], False
    end = time.monotonic() + SECONDS
    for pair in _pairs(single, answers[k]):
        if time.monotonic() > end:
            break
        try:
            if explains(pair):
                return list(pair), True
        except (ValueError, SyntaxError):  # both change the same place
            continue
    alone = [mistake for mistake, given in single.items() if where in given and _same_at(where, given, answers[k].got)
             and all(_same_at(where, gives([mistake], i), answer.got) for i, answer in enumerate(answers))
             and not any(_same_at(name, answers[k].expected, answers[k].got) for name in answers[k].expected
                         if not _same_at(name, answers[k].expected, given))]  # all that the mistake changes is wrong
    return (alone, False) if len(alone) == 1 else ([], False)


def _same_at(name, a, b):
    return name in a and name in b and compare.equal(a[name], b[name], CLOSE_SINGLE)


def _pairs(single, answer):
    """Return the pairs of mistakes that may together explain an answer.

    A quantity that only one of the two changes must be as that one alone makes it; one that neither changes, right.
    """
    def changed(given):
        return {name for name in answer.expected if not _same_at(name, answer.expected, given)}

    wrong = changed(answer.got)
    changes = {mistake: changed(given) for mistake, given in single.items() if "" not in given}
    found = []
    for a, b in itertools.combinations(changes, 2):
        both = changes[a] & changes[b]
        if changes[a] | changes[b] >= wrong and all(
                _same_at(name, single[a] if name in changes[a] else single[b], answer.got)
                for name in (changes[a] | changes[b]) - both):
            found.append((len(both), (a, b)))
    return [pair for _, pair in sorted(found, key=lambda entry: entry[0])]
