"""The simple RNN: against its formulas, finite differences, torch.nn.RNN in both layouts, and bad input."""
import re
from math import tanh

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.networks import converters, rnn
from helpers.networks.parameters import initial_rnn
from tests.problems import SIZES, bad_arrays, errors, problem, random_sizes, seeds

KEYS = ("Wax", "Waa", "ba")
any_sizes = pytest.mark.parametrize("sizes", SIZES)


@any_sizes
def test_forward_is_the_formulas(sizes):
    x, a0, p, _, _ = problem(initial_rnn, sizes)
    a, y_pred, caches = rnn.rnn_forward(x, a0, p)
    n_x, n_a, n_y, m, T_x = sizes
    for i in range(m):
        state = a0[:, i]
        for t in range(T_x):
            state = [tanh(p["ba"][k, 0] + sum(p["Wax"][k, j] * x[j, i, t] for j in range(n_x))
                          + sum(p["Waa"][k, j] * state[j] for j in range(n_a))) for k in range(n_a)]
            np.testing.assert_allclose(a[:, i, t], state, rtol=0, atol=1e-14)
            e = [np.exp(p["by"][k, 0] + sum(p["Wya"][k, j] * state[j] for j in range(n_a))) for k in range(n_y)]
            np.testing.assert_allclose(y_pred[:, i, t], e / np.sum(e), rtol=0, atol=1e-14)
    assert len(caches[0]) == T_x and caches[1] is x


def test_the_cache_unpacks_in_the_promised_order():
    x, a0, p, _, _ = problem(initial_rnn, SIZES[0])
    a_next, _, cache = rnn.rnn_cell_forward(x[:, :, 0], a0, p)
    assert cache._fields == ("a_next", "a_prev", "xt", "parameters")
    assert cache[0] is a_next and cache[1] is a0 and cache[3] is p


@any_sizes
def test_cell_gradients_against_finite_differences(sizes):
    x, a_prev, p, weights, _ = problem(initial_rnn, sizes)
    xt, da_next = x[:, :, 0], weights[:, :, 0]
    gradients = rnn.rnn_cell_backward(da_next, rnn.rnn_cell_forward(xt, a_prev, p)[-1])
    assert set(gradients) == {"dxt", "da_prev", "dWax", "dWaa", "dba"}
    found = errors(gradients, lambda i: np.sum(da_next * rnn.rnn_cell_forward(i["xt"], i["a_prev"], i)[0]),
                   p | {"xt": xt, "a_prev": a_prev})
    assert max(found.values()) <= 1e-7, found


@any_sizes
def test_gradients_through_time_against_finite_differences(sizes):
    x, a0, p, da, _ = problem(initial_rnn, sizes)
    gradients = rnn.rnn_backward(da, rnn.rnn_forward(x, a0, p)[-1])
    assert set(gradients) == {"dx", "da0", "dWax", "dWaa", "dba"}
    found = errors(gradients, lambda i: np.sum(da * rnn.rnn_forward(i["x"], i["a0"], i)[0]), p | {"x": x, "a0": a0})
    assert max(found.values()) <= 1e-7, found


@settings(deadline=None, max_examples=40)
@given(random_sizes, seeds, st.booleans())
def test_equals_torch_in_both_layouts(sizes, seed, batch_first):
    torch = pytest.importorskip("torch")
    x, a0, p, da, _ = problem(initial_rnn, sizes, seed)
    a, y_pred, caches = rnn.rnn_forward(x, a0, p)
    gradients = rnn.rnn_backward(da, caches)
    axes = (1, 2, 0) if batch_first else (2, 1, 0)  # (m, T_x, n) or (T_x, m, n)

    network = torch.nn.RNN(sizes[0], sizes[1], batch_first=batch_first, dtype=torch.float64)
    network.load_state_dict({key: torch.tensor(value) for key, value in converters.rnn_to_torch(p).items()})
    x_torch, a0_torch = torch.tensor(x.transpose(axes), requires_grad=True), torch.tensor(a0.T[None], requires_grad=True)
    out, _ = network(x_torch, a0_torch)
    out.backward(torch.tensor(da.transpose(axes)))
    y_torch = torch.softmax(out @ torch.tensor(p["Wya"].T) + torch.tensor(p["by"].T), dim=-1)

    def close(ours, theirs):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-12, atol=1e-12)

    close(a.transpose(axes), out)
    close(y_pred.transpose(axes), y_torch)
    close(gradients["dx"].transpose(axes), x_torch.grad)
    close(gradients["da0"].T[None], a0_torch.grad)
    close(gradients["dWax"], network.weight_ih_l0.grad)
    close(gradients["dWaa"], network.weight_hh_l0.grad)
    close(gradients["dba"][:, 0], network.bias_ih_l0.grad)


def test_nothing_is_changed_in_place():
    x, a0, p, da, _ = problem(initial_rnn, SIZES[0])
    before = [array.copy() for array in (x, a0, da, *p.values())]
    rnn.rnn_backward(da, rnn.rnn_forward(x, a0, p)[-1])
    assert all(np.array_equal(was, array) for was, array in zip(before, (x, a0, da, *p.values())))


def test_bad_arrays_are_refused_in_one_sentence():
    x, a0, p, da, _ = problem(initial_rnn, (3, 5, 2, 4, 6))
    step, steps = {"xt": x[:, :, 0], "a_prev": a0, "parameters": p}, {"x": x, "a0": a0, "parameters": p}
    back = {"da_next": da[:, :, 0], "cache": rnn.rnn_cell_forward(**step)[-1]}
    backs = {"da": da, "caches": rnn.rnn_forward(**steps)[-1]}
    for function, good, name, letters in [
            (rnn.rnn_cell_forward, step, "xt", "n_x, m"), (rnn.rnn_cell_forward, step, "a_prev", "n_a, m"),
            (rnn.rnn_forward, steps, "x", "n_x, m, T_x"), (rnn.rnn_forward, steps, "a0", "n_a, m"),
            (rnn.rnn_cell_backward, back, "da_next", "n_a, m"), (rnn.rnn_backward, backs, "da", "n_a, m, T_x")]:
        for what, bad, error, words in bad_arrays(name, good[name], letters):
            with pytest.raises(error, match=re.escape(words)) as caught:
                function(**good | {name: bad})
            assert "\n" not in str(caught.value), what


@pytest.mark.parametrize(("change", "words"), [
    ({"a_prev": np.zeros((5, 1))}, "a_prev has shape (5, 1), expected (n_a, m) with m = 4 (from xt)"),
    ({"xt": np.zeros((3, 1))}, "a_prev has shape (5, 4), expected (n_a, m) with m = 1 (from xt)"),
    ({"ba": np.zeros(5)}, 'parameters["ba"] has shape (5,), expected 2 axes: (n_a, 1)'),
    ({"ba": np.zeros((1, 1))}, 'parameters["ba"] has shape (1, 1), expected (n_a, 1) with n_a = 5'),
    ({"ba": np.zeros((5, 4))}, 'parameters["ba"] has shape (5, 4), expected (n_a, 1)'),
    ({"Waa": np.zeros((5, 3))}, 'parameters["Waa"] has shape (5, 3), expected (n_a, n_a) with n_a = 5'),
    ({"Wax": np.zeros((3, 5))}, 'parameters["Wax"] has shape (3, 5), expected (n_a, n_x) with n_a = 5'),
    ({"Wya": np.zeros((5, 2))}, 'parameters["Wya"] has shape (5, 2), expected (n_y, n_a) with n_a = 5'),
    ({"by": np.zeros((1, 1))}, 'parameters["by"] has shape (1, 1), expected (n_y, 1) with n_y = 2'),
    ({"Waa": np.full((5, 5), np.nan)}, 'parameters["Waa"] holds NaN'),
    ({"parameters": {}}, "parameters has no key 'Waa', 'Wax', 'ba', 'Wya', 'by', expected the keys"),
    ({"parameters": "Waa"}, "parameters is of type str, expected a dictionary"),
])
def test_what_does_not_fit_is_never_broadcast(change, words):
    x, a0, p, _, _ = problem(initial_rnn, (3, 5, 2, 4, 6))
    parameters = p | {key: value for key, value in change.items() if key in p}
    arguments = {"xt": x[:, :, 0], "a_prev": a0, "parameters": parameters} | {k: v for k, v in change.items() if k not in p}
    with pytest.raises((TypeError, ValueError), match=re.escape(words)):
        rnn.rnn_cell_forward(**arguments)


def test_da_and_caches_must_have_the_same_steps():
    x, a0, p, da, _ = problem(initial_rnn, (3, 5, 2, 4, 6))
    caches = rnn.rnn_forward(x, a0, p)[-1]
    for bad in (da[:, :, :1], da[:, :, :5], da[:1], da[:, :1]):
        with pytest.raises(ValueError, match="da has shape"):
            rnn.rnn_backward(bad, caches)
    with pytest.raises(ValueError, match="x has shape .3, 4, 0.: it is empty"):
        rnn.rnn_forward(x[:, :, :0], a0, p)
