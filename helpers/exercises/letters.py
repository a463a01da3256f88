"""A letter is drawn: the softmax with a temperature, and the pick.
"""
from helpers.exercises.exercise import Exercise, Mistake, normal
from helpers.networks.activations import softmax
from helpers.tasks import letters

# Problems --------------------------------------------------------------------------------------------------------------

def before_softmax(rng, n_y, m, **_):
    """Draw zy and a temperature, below 1 in some problems and above it in others."""
    return 2 * normal(rng, n_y, m), float(rng.uniform(0.3, 0.7) if m in (1, 2) else rng.uniform(1.6, 2.6))


def to_pick(rng, n_y, m, **_):
    """Draw probabilities (n_y + 1, m + 20) and a uniform number for each column: each gives only a small number."""
    return softmax(normal(rng, n_y + 1, m + 20)), rng.random(m + 20)


# Known mistakes --------------------------------------------------------------------------------------------------------

SOFTMAX, SUMS, BELOW = "softmax(z)", "np.cumsum(y_pred, axis=0)", "np.cumsum(y_pred, axis=0) <= u"
COUNT = "np.sum(below, axis=0)"

TEMPERATURE = [
    Mistake("temperature forgotten", SOFTMAX, "softmax(zy)",
            "the temperature is forgotten, or added to zy: a softmax doesn't notice what is added to all numbers"),
    Mistake("multiplied by tau", SOFTMAX, "softmax(zy * tau)",
            "zy is multiplied by tau; a large temperature has to bring the numbers closer together"),
    Mistake("divided after the softmax", SOFTMAX, "softmax(zy) / tau",
            "tau divides the probabilities; it belongs inside, before the exponential"),
    Mistake("power of the probabilities", SOFTMAX, "softmax(zy) ** (1 / tau)",
            "the probabilities are raised to the power 1/tau, which is right except that a column no longer sums to 1"),
    Mistake("softmax over the examples", SOFTMAX, "softmax((zy / tau).T).T",
            "the softmax runs over the examples (axis 1); each column should sum to 1"),
    Mistake("sign turned", SOFTMAX, "softmax(-zy / tau)",
            "there is a minus sign too many: the unlikeliest letter is now the likeliest"),
    Mistake("not normalised", SOFTMAX, "np.exp(zy / tau)", "the division by the sum is missing"),
    Mistake("one sum for all", SOFTMAX, "np.exp(zy / tau) / np.sum(np.exp(zy / tau))",
            "everything is divided by a single sum; each column has a sum of its own"),
    Mistake("divided by the largest", SOFTMAX, "np.exp(zy / tau) / np.max(np.exp(zy / tau), axis=0)",
            "each column is divided by its largest number and not by its sum, or not divided at all after its largest was "
            "brought to e^0"),
    Mistake("mean for sum", SOFTMAX, "np.exp(zy / tau) / np.mean(np.exp(zy / tau), axis=0)",
            "each column is divided by its mean and not by its sum"),
    Mistake("softmax taken twice", SOFTMAX, "softmax(softmax(zy) / tau)", "the softmax is taken twice, before tau and after it"),
    Mistake("sigmoid", SOFTMAX, "1 / (1 + np.exp(-zy / tau))", "a sigmoid stands where the softmax belongs"),
    Mistake("logarithm", SOFTMAX, "np.log(softmax(zy / tau))", "a logarithm is taken of the result"),
    Mistake("tau squared", SOFTMAX, "softmax(zy / tau**2)", "tau divides twice"),
    Mistake("root of tau", SOFTMAX, "softmax(zy / np.sqrt(tau))", "zy is divided by the square root of tau"),
    Mistake("one plus tau", SOFTMAX, "softmax(zy / (1 + tau))", "zy is divided by 1 + tau"),
]

PICK = [
    Mistake("always the likeliest", "return np.minimum(k,", "return np.minimum(np.argmax(y_pred, axis=0),",
            "the likeliest letter is taken every time; u isn't used"),
    Mistake("probabilities not added up", BELOW, "y_pred <= u", "the probabilities are compared with u without being added up"),
    Mistake("added up over the examples", SUMS, "np.cumsum(y_pred, axis=1)",
            "the probabilities are added up along the examples (axis 1)"),
    Mistake("counted above u", BELOW, SUMS + " > u", "the sums above u are counted, and not those below it"),
    Mistake("last letter first", SUMS, "np.cumsum(y_pred[::-1], axis=0)", "the sums begin at the last letter"),
    Mistake("counted from the end", COUNT, "len(y_pred) - 1 - " + COUNT, "the letters are counted from the last one"),
    Mistake("one letter too far", COUNT, COUNT + " + 1", "the count is one too large: places begin at 0"),
    Mistake("one letter too near", COUNT, "np.maximum(" + COUNT + " - 1, 0)",
            "the last sum below u belongs to the letter before; the one that is drawn is the next"),
    Mistake("one letter too near, −1 for the first", COUNT, COUNT + " - 1",
            "the last sum below u belongs to the letter before, or to none, which gives −1; the one that is drawn is the next"),
    Mistake("all letters alike", "return np.minimum(k,", "return np.minimum((u * len(y_pred)).astype(int),",
            "every letter is drawn as often as every other; y_pred isn't used"),
    Mistake("nearest sum", COUNT, "np.argmin(np.abs(" + SUMS + " - u), axis=0)",
            "the letter whose sum lies nearest to u is taken, above or below"),
    Mistake("one minus u", BELOW, SUMS + " <= 1 - u", "1 − u is used for u: just as random, but another letter"),
    Mistake("first True of the wrong question", COUNT, "np.argmax(below, axis=0)",
            "np.argmax finds the first sum that lies below u, which is the first letter or none; the first one above u is drawn"),
    Mistake("one u for all", BELOW, SUMS + " <= u[0]", "the first u is used for every column"),
    Mistake("products for sums", SUMS, "np.cumprod(y_pred, axis=0)", "the probabilities are multiplied, not added up"),
    Mistake("first letter forgotten", SUMS, "np.cumsum(y_pred, axis=0) - y_pred[0]",
            "the first letter's probability isn't in the sums"),
]


# The exercises ---------------------------------------------------------------------------------------------------------

EXERCISES = [
    Exercise(letters.softmax_with_temperature, "14", "a softmax of zy divided by τ", before_softmax,
             returns="y_pred",
             mistakes=TEMPERATURE),
    Exercise(letters.pick, "14", "the first letter whose sum of probabilities lies above u", to_pick,
             returns="k",
             mistakes=PICK),
]
