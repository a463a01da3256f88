"""The adding problem. What it returns is left to chance, so that it is judged by what holds of every right answer.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, ways
from helpers.tasks import memory

# Problems --------------------------------------------------------------------------------------------------------------

def to_draw(rng, m, T_x, **_):
    """Draw rng, m, T_x: a single sequence, or so many that every place comes up; of ten steps, or of more that tens don't fit.

    Not more: who draws number by number, in two loops, has two seconds as well, in a browser too.
    """
    return np.random.default_rng(rng.integers(2**32)), 1 if m == 1 else 600, {1: 10, 8: 37}.get(T_x, 27)


# What is asked of an answer --------------------------------------------------------------------------------------------

FEWEST, MOST, ONES = "the fewest marks in an example", "the most marks in an example", "the share of the marks that are 1"
TIED = "how closely the second mark's place follows the first one's"
PLACES = {"first": ("the number of places that the first mark takes", "the first mark's earliest place",
                    "the first mark's latest place", "whether each of the first mark's places is as likely as any other"),
          "second": ("the number of places that the second mark takes", "the second mark's earliest place",
                     "the second mark's latest place")}
INSIDE, MEAN, LOW = "the share of the numbers from 0 to 1", "the mean of the numbers", "the share of the numbers below 1/4"
REPEATED, ALIKE = "the share of the steps that repeat the number before", "the share of the examples with the first one's numbers"
MADE = "the share of the targets that the two marked numbers make up"
INSTEAD = ("the product as target", "the larger as target", "the sum of all as target", "the sum of the places as target",
           "the sum and the marks as target", "the sum of the marks as target", "a half and a quarter of the sum as target")
WEIGHTS = "how often y has the first marked number", "how often y has the second marked number"
DRAWN = "the share of what is drawn that comes from rng"

FIRST = "the first mark falls on step 0 to T_x // 10 − 1, each as likely as any other, for each example anew"
SECOND = "the second mark falls on step T_x // 10 to T_x // 2 − 1, each as likely as any other, for each example anew"
NUMBERS = "x[0] holds a random number between 0 and 1 for each example and step: rng.random"
TARGET = "y is the sum of the two marked numbers, nothing else"
ASKED = {
    **dict.fromkeys((FEWEST, MOST, ONES), "x[1] holds two ones in each example, and zeros elsewhere"),
    **dict.fromkeys(PLACES["first"], FIRST), **dict.fromkeys(PLACES["second"], SECOND),
    TIED: "the second mark's place is drawn by itself, whatever the first one's is: with a number of its own from rng",
    **dict.fromkeys((INSIDE, MEAN, LOW, REPEATED, ALIKE), NUMBERS), **dict.fromkeys((MADE, *WEIGHTS, *INSTEAD), TARGET),
    DRAWN: "draw everything from rng, so that the same generator gives the same sequences",
}


def facts(given, found):
    """Return {fact: number} of an answer; after the first group that isn't as it has to be, the others count as right."""
    facts = {name: np.zeros(value.shape) if isinstance(value, np.ndarray) else value for name, value in found.items()}
    if not all(isinstance(value, np.ndarray) for value in found.values()):
        return facts | dict.fromkeys(ASKED, np.array(0.0))  # another form, which is told first
    one, wrong = found["x"].shape[1] == 1, False
    of_many = () if one else (_marks(found), _places(found), _numbers(found))  # what a single example can't show
    for group in (*of_many, _target(found), {DRAWN: (_drawn_from(given[0]), 1)}):
        facts |= {name: np.array(float(wanted if wrong else value)) for name, (value, wanted) in group.items()}
        wrong = wrong or any(value != wanted for value, wanted in group.values())
    return facts


def _marks(found):
    """Return {fact: (it, what it has to be)} of the marks."""
    marks = found["x"][1]
    counts = np.count_nonzero(marks, axis=1)
    ones = np.mean(marks[marks != 0] == 1) if np.any(marks) else 1.0
    return {FEWEST: (counts.min(), 2), MOST: (counts.max(), 2), ONES: (round(ones, 1), 1)}


def _two(found):
    """Return the places of the first and of the last mark of each example, (m,) each."""
    marked = found["x"][1] != 0
    return np.argmax(marked, axis=1), marked.shape[1] - 1 - np.argmax(marked[:, ::-1], axis=1)


def _places(found):
    """Return {fact: (it, what it has to be)} of where the marks are."""
    T_x, group = found["x"].shape[2], {}
    for names, places, (low, end) in zip(PLACES.values(), _two(found), ((0, T_x // 10), (T_x // 10, T_x // 2))):
        number = len(set(places))
        extremes = (low, end - 1) if number == 1 else (places.min(), places.max())  # which one it is, is left to chance
        alike = len(places) / (end - low)  # how often each comes up, about
        even = number < end - low or np.bincount(places).max() < alike + 4.4 * alike**0.5
        group |= dict(zip(names, zip((number, *extremes, even), (end - low, low, end - 1, 1))))  # even: of the first alone
    apart = [places - places.mean() for places in _two(found)]
    tied = np.sum(apart[0] * apart[1]) / max(1e-9, np.sqrt(np.sum(apart[0]**2) * np.sum(apart[1]**2)))  # a correlation
    return group | {TIED: (float(np.abs(tied) > 0.3), 0)}  # by chance not beyond 0.2


def _numbers(found):
    """Return {fact: (it, what it has to be)} of the numbers, coarse enough to be the same for all that are drawn alike."""
    x = found["x"][0]
    return {INSIDE: (round(np.mean((x >= 0) & (x <= 1)), 1), 1), REPEATED: (round(np.mean(x[:, 1:] == x[:, :-1]), 1), 0),
            ALIKE: (round(np.mean(np.all(x[1:] == x[0], axis=1)), 1), 0), MEAN: (round(np.mean(x), 1), 0.5),
            LOW: (round(20 * np.mean(x < 0.25)) / 20, 0.25)}


def _target(found):
    """Return {fact: (it, what it has to be)} of y: which sum of the two marked numbers it is, if it is any."""
    x, y, places = found["x"][0], found["y"][0], _two(found)
    one, other = (x[np.arange(len(x)), place] for place in places)
    columns = np.stack([one, other, np.ones(len(x))], axis=1)  # (m, 3)
    weights = np.linalg.lstsq(columns, y, rcond=None)[0] if len(x) > 1 else np.array([1.0, 1.0, 0.0])
    made = np.max(np.abs(columns @ weights - y)) < 1e-6 and abs(weights[2]) < 1e-6
    others = zip(INSTEAD, (one * other, np.maximum(one, other), x.sum(axis=1), places[0] + places[1], one + other + 2,
                           np.full(len(x), 2.0), 0.5 + (one + other) / 4))
    return {MADE: (float(made), 1), WEIGHTS[0]: (round(weights[0], 3) if made else 1, 1),
            WEIGHTS[1]: (round(weights[1], 3) if made else 1, 1)} | {
        name: (float(len(x) > 1 and not made and np.allclose(y, value)), 0) for name, value in others}  # one: by chance too


def _drawn_from(rng):
    """Return 1.0 if something was drawn from a generator since it was made, else 0.0."""
    fresh = type(rng.bit_generator)(rng.bit_generator.seed_seq)
    return float(str(fresh.state) != str(rng.bit_generator.state))


# Known mistakes --------------------------------------------------------------------------------------------------------

FIRST_PLACE, SECOND_PLACE = "rng.integers(T_x // 10, size=m)", "rng.integers(T_x // 10, T_x // 2, size=m)"
SHORT = "T_x // 10 - 1", "max(1, T_x // 10 - 1)"  # the second where ten steps leave one place only
BOTH, DRAW = (FIRST_PLACE, SECOND_PLACE), f"first, second = {FIRST_PLACE}, {SECOND_PLACE}"
NUMBER, MARK = "rng.random((m, T_x))", "x[1, examples, first] = x[1, examples, second] = 1"
SUM = "(x[0, examples, first] + x[0, examples, second])"

ADDING = [
    *ways("marks may coincide",
          "the two marks may fall on the same step, so that only one is left; the second comes after the first tenth of steps",
          (SECOND_PLACE, "rng.integers(T_x // 2, size=m)"),
          (BOTH, ("rng.integers(T_x // 2, size=m)", "rng.integers(T_x // 2, size=m)")),
          (BOTH, ("rng.integers(T_x, size=m)", "rng.integers(T_x, size=m)")), (SECOND_PLACE, FIRST_PLACE)),
    *ways("one mark", "only one of the two numbers is marked",
          (MARK, "x[1, examples, first] = 1"), (MARK, "x[1, examples, second] = 1")),
    Mistake("no mark", MARK, "pass", "nothing is marked: x[1] is all zeros"),
    Mistake("last step marked too", MARK, MARK + "\n    x[1, :, -1] = 1", "the last step is marked as well; there are two marks"),
    Mistake("every example's places", MARK, "x[1][:, first] = x[1][:, second] = 1",
            "each example has the marks of all examples; x[1, examples, first], with examples = np.arange(m), marks one in each"),
    Mistake("marks in both rows", MARK, "x[:, examples, first] = x[:, examples, second] = 1",
            "the marks are written into the numbers too: x[:, …] is both rows, and the marks alone are x[1, …]"),
    Mistake("numbers for marks", MARK, "for t in (first, second): x[1, examples, t] = x[0, examples, t]",
            "the marked numbers themselves stand in x[1]; a mark is a 1"),
    Mistake("rows swapped", "return x,", "return x[::-1],", "the marks stand in x[0] and the numbers in x[1]"),
    Mistake("time before the examples", "return x,", "return x.transpose(0, 2, 1),",
            "x has the steps before the examples; its shape is (2, m, T_x)"),
    Mistake("numbers and marks last", "return x,", "return x.transpose(1, 2, 0),",
            "numbers and marks stand on the last axis; they are the first one, x[0] and x[1]: the shape is (2, m, T_x)"),
    Mistake("time first", "return x,", "return x.transpose(2, 1, 0),",
            "x has the steps first, as PyTorch has them; its shape is (2, m, T_x)"),
    Mistake("time first, then the two", "return x,", "return x.transpose(2, 0, 1),",
            "x has the steps in front; they are its last axis: the shape is (2, m, T_x)"),
    Mistake("−1 for the others", "return x,", "x[1] = 2 * x[1] - 1\n    return x,",
            "x[1] is −1 at the steps that aren't marked; there it is 0"),
    Mistake("marks 1 and 2", "return x,", "x[1, examples, second] = 2\n    return x,",
            "the second mark is a 2; both are 1: the network is to find out which comes first"),
    Mistake("all steps between", MARK, "steps = np.arange(T_x)\n    "
            "x[1] = (steps >= first[:, np.newaxis]) & (steps <= second[:, np.newaxis])",
            "all steps from the first to the second are marked; only these two are"),
    Mistake("y before x", f"return x, {SUM}[np.newaxis]", f"return {SUM}[np.newaxis], x", "y stands before x; x comes first"),
    Mistake("y as a column", "[np.newaxis]", "[:, np.newaxis]", "y has the shape (m, 1); it is (1, m), an example a "
                                                                "column"),
    Mistake("y without the one", "[np.newaxis]", "", "y has the shape (m,); it is (1, m): [np.newaxis] puts the 1 in front"),
    Mistake("places once for all", BOTH, tuple(f"np.full(m, {place.replace(', size=m', '')})" for place in BOTH),
            "all examples have their marks at the same two steps; the places are drawn for each anew: size=m"),
    Mistake("first place once for all", FIRST_PLACE, "np.full(m, rng.integers(T_x // 10))",
            "the first mark falls on the same step in all examples; it is drawn for each anew: size=m"),
    Mistake("second place once for all", SECOND_PLACE, "np.full(m, rng.integers(T_x // 10, T_x // 2))",
            "the second mark falls on the same step in all examples; it is drawn for each anew: size=m"),
    Mistake("second mark anywhere", SECOND_PLACE, "rng.integers(T_x // 10, T_x, size=m)",
            "the second mark may fall anywhere after the first tenth; it has to come before the middle"),
    Mistake("second mark in the second half", SECOND_PLACE, "rng.integers(T_x // 2, T_x, size=m)",
            "the second mark falls into the second half; it belongs into the first, so that much time passes until the question"),
    Mistake("a mark in each half", BOTH, ("rng.integers(T_x // 2, size=m)", "rng.integers(T_x // 2, T_x, size=m)"),
            "one mark falls into each half; the first belongs into the first tenth, the second into the rest of the first half"),
    Mistake("places counted from 1", BOTH, ("rng.integers(1, T_x // 10 + 1, size=m)",
                                            "rng.integers(T_x // 10 + 1, T_x // 2 + 1, size=m)"),
            "both marks fall one step late: steps are counted from 0"),
    *ways("first mark one step short", "the first mark never falls on step T_x // 10 − 1: the upper end is left out by itself",
          *((FIRST_PLACE, f"rng.integers({end}, size=m)") for end in SHORT)),
    *ways("both marks one step short", "neither mark ever falls on its last step: the upper end is left out by itself",
          *((BOTH, (f"rng.integers({end}, size=m)", "rng.integers(T_x // 10, T_x // 2 - 1, size=m)")) for end in SHORT)),
    Mistake("first mark rounded", FIRST_PLACE, "np.round(rng.uniform(0, T_x // 10 - 1, m)).astype(int)",
            "the first mark falls on its first and last step half as often as between, as rounded numbers do: rng.integers"),
    Mistake("first mark never on step 0", FIRST_PLACE, "rng.integers(1, T_x // 10, size=m)",
            "the first mark never falls on step 0: steps are counted from 0"),
    Mistake("bounds rounded", BOTH, ("rng.integers(round(T_x / 10), size=m)",
                                     "rng.integers(round(T_x / 10), round(T_x / 2), size=m)"),
            "the bounds are rounded up where // cuts off: for 27 steps T_x // 10 is 2, and T_x // 2 is 13"),
    Mistake("second mark behind the first", DRAW, f"first = {FIRST_PLACE}\n    second = rng.integers(first + 1, T_x // 2)",
            "the second mark may fall on any step behind the first; it is drawn from T_x // 10 on, whatever the first is"),
    Mistake("one number for both places", DRAW, "place = rng.random(m)\n    first = (place * (T_x // 10)).astype(int)\n    "
            "second = T_x // 10 + (place * (T_x // 2 - T_x // 10)).astype(int)",
            "one random number gives both places, so that the second one says which the first is; each is drawn by itself"),
    Mistake("two places of the first half", DRAW, "places = rng.permuted(np.tile(np.arange(T_x // 2), (m, 1)), axis=1)[:, :2]\n"
            "    first, second = np.sort(places, axis=1).T",
            "both marks may fall anywhere in the first half; the first belongs into the first tenth, the second behind it"),
    Mistake("second mark tied to the first", DRAW, f"first = {FIRST_PLACE}\n    second = first + T_x // 10",
            "the second mark stands T_x // 10 steps behind the first; it is drawn by itself"),
    Mistake("second mark one step too far", SECOND_PLACE, "rng.integers(T_x // 10, T_x // 2 + 1, size=m)",
            "the second mark may fall on step T_x // 2 too, which isn't in the first half: rng.integers leaves its end out"),
    Mistake("second mark one step short", SECOND_PLACE, "rng.integers(T_x // 10, T_x // 2 - 1, size=m)",
            "the second mark never falls on step T_x // 2 − 1: rng.integers leaves its upper end out by itself"),
    Mistake("a gap after the first tenth", SECOND_PLACE, "rng.integers(T_x // 10 + 1, T_x // 2, size=m)",
            "the second mark never falls on step T_x // 10, the first after the first tenth: steps are counted from 0"),
    Mistake("normal numbers", NUMBER, "rng.standard_normal((m, T_x))",
            "the numbers are normal ones, of which many are negative; rng.random gives them between 0 and 1"),
    Mistake("numbers from −1 to 1", NUMBER, "rng.uniform(-1, 1, (m, T_x))",
            "the numbers lie between −1 and 1, as in the paper of 1997; here it is 0 and 1"),
    Mistake("zeros and ones", NUMBER, "rng.integers(2, size=(m, T_x))",
            "the numbers are 0 or 1; any number between the two is wanted: rng.random"),
    Mistake("rounded numbers", NUMBER, "np.round(rng.random((m, T_x)), 1)",
            "the numbers are rounded to one place; any number between 0 and 1 is wanted"),
    Mistake("digits", NUMBER, "rng.integers(10, size=(m, T_x))", "the numbers are digits; they lie between 0 and 1: rng.random"),
    Mistake("one number an example", NUMBER, "rng.random((m, 1))",
            "each example has one number, repeated at every step; each step has its own"),
    Mistake("the same numbers in each example", NUMBER, "rng.random(T_x)", "all examples have the same numbers; each has its "
                                                                           "own"),
    Mistake("no noise", (NUMBER, "return x,"), (NUMBER, "x[0] *= x[1]\n    return x,"),
            "the numbers that don't count are 0; they are drawn as the others are, and the network has to find out which count"),
    Mistake("mean for sum", SUM, f"({SUM} / 2)", "y is the mean of the two marked numbers; it is their sum"),
    Mistake("difference", SUM, "(x[0, examples, first] - x[0, examples, second])", "y is the first number minus the second; it "
                                                                                   "is their sum"),
    Mistake("difference, turned", SUM, "(x[0, examples, second] - x[0, examples, first])",
            "y is the second number minus the first; it is their sum"),
    Mistake("first number only", SUM, "x[0, examples, first]", "y is the first marked number alone; it is the sum of both"),
    Mistake("second number only", SUM, "x[0, examples, second]", "y is the second marked number alone; it is the sum of both"),
    Mistake("first number twice", SUM, "(2 * x[0, examples, first])", "y has the first marked number twice, and not the second"),
    Mistake("product", SUM, "(x[0, examples, first] * x[0, examples, second])", "y is the product of the two; it is their sum"),
    Mistake("the paper's target", SUM, f"(0.5 + {SUM} / 4)",
            "y is a half and a quarter of the sum, as in the paper of 1997; here it is the sum itself"),
    Mistake("the larger", SUM, "np.maximum(x[0, examples, first], x[0, examples, second])",
            "y is the larger of the two; it is their sum"),
    Mistake("sum of all", SUM, "x[0].sum(axis=1)", "y is the sum of all numbers; only the marked ones count"),
    Mistake("sum and marks", SUM, "(x[:, examples, first] + x[:, examples, second]).sum(axis=0)",
            "y has the two marks in it as well, so that it is too large by 2: only x[0] is added up"),
    Mistake("sum of the marks", SUM, "x[1].sum(axis=1)", "y is the sum of the marks, always 2; the numbers there are added"),
    *ways("sum of the places", "y is the sum of the places; it is the numbers there that are added",
          (SUM, "(first + second)"), (SUM, "(first + 1.0 * second)")),
    Mistake("a generator of its own", "first, second =", "rng = np.random.default_rng()\n    first, second =",
            "it draws from a generator of its own; draw from rng, so that the same generator gives the same sequences"),
]


# The exercise ----------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(memory.adding, "16", "two numbers marked among noise, and their sum", to_draw, returns="x y", mistakes=ADDING,
             judged=(facts, ASKED)),
]
