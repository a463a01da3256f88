"""What may come into a function, and the one sentence about what may not."""
import re
from typing import NamedTuple

import numpy as np
import pytest

from helpers.networks import shapes


class Cache(NamedTuple):
    """A cache of a test."""
    a: object
    parameters: object


@shapes.checked(x="n_x m", a="n_a m", parameters={"W": "n_a n_a+n_x", "b": "n_a 1"})
def cell(x, a, parameters):
    """Return its arguments."""
    return x, a, parameters


@shapes.checked(caches=([Cache("n_a m", {"b": "n_a 1"})], "n_x m T_x"), da="n_a m T_x")
def back(da, caches):
    """Return its arguments."""
    return da, caches


X, A = np.zeros((3, 4)), np.zeros((2, 4))
P = {"W": np.zeros((2, 5)), "b": np.zeros((2, 1))}
DA, CACHES = np.zeros((2, 4, 6)), ([Cache(A, P)] * 6, np.zeros((3, 4, 6)))


def test_what_fits_passes_through_untouched():
    x, a, parameters = cell(X, a=A, parameters=P)
    assert x is X and a is A and parameters is P
    assert back(DA, CACHES)[1] is CACHES
    assert cell.__wrapped__(1, 2, 3) == (1, 2, 3) and cell.__name__ == "cell" and cell.__doc__ == "Return its arguments."


@pytest.mark.parametrize(("x", "a", "parameters", "error", "words"), [
    (X.tolist(), A, P, TypeError, "x is of type list, expected a NumPy array (n_x, m)"),
    (None, A, P, TypeError, "x is of type NoneType, expected a NumPy array (n_x, m)"),
    (3.0, A, P, TypeError, "x is of type float, expected a NumPy array (n_x, m)"),
    (np.ma.masked_array(X), A, P, TypeError, "x is of type MaskedArray, expected a NumPy array (n_x, m)"),
    (X.astype(int), A, P, TypeError, "x holds int64 numbers, expected floats: x.astype(float) converts real numbers"),
    (X + 0j, A, P, TypeError, "x holds complex128 numbers, expected floats"),
    (X.astype(object), A, P, TypeError, "x holds object numbers, expected floats"),
    (X > 0, A, P, TypeError, "x holds bool numbers, expected floats"),
    (X[0], A, P, ValueError, "x has shape (4,), expected 2 axes: (n_x, m)"),
    (X[..., None], A, P, ValueError, "x has shape (3, 4, 1), expected 2 axes: (n_x, m)"),
    (X[:, :0], A, P, ValueError, "x has shape (3, 0): it is empty, expected (n_x, m) with m of at least 1"),
    (X * np.nan, A, P, ValueError, "x holds NaN (not a number), first at index (0, 0); expected numbers"),
    (X, A[:, :1], P, ValueError, "a has shape (2, 1), expected (n_a, m) with m = 4 (from x)"),
    (X, A[:1], P, ValueError, 'parameters["W"] has shape (2, 5), expected (n_a, n_a+n_x) with n_a = 1 (from a)'),
    (X, np.zeros((5, 4)), P | {"W": np.zeros((5, 5))}, ValueError, 'parameters["W"] has shape (5, 5), expected (n_a, n_a+n_x) '
                                                                   "with n_a+n_x = 8"),
    (X, A, P | {"b": np.zeros(2)}, ValueError, 'parameters["b"] has shape (2,), expected 2 axes: (n_a, 1)'),
    (X, A, P | {"b": np.zeros((2, 4))}, ValueError, 'parameters["b"] has shape (2, 4), expected (n_a, 1)'),
    (X, A, {"W": P["W"]}, ValueError, "parameters has no key 'b', expected the keys W, b"),
    (X, A, [P], TypeError, "parameters is of type list, expected a dictionary with the keys W, b"),
])
def test_what_does_not_fit_is_told_in_one_sentence(x, a, parameters, error, words):
    with pytest.raises(error, match=re.escape(words)) as caught:
        cell(x, a, parameters)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("da", "caches", "error", "words"), [
    (DA[:, :, :5], CACHES, ValueError, "da has shape (2, 4, 5), expected (n_a, m, T_x) with T_x = 6 (from caches[0])"),
    (DA[:, :1], CACHES, ValueError, "da has shape (2, 1, 6), expected (n_a, m, T_x) with m = 4 (from caches[0][0].a)"),
    (DA, CACHES[0], TypeError, "caches has 6 entries, expected a tuple of 2: (0, 1)"),
    (DA, None, TypeError, "caches is of type NoneType, expected a tuple of 2"),
    (DA, (CACHES[0][:5], CACHES[1]), ValueError, "caches[1] has shape (3, 4, 6), expected (n_x, m, T_x) with T_x = 5"),
    (DA, ([], CACHES[1]), TypeError, "caches[0] is empty, expected a list with one entry per step"),
    (DA, (Cache(A, P), CACHES[1]), TypeError, "caches[0][0] is of type ndarray, expected a tuple of 2: (a, parameters)"),
    (DA, ([A] * 6, CACHES[1]), TypeError, "caches[0][0] is of type ndarray, expected a tuple of 2: (a, parameters)"),
    (DA, ([(A, P, 1)] * 6, CACHES[1]), TypeError, "caches[0][0] has 3 entries, expected a tuple of 2: (a, parameters)"),
    (DA, ([Cache(A, 1)] * 6, CACHES[1]), TypeError, "caches[0][0].parameters is of type int, expected a dictionary"),
])
def test_what_is_wrong_in_a_cache_is_named(da, caches, error, words):
    with pytest.raises(error, match=re.escape(words)) as caught:
        back(da, caches)
    assert "\n" not in str(caught.value)


def test_infinity_is_let_through_since_gradients_explode():
    back(np.full_like(DA, np.inf), CACHES)


def test_whole_numbers():
    assert shapes.integer("n_x", np.int32(3)) == 3 and isinstance(shapes.integer("n_x", np.int32(3)), int)
    for bad, error, words in [
            (2.0, TypeError, "n_x is 2.0, expected a whole number of at least 1"), (True, TypeError, "n_x is True"),
            ("3", TypeError, "n_x is '3'"), (0, ValueError, "n_x is 0"), (-1, ValueError, "n_x is -1")]:
        with pytest.raises(error, match=re.escape(words)):
            shapes.integer("n_x", bad)
    assert shapes.integer("steps", 0, least=0) == 0
