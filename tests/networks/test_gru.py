"""The GRU, its reset gate before and after the matrix product: against formulas, finite differences, torch, and bad input."""
import re
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings

from helpers.networks import converters, gru, gru_after
from helpers.networks.parameters import initial_gru
from tests.problems import SIZES, bad_arrays, errors, problem, random_sizes, seeds

KEYS = {"before": ("Wu", "bu", "Wr", "br", "Wc", "bc"), "after": ("Wu", "bu", "Wr", "br", "Wc", "bc", "brc")}
both = pytest.mark.parametrize("reset", ["before", "after"])
any_sizes = pytest.mark.parametrize("sizes", SIZES)


def scalar_gru(x, a0, p, reset):
    """The equations once more, number by number, in plain Python: no matrix product, no broadcasting."""
    from math import exp, tanh
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    a = np.zeros((n_a, m, T_x))
    for i in range(m):
        state = [float(v) for v in a0[:, i]]
        for t in range(T_x):
            def recurrent(gate, state):
                return [sum(p["W" + gate][k, j] * state[j] for j in range(n_a)) for k in range(n_a)]

            def driven(gate, i=i, t=t):
                return [p["b" + gate][k, 0] + sum(p["W" + gate][k, n_a + j] * x[j, i, t] for j in range(n_x)) for k in range(n_a)]

            u, r = ([1 / (1 + exp(-(s + d))) for s, d in zip(recurrent(g, state), driven(g))] for g in "ur")
            if reset == "before":
                side = recurrent("c", [r[k] * state[k] for k in range(n_a)])
            else:
                side = [r[k] * (s + p["brc"][k, 0]) for k, s in enumerate(recurrent("c", state))]
            candidate = [tanh(s + d) for s, d in zip(side, driven("c"))]
            state = [u[k] * candidate[k] + (1 - u[k]) * state[k] for k in range(n_a)]
            a[:, i, t] = state
    return a


@both
@any_sizes
def test_forward_is_the_formulas(sizes, reset):
    x, a0, parameters, _, _ = problem(initial_gru, sizes, reset=reset)
    a, y_pred, caches = gru.gru_forward(x, a0, parameters, reset=reset)
    np.testing.assert_allclose(a, scalar_gru(x, a0, parameters, reset), rtol=0, atol=1e-14)
    np.testing.assert_allclose(y_pred.sum(axis=0), 1, atol=1e-14)
    assert len(caches[0]) == x.shape[2] and caches[1] is x


def test_an_open_update_gate_writes_and_a_closed_one_keeps():
    x, a0, parameters, _, _ = problem(initial_gru, SIZES[0])
    xt = x[:, :, 0]
    keeps = gru.gru_cell_forward(xt, a0, parameters | {"bu": parameters["bu"] - 100})
    writes = gru.gru_cell_forward(xt, a0, parameters | {"bu": parameters["bu"] + 100})
    np.testing.assert_allclose(keeps[0], a0, atol=1e-14)
    np.testing.assert_allclose(writes[0], writes[2].c_tilde, atol=1e-14)


def test_before_and_after_differ_but_where_the_reset_gate_is_open():
    x, a0, parameters, _, _ = problem(initial_gru, SIZES[0], reset="after")
    parameters["brc"] = np.zeros_like(parameters["brc"])
    before, after = (gru.gru_forward(x, a0, parameters, reset=reset)[0] for reset in ("before", "after"))
    assert np.abs(before - after).max() > 0.01
    opened = parameters | {"br": parameters["br"] + 100}
    before, after = (gru.gru_forward(x, a0, opened, reset=reset)[0] for reset in ("before", "after"))
    np.testing.assert_allclose(before, after, atol=1e-14)


def test_the_cache_unpacks_in_the_promised_order():
    x, a0, parameters, _, _ = problem(initial_gru, SIZES[0], reset="after")
    cache = gru.gru_cell_forward(x[:, :, 0], a0, parameters)[-1]
    assert cache._fields == ("a_next", "a_prev", "gamma_u", "gamma_r", "c_tilde", "xt", "parameters")
    cache = gru.gru_cell_forward(x[:, :, 0], a0, parameters, reset="after")[-1]
    assert cache._fields == ("a_next", "a_prev", "gamma_u", "gamma_r", "c_tilde", "recurrent", "xt", "parameters")


@both
@any_sizes
def test_cell_gradients_against_finite_differences(sizes, reset):
    x, a_prev, parameters, weights, _ = problem(initial_gru, sizes, reset=reset)
    xt, da_next = x[:, :, 0], weights[:, :, 0]
    forward = partial(gru.gru_cell_forward, reset=reset)
    gradients = gru.gru_cell_backward(da_next, forward(xt, a_prev, parameters)[-1], reset=reset)
    assert set(gradients) == {"dxt", "da_prev"} | {"d" + key for key in KEYS[reset]}
    found = errors(gradients, lambda i: np.sum(da_next * forward(i["xt"], i["a_prev"], i)[0]),
                   parameters | {"xt": xt, "a_prev": a_prev})
    assert max(found.values()) <= 1e-7, found


@both
@any_sizes
def test_gradients_through_time_against_finite_differences(sizes, reset):
    x, a0, parameters, da, _ = problem(initial_gru, sizes, reset=reset)
    forward = partial(gru.gru_forward, reset=reset)
    gradients = gru.gru_backward(da, forward(x, a0, parameters)[-1], reset=reset)
    assert set(gradients) == {"dx", "da0"} | {"d" + key for key in KEYS[reset]}
    found = errors(gradients, lambda i: np.sum(da * forward(i["x"], i["a0"], i)[0]), parameters | {"x": x, "a0": a0})
    assert max(found.values()) <= 1e-7, found


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-12, atol=1e-12)


@settings(deadline=None, max_examples=40)
@given(random_sizes, seeds)
def test_after_equals_torch(sizes, seed):
    torch = pytest.importorskip("torch")
    x, a0, parameters, da, _ = problem(initial_gru, sizes, seed, reset="after")
    a, _, caches = gru.gru_forward(x, a0, parameters, reset="after")
    gradients = gru.gru_backward(da, caches, reset="after")

    network = torch.nn.GRU(sizes[0], sizes[1], dtype=torch.float64)
    network.load_state_dict({key: torch.tensor(value) for key, value in converters.gru_to_torch(parameters).items()})
    x_torch = torch.tensor(x.transpose(2, 1, 0), requires_grad=True)
    a0_torch = torch.tensor(a0.T[None], requires_grad=True)
    out, _ = network(x_torch, a0_torch)
    out.backward(torch.tensor(da.transpose(2, 1, 0)))

    close(a.transpose(2, 1, 0), out)
    close(gradients["dx"].transpose(2, 1, 0), x_torch.grad)
    close(gradients["da0"].T[None], a0_torch.grad)
    joined = converters.gru_to_torch({key: gradients["d" + key] for key in KEYS["after"]})
    for key in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0"):
        close(joined[key], getattr(network, key).grad)
    n_a = sizes[1]
    close(joined["bias_hh_l0"][2 * n_a:], network.bias_hh_l0.grad[2 * n_a:])


@settings(deadline=None, max_examples=30)
@given(random_sizes, seeds)
def test_before_equals_an_autograd_of_the_equations(sizes, seed):
    torch = pytest.importorskip("torch")
    x, a0, parameters, da, _ = problem(initial_gru, sizes, seed)
    a, y_pred, caches = gru.gru_forward(x, a0, parameters)
    gradients = gru.gru_backward(da, caches)

    leaves = {key: torch.tensor(value, requires_grad=True) for key, value in (parameters | {"x": x, "a0": a0}).items()}
    state, states, predictions = leaves["a0"], [], []
    for t in range(sizes[4]):
        xt = leaves["x"][:, :, t]
        both = torch.cat([state, xt])
        u = torch.sigmoid(leaves["Wu"] @ both + leaves["bu"])
        r = torch.sigmoid(leaves["Wr"] @ both + leaves["br"])
        candidate = torch.tanh(leaves["Wc"] @ torch.cat([r * state, xt]) + leaves["bc"])
        state = u * candidate + (1 - u) * state
        states.append(state)
        predictions.append(torch.softmax(leaves["Wy"] @ state + leaves["by"], dim=0))
    states = torch.stack(states, dim=2)
    states.backward(torch.tensor(da))

    close(a, states)
    close(y_pred, torch.stack(predictions, dim=2))
    for key, gradient in gradients.items():
        close(gradient, leaves[key[1:]].grad)


@both
def test_nothing_is_changed_in_place(reset):
    x, a0, parameters, da, _ = problem(initial_gru, SIZES[0], reset=reset)
    before = [array.copy() for array in (x, a0, da, *parameters.values())]
    gru.gru_backward(da, gru.gru_forward(x, a0, parameters, reset=reset)[-1], reset=reset)
    assert all(np.array_equal(was, array) for was, array in zip(before, (x, a0, da, *parameters.values())))


def test_the_keyword_reset_is_checked_and_caches_of_the_two_are_not_mixed():
    x, a0, parameters, da, _ = problem(initial_gru, SIZES[0], reset="after")
    with pytest.raises(ValueError, match="reset is 'behind', expected \"before\" or \"after\""):
        gru.gru_forward(x, a0, parameters, reset="behind")
    with pytest.raises(TypeError, match=re.escape("caches[0][0] has 7 entries, expected a tuple of 8")):
        gru.gru_backward(da, gru.gru_forward(x, a0, parameters)[-1], reset="after")
    with pytest.raises(TypeError, match=re.escape("caches[0][0] has 8 entries, expected a tuple of 7")):
        gru.gru_backward(da, gru.gru_forward(x, a0, parameters, reset="after")[-1])
    del parameters["brc"]
    with pytest.raises(ValueError, match="parameters has no key 'brc'"):
        gru.gru_forward(x, a0, parameters, reset="after")


def test_the_undecorated_function_is_in_reach():
    for name in ("gru_cell_forward", "gru_forward", "gru_cell_backward", "gru_backward"):
        function = getattr(gru, name)
        assert not hasattr(function.__wrapped__, "__wrapped__") and function.__wrapped__.__name__ == name
        assert getattr(gru_after, name.replace("cell_forward", "cell_after")) is not function


@both
def test_bad_arrays_are_refused_in_one_sentence(reset):
    x, a0, parameters, da, _ = problem(initial_gru, (3, 5, 2, 4, 6), reset=reset)
    step = {"xt": x[:, :, 0], "a_prev": a0, "parameters": parameters}
    steps = {"x": x, "a0": a0, "parameters": parameters}
    back = {"da_next": da[:, :, 0], "cache": gru.gru_cell_forward(**step, reset=reset)[-1]}
    backs = {"da": da, "caches": gru.gru_forward(**steps, reset=reset)[-1]}
    for function, good, name, letters in [
            (gru.gru_cell_forward, step, "xt", "n_x, m"), (gru.gru_cell_forward, step, "a_prev", "n_a, m"),
            (gru.gru_forward, steps, "x", "n_x, m, T_x"), (gru.gru_forward, steps, "a0", "n_a, m"),
            (gru.gru_cell_backward, back, "da_next", "n_a, m"), (gru.gru_backward, backs, "da", "n_a, m, T_x")]:
        for what, bad, error, words in bad_arrays(name, good[name], letters):
            with pytest.raises(error, match=re.escape(words)) as caught:
                function(**good | {name: bad}, reset=reset)
            assert "\n" not in str(caught.value), what


@both
def test_what_does_not_fit_is_never_broadcast(reset):
    x, a0, parameters, da, _ = problem(initial_gru, (3, 5, 2, 4, 6), reset=reset)
    for bad, words in [((x, a0[:, :1], parameters), "a0 has shape (5, 1), expected (n_a, m) with m = 4 (from x)"),
                       ((x[:2], a0, parameters), 'parameters["Wu"] has shape (5, 8), expected (n_a, n_a+n_x) with n_a+n_x = 7'),
                       ((x, a0, parameters | {"br": np.zeros((1, 5))}), 'parameters["br"] has shape (1, 5), expected (n_a, 1)')]:
        with pytest.raises(ValueError, match=re.escape(words)):
            gru.gru_forward(*bad, reset=reset)
    caches = gru.gru_forward(x, a0, parameters, reset=reset)[-1]
    for bad in (da[:, :, :1], da[:1], da[:, :1]):
        with pytest.raises(ValueError, match="da has shape"):
            gru.gru_backward(bad, caches, reset=reset)


def test_page_11_says_what_pytorch_makes_of_its_weights():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(11)
    sizes = {"weight_ih_l0": (6, 1), "weight_hh_l0": (6, 2), "bias_ih_l0": 6, "bias_hh_l0": 6}
    network = torch.nn.GRU(1, 2, dtype=torch.float64)
    network.load_state_dict({key: torch.tensor(rng.integers(-9, 10, size) / 10) for key, size in sizes.items()})
    with torch.no_grad():
        a, _ = network(torch.ones(1, 1, 1, dtype=torch.float64), torch.tensor([[[0.5, -0.5]]], dtype=torch.float64))
    np.testing.assert_allclose(a.numpy().ravel(), [0.4602, -0.3798], atol=5e-5)
