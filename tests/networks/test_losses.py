"""The loss and its way back: against the formula, finite differences, torch, and bad input."""
import re

import numpy as np
import pytest
from hypothesis import given, settings

from helpers.networks import losses, rnn
from helpers.networks.activations import softmax
from helpers.networks.parameters import initial_rnn
from tests.problems import SIZES, bad_arrays, errors, problem, random_sizes, seeds


def loss_problem(sizes, seed=0, without=0.3):
    """Return z_y (n_y, m, T_x), targets of which some are missing, a (n_a, m, T_x) and Wy (n_y, n_a)."""
    _, n_a, n_y, m, T_x = sizes
    rng = np.random.default_rng(seed)
    y = np.eye(n_y)[rng.integers(n_y, size=(m, T_x))].transpose(2, 0, 1)  # (n_y, m, T_x)
    y = y * (rng.random((1, m, T_x)) >= without)
    y[:, 0, 0] = np.eye(n_y)[0]
    return 2 * rng.standard_normal((n_y, m, T_x)), y, rng.standard_normal((n_a, m, T_x)), rng.standard_normal((n_y, n_a))


@pytest.mark.parametrize("sizes", SIZES)
def test_the_loss_is_the_mean_over_the_targets(sizes):
    zy, y, _, _ = loss_problem(sizes)
    y_pred = softmax(zy)
    told = [-np.log(y_pred[k, i, t]) for k, i, t in np.argwhere(y == 1)]
    assert losses.softmax_cross_entropy(y_pred, y) == pytest.approx(np.mean(told), rel=1e-14)
    assert losses.number_of_targets(y) == len(told)


@pytest.mark.parametrize("sizes", SIZES)
def test_gradients_against_finite_differences(sizes):
    zy, y, a, Wy = loss_problem(sizes)
    rng = np.random.default_rng(3)
    by = rng.standard_normal((Wy.shape[0], 1))

    def predict(i):
        return softmax(np.einsum("ya,amt->ymt", i["Wy"], i["a"]) + i["by"][:, :, None])

    inputs = {"a": a, "Wy": Wy, "by": by}
    dzy = losses.softmax_cross_entropy_backward(predict(inputs), y)
    gradients = dict(zip(("da", "dWy", "dby"), losses.output_backward(dzy, a, Wy)))
    found = errors(gradients, lambda i: losses.softmax_cross_entropy(predict(i), y), inputs)
    found |= errors({"dzy": losses.softmax_cross_entropy_backward(softmax(zy), y)},
                    lambda i: losses.softmax_cross_entropy(softmax(i["zy"]), y), {"zy": zy})
    assert max(found.values()) <= 1e-7, found


@pytest.mark.parametrize("sizes", SIZES)
def test_the_whole_chain_from_the_loss_to_every_parameter(sizes):
    x, a0, parameters, _, _ = problem(initial_rnn, sizes)
    _, y, _, _ = loss_problem(sizes)
    a, y_pred, caches = rnn.rnn_forward(x, a0, parameters)
    da, dWya, dby = losses.output_backward(losses.softmax_cross_entropy_backward(y_pred, y), a, parameters["Wya"])
    gradients = rnn.rnn_backward(da, caches) | {"dWya": dWya, "dby": dby}

    def J(i):
        return losses.softmax_cross_entropy(rnn.rnn_forward(i["x"], i["a0"], i)[1], y)

    found = errors(gradients, J, parameters | {"x": x, "a0": a0})
    assert max(found.values()) <= 1e-7, found


@settings(deadline=None, max_examples=40)
@given(random_sizes, seeds)
def test_equals_torch(sizes, seed):
    torch = pytest.importorskip("torch")
    zy, y, a, Wy = loss_problem(sizes, seed)
    target = np.where(y.sum(axis=0) > 0, y.argmax(axis=0), -100)  # (m, T_x); torch ignores −100
    logits = torch.tensor(zy.transpose(1, 0, 2), requires_grad=True)  # (m, n_y, T_x)
    J = torch.nn.functional.cross_entropy(logits, torch.tensor(target))
    J.backward()
    y_pred = softmax(zy)
    assert losses.softmax_cross_entropy(y_pred, y) == pytest.approx(J.item(), rel=1e-12, abs=1e-14)
    dzy = losses.softmax_cross_entropy_backward(y_pred, y)
    np.testing.assert_allclose(dzy.transpose(1, 0, 2), logits.grad.numpy(), rtol=1e-12, atol=1e-14)

    layer = torch.nn.Linear(a.shape[0], Wy.shape[0], dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(Wy))
    leaf = torch.tensor(a.transpose(2, 1, 0), requires_grad=True)
    layer(leaf).backward(torch.tensor(dzy.transpose(2, 1, 0)))
    da, dWy, dby = losses.output_backward(dzy, a, Wy)
    for ours, theirs in [(da.transpose(2, 1, 0), leaf.grad), (dWy, layer.weight.grad), (dby[:, 0], layer.bias.grad)]:
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-12, atol=1e-14)


def test_a_column_without_target_counts_nowhere():
    zy, y, _, _ = loss_problem((1, 1, 3, 2, 4), without=0)
    y[:, 1, 2] = 0
    y_pred = softmax(zy)
    J, dzy = losses.softmax_cross_entropy(y_pred, y), losses.softmax_cross_entropy_backward(y_pred, y)
    y_pred[:, 1, 2] = [1, 0, 0]
    assert losses.softmax_cross_entropy(y_pred, y) == J and not np.any(dzy[:, 1, 2])
    np.testing.assert_allclose(dzy.sum(axis=0), 0, atol=1e-15)


@pytest.mark.parametrize("kind", [np.float64, np.float32])
def test_a_probability_of_0_costs_much_and_not_infinity(kind):
    y_pred = np.array([[[1.0]], [[0.0]]], dtype=kind)
    y = np.array([[[0.0]], [[1.0]]], dtype=kind)
    assert 600 < losses.softmax_cross_entropy(y_pred, y) < 800
    assert losses.softmax_cross_entropy(y_pred, 1 - y) == 0


def test_bad_input_is_refused_in_one_sentence():
    zy, y, a, Wy = loss_problem((3, 5, 2, 4, 6), without=0)
    y_pred = softmax(zy)
    dzy = losses.softmax_cross_entropy_backward(y_pred, y)
    both = {"y_pred": y_pred, "y": y}
    for function, good, name, letters in [
            (losses.softmax_cross_entropy, both, "y_pred", "n_y, m, T_x"),
            (losses.softmax_cross_entropy, both, "y", "n_y, m, T_x"),
            (losses.softmax_cross_entropy_backward, both, "y_pred", "n_y, m, T_x"),
            (losses.softmax_cross_entropy_backward, both, "y", "n_y, m, T_x"),
            (losses.output_backward, {"dzy": dzy, "a": a, "Wy": Wy}, "dzy", "n_y, m, T_x"),
            (losses.output_backward, {"dzy": dzy, "a": a, "Wy": Wy}, "a", "n_a, m, T_x")]:
        for what, bad, error, words in bad_arrays(name, good[name], letters):
            with pytest.raises(error, match=re.escape(words)) as caught:
                function(**good | {name: bad})
            assert "\n" not in str(caught.value), what
    for call, words in [
            (lambda: losses.softmax_cross_entropy(y_pred, y[:, :, :1]), "y has shape (2, 4, 1), expected (n_y, m, T_x) with T_x"),
            (lambda: losses.softmax_cross_entropy(y_pred, y[:1]), "y has shape (1, 4, 6), expected (n_y, m, T_x) with n_y = 2"),
            (lambda: losses.softmax_cross_entropy(y_pred, 0 * y), "y holds no target, expected at least one column with a 1"),
            (lambda: losses.softmax_cross_entropy(y_pred, 0.5 + 0 * y), "y has a column that isn't a single 1 among 0s"),
            (lambda: losses.softmax_cross_entropy(y_pred, 1 + 0 * y), "y has a column that isn't a single 1 among 0s"),
            (lambda: losses.softmax_cross_entropy_backward(y_pred, -y), "y has a column that isn't a single 1 among 0s"),
            (lambda: losses.output_backward(dzy, a[:, :1], Wy), "a has shape (5, 1, 6), expected (n_a, m, T_x) with m = 4"),
            (lambda: losses.output_backward(dzy, a, Wy.T), "Wy has shape (5, 2), expected (n_y, n_a) with n_y = 2")]:
        with pytest.raises(ValueError, match=re.escape(words)):
            call()
