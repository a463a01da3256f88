"""Encoder, decoder and attention: each gradient by itself against finite differences and PyTorch; what leaves no trace."""
import numpy as np
import pytest

from helpers import gradients
from helpers.networks import additive, attention, losses, softmax

N_X, N_A, N_Y, M, T_E, T_D, N_U = 6, 4, 5, 3, 7, 9, 2  # pairwise different


def problem(with_attention=True, seed=0, scale=1.0):
    """Return x, x_d, a0, c0, parameters without zeros, and targets."""
    rng = np.random.default_rng(seed)
    parameters = attention.initial_translator(rng, N_X, N_A, N_Y, with_attention)
    if with_attention == "additive":  # n_u ≠ n_a
        parameters |= {"W1": parameters["W1"][:N_U], "W2": parameters["W2"][:N_U], "v": parameters["v"][:N_U]}
    parameters = {key: scale * (value + 0.2 * rng.standard_normal(value.shape)) for key, value in parameters.items()}
    x, x_d = rng.standard_normal((N_X, M, T_E)), rng.standard_normal((N_X, M, T_D))
    y = np.eye(N_Y)[:, rng.integers(N_Y, size=(M, T_D))]  # (n_y, m, T_d)
    return (x, x_d, 0.7 * rng.standard_normal((N_A, M)), 0.7 * rng.standard_normal((N_A, M)), parameters), y


@pytest.mark.parametrize("with_attention", [True, False, "additive"])
@pytest.mark.parametrize("scale", [1.0, 5.0])
def test_every_gradient_by_itself_is_that_of_finite_differences(with_attention, scale):
    (x, x_d, a0, c0, parameters), y = problem(with_attention, scale=scale)
    everything = parameters | {"x": x, "x_d": x_d, "a0": a0, "c0": c0}

    def J(given):
        inputs = [given[key] for key in ("x", "x_d", "a0", "c0")]
        return losses.softmax_cross_entropy(attention.translate_forward(*inputs, {key: given[key] for key in parameters})[0], y)

    y_pred, _, caches = attention.translate_forward(x, x_d, a0, c0, parameters)
    found = attention.translate_backward(losses.softmax_cross_entropy_backward(y_pred, y), caches)
    assert set(found) == {"d" + key for key in everything}
    for key, value in everything.items():
        numeric = gradients.numeric_gradient(lambda changed, key=key: J(everything | {key: changed}), value)
        assert gradients.relative_error(found["d" + key], numeric) < 1e-6, key


def test_the_head_is_pytorchs_autograd():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    s, h, Wg, dk = (rng.standard_normal(shape) for shape in ((N_A, M, T_D), (N_A, M, T_E), (N_A, N_A), (N_A, M, T_D)))
    ours, cache = attention.attend_forward(s, h, Wg)
    found = attention.attend_backward(dk, cache)
    given = {key: torch.tensor(value, requires_grad=True) for key, value in (("s", s), ("h", h), ("Wg", Wg))}
    e = torch.einsum("ami,ab,bmj->mij", given["s"], given["Wg"], given["h"]) / N_A**0.5
    k = torch.einsum("mij,amj->ami", torch.softmax(e, dim=2), given["h"])
    (k * torch.tensor(dk)).sum().backward()
    np.testing.assert_allclose(ours, k.detach().numpy(), rtol=0, atol=1e-12)
    for key, value in given.items():
        np.testing.assert_allclose(found["d" + key], value.grad.numpy(), rtol=0, atol=1e-10)


def test_the_additive_head_is_pytorchs_autograd():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    sizes = {"s": (N_A, M, T_D), "h": (N_A, M, T_E), "W1": (N_U, N_A), "W2": (N_U, N_A), "v": (N_U, 1)}
    given = {key: rng.standard_normal(shape) for key, shape in sizes.items()}
    dk = rng.standard_normal((N_A, M, T_D))
    ours, cache = additive.additive_forward(**given)
    found = additive.additive_backward(dk, cache)
    g = {key: torch.tensor(value, requires_grad=True) for key, value in given.items()}
    asked, held = torch.einsum("ua,ami->mui", g["W1"], g["s"]), torch.einsum("ua,amj->muj", g["W2"], g["h"])
    e = (g["v"][:, 0, None, None] * torch.tanh(asked[:, :, :, None] + held[:, :, None, :])).sum(1)  # (m, T_d, T_e)
    k = torch.einsum("mij,amj->ami", torch.softmax(e, dim=2), g["h"])
    (k * torch.tensor(dk)).sum().backward()
    np.testing.assert_allclose(ours, k.detach().numpy(), rtol=0, atol=1e-12)
    for key, value in g.items():
        np.testing.assert_allclose(found["d" + key], value.grad.numpy(), rtol=0, atol=1e-10)


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_the_gradients_of_the_additive_scores_are_those_of_finite_differences(scale):
    rng = np.random.default_rng(3)
    sizes = {"s": (N_A, M, T_D), "h": (N_A, M, T_E), "W1": (N_U, N_A), "W2": (N_U, N_A), "v": (N_U, 1)}
    given = {key: scale * rng.standard_normal(shape) for key, shape in sizes.items()}
    de = rng.standard_normal((T_E, T_D, M))
    found = additive.additive_scores_backward(de, additive.additive_scores(**given)[1])
    assert set(found) == {"d" + key for key in given}
    for key, value in given.items():
        numeric = gradients.numeric_gradient(
            lambda changed, key=key: np.sum(de * additive.additive_scores(**given | {key: changed})[0]), value)
        assert gradients.relative_error(found["d" + key], numeric) < 1e-6, key


def test_the_weights_of_a_step_sum_to_one_and_what_is_read_is_their_mean():
    (x, x_d, a0, c0, parameters), _ = problem()
    _, alpha, _ = attention.translate_forward(x, x_d, a0, c0, parameters)
    assert alpha.shape == (T_E, T_D, M)
    np.testing.assert_allclose(alpha.sum(axis=0), 1, rtol=0, atol=1e-14)
    h = np.repeat(np.arange(N_A, dtype=float)[:, None, None], M, axis=1).repeat(T_E, axis=2)  # the same at each place
    k, _ = attention.attend_forward(np.ones((N_A, M, T_D)), h, np.eye(N_A))
    np.testing.assert_allclose(k, h[:, :, :1].repeat(T_D, axis=2), rtol=0, atol=1e-14)


@pytest.mark.parametrize("with_attention", [True, False, "additive"])
def test_writing_by_itself_is_one_run_over_what_it_wrote(with_attention):
    (x, _, _, _, parameters), _ = problem(with_attention, scale=2.0)
    parameters |= {"Wy": np.concatenate([parameters["Wy"], parameters["Wy"][:1] - 1]),
                   "by": np.concatenate([parameters["by"], parameters["by"][:1]])}  # n_y = n_x
    written = attention.write(x, parameters, T_D)
    read = np.concatenate([np.zeros((M, 1), int), written[:, :-1]], axis=1)
    x_d, zero = np.eye(N_X)[:, read], np.zeros((N_A, M))
    y_pred, _, _ = attention.translate_forward(x, x_d, zero, zero, parameters)
    np.testing.assert_array_equal(np.argmax(y_pred, axis=0), written)


def test_training_computes_in_single_precision_unless_told_otherwise():
    (x, x_d, _, _, parameters), y = problem()
    J, found = attention.objective(parameters, (x, x_d), y)
    exact, same = attention.objective(parameters, (x, x_d), y, float)
    assert {value.dtype for value in found.values()} == {np.dtype(np.float32)}
    assert {value.dtype for value in same.values()} == {np.dtype(float)} and list(same) == ["d" + key for key in parameters]
    assert abs(J - exact) < 1e-5 and parameters["We"].dtype == np.float64


def test_a_hidden_place_has_no_weight_the_others_keep_their_shares_and_a_place_that_is_not_there_hides_nothing():
    alpha = softmax(np.random.default_rng(4).standard_normal((5, 7, 3)))  # (T_e, T_d, m)
    places = np.array([0, 4, -1, 5, 2, 2, -3])
    before, left = alpha.copy(), attention.hide_places(alpha, places)
    np.testing.assert_array_equal(alpha, before)
    np.testing.assert_allclose(left.sum(axis=0), 1)
    for i, place in enumerate(places):
        others = np.arange(5) != place
        assert np.all(left[~others, i] == 0)
        np.testing.assert_allclose(left[others, i], alpha[others, i] / alpha[others, i].sum(axis=0))
