"""What an exercise is made of: its reference, its problems, its known mistakes.

A problem function draws the arguments of one call: `(rng, n_x, n_a, n_y, m, T_x)` → tuple. It takes what it needs of the
sizes and `**_` for the rest. Biases and first states aren't zero; all numbers are float64. A function that ends in _numeric
belongs to a backward pass: `(*arguments)` → (J, inputs), a dictionary of arrays by the name of the gradient ("dWax"), and a
function of such a dictionary: the number of which those are the gradients.

A known mistake is the reference solution with one small edit, and a sentence for whoever made it:

    Mistake("bias forgotten", find=" + ba", replace="", says="the bias ba is forgotten in z")

Running the edited reference gives the numbers which a learner with that mistake gets; when theirs are the same, the check
can say which mistake it is. A mistake that gives other numbers in another form of the function (a loop, or without the last
line), or that is made in several ways, has an entry for each, with the same name and the same sentence: `ways`. The same
slip at one gate after the other: `each`.
"""
import ast
import functools
import inspect
import textwrap
import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

NUMERIC = 1  # the problem on which a backward pass is held to finite differences

# The sizes of one problem are pairwise different, n_a + n_x too, so that a transposed or swapped axis shows.
SIZES = (
    {"n_x": 3, "n_a": 5, "n_y": 2, "m": 4, "T_x": 6},
    {"n_x": 5, "n_a": 3, "n_y": 4, "m": 2, "T_x": 6},
    {"n_x": 2, "n_a": 4, "n_y": 3, "m": 1, "T_x": 5},
    {"n_x": 4, "n_a": 3, "n_y": 5, "m": 2, "T_x": 1},
    {"n_x": 3, "n_a": 2, "n_y": 4, "m": 7, "T_x": 8},
)


def normal(rng, *shape):
    """Draw numbers for a problem: neither so small that tanh is straight nor so large that it is flat."""
    return 0.7 * rng.standard_normal(shape)


class Mistake(NamedTuple):
    """One edit of a reference solution.

    name : a few words; entries with the same name are ways of one mistake, and say the same
    find, replace : text of the reference's code (without its docstring) that occurs there once, and what stands there
        instead; or two tuples of the same length, for a mistake that shows at two places
    says : completes "These are the numbers one gets when …"
    """
    name: str
    find: str | tuple
    replace: str | tuple
    says: str


def ways(name, says, *edits):
    """Return one mistake as entries, one for each edit (find, replace)."""
    return [Mistake(name, find, replace, says) for find, replace in edits]


SYMBOLS = {"f": "Γ_f", "u": "Γ_u", "o": "Γ_o", "r": "Γ_r", "c": "c̃"}


def each(gates, name, find, replace, says, others=""):
    """Return the same slip at each gate: {g} in the texts is the gate's letter, {G} its symbol.

    With `others`, once for each other letter there too: {h} and {H}.
    """
    def filled(text, letters):
        if isinstance(text, tuple):
            return tuple(filled(piece, letters) for piece in text)
        for mark, letter in zip("gh", letters):
            text = text.replace(f"{{{mark}}}", letter).replace(f"{{{mark.upper()}}}", SYMBOLS[letter])
        return text

    chosen = [(g, h) for g in gates for h in others if h != g] if others else [(g,) for g in gates]
    return [Mistake(*(filled(text, letters) for text in (name, find, replace, says))) for letters in chosen]


def unpacked(line, pairs):
    """Return what goes wrong where a cache is unpacked: `pairs` are "a_next c_next", neighbours in `line` that change places."""
    found = []
    for first, second in (pair.split() for pair in pairs):
        swapped = " ".join({first: second, second: first}.get(name, name) for name in line.replace(",", " ,").split())
        found.append(Mistake(f"{first} and {second} swapped in the cache", line, swapped.replace(" ,", ","),
                             f"{first} and {second} have changed places where the cache is unpacked"))
    return found


class Exercise(NamedTuple):
    """One function that the learner writes.

    reference : the solution; its name is the exercise's
    page : the page's number
    task : completes "not written yet: …"
    problem : draws the arguments of one call
    returns : names what is returned, in order; "" for a dictionary, whose keys are the names
    order : names of quantities in computing order: the first that differs is the one that the learner reads about. An entry
        of a cache is named by its field, or `cache.a_next` when a returned thing has that name; what isn't named comes last
    calls : the learner's functions that this one calls
    numeric : for a backward pass, the number whose gradients are asked
    mistakes : the known ones
    judged : where what is returned is left to chance, (function, {fact: a sentence that asks for it}): the function is given the
        arguments after the call and {name: array} of what was returned, and gives {fact: number}, the same for each right answer
    far : (arguments beyond the page's own, where overflow or rounding may spoil a right answer; what is told if they do)
    """
    reference: Callable
    page: str
    task: str
    problem: Callable
    returns: str = ""
    order: str = ""
    calls: str = ""
    numeric: Callable | None = None
    mistakes: list = []
    far: tuple | None = None
    judged: tuple | None = None

    @property
    def name(self):
        return self.reference.__name__

    def problems(self, seed=0):
        """Return a list of (sizes, arguments), the same for the same seed."""
        rng = np.random.default_rng([seed, *self.name.encode()])
        return [(sizes, self.problem(rng, **sizes)) for sizes in SIZES]


@functools.cache
def source(function):
    """Return a function's code without its decorators and its docstring."""
    text = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
    tree = ast.parse(text).body[0]
    lines = text.splitlines()
    first = tree.body[0]
    if isinstance(first, ast.Expr) and isinstance(getattr(first, "value", None), ast.Constant):
        del lines[first.lineno - 1:first.end_lineno]
    return "\n".join(lines[tree.lineno - 1:]) + "\n"


def edit(text, mistake):
    """Return `text` with a mistake made in it.

    Raises
    ------
    ValueError
        if a piece to find doesn't occur exactly once
    """
    finds = (mistake.find,) if isinstance(mistake.find, str) else mistake.find
    replaces = (mistake.replace,) if isinstance(mistake.replace, str) else mistake.replace
    for find, replace in zip(finds, replaces, strict=True):
        if text.count(find) != 1:
            raise ValueError(f"{mistake.name!r}: {find!r} occurs {text.count(find)} times, expected once")
        text = text.replace(find, replace)
    return text


@functools.cache
def edited(function, *mistakes):
    """Return the reference `function` with these mistakes made in it; it sees what the reference sees."""
    text = source(function)
    for mistake in mistakes:
        text = edit(text, mistake)
    return compiled(text, function)


def compiled(text, function):
    """Return the function that `text` defines in place of the reference `function`, among the names of its module."""
    function = inspect.unwrap(function)
    namespace = dict(function.__globals__)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # two mistakes in one place may look like a slip of ours
        exec(compile(text, f"<{function.__name__}, edited>", "exec"), namespace)
    return namespace[function.__name__]
