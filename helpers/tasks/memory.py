"""The tasks of 1997 to 2000 with which the LSTM was shown to remember, made small.

    adding            two of T_x random numbers are marked; what is their sum?
    temporal order    among random letters stand two that are X or Y; which, and in which order?
    embedded Reber    B T … T E or B P … P E, with a string of Reber's grammar between; which comes next? Before the
                      end, it is the letter that was second: that is what has to be remembered
    continual stream  embedded Reber strings without a pause: nobody tells the network where one ends

    Reber's grammar   WAYS below and diagrams/reber.svg: from each place, the letters that may be written and where they lead

Sources: S. Hochreiter and J. Schmidhuber, Long Short-Term Memory, Neural Computation 9 (1997), experiments 1, 4 and 6;
F. A. Gers, J. Schmidhuber and F. Cummins, Learning to Forget, Neural Computation 12 (2000).
"""
import functools

import numpy as np

from helpers.networks import shapes

LETTERS = "BTPSXVE"
WAYS = {0: {"B": 1}, 1: {"T": 2, "P": 3}, 2: {"S": 2, "X": 4}, 3: {"T": 3, "V": 5}, 4: {"X": 3, "S": 6}, 5: {"P": 4, "V": 6},
        6: {"E": 7}}  # place → {letter: the place to which it leads}; 7 is the end
ORDER_LETTERS = "abcdXY"


@shapes.checked(m=1, T_x=10)
def adding(rng, m, T_x):
    """Draw adding problems.

    The first marked number is among the first tenth of the steps, the second in the rest of the first half.

    Parameters
    ----------
    rng : numpy.random.Generator
    m, T_x : int
        how many, of how many steps; T_x of at least 10

    Returns
    -------
    x : array (2, m, T_x)
        numbers between 0 and 1, and a 1 at each of the two that count
    y : array (1, m)
        their sum
    """
    first, second = rng.integers(T_x // 10, size=m), rng.integers(T_x // 10, T_x // 2, size=m)  # (m,) each
    x, examples = np.zeros((2, m, T_x)), np.arange(m)
    x[0] = rng.random((m, T_x))
    x[1, examples, first] = x[1, examples, second] = 1
    return x, (x[0, examples, first] + x[0, examples, second])[np.newaxis]


def temporal_order(rng, m, T_x):
    """Draw sequences in which two letters count, each X or Y: one in the second tenth, one in the sixth.

    Parameters
    ----------
    rng : numpy.random.Generator
    m, T_x : int
        how many, of how many steps; T_x of at least 10

    Returns
    -------
    x : array (6, m, T_x)
        one-hot letters a b c d X Y
    y : array (4, m, T_x)
        XX, XY, YX or YY, asked at the last step alone
    """
    shapes.integer("T_x", T_x, least=10)
    letters, examples = rng.integers(4, size=(m, T_x)), np.arange(m)
    tenth = T_x // 10
    kinds = rng.integers(2, size=(2, m))
    letters[examples, tenth + rng.integers(tenth, size=m)] = 4 + kinds[0]
    letters[examples, 5 * tenth + rng.integers(tenth, size=m)] = 4 + kinds[1]
    x, y = np.moveaxis(np.eye(len(ORDER_LETTERS))[letters], 2, 0), np.zeros((4, m, T_x))
    y[2 * kinds[0] + kinds[1], examples, -1] = 1
    return x, y


def reber_string(rng):
    """Return a string of Reber's grammar, such as "BTSXSE": at each fork, either way is taken half of the time."""
    string, place = "", 0
    while place in WAYS:
        letters = list(WAYS[place])
        letter = letters[rng.integers(len(letters))]
        string, place = string + letter, WAYS[place][letter]
    return string


def embedded_string(rng):
    """Return a string of the embedded grammar, such as "BPBTSXSEPE"."""
    outer = "TP"[rng.integers(2)]
    return "B" + outer + reber_string(rng) + outer + "E"


def _walks(function):
    """Return a function of a string's beginning that says in one sentence what is wrong with it."""
    @functools.wraps(function)
    def checked_function(string, ways):
        if not isinstance(string, str) or string[:1] != "B" or string[1:2] not in ("", "T", "P"):
            raise ValueError(f"string is {string!r}, expected the beginning of an embedded Reber string, such as 'BTBPV'")
        try:
            return function(string, ways)
        except KeyError as letter:
            raise ValueError(f"string is {string!r}: no way of the grammar has the letter {letter} there") from None

    return checked_function


@_walks
def may_follow(string, ways):
    """Return which letters may follow each letter of an embedded Reber string.

    Parameters
    ----------
    string : str
        the string or its beginning, without its last letter, after which nothing comes
    ways : dict
        place of the inner grammar → {letter: the place to which it leads}; 0 is where it begins, 7 where it has ended

    Returns
    -------
    array (7, T_x)
        1 where the letter (row, in the order of LETTERS) may follow the first t + 1 letters (column t), else 0

    Raises
    ------
    ValueError
        if the string doesn't begin with B, and T or P, or leaves the grammar

    Source: S. Hochreiter and J. Schmidhuber (1997), section 5.1: a string counted as predicted if these letters' outputs were
    always the largest.
    """
    allowed, place = np.zeros((7, len(string))), 0  # (7, T_x)
    for t, letter in enumerate(string):
        if t == 0:
            following = "TP"
        elif place == 7:
            following = "E"  # the second letter has come again
        else:
            if t >= 2:
                place = ways[place][letter]
            following = string[1] if place == 7 else ways[place]
        allowed[["BTPSXVE".index(each) for each in following], t] = 1
    return allowed


def embedded_reber(rng, m, T_x=30):
    """Draw embedded Reber strings, each followed by nothing; strings of more than T_x + 1 letters are drawn again.

    Parameters
    ----------
    rng : numpy.random.Generator
    m, T_x : int

    Returns
    -------
    x, y : arrays (7, m, T_x)
        one-hot letters, and the letter after each; columns of zeros after the end
    asked : array (m, T_x) of bool
        where the letter after this one is the remembered one
    """
    strings = []
    while len(strings) < m:
        string = embedded_string(rng)
        if len(string) <= T_x + 1:
            strings.append([string])
    return _arrays(strings, T_x)


def continual_stream(rng, m, T_x):
    """Draw streams of embedded Reber strings, one after the other without a pause; as embedded_reber."""
    streams = []
    for _ in range(m):
        strings = []
        while sum(map(len, strings)) < T_x + 1:
            strings.append(embedded_string(rng))
        streams.append(strings)
    return _arrays(streams, T_x)


def _arrays(streams, T_x):
    """Return x, y and asked of m streams, each a list of strings."""
    one_hot = np.eye(len(LETTERS))
    x, y = np.zeros((2, len(LETTERS), len(streams), T_x))
    asked = np.zeros((len(streams), T_x), dtype=bool)
    for i, strings in enumerate(streams):
        letters = one_hot[:, [LETTERS.index(letter) for letter in "".join(strings)[:T_x + 1]]]  # (7, at most T_x + 1)
        steps = letters.shape[1] - 1
        x[:, i, :steps], y[:, i, :steps] = letters[:, :-1], letters[:, 1:]
        ends = np.cumsum([len(string) for string in strings]) - 3  # before the last letter but one
        asked[i, ends[ends < steps]] = True
    return x, y, asked


def last_value(network):
    """Return a function (parameters, x, y) → (J, gradients) for a task that asks for numbers after the last step.

    Parameters
    ----------
    network : a network of helpers/fast
        an RNN names its output weights Wya, the others Wy

    Returns
    -------
    function
        J is the mean of the squared error of W_y a^⟨T_x⟩ + b_y against y (n_y, m)
    """
    def loss_and_gradients(parameters, x, y):
        Wy = "Wya" if "Wya" in parameters else "Wy"
        a = network.forward(parameters, x)  # (n_a, m, T_x)
        error = parameters[Wy] @ a[:, :, -1] + parameters["by"] - y  # (n_y, m)
        dy = 2 * error / error.size  # (n_y, m)
        da = np.zeros(a.shape)  # (n_a, m, T_x): only the last step is asked
        da[:, :, -1] = parameters[Wy].T @ dy
        found = {"d" + Wy: dy @ a[:, :, -1].T, "dby": dy.sum(axis=1, keepdims=True)} | network.backward(da, inputs=False)
        return float(np.mean(error**2)), {"d" + key: found["d" + key] for key in parameters}

    return loss_and_gradients


def without_forget_gate(objective):
    """Return the objective of an LSTM whose forget gate stays as it is: the LSTM of 1997, if the gate stands open."""
    def loss_and_gradients(parameters, x, y):
        J, gradients = objective(parameters, x, y)
        return J, gradients | {key: np.zeros_like(gradients[key]) for key in ("dWf", "dbf")}

    return loss_and_gradients


def open_forget_gate(parameters):
    """Return an LSTM's parameters with a forget gate that is 1 whatever comes: σ(40) is 1 to the last digit."""
    return parameters | {"Wf": np.zeros_like(parameters["Wf"]), "bf": np.full_like(parameters["bf"], 40.0)}
