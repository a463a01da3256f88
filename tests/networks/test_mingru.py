"""The minimal GRU: loop, scan and way back, array by array against finite differences and torch, from a state that isn't 0."""
import numpy as np
import pytest

from helpers.fast import mingru as fast
from helpers.gradients.norms import numeric_gradient
from helpers.networks.mingru import initial_mingru, mingru_backward, mingru_forward, scan

KEYS = ("Wu", "bu", "Wc", "bc")
BETAS = pytest.mark.parametrize("beta", [1.0, 2.0])


def problem(seed=0, n_x=3, n_a=5, m=2, T_x=7):
    rng = np.random.default_rng(seed)
    parameters = {key: 0.7 * rng.standard_normal(shape) for key, shape in zip(KEYS, ((n_a, n_x), (n_a, 1)) * 2)}
    return 0.7 * rng.standard_normal((n_x, m, T_x)), rng.standard_normal((n_a, m)), parameters, rng.standard_normal((n_a, m, T_x))


@BETAS
@pytest.mark.parametrize("sizes", [{}, {"m": 1}, {"T_x": 1}, {"n_x": 6, "n_a": 2, "T_x": 9}])
def test_each_gradient_is_that_of_finite_differences(beta, sizes):
    x, a0, parameters, da = problem(**sizes)
    found = mingru_backward(da, mingru_forward(x, a0, parameters, beta)[1], beta)
    given = {"x": x, "a0": a0} | parameters

    for key, value in given.items():
        def J(changed, key=key):
            all_of = given | {key: changed}
            return np.sum(da * mingru_forward(all_of["x"], all_of["a0"], {k: all_of[k] for k in KEYS}, beta)[0])

        measured = numeric_gradient(J, value, step=1e-5)
        assert np.max(np.abs(found["d" + key] - measured)) < 1e-8 * np.max(np.abs(measured)), key


@BETAS
def test_equals_torchs_autograd(beta):
    torch = pytest.importorskip("torch")
    x, a0, parameters, da = problem(1)
    found = mingru_backward(da, mingru_forward(x, a0, parameters, beta)[1], beta)
    given = {key: torch.tensor(value, requires_grad=True) for key, value in ({"x": x, "a0": a0} | parameters).items()}
    a, J = given["a0"], 0.0
    for t in range(x.shape[2]):
        gate = torch.sigmoid(given["Wu"] @ given["x"][:, :, t] + given["bu"])
        a = (1 - beta * gate) * a + gate * (given["Wc"] @ given["x"][:, :, t] + given["bc"])
        J = J + (a * torch.tensor(da[:, :, t])).sum()
    J.backward()
    for key, value in given.items():
        np.testing.assert_allclose(found["d" + key], value.grad.numpy(), rtol=0, atol=1e-12, err_msg=key)


@pytest.mark.parametrize("T_x", [1, 2, 3, 4, 7, 8, 9, 64, 65])
def test_the_scan_is_the_loop(T_x):
    rng = np.random.default_rng(T_x)
    decay, b, a0 = rng.uniform(-1, 1, (3, 2, T_x)), rng.standard_normal((3, 2, T_x)), rng.standard_normal((3, 2))
    before, a, expected = (decay.copy(), b.copy()), a0, []
    for t in range(T_x):
        a = decay[:, :, t] * a + b[:, :, t]
        expected.append(a)
    np.testing.assert_allclose(scan(decay, b, a0), np.stack(expected, axis=2), rtol=0, atol=1e-13)
    assert np.array_equal(decay, before[0]) and np.array_equal(b, before[1])


def test_the_way_back_is_a_scan_too():
    x, a0, parameters, da = problem(2)
    _, cache = mingru_forward(x, a0, parameters)
    decay = 1 - cache.gamma_u
    shifted = np.concatenate([decay[:, :, 1:], np.zeros((5, 2, 1))], axis=2)  # λ of the step after
    r = scan(shifted[:, :, ::-1], da[:, :, ::-1], np.zeros((5, 2)))[:, :, ::-1]
    np.testing.assert_allclose(decay[:, :, 0] * r[:, :, 0], mingru_backward(da, cache)["da0"], rtol=0, atol=1e-13)


@BETAS
def test_one_fast_layer_is_the_clear_code(beta):
    x, _, parameters, da = problem(3)
    a, cache = mingru_forward(x, np.zeros((5, 2)), parameters, beta)
    network = fast.MinGRU(beta=beta)
    np.testing.assert_allclose(network.forward(parameters, x), a.transpose(2, 0, 1), rtol=0, atol=1e-13)
    found, expected = network.backward(da.transpose(2, 0, 1).copy()), mingru_backward(da, cache, beta)
    for key in KEYS:
        np.testing.assert_allclose(found["d" + key], expected["d" + key], rtol=0, atol=1e-13)


@pytest.mark.parametrize("layers, beta, gate", [(1, 2.0, "clipped"), (2, 1.0, "sigmoid"), (3, 2.0, "sigmoid")])
@pytest.mark.parametrize("kind", ["objective", "last_value"])
def test_the_fast_objectives_gradients_are_those_of_finite_differences(layers, beta, gate, kind):
    rng = np.random.default_rng(4)
    parameters = fast.initial(rng, 3, 4, 2, layers, update_bias=-0.5)
    parameters = {key: value + 0.2 * rng.standard_normal(value.shape) for key, value in parameters.items()}
    x = rng.standard_normal((3, 5, 6))
    y = rng.standard_normal((2, 5)) if kind == "last_value" else np.eye(2)[rng.integers(2, size=(5, 6))].transpose(2, 0, 1)
    objective = getattr(fast, kind)(fast.MinGRU(layers, beta, gate))
    _, found = objective(parameters, x, y)
    for key, value in parameters.items():
        measured = numeric_gradient(lambda changed, key=key: objective(parameters | {key: changed}, x, y)[0], value, step=1e-5)
        assert np.max(np.abs(found["d" + key] - measured)) < 1e-6 * max(np.max(np.abs(measured)), 1e-3), key


def test_first_values_of_both_modules_have_the_same_keys_and_shapes():
    one, other = initial_mingru(np.random.default_rng(0), 3, 4, 2, -3.0), fast.initial(np.random.default_rng(0), 3, 4, 2, 1, -3.0)
    assert {key: value.shape for key, value in one.items()} == {key: value.shape for key, value in other.items()}
    assert np.all(one["bu"] == -3) and np.all(other["bu"] == -3)


def test_wrong_shapes_are_named():
    x, a0, parameters, _ = problem()
    with pytest.raises((TypeError, ValueError), match="a0"):
        mingru_forward(x, a0.T, parameters)
