"""Gradients: finite differences, clipping, norms through time and Jacobians, held to torch and to finite differences."""
import time
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import gradients
from helpers.gradients import jacobians as jacobians
from helpers.gradients import paths as paths
from helpers.gradients import recurrence, spectra
from helpers.networks import parameters
from helpers.networks.gru import gru_forward
from helpers.networks.lstm import lstm_cell_forward, lstm_forward
from helpers.networks.rnn import rnn_backward, rnn_forward

small = settings(deadline=None, max_examples=25)
sizes = st.tuples(*[st.integers(1, 5)] * 4)  # n_x, n_a, m, T_x
FORWARD = {"rnn": rnn_forward, "lstm": lstm_forward, "gru": gru_forward}
INITIAL = {"rnn": parameters.initial_rnn, "lstm": parameters.initial_lstm, "gru": parameters.initial_gru}


def network(model, n_x, n_a, m, T_x, seed=0):
    """Return parameters with biases that aren't zero, inputs, a first state and da."""
    rng = np.random.default_rng(seed)
    first = {key: value + 0.3 * rng.standard_normal(value.shape) for key, value in INITIAL[model](rng, n_x, n_a, 2).items()}
    return first, rng.standard_normal((n_x, m, T_x)), rng.standard_normal((n_a, m)), rng.standard_normal((n_a, m, T_x))


# Finite differences -------------------------------------------------------------------------------------------------

def test_finite_differences_of_a_known_function():
    array = np.array([[0.3, -1.2], [2.0, 0.1]])
    assert gradients.relative_error(gradients.numeric_gradient(lambda q: np.sum(np.sin(q)), array), np.cos(array)) < 1e-9
    assert array[0, 0] == 0.3


def test_relative_error():
    assert gradients.relative_error(np.zeros(3), np.zeros(3)) == 0
    assert gradients.relative_error(np.ones(3), -np.ones(3)) == 1
    with pytest.raises(ValueError, match=r"got has shape \(3,\), expected \(2,\)"):
        gradients.relative_error(np.zeros(3), np.zeros(2))


# Clipping -----------------------------------------------------------------------------------------------------------

def joint_norm(some):
    return np.sqrt(sum(np.sum(dq**2) for dq in some.values()))


EDGES = {
    "zeros": (np.zeros((2, 3)), np.zeros((2, 3))),
    "1e200": (np.array([[3e200, -4e200]]), np.array([[0.6, -0.8]])),
    "1e308": (np.array([[1e308, 1e308]]), np.full((1, 2), 0.5**0.5)),
    "infinity": (np.array([[np.inf, 5.0]]), np.array([[1.0, 0.0]])),
    "two infinities": (np.array([[np.inf, -np.inf, 1e300]]), np.array([[0.5**0.5, -(0.5**0.5), 0.0]])),
    "smallest number": (np.array([[5e-324]]), np.array([[5e-324]])),
}


@pytest.mark.parametrize("name", EDGES)
def test_clip_by_norm_at_the_edges(name):
    given_, expected = EDGES[name]
    before = given_.copy()
    clipped = gradients.clip_by_norm({"dW": given_}, 1.0)["dW"]
    np.testing.assert_allclose(clipped, expected, rtol=1e-12)
    assert np.array_equal(given_, before) and clipped is not given_


@pytest.mark.parametrize("name", EDGES)
def test_clip_by_value_at_the_edges(name):
    given_ = EDGES[name][0]
    clipped = gradients.clip_by_value({"dW": given_}, 2.0)["dW"]
    assert np.array_equal(clipped, np.where(np.abs(given_) > 2, 2 * np.sign(given_), given_)) and clipped is not given_


@pytest.mark.parametrize("clip", [gradients.clip_by_value, gradients.clip_by_norm])
def test_clipping_refuses_what_has_no_size_and_says_why(clip):
    with pytest.raises(ValueError, match=r'gradients\["dba"\] holds NaN .* first at index \(1, 0\)'):
        clip({"dWaa": np.ones((2, 2)), "dba": np.array([[1.0], [np.nan]])}, 1.0)
    with pytest.raises(TypeError, match="gradients is of type ndarray, expected a dictionary"):
        clip(np.ones(3), 1.0)
    with pytest.raises(TypeError, match="gradients is empty"):
        clip({}, 1.0)
    with pytest.raises(TypeError, match="int64 numbers, expected floats"):
        clip({"dba": np.array([1, 2])}, 1.0)
    for limit in (0, -1.0, np.nan, np.inf, "5", True, None):
        with pytest.raises(ValueError, match="limit is .* expected a finite number above 0"):
            clip({"dba": np.ones(2)}, limit)


@small
@given(st.floats(1e-3, 1e3), st.integers(0, 1000), st.floats(-200, 200))
def test_clip_by_norm_keeps_the_direction_and_the_limit(limit, seed, decades):
    rng = np.random.default_rng(seed)
    some = {"dWaa": rng.standard_normal((3, 3)) * 10.0**decades, "dba": rng.standard_normal((3, 1)) * 10.0**decades}
    clipped = gradients.clip_by_norm(some, limit)
    assert joint_norm(clipped) <= limit * (1 + 1e-12) or decades < -150
    kept = np.concatenate([(clipped[key] / some[key]).ravel() for key in some])
    np.testing.assert_allclose(kept, kept[0], rtol=1e-12)
    if decades < 100 and joint_norm(some) < limit:
        assert all(np.array_equal(clipped[key], some[key]) for key in some)


def test_clip_by_norm_agrees_with_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(0)
    some = {"dWaa": rng.standard_normal((4, 4)), "dWax": rng.standard_normal((4, 3)), "dba": rng.standard_normal((4, 1))}
    tensors = [torch.zeros(dq.shape, dtype=torch.float64, requires_grad=True) for dq in some.values()]
    for tensor, dq in zip(tensors, some.values()):
        tensor.grad = torch.tensor(dq)
    torch.nn.utils.clip_grad_norm_(tensors, 1.5)
    for tensor, clipped in zip(tensors, gradients.clip_by_norm(some, 1.5).values()):
        np.testing.assert_allclose(clipped, tensor.grad.numpy(), rtol=1e-5)  # torch adds 1e-6 to the norm


def test_clipping_keeps_float32():
    large = gradients.clip_by_norm({"dba": np.full((4, 1), 1e30, dtype=np.float32)}, 1.0)["dba"]  # squares: 1e60
    assert large.dtype == np.float32 and np.allclose(large, 0.5)
    some = {"dba": np.ones((3, 1), dtype=np.float32)}
    assert gradients.clip_by_norm(some, 1.0)["dba"].dtype == gradients.clip_by_value(some, 0.5)["dba"].dtype == np.float32


# Norms through time -------------------------------------------------------------------------------------------------

@small
@given(sizes, st.integers(0, 1000))
def test_norms_through_time_agree_with_the_backward_pass_and_finite_differences(size, seed):
    first, x, a0, da = network("rnn", *size, seed)
    a, _, caches = rnn_forward(x, a0, first)
    norms = gradients.norms_through_time(da, caches)
    for t in range(size[3]):  # a^<t> is the first state of what follows it
        def rest(state, t=t):
            later = rnn_forward(x[:, :, t + 1:], state, first)[0] if t + 1 < size[3] else np.zeros((*state.shape, 0))
            return np.sum(da[:, :, t] * state) + np.sum(da[:, :, t + 1:] * later)
        expected = gradients.numeric_gradient(rest, a[:, :, t])
        assert abs(norms[t] - np.linalg.norm(expected)) <= 1e-6 * np.linalg.norm(expected) + 1e-8
    assert np.allclose(rnn_backward(da, caches)["da0"], jacobians.states_backward(da, caches)[:, :, 0], rtol=1e-12, atol=0)
    assert np.allclose(spectra.lengths(jacobians.states_backward(da, caches).reshape(-1, size[3] + 1))[1:], norms, rtol=1e-12)


def torch_states(model, first, x, a0):
    """Return torch's scalar-function-free states: lists of a (and c) tensors, each a node of one graph."""
    torch = pytest.importorskip("torch")
    p = {key: torch.tensor(value) for key, value in first.items()}
    a = torch.tensor(a0, requires_grad=True)
    c = torch.zeros_like(a, requires_grad=True)
    states = [(a, c)]
    for t in range(x.shape[2]):
        xt = torch.tensor(x[:, :, t])
        both = torch.cat([a, xt])
        if model == "rnn":
            a = torch.tanh(p["Wax"] @ xt + p["Waa"] @ a + p["ba"])
        elif model == "gru":
            u, r = torch.sigmoid(p["Wu"] @ both + p["bu"]), torch.sigmoid(p["Wr"] @ both + p["br"])
            a = u * torch.tanh(p["Wc"] @ torch.cat([r * a, xt]) + p["bc"]) + (1 - u) * a
        else:
            f, u, o = (torch.sigmoid(p["W" + g] @ both + p["b" + g]) for g in "fuo")
            c = f * c + u * torch.tanh(p["Wc"] @ both + p["bc"])
            a = o * torch.tanh(c)
        states.append((a, c))
    return states


@pytest.mark.parametrize("model", FORWARD)
@pytest.mark.parametrize("size", [(3, 4, 2, 6), (2, 1, 1, 1), (1, 5, 3, 25)])
def test_gradients_of_the_states_agree_with_torch(model, size):
    torch = pytest.importorskip("torch")
    first, x, a0, da = network(model, *size, seed=3)
    ds = jacobians.states_backward(da, FORWARD[model](x, a0, first)[-1])
    states = torch_states(model, first, x, a0)
    J = sum(torch.sum(torch.tensor(da[:, :, t]) * a) for t, (a, _) in enumerate(states[1:]))
    n_a = size[1]
    for t, (a, c) in enumerate(states):
        da_t = torch.autograd.grad(J, a, retain_graph=True)[0].numpy()
        assert gradients.relative_error(ds[:n_a, :, t], da_t) < 1e-12
        if model == "lstm" and t < size[3]:
            # torch's gradient of c^<t> holds the way through a^<t> too; what comes along the memory alone is the rest
            dc_t = torch.autograd.grad(J, c, retain_graph=True)[0].numpy()
            through_a = 0 if t == 0 else torch.autograd.grad(a, c, torch.tensor(da_t), retain_graph=True)[0].numpy()
            assert gradients.relative_error(ds[n_a:, :, t], dc_t - through_a) < 1e-10


# Jacobians ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("model", FORWARD)
def test_products_agree_with_finite_differences_and_with_the_single_steps(model):
    first, x, a0, _ = network(model, 3, 4, 3, 5, seed=5)
    forward = FORWARD[model]
    caches = forward(x, a0, first)[-1]
    found = jacobians.products(caches, example=1)
    assert np.array_equal(found[0], np.eye(len(found[0])))
    by_hand = np.eye(len(found[0]))
    for k, step in enumerate(jacobians.of_each_step(caches, example=1)[::-1], start=1):
        by_hand = by_hand @ step
        np.testing.assert_allclose(found[k], by_hand, rtol=1e-10, atol=1e-14)
    for i in range(4):  # row i of the whole product: the gradient of one number of the last a
        def last(state, i=i):
            return forward(x[:, [1]], state, first)[0][i, 0, -1]
        expected = gradients.numeric_gradient(last, a0[:, [1]])[:, 0]
        assert gradients.relative_error(found[-1][i, :4], expected) < 1e-6


@small
@given(st.sampled_from(sorted(FORWARD)), sizes, st.integers(0, 1000))
def test_no_product_exceeds_its_bounds(model, size, seed):
    first, x, a0, _ = network(model, *size, seed)
    caches = FORWARD[model](x, a0, first)[-1]
    norms = jacobians.singular_values(jacobians.products(caches))[:, 0]
    assert np.all(norms <= jacobians.tighter_bound(caches) * (1 + 1e-9))
    if model == "rnn":
        assert np.all(jacobians.tighter_bound(caches) <= jacobians.bound(first["Waa"], size[3]) * (1 + 1e-9))


def test_infinities_are_shown_as_what_they_are():
    values = jacobians.singular_values(np.array([np.eye(2), [[np.inf, 0], [0, 1]], np.zeros((2, 2))]))
    assert np.array_equal(values, [[1, 1], [np.nan, np.nan], [0, 0]], equal_nan=True)
    assert jacobians.bound(np.eye(2) * 1e200, 2)[-1] == np.inf


def test_a_cache_of_no_network_is_refused():
    with pytest.raises(TypeError, match="cache is of type str, expected the cache of an RNN"):
        jacobians.step_back(np.ones((2, 1)), "cache")


# Ways back to the memory --------------------------------------------------------------------------------------------

@small
@given(sizes, st.integers(0, 1000))
def test_ways_to_memory_add_up_to_the_gradient(size, seed):
    first, x, a0, _ = network("lstm", *size, seed)
    _, _, c, caches = lstm_forward(x, a0, first)
    dc_last = np.random.default_rng(seed).standard_normal(c.shape[:2])
    ways = paths.ways_to_memory(dc_last, caches)
    assert np.allclose(ways["along"] + ways["gates"] + ways["mixed"], ways["all"], rtol=1e-12, atol=1e-15)
    forget = np.stack([cache.gamma_f for cache in caches[0]], axis=2)  # (n_a, m, T_x)
    np.testing.assert_allclose(ways["along"], paths.along_memory(dc_last, forget), rtol=1e-12)
    for t in range(size[3]):
        np.testing.assert_allclose(ways["along"][:, :, t], dc_last * np.prod(forget[:, :, t + 1:], axis=2), rtol=1e-12)
        if t:  # the product of Jacobians of the whole state says the same: c is its lower half, and a^<t> depends on c^<t>
            product = jacobians.products(caches, example=0)[size[3] - 1 - t]
            n_a, cache = size[1], caches[0][t]
            through_a = (cache.gamma_o * (1 - np.tanh(cache.c_next) ** 2))[:, 0]
            expected = product[n_a:, n_a:].T @ dc_last[:, 0] + through_a * (product[n_a:, :n_a].T @ dc_last[:, 0])
            np.testing.assert_allclose(ways["all"][:, 0, t], expected, rtol=1e-9, atol=1e-14)
    assert np.allclose(ways["mixed"][:, :, -2:], 0, atol=1e-13)  # one step back is either the one way or the other


def test_ways_to_memory_agree_with_finite_differences():
    first, x, a0, _ = network("lstm", 2, 3, 2, 6, seed=1)
    _, _, c, caches = lstm_forward(x, a0, first)
    dc_last = np.random.default_rng(5).standard_normal((3, 2))
    ways, t = paths.ways_to_memory(dc_last, caches), 2

    def rest(c_t):  # from the memory after step t on: the state a is made of it, then the cell goes on
        cache = caches[0][t]
        a, state = cache.gamma_o * np.tanh(c_t), c_t
        for later in range(t + 1, 6):
            a, state, _, _ = lstm_cell_forward(x[:, :, later], a, state, first)
        return np.sum(dc_last * state)

    assert gradients.relative_error(ways["all"][:, :, t], gradients.numeric_gradient(rest, c[:, :, t])) < 1e-8


@small
@given(st.integers(1, 500), st.floats(0.01, 0.99))
def test_forget_bias_for_keeps_the_share(steps, share):
    bias = paths.forget_bias_for(steps, share)
    assert abs((1 / (1 + np.exp(-bias))) ** steps - share) < 1e-9


def test_forget_bias_for_refuses():
    for arguments, said in [((0, 0.5), "steps is 0"), ((10, 1.0), "share is 1.0"), ((10, -0.1), "share is -0.1"),
                            ((10, 1), "share is 1,")]:
        with pytest.raises(ValueError, match=said):
            paths.forget_bias_for(*arguments)


# Spectra ------------------------------------------------------------------------------------------------------------

@small
@given(st.integers(1, 12), st.integers(0, 1000), st.floats(0.01, 5))
def test_starts(n_a, seed, rho):
    rng = np.random.default_rng(seed)
    Q = spectra.orthogonal(rng, n_a)
    np.testing.assert_allclose(Q.T @ Q, np.eye(n_a), atol=1e-12)
    assert abs(spectra.spectral_radius(Q) - 1) < 1e-12 and abs(spectra.largest_singular_value(Q) - 1) < 1e-12
    W = spectra.scaled(spectra.gaussian(rng, n_a), rho)
    assert abs(spectra.spectral_radius(W) - rho) < 1e-9
    assert spectra.largest_singular_value(W) >= rho * (1 - 1e-9)
    assert abs(spectra.decades_per_step(W) - np.log10(rho)) < 1e-9
    assert np.array_equal(spectra.identity(n_a), np.eye(n_a))


@pytest.mark.parametrize("seed", range(5))
def test_gram_and_schmidt_find_the_orthogonal_start_of_the_same_random_numbers(seed):
    A = np.random.default_rng(seed).standard_normal((24, 24))
    Q = spectra.orthogonal_columns(A)
    np.testing.assert_allclose(Q, spectra.orthogonal(np.random.default_rng(seed), 24), atol=1e-10)
    R = Q.T @ A  # the first k columns make up the same vectors, and each points A's way
    np.testing.assert_allclose(R, np.triu(R), atol=1e-10)
    assert np.all(np.diag(R) > 0)


def test_orthogonal_columns_are_asked_of_a_square_matrix():
    with pytest.raises(ValueError, match=r"A has shape \(3, 2\)"):
        spectra.orthogonal_columns(np.ones((3, 2)))


def test_a_matrix_without_eigenvalues_but_zero():
    shift = np.array([[0.0, 1.0], [0.0, 0.0]])
    assert spectra.decades_per_step(shift) == -np.inf
    with pytest.raises(ValueError, match="W has spectral radius 0"):
        spectra.scaled(shift, 1.0)
    with pytest.raises(ValueError, match="rho is -1"):
        spectra.scaled(np.eye(2), -1)


def test_lengths_at_the_edges():
    columns = np.array([[0, 3e-300, 3e200, np.inf, 3], [0, 4e-300, 4e200, 1, 4.0]])
    np.testing.assert_allclose(spectra.lengths(columns), [0, 5e-300, 5e200, np.inf, 5], rtol=1e-12)


# One unit -----------------------------------------------------------------------------------------------------------

def test_the_gradient_of_one_unit_agrees_with_finite_differences_and_with_the_course_s_own_rnn():
    w, b = np.array([[0.7, 1.2], [1.5, -0.4]]), np.array([[0.1, -0.05], [-0.3, 0.6]])
    J, dw, db = recurrence.one_unit(w, b, T_x=12)
    numeric = gradients.numeric_gradient(lambda q: np.sum(recurrence.one_unit(q, b, T_x=12)[0]), w)
    assert gradients.relative_error(dw, numeric) < 1e-8
    numeric = gradients.numeric_gradient(lambda q: np.sum(recurrence.one_unit(w, q, T_x=12)[0]), b)
    assert gradients.relative_error(db, numeric) < 1e-8
    one = {"Wax": np.zeros((1, 1)), "Waa": w[:1, :1], "ba": b[:1, :1], "Wya": np.ones((1, 1)), "by": np.zeros((1, 1))}
    a, _, caches = rnn_forward(np.zeros((1, 1, 12)), np.full((1, 1), 0.5), one)
    da = np.zeros((1, 1, 12))
    da[0, 0, -1] = a[0, 0, -1] - 0.7
    back = rnn_backward(da, caches)
    assert np.allclose([J[0, 0], dw[0, 0], db[0, 0]], [da[0, 0, -1] ** 2 / 2, back["dWaa"][0, 0], back["dba"][0, 0]], rtol=1e-12)


# The gradient lab ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", recurrence.ACTIVATIONS)
@pytest.mark.parametrize("scale", [0.3, 1.0, 3.0])
def test_the_lab_agrees_with_torch(name, scale):
    torch = pytest.importorskip("torch")
    result, net = gradients.lab(1.3, 30, name, scale, 4), recurrence.random_network(4)
    f = {"tanh": torch.tanh, "ReLU": torch.relu, "linear": lambda z: z}[name]
    states = [torch.zeros(recurrence.UNITS, dtype=torch.float64, requires_grad=True)]
    for t in range(30):
        states.append(f(torch.tensor(1.3 * net.Waa) @ states[-1] + torch.tensor(scale * net.drive[:, t])))
    expected = torch.autograd.grad(torch.dot(torch.tensor(net.da_last), states[-1]), states)
    expected = [float(torch.linalg.norm(da)) for da in reversed(expected)]
    np.testing.assert_allclose(result.norms, expected, rtol=1e-10)
    assert abs(result.norms[0] - 1) < 1e-12
    assert abs(spectra.spectral_radius(1.3 * net.Waa) - np.max(np.abs(result.eigenvalues))) < 1e-9


def test_the_lab_agrees_with_the_course_s_own_rnn():
    net = recurrence.random_network(2)
    first = {"Waa": 0.9 * net.Waa, "Wax": np.eye(32), "ba": np.zeros((32, 1)), "Wya": np.ones((1, 32)), "by": np.zeros((1, 1))}
    caches = rnn_forward(net.drive[:, None, :20], np.zeros((32, 1)), first)[-1]
    da = np.zeros((32, 1, 20))
    da[:, 0, -1] = net.da_last
    last_first = gradients.lab(0.9, 20, seed=2).norms[:-1]
    np.testing.assert_allclose(gradients.norms_through_time(da, caches)[::-1], last_first, rtol=1e-12)


def test_the_lab_over_the_whole_range_of_its_sliders():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in recurrence.ACTIVATIONS:
            for rho in (0.1, 0.5, 1.0, 1.5, 3.0):
                for length in (1, 2, 40, 100):
                    for scale in (0.0, 0.5, 3.0):
                        for seed in (0, 7, 20):
                            result = gradients.lab(rho, length, name, scale, seed)
                            assert np.all(np.isfinite(result.norms)) and np.all(result.norms >= 0)
                            assert np.all(result.norms <= result.bound * (1 + 1e-9)) and np.all(np.isfinite(result.bound))
                            assert result.words.startswith(f"After {length} step")
                            assert len(result.norms) == len(result.steps_back) == length + 1


def test_a_relu_network_without_input_lets_nothing_back_and_says_so():
    result = gradients.lab(1.0, 10, "ReLU", 0.0, 0)
    assert result.norms[-1] == 0 and "exactly 0" in result.words


@pytest.mark.parametrize("share, said", [
    (0.0, "After 40 steps, nothing is left: the gradient is exactly 0."),
    (1e-200, "After 40 steps, 1 part in 10^200 is left."), (2e-9, "After 40 steps, 1 part in 10^9 is left."),
    (0.25, "After 40 steps, 25% of the gradient is left."),
    (1.0, "After 40 steps, the gradient is as long as at the end, within 5 %."),
    (3.14, "After 40 steps, the gradient is 3.1 times as long."),
    (99.7, "After 40 steps, the gradient is about 10^2 times as long."),
    (np.inf, "After 40 steps, the gradient is larger than a computer's largest number."),
])
def test_what_is_left(share, said):
    assert gradients.what_is_left(share, 40) == said


def test_what_the_lab_refuses():
    for arguments, said in [((-0.1, 10), "rho is -0.1"), ((1.0, 0), "length is 0"), ((1.0, 101), "length is 101"),
                            ((1.0, 10, "relu"), "activation is 'relu'"), ((1.0, 10, "tanh", np.nan), "input_scale is nan"),
                            ((1.0, 10, "tanh", 1.0, -1), "seed is -1")]:
        with pytest.raises(ValueError, match=said):
            gradients.lab(*arguments)


def test_the_lab_answers_while_a_slider_moves():
    gradients.lab(1.0, 100)
    spent = []
    for rho in np.linspace(0.1, 3, 20):
        start = time.perf_counter()
        gradients.lab(float(rho), 100)
        spent.append(time.perf_counter() - start)
    assert np.median(spent) < 0.01
