"""The LSTM: against its formulas, finite differences, torch.nn.LSTM, published numbers, and bad input."""
import re

import numpy as np
import pytest
from hypothesis import given, settings

from helpers.networks import converters, lstm
from helpers.networks.parameters import initial_lstm
from tests.problems import SIZES, bad_arrays, errors, problem, random_sizes, seeds

GATES = ("Wf", "bf", "Wu", "bu", "Wc", "bc", "Wo", "bo")
FIELDS = "a_next c_next a_prev c_prev gamma_f gamma_u c_tilde gamma_o xt parameters".split()


def step(sizes, seed=0):
    x, a0, parameters, _, _ = problem(initial_lstm, sizes, seed)
    rng = np.random.default_rng([seed, 1])
    return x[:, :, 0], a0, rng.standard_normal(a0.shape), parameters, rng.standard_normal(a0.shape), rng.standard_normal(a0.shape)


def scalar_lstm(x, a0, p):
    """The equations once more, number by number, in plain Python: no matrix product, no broadcasting."""
    from math import exp, tanh
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    a, c = np.zeros((n_a, m, T_x)), np.zeros((n_a, m, T_x))
    for i in range(m):
        a_prev, c_prev = [float(v) for v in a0[:, i]], [0.0] * n_a
        for t in range(T_x):
            z = {g: [sum(p["W" + g][k, j] * a_prev[j] for j in range(n_a)) + p["b" + g][k, 0]
                     + sum(p["W" + g][k, n_a + j] * x[j, i, t] for j in range(n_x)) for k in range(n_a)] for g in "fuco"}
            sigma = {g: [1 / (1 + exp(-v)) for v in z[g]] for g in "fuo"}
            c_prev = [sigma["f"][k] * c_prev[k] + sigma["u"][k] * tanh(z["c"][k]) for k in range(n_a)]
            a_prev = [sigma["o"][k] * tanh(c_prev[k]) for k in range(n_a)]
            a[:, i, t], c[:, i, t] = a_prev, c_prev
    return a, c


@pytest.mark.parametrize("sizes", SIZES)
def test_forward_is_the_formulas(sizes):
    x, a0, parameters, _, _ = problem(initial_lstm, sizes)
    a, y_pred, c, caches = lstm.lstm_forward(x, a0, parameters)
    expected_a, expected_c = scalar_lstm(x, a0, parameters)
    np.testing.assert_allclose(a, expected_a, rtol=0, atol=1e-14)
    np.testing.assert_allclose(c, expected_c, rtol=0, atol=1e-14)
    np.testing.assert_allclose(y_pred.sum(axis=0), 1, atol=1e-14)
    assert len(caches[0]) == x.shape[2] and caches[1] is x


def test_the_memory_starts_empty_and_not_at_a0():
    x, a0, parameters, _, _ = problem(initial_lstm, SIZES[0])
    first = lstm.lstm_forward(x, a0, parameters)[3][0][0]
    assert np.array_equal(first.c_prev, np.zeros_like(a0)) and np.array_equal(first.a_prev, a0)


def test_the_cache_unpacks_in_the_promised_order():
    xt, a_prev, c_prev, parameters, _, _ = step(SIZES[0])
    a_next, c_next, _, cache = lstm.lstm_cell_forward(xt, a_prev, c_prev, parameters)
    assert list(cache._fields) == FIELDS
    assert cache[0] is a_next and cache[1] is c_next and cache[8] is xt and cache[9] is parameters
    assert np.all((cache.gamma_f > 0) & (cache.gamma_f < 1)) and np.all(np.abs(cache.c_tilde) < 1)


@pytest.mark.parametrize("sizes", SIZES)
def test_cell_gradients_against_finite_differences(sizes):
    xt, a_prev, c_prev, parameters, da_next, dc_next = step(sizes)
    gradients = lstm.lstm_cell_backward(da_next, dc_next, lstm.lstm_cell_forward(xt, a_prev, c_prev, parameters)[-1])
    assert set(gradients) == {"dxt", "da_prev", "dc_prev"} | {"d" + key for key in GATES}

    def J(i):
        a_next, c_next, _, _ = lstm.lstm_cell_forward(i["xt"], i["a_prev"], i["c_prev"], i)
        return np.sum(da_next * a_next) + np.sum(dc_next * c_next)

    found = errors(gradients, J, parameters | {"xt": xt, "a_prev": a_prev, "c_prev": c_prev})
    assert max(found.values()) <= 1e-7, found


@pytest.mark.parametrize("sizes", SIZES)
def test_gradients_through_time_against_finite_differences(sizes):
    x, a0, parameters, da, _ = problem(initial_lstm, sizes)
    gradients = lstm.lstm_backward(da, lstm.lstm_forward(x, a0, parameters)[-1])
    assert set(gradients) == {"dx", "da0"} | {"d" + key for key in GATES}
    found = errors(gradients, lambda i: np.sum(da * lstm.lstm_forward(i["x"], i["a0"], i)[0]), parameters | {"x": x, "a0": a0})
    assert max(found.values()) <= 1e-7, found


@settings(deadline=None, max_examples=40)
@given(random_sizes, seeds)
def test_equals_torch(sizes, seed):
    torch = pytest.importorskip("torch")
    x, a0, parameters, da, _ = problem(initial_lstm, sizes, seed)
    n_x, n_a, n_y, m, T_x = sizes
    a, y_pred, c, caches = lstm.lstm_forward(x, a0, parameters)
    gradients = lstm.lstm_backward(da, caches)

    network = torch.nn.LSTM(n_x, n_a, dtype=torch.float64)
    network.load_state_dict({key: torch.tensor(value) for key, value in converters.lstm_to_torch(parameters).items()})
    x_torch = torch.tensor(x.transpose(2, 1, 0), requires_grad=True)  # (T_x, m, n_x)
    a0_torch = torch.tensor(a0.T[None], requires_grad=True)  # (1, m, n_a)
    out, (_, c_last) = network(x_torch, (a0_torch, torch.zeros(1, m, n_a, dtype=torch.float64)))
    out.backward(torch.tensor(da.transpose(2, 1, 0)))
    y_torch = torch.softmax(out @ torch.tensor(parameters["Wy"].T) + torch.tensor(parameters["by"].T), dim=-1)

    def close(ours, theirs):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-12, atol=1e-12)

    close(a.transpose(2, 1, 0), out)
    close(y_pred.transpose(2, 1, 0), y_torch)
    close(c[:, :, -1].T[None], c_last)
    close(gradients["dx"].transpose(2, 1, 0), x_torch.grad)
    close(gradients["da0"].T[None], a0_torch.grad)
    joined = converters.lstm_to_torch({key: gradients["d" + key] for key in GATES})
    for key in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0"):
        close(joined[key], getattr(network, key).grad)


def test_the_gradient_of_c_in_torch_too():
    torch = pytest.importorskip("torch")
    xt, a_prev, c_prev, parameters, da_next, dc_next = step(SIZES[0])
    gradients = lstm.lstm_cell_backward(da_next, dc_next, lstm.lstm_cell_forward(xt, a_prev, c_prev, parameters)[-1])
    cell = torch.nn.LSTMCell(xt.shape[0], a_prev.shape[0], dtype=torch.float64)
    cell.load_state_dict({key.removesuffix("_l0"): torch.tensor(v) for key, v in converters.lstm_to_torch(parameters).items()})
    leaves = [torch.tensor(array.T, requires_grad=True) for array in (xt, a_prev, c_prev)]
    a_next, c_next = cell(leaves[0], (leaves[1], leaves[2]))
    torch.autograd.backward([a_next, c_next], [torch.tensor(da_next.T), torch.tensor(dc_next.T)])
    for name, leaf in zip(("dxt", "da_prev", "dc_prev"), leaves):
        np.testing.assert_allclose(gradients[name].T, leaf.grad.numpy(), rtol=1e-12, atol=1e-12)


def published_problem():
    """Draw the numbers of deeplearning.ai's public example, in its order and under its names."""
    draw = np.random.RandomState(1).randn
    arrays = [draw(3, 10), draw(5, 10), draw(5, 10)]
    names = {"Wf": (5, 8), "bf": (5, 1), "Wi": (5, 8), "bi": (5, 1), "Wo": (5, 8), "bo": (5, 1), "Wc": (5, 8), "bc": (5, 1),
             "Wy": (2, 5), "by": (2, 1)}
    theirs = {name: draw(*shape) for name, shape in names.items()}
    return *arrays, converters.lstm_from_deeplearning_ai(theirs), draw(5, 10), draw(5, 10)


def test_the_published_numbers_of_the_best_known_course():
    xt, a_prev, c_prev, parameters, da_next, dc_next = published_problem()
    a_next, c_next, yt_pred, cache = lstm.lstm_cell_forward(xt, a_prev, c_prev, parameters)
    np.testing.assert_allclose(a_next[4, :4], [-0.66408471, 0.0036921, 0.02088357, 0.22834167], atol=5e-9)
    np.testing.assert_allclose(c_next[2, :4], [0.63267805, 1.00570849, 0.35504474, 0.20690913], atol=5e-9)
    np.testing.assert_allclose(yt_pred[1, :4], [0.79913913, 0.15986619, 0.22412122, 0.15606108], atol=5e-9)
    gradients = lstm.lstm_cell_backward(da_next, dc_next, cache)
    assert gradients["dxt"][1, 2] == pytest.approx(3.23055911511, abs=1e-11)
    assert gradients["da_prev"][2, 3] == pytest.approx(-0.0639621419711, abs=1e-12)
    assert gradients["dc_prev"][2, 3] == pytest.approx(0.797522038797, abs=1e-12)
    assert gradients["dWf"][3, 1] == pytest.approx(-0.147954838164, abs=1e-12)
    assert gradients["dWu"][1, 2] == pytest.approx(1.05749805523, abs=1e-11)
    assert gradients["dWc"][3, 1] == pytest.approx(2.30456216369, abs=1e-11)
    assert gradients["dWo"][1, 2] == pytest.approx(0.331311595289, abs=1e-12)
    biases = [gradients[key][4, 0] for key in ("dbf", "dbu", "dbc", "dbo")]
    np.testing.assert_allclose(biases, [0.18864637, -0.40142491, 0.25587763, 0.13893342], atol=5e-9)


def test_nothing_is_changed_in_place():
    x, a0, parameters, da, _ = problem(initial_lstm, SIZES[0])
    before = [array.copy() for array in (x, a0, da, *parameters.values())]
    lstm.lstm_backward(da, lstm.lstm_forward(x, a0, parameters)[-1])
    assert all(np.array_equal(was, array) for was, array in zip(before, (x, a0, da, *parameters.values())))


def test_huge_numbers_neither_warn_nor_give_nan():
    x, a0, parameters, da, _ = problem(initial_lstm, SIZES[0])
    a, y_pred, c, caches = lstm.lstm_forward(1000 * x, a0, parameters)
    assert all(np.all(np.isfinite(array)) for array in (a, y_pred, c, *lstm.lstm_backward(da, caches).values()))


def cell_arguments():
    xt, a_prev, c_prev, parameters, _, _ = step((3, 5, 2, 4, 6))
    return {"xt": xt, "a_prev": a_prev, "c_prev": c_prev, "parameters": parameters}


def backward_arguments():
    xt, a_prev, c_prev, parameters, da_next, dc_next = step((3, 5, 2, 4, 6))
    return {"da_next": da_next, "dc_next": dc_next, "cache": lstm.lstm_cell_forward(xt, a_prev, c_prev, parameters)[-1]}


@pytest.mark.parametrize(("function", "arguments", "name", "letters"), [
    (lstm.lstm_cell_forward, cell_arguments, "xt", "n_x, m"), (lstm.lstm_cell_forward, cell_arguments, "a_prev", "n_a, m"),
    (lstm.lstm_cell_forward, cell_arguments, "c_prev", "n_a, m"),
    (lstm.lstm_cell_backward, backward_arguments, "da_next", "n_a, m"),
    (lstm.lstm_cell_backward, backward_arguments, "dc_next", "n_a, m")])
def test_bad_arrays_are_refused_in_one_sentence(function, arguments, name, letters):
    good = arguments()
    for what, bad, error, words in bad_arrays(name, good[name], letters):
        with pytest.raises(error, match=re.escape(words)) as caught:
            function(**good | {name: bad})
        assert "\n" not in str(caught.value), what


@pytest.mark.parametrize(("change", "words"), [
    ({"xt": np.zeros((3, 1))}, "a_prev has shape (5, 4), expected (n_a, m) with m = 1 (from xt)"),
    ({"a_prev": np.zeros((5, 1))}, "a_prev has shape (5, 1), expected (n_a, m) with m = 4 (from xt)"),
    ({"c_prev": np.zeros((1, 4))}, "c_prev has shape (1, 4), expected (n_a, m) with n_a = 5 (from a_prev)"),
    ({"xt": np.zeros((4, 4))}, 'parameters["Wf"] has shape (5, 8), expected (n_a, n_a+n_x) with n_a+n_x = 9'),
    ({"parameters": []}, "parameters is of type list, expected a dictionary with the keys Wf, bf"),
    ({"parameters": {"Wf": 1}}, "parameters has no key 'bf', 'Wu'"),
])
def test_what_does_not_fit_is_never_broadcast(change, words):
    with pytest.raises((TypeError, ValueError), match=re.escape(words)):
        lstm.lstm_cell_forward(**cell_arguments() | change)


@pytest.mark.parametrize(("key", "bad", "words"), [
    ("bf", np.zeros(5), 'parameters["bf"] has shape (5,), expected 2 axes: (n_a, 1)'),
    ("bu", np.zeros((1, 5)), 'parameters["bu"] has shape (1, 5), expected (n_a, 1) with n_a = 5'),
    ("bc", np.zeros((5, 4)), 'parameters["bc"] has shape (5, 4), expected (n_a, 1)'),
    ("Wo", np.zeros((8, 5)), 'parameters["Wo"] has shape (8, 5), expected (n_a, n_a+n_x) with n_a = 5'),
    ("Wy", np.zeros((2, 8)), 'parameters["Wy"] has shape (2, 8), expected (n_y, n_a) with n_a = 5'),
    ("by", np.zeros((3, 1)), 'parameters["by"] has shape (3, 1), expected (n_y, 1) with n_y = 2'),
])
def test_a_wrong_parameter_is_named(key, bad, words):
    good = cell_arguments()
    with pytest.raises(ValueError, match=re.escape(words)):
        lstm.lstm_cell_forward(**good | {"parameters": good["parameters"] | {key: bad}})


def test_da_and_caches_must_have_the_same_steps():
    x, a0, parameters, da, _ = problem(initial_lstm, (3, 5, 2, 4, 6))
    caches = lstm.lstm_forward(x, a0, parameters)[-1]
    for bad in (da[:, :, :1], da[:, :, :5], da[:1], da[:, :1]):
        with pytest.raises(ValueError, match="da has shape"):
            lstm.lstm_backward(bad, caches)
    with pytest.raises(TypeError, match="caches has 1 entries, expected a tuple of 2"):
        lstm.lstm_backward(da, caches[:1])
    with pytest.raises(TypeError, match="caches.0. is empty"):
        lstm.lstm_backward(da, ([], x))
    with pytest.raises(ValueError, match="x has shape .3, 4, 0.: it is empty"):
        lstm.lstm_forward(x[:, :, :0], a0, parameters)
