"""Encoder, decoder and attention: each gradient by itself against finite differences and PyTorch; what leaves no trace."""
import numpy as np
import pytest

from helpers import gradients
from helpers.networks import attention, losses

N_X, N_A, N_Y, M, T_E, T_D = 6, 4, 5, 3, 7, 9  # pairwise different


def problem(with_attention=True, seed=0, scale=1.0):
    """Return x, x_d, a0, c0, parameters without zeros, and targets."""
    rng = np.random.default_rng(seed)
    parameters = attention.initial_translator(rng, N_X, N_A, N_Y, with_attention)
    parameters = {key: scale * (value + 0.2 * rng.standard_normal(value.shape)) for key, value in parameters.items()}
    x, x_d = rng.standard_normal((N_X, M, T_E)), rng.standard_normal((N_X, M, T_D))
    y = np.eye(N_Y)[:, rng.integers(N_Y, size=(M, T_D))]  # (n_y, m, T_d)
    return (x, x_d, 0.7 * rng.standard_normal((N_A, M)), 0.7 * rng.standard_normal((N_A, M)), parameters), y


@pytest.mark.parametrize("with_attention", [True, False])
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


def test_the_weights_of_a_step_sum_to_one_and_what_is_read_is_their_mean():
    (x, x_d, a0, c0, parameters), _ = problem()
    _, alpha, _ = attention.translate_forward(x, x_d, a0, c0, parameters)
    assert alpha.shape == (T_E, T_D, M)
    np.testing.assert_allclose(alpha.sum(axis=0), 1, rtol=0, atol=1e-14)
    h = np.repeat(np.arange(N_A, dtype=float)[:, None, None], M, axis=1).repeat(T_E, axis=2)  # the same at each place
    k, _ = attention.attend_forward(np.ones((N_A, M, T_D)), h, np.eye(N_A))
    np.testing.assert_allclose(k, h[:, :, :1].repeat(T_D, axis=2), rtol=0, atol=1e-14)


def test_writing_by_itself_is_one_run_over_what_it_wrote():
    (x, _, _, _, parameters), _ = problem(scale=2.0)
    parameters |= {"Wy": np.concatenate([parameters["Wy"], parameters["Wy"][:1] - 1]),
                   "by": np.concatenate([parameters["by"], parameters["by"][:1]])}  # n_y = n_x
    written = attention.write(x, parameters, T_D)
    read = np.concatenate([np.zeros((M, 1), int), written[:, :-1]], axis=1)
    x_d, zero = np.eye(N_X)[:, read], np.zeros((N_A, M))
    y_pred, _, _ = attention.translate_forward(x, x_d, zero, zero, parameters)
    np.testing.assert_array_equal(np.argmax(y_pred, axis=0), written)


def test_it_computes_in_the_type_that_it_is_given():
    (x, x_d, _, _, parameters), y = problem()
    small = [{key: value.astype(np.float32) for key, value in parameters.items()}, *(v.astype(np.float32) for v in (x, x_d, y))]
    J, found = attention.objective(*small)
    assert {value.dtype for value in found.values()} == {np.dtype(np.float32)}
    assert abs(J - attention.objective(parameters, x, x_d, y)[0]) < 1e-5
