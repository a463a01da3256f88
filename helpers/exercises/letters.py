"""A letter is drawn: the softmax with a temperature, and the pick.
"""
import numpy as np

from helpers.exercises.exercise import Exercise, Mistake, normal, ways
from helpers.networks.activations import softmax
from helpers.tasks import letters

# Problems --------------------------------------------------------------------------------------------------------------

def before_softmax(rng, n_y, m, **_):
    """Draw zy and a temperature, below 1 in some problems and above it in others."""
    return 2 * normal(rng, n_y, m), float(rng.uniform(0.3, 0.7) if m in (1, 2) else rng.uniform(1.6, 2.6))


def to_pick(rng, n_y, m, **_):
    """Draw probabilities (n_y + 1, m + 20) and a uniform number for each column: each gives only a small number.

    In one problem there are fewer columns than letters, and the last letters are hit.
    """
    columns, low = (m, 0.9) if m == 2 and n_y == 5 else (m + 20, 0.0)
    return softmax(normal(rng, n_y + 1, columns)), rng.uniform(low, 1, columns)


# Known mistakes --------------------------------------------------------------------------------------------------------

SOFTMAX = "softmax(z)"

TEMPERATURE = [
    Mistake("temperature forgotten", SOFTMAX, "softmax(zy)",
            "the temperature has no part in it: it is forgotten, added to zy (a softmax doesn't notice what is added to all "
            "numbers), "
            "or multiplied above and below the line, where it cancels"),
    Mistake("multiplied by tau", SOFTMAX, "softmax(zy * tau)",
            "zy is multiplied by tau, or the probabilities raised to the power tau; a large temperature has to bring the "
            "numbers closer together"),
    Mistake("divided after the softmax", SOFTMAX, "softmax(zy) / tau",
            "tau divides the probabilities; it belongs inside, before the exponential"),
    Mistake("powers of 2", SOFTMAX, "softmax(zy / tau * np.log(2))", "powers of 2 are taken; softmax takes those of e: np.exp"),
    Mistake("multiplied after the softmax", SOFTMAX, "softmax(zy) * tau",
            "tau multiplies the probabilities; it divides zy, before the exponential"),
    Mistake("divided before and after", SOFTMAX, "softmax(zy / tau) / tau",
            "tau divides the probabilities once more; it belongs inside only"),
    Mistake("power of the probabilities", SOFTMAX, "softmax(zy) ** (1 / tau)",
            "the probabilities are raised to the power 1/tau, which is right except that a column no longer sums to 1"),
    Mistake("power tau", SOFTMAX, "softmax(zy) ** tau",
            "the probabilities are raised to the power tau; zy is divided by it, before the exponential"),
    Mistake("softmax over the examples", SOFTMAX, "softmax((zy / tau).T).T",
            "the softmax runs over the examples (axis 1); each column should sum to 1"),
    Mistake("transposed", SOFTMAX, "softmax(z).T", "the result is transposed"),
    Mistake("sign turned", SOFTMAX, "softmax(-zy / tau)",
            "there is a minus sign too many: the unlikeliest letter is now the likeliest"),
    Mistake("not normalised", SOFTMAX, "np.exp(zy / tau)", "the division by the sum is missing"),
    Mistake("softmax missing", SOFTMAX, "z", "zy is divided by tau, and that is all: the softmax is missing"),
    Mistake("exponential missing", SOFTMAX, "z / np.sum(z, axis=0)",
            "zy / tau is divided by its sum; the exponential comes first"),
    Mistake("sum without tau", SOFTMAX, "np.exp(zy / tau) / np.sum(np.exp(zy), axis=0)",
            "tau is missing below the line: the sum is taken of e^(z_j / τ), as above it"),
    Mistake("tau in the sum only", SOFTMAX, "np.exp(zy) / np.sum(np.exp(zy / tau), axis=0)",
            "tau is missing above the line: e^(z_k / τ) is divided by the sum"),
    Mistake("one sum for all", SOFTMAX, "np.exp(zy / tau) / np.sum(np.exp(zy / tau))",
            "everything is divided by a single sum; each column has a sum of its own"),
    Mistake("divided by the largest", SOFTMAX, "np.exp(zy / tau) / np.max(np.exp(zy / tau), axis=0)",
            "each column is divided by its largest number and not by its sum, or not divided at all after its largest was "
            "brought to e^0"),
    Mistake("mean for sum", SOFTMAX, "np.exp(zy / tau) / np.mean(np.exp(zy / tau), axis=0)",
            "each column is divided by its mean and not by its sum"),
    Mistake("softmax taken twice", SOFTMAX, "softmax(softmax(zy) / tau)", "the softmax is taken twice, before tau and after it"),
    Mistake("softmax of softmax", SOFTMAX, "softmax(softmax(zy / tau))", "the softmax is taken twice, one of the other"),
    Mistake("exponential twice", SOFTMAX, "softmax(np.exp(zy / tau))",
            "the exponential is taken twice: softmax takes it already"),
    Mistake("sigmoid", SOFTMAX, "1 / (1 + np.exp(-zy / tau))", "a sigmoid stands where the softmax belongs"),
    Mistake("softmax of tanh", SOFTMAX, "softmax(np.tanh(zy / tau))", "tanh is taken inside the softmax; equation (3) has none"),
    Mistake("logarithm", SOFTMAX, "np.log(softmax(zy / tau))", "a logarithm is taken of the result"),
    Mistake("logarithm divided", SOFTMAX, "np.log(softmax(zy)) / tau",
            "the logarithm of the probabilities is divided by tau, and the exponential that leads back is missing"),
    Mistake("tau squared", SOFTMAX, "softmax(zy / tau**2)", "tau divides twice"),
    Mistake("root of tau", SOFTMAX, "softmax(zy / np.sqrt(tau))", "zy is divided by the square root of tau"),
    Mistake("one plus tau", SOFTMAX, "softmax(zy / (1 + tau))", "zy is divided by 1 + tau"),
    Mistake("e to the tau", SOFTMAX, "softmax(zy / np.exp(tau))", "zy is divided by e^tau"),
    Mistake("whole division", SOFTMAX, "softmax(zy // tau)", "// divides and throws away what is after the point; / divides"),
    *ways("tau a whole number", "tau is rounded to a whole number, so that one below 1 becomes 0 or 1; it is used as it is",
          (SOFTMAX, "softmax(zy / int(tau))"), (SOFTMAX, "softmax(zy / round(tau))"), (SOFTMAX, "softmax(zy / np.ceil(tau))")),
    Mistake("tau at least 1", SOFTMAX, "softmax(zy / max(tau, 1))",
            "a tau below 1 is taken as 1; a small temperature makes the softmax sharper"),
    Mistake("tau at most 1", SOFTMAX, "softmax(zy / min(tau, 1))",
            "a tau above 1 is taken as 1; a large temperature makes the softmax flatter"),
    Mistake("last column left out", SOFTMAX, "np.concatenate([softmax(z)[:, :-1], np.zeros((len(z), 1))], axis=1)",
            "the last column stays zero: the loop over the columns ends one too early"),
    Mistake("first column left out", SOFTMAX, "np.concatenate([np.zeros((len(z), 1)), softmax(z)[:, 1:]], axis=1)",
            "the first column stays zero: the loop over the columns begins one too late"),
    *(Mistake(f"rounded to {places} places", SOFTMAX, f"np.round(softmax(z), {places})",
              f"the probabilities are rounded to {places} places")
      for places in (1, 2, 3, 4)),
    Mistake("one-hot", SOFTMAX, "np.eye(len(z))[:, np.argmax(z, axis=0)]",
            "the likeliest letter gets 1 and all others 0; they are probabilities"),
    Mistake("all alike", SOFTMAX, "softmax(0 * z)", "every letter gets the same probability"),
    Mistake("first column only", SOFTMAX, "softmax(z)[:, 0]", "the softmax of one column is returned; each column has its own"),
    Mistake("one long row", SOFTMAX, "softmax(z.reshape(-1, 1))[:, 0]",
            "all numbers lie in one row, as ravel and flatten lay them; each column is to be kept, with a softmax of its own"),
    Mistake("zeros", SOFTMAX, "0 * z", "the result is made of zeros and never filled"),
]

SUMS, BELOW = "np.cumsum(y_pred, axis=0)", "np.cumsum(y_pred, axis=0) <= u"
COUNT, RETURN = "np.sum(below, axis=0)", "np.minimum(k, len(y_pred) - 1)"
FIRST = "np.argmax(np.vstack([below, np.ones(len(u), bool)]), axis=0)"  # the first that is True, else one past the last


def asked(name, says, sums, u="u", argmax=True):
    """Return a mistake in what is laid beside u: as a count, with the last line and without it, in a loop, and with argmax."""
    whole, below, above = (BELOW, COUNT, RETURN), f"({sums}) <= {u}", f"({sums}) > {u}"
    return ways(name, says, (whole, (below, COUNT, RETURN)), (whole, (below, COUNT, "k")), (whole, (above, FIRST, RETURN)),
                (whole, (above, FIRST, "k")), *([(whole, (above, "np.argmax(below, axis=0)", "k"))] if argmax else []))


def found(name, says, place):
    """Return a mistake in the place that is found: {k} is the right one, before the last line or without it."""
    return ways(name, says, (COUNT, place.format(k=COUNT)), (RETURN, place.format(k="k")))


LOOP = """k = np.zeros(len(u), int){start}
    for j in range(len(u)):
        s = {s}
        for i in range({letters}):
            s {add} y_pred[i, j]
            if s > u[j]:
                k[j] = i
                break
    return k"""


WALK = f"""place, found, sums = 0, [], {SUMS}
    for j in range(len(u)):
        while place < len(y_pred) - 1 and sums[place, j] <= u[j]:
            place += 1
        found.append(place)
    return np.array(found)"""


def looped(start="", s="0.0", letters="len(y_pred)", add="+="):
    """Return an edit that draws in a loop."""
    return "return " + RETURN, LOOP.format(start=start, s=s, letters=letters, add=add)


PICK = [
    Mistake("always the likeliest", "return np.minimum(k,", "return np.minimum(np.argmax(y_pred, axis=0),",
            "the likeliest letter is taken every time; u isn't used"),
    Mistake("always the unlikeliest", "return np.minimum(k,", "return np.minimum(np.argmin(y_pred, axis=0),",
            "the unlikeliest letter is taken every time; u isn't used"),
    *asked("probabilities not added up", "the probabilities are compared with u without being added up", "y_pred"),
    *asked("added up over the examples",
           "the probabilities are added up along the examples, axis 1; axis 0 runs down each column",
           "np.cumsum(y_pred, axis=1)"),
    *asked("added up over everything",
           "np.cumsum has no axis, and runs through all columns one after the other; axis=0 runs down each",
           "np.cumsum(y_pred)[:, None]"),
    *ways("counted above u",
          "the sums above u are counted, and not those below it: below u lie as many as there are letters before the one drawn",
          (BELOW, SUMS + " > u"),
          ((BELOW, RETURN), (SUMS + " > u", "k"))),
    *asked("last letter first", "the sums begin at the last letter; they begin at the first", "np.cumsum(y_pred[::-1], axis=0)"),
    *asked("sorted first", "the probabilities are sorted first, so that a place no longer says which letter it is",
           "np.cumsum(np.sort(y_pred, axis=0)[::-1], axis=0)"),
    *asked("sorted first, the smallest first",
           "the probabilities are sorted first, the smallest in front, so that a place no longer says which letter it is",
           "np.cumsum(np.sort(y_pred, axis=0), axis=0)"),
    *ways("sorted first, and mapped back",
          "the letters are laid end to end from the likeliest on, where u falls on another one; they lie in their own order",
          *(("return " + RETURN, "order = np.argsort(-y_pred, axis=0)\n    s = np.cumsum(np.take_along_axis(y_pred, order, 0), 0)"
             f"\n    return order[np.minimum(np.sum(s <= u, axis=0), len(y_pred) - 1), {column}]")
            for column in ("np.arange(len(u))", "0"))),
    Mistake("first letter never", RETURN, "np.maximum(k, 1)",
            "the first letter is never drawn: its place is 0, as in an array of zeros that still waits for its letters"),
    Mistake("a place rounded", RETURN, "np.round(u * (len(y_pred) - 1)).astype(int)",
            "u times n_y − 1, rounded, is a place; y_pred isn't used"),
    *asked("softmax again", "softmax is taken once more; y_pred holds probabilities already",
           "np.cumsum(softmax(y_pred), axis=0)"),
    *asked("products for sums", "the probabilities are multiplied, not added up", "np.cumprod(y_pred, axis=0)", argmax=False),
    *asked("first letter forgotten", "the first letter's probability isn't in the sums", "np.cumsum(y_pred, axis=0) - y_pred[0]"),
    *asked("one minus u", "1 − u is used for u, or the sums are taken from the last letter up: as random, but another letter",
           SUMS, "(1 - u)"),
    *asked("one u for all", "the first u is used for every column", SUMS, "u[0]"),
    *asked("last u for all", "the last u is used for every column", SUMS, "u[-1]"),
    *asked("mean of u", "the mean of u is used for every column; each has a number of its own", SUMS, "np.mean(u)"),
    *asked("a half for u", "0.5 is used for u: each column has a random number of its own", SUMS, "0.5"),
    *asked("a third probability for u", "u is compared with the sums times n_y", f"{SUMS} * len(y_pred)"),
    *asked("first column for all", "the first column's probabilities are used for every column",
           "np.cumsum(y_pred[:, :1], axis=0) + 0 * y_pred"),
    *asked("mean of the columns", "the mean over the columns is used for every column; each has probabilities of its own",
           "np.cumsum(np.mean(y_pred, axis=1, keepdims=True), axis=0) + 0 * y_pred"),
    *found("counted from the end", "the letters are counted from the last one; the first has place 0", "len(y_pred) - 1 - {k}"),
    *found("one letter too far",
           "the place is one too large: places begin at 0, or it is asked before the letter's probability is added",
           "{k} + 1"),
    *asked("one letter too far",
           "the place is one too large: places begin at 0, or it is asked before the letter's probability is added",
           "np.cumsum(y_pred, axis=0) - y_pred"),
    *found("one letter too near", "the last sum below u belongs to the letter before; the one that is drawn is the next",
           "np.maximum({k} - 1, 0)"),
    *found("one letter too near, −1 for the first",
           "the last sum below u belongs to the letter before, or to none, which gives −1; the one that is drawn is the next",
           "{k} - 1"),
    Mistake("all letters alike", "return np.minimum(k,", "return np.minimum((u * len(y_pred)).astype(int),",
            "every letter is drawn as often as every other; y_pred isn't used"),
    Mistake("nearest probability", COUNT, "np.argmin(np.abs(y_pred - u), axis=0)",
            "the letter whose own probability lies nearest to u is taken; the probabilities are added up first"),
    *ways("searched in the probabilities", "u is searched for among the probabilities; they are added up first (np.cumsum), and "
          "their sums grow", (COUNT, "np.array([np.searchsorted(y_pred[:, i], u[i]) for i in range(len(u))])"),
          ("return " + RETURN, "return np.array([np.searchsorted(y_pred[:, i], u[i]) for i in range(len(u))])"),
          ("return " + RETURN, "return np.array([np.searchsorted(y_pred[:, i], u[i], side='right') for i in range(len(u))])")),
    Mistake("nearest sum", COUNT, "np.argmin(np.abs(" + SUMS + " - u), axis=0)",
            "the letter whose sum lies nearest to u is taken, above or below; the first one above u is drawn"),
    *ways("sum not begun anew", "the sum isn't begun anew for each column: s = 0 belongs inside the loop over the columns",
          looped("\n    s = 0.0", "s"), looped("\n    k[:] = len(y_pred) - 1\n    s = 0.0", "s")),
    *ways("last letter never drawn", "the last letter is never drawn: the loop over the letters ends one too early",
          looped(letters="len(y_pred) - 1"), (RETURN, "np.minimum(k, len(y_pred) - 2)")),
    Mistake("always the last letter", RETURN, "0 * k + len(y_pred) - 1",
            "the last letter is taken every time: is a break missing in the loop?"),
    *ways("always the first letter",
          "every column gets the first letter: k stays at zero, or np.argmax (or np.argmin) looks for a sum that lies below u "
          "and not above it, or for a product", ("return " + RETURN, "return 0 * k"), (COUNT, "np.argmax(below, axis=0)")),
    Mistake("last column left out", "return " + RETURN, "k[-1] = 0\n    return " + RETURN,
            "the last column is left out: the loop over the columns ends one too early"),
    Mistake("first column left out", "return " + RETURN, "k[0] = 0\n    return " + RETURN,
            "the first column is left out: the loop over the columns begins one too late"),
    Mistake("probability for place", RETURN, "y_pred[np.minimum(k, len(y_pred) - 1), np.arange(len(u))]",
            "the probability of the letter is returned; its place is asked, a whole number"),
    Mistake("sum for place", RETURN, "np.cumsum(y_pred, axis=0)[np.minimum(k, len(y_pred) - 1), np.arange(len(u))]",
            "the sum is returned at which the letter was found; its place is asked, a whole number"),
    Mistake("columns for places", RETURN, "np.cumsum(y_pred, axis=0)",
            "whole columns are returned: the sums, the answers True and False, or a 1 at the letter; its place is asked, a "
            "whole number"),
    *ways("np.where", "np.where gives the places of all that are True, one after the other; the first in each column is asked "
                      "(np.argmax along axis 0)",
          ("return " + RETURN, "return np.where(np.cumsum(y_pred, axis=0) > u)[0]"), ("return " + RETURN,
                  "return np.where(np.cumsum(y_pred, axis=0) <= u)[0]")),
    *ways("places of another axis",
          "one number for each letter comes back, as along axis=1 or in a loop over the rows; one for each column is asked",
          ((COUNT, RETURN), ("np.sum(below, axis=1)", "k")), ((COUNT, RETURN), ("np.argmax(~below, axis=1)", "k")),
          ((COUNT, RETURN), ("np.sum(~below, axis=1)", "k")), ((COUNT, RETURN), ("np.argmax(below, axis=1)", "k"))),
    Mistake("not begun anew", "return " + RETURN, WALK,
            "the place isn't begun anew for each column: k = 0 belongs inside the loop over the columns"),
    Mistake("last place from m", RETURN, "np.minimum(k, y_pred.shape[1] - 1)",
            "the last place is taken from the number of columns; it is that of the last letter, n_y − 1"),
    *ways("first column only", "one number comes back for all columns, as from a sum without an axis, or from a loop that keeps "
          "one k; each column has a letter of its own", (RETURN, RETURN + "[0]"),
          (RETURN, "int(k[0])")),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(letters.softmax_with_temperature, "14", "a softmax of zy divided by τ", before_softmax,
             returns="y_pred",
             mistakes=TEMPERATURE,
             far=((np.array([[2.0], [1.0], [0.0]]), 0.001),
                  "At tau = 0.001 it overflows, since e^2000 is no number: take each column's largest off zy / tau first.")),
    Exercise(letters.pick, "14", "the first letter whose sum of probabilities lies above u", to_pick,
             returns="k",
             mistakes=PICK,
             far=((np.full((10, 1), 0.1), np.array([1 - 2**-53])),
                  "But ten times 0.1 is a little below 1, and u may lie above it: then no sum is above u, and it is the last "
                  "letter, n_y − 1.")),
]
