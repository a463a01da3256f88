"""The fast networks: the same numbers as the clear code's, in memory that is counted before it is taken."""
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import fast, training
from helpers.fast import workspace
from helpers.networks import converters, gru, lstm, parameters, rnn

KINDS = ("rnn", "lstm", "gru", "gru_after")
TOLERANCE = {np.float64: 1e-12, np.float32: 1e-5}
SIZES = {name: st.integers(1, most) for name, most in (("n_x", 6), ("n_a", 7), ("n_y", 5), ("m", 5), ("T_x", 40))}


def clear(kind):
    """Return the clear code's forward and backward."""
    if kind == "gru_after":
        return (lambda x, a0, p: gru.gru_forward(x, a0, p, reset="after"),
                lambda da, caches: gru.gru_backward(da, caches, reset="after"))
    module = {"rnn": rnn, "lstm": lstm, "gru": gru}[kind]
    return getattr(module, kind + "_forward"), getattr(module, kind + "_backward")


def problem(kind, rng, n_x, n_a, n_y, m, T_x):
    """Return parameters (all random, none zero), x, a0, y and da."""
    first = {"rnn": parameters.initial_rnn, "lstm": parameters.initial_lstm, "gru": parameters.initial_gru,
             "gru_after": lambda *sizes: parameters.initial_gru(*sizes, reset="after")}[kind](rng, n_x, n_a, n_y)
    # Weights below the first values of a training run: larger ones let rounding errors grow from step to step.
    drawn = {key: value / 3 + 0.1 * rng.standard_normal(value.shape) for key, value in first.items()}
    y = np.zeros((n_y, m, T_x))
    y[rng.integers(n_y, size=(m, T_x)), np.arange(m)[:, np.newaxis], np.arange(T_x)] = 1
    y[:, :, :-1] *= rng.random((1, m, T_x - 1)) < 0.7  # some steps without a target
    return drawn, rng.standard_normal((n_x, m, T_x)), rng.standard_normal((n_a, m)), y, rng.standard_normal((n_a, m, T_x))


def require_close(got, expected, dtype):
    """Require each array of a dictionary to be within the tolerance of the expected one, relative to its largest number.

    In float32 that is the largest number of all the arrays: rounding the inputs alone moves a sum whose terms cancel
    by more than 1e-5 of what is left of it.
    """
    largest = max(np.max(np.abs(value)) for value in expected.values())
    assert got.keys() == expected.keys()
    for key, value in expected.items():
        assert got[key].shape == value.shape and got[key].dtype == dtype, key
        scale = max(largest, 0.1) if dtype == np.float32 else max(np.max(np.abs(value)), 1e-3 * largest)
        assert np.max(np.abs(got[key] - value)) <= TOLERANCE[dtype] * scale, key


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), shorter=st.integers(0, 5), **SIZES)
def test_forward_and_backward_equal_the_clear_code(kind, dtype, seed, shorter, n_x, n_a, n_y, m, T_x):
    """Also in the second call, in which every array holds the numbers of the first; and for a sequence shorter than T_x."""
    forward, backward = clear(kind)
    net = fast.NETWORKS[kind](n_x, n_a, m, T_x + shorter, dtype)
    rng = np.random.default_rng(seed)
    for _ in range(2):
        p, x, a0, _, da = problem(kind, rng, n_x, n_a, n_y, m, T_x)
        a, *_, caches = forward(x, a0, p)
        expected = backward(da, caches)
        require_close({"a": net.forward(p, x, a0)}, {"a": a}, dtype)
        require_close(net.backward(da), expected, dtype)


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), **SIZES)
def test_the_objective_equals_that_of_training(kind, dtype, seed, n_x, n_a, n_y, m, T_x):
    p, x, _, y, _ = problem(kind, np.random.default_rng(seed), n_x, n_a, n_y, m, T_x)
    expected_J, expected = training.objective(*clear(kind))(p, x, y)
    J, gradients = fast.objective(kind, n_x, n_a, n_y, m, T_x, dtype)(p, x, y)
    assert abs(J - expected_J) <= TOLERANCE[dtype] * max(1, expected_J)
    require_close(gradients, expected, dtype)


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_states_that_are_carried_equal_those_of_training(kind):
    module = {"rnn": rnn, "lstm": lstm, "gru": gru}[kind]
    p, x, _, y, _ = problem(kind, np.random.default_rng(0), 3, 4, 5, 2, 18)
    clear_piece = training.carried(getattr(module, kind + "_cell_forward"), getattr(module, kind + "_cell_backward"))
    fast_piece = fast.objective(kind, 3, 4, 5, 2, 6, carries=True)
    assert fast_piece.carries and not fast.objective(kind, 3, 4, 5, 2, 6).carries
    states = fast_states = None
    for t in (0, 6, 12):
        expected_J, expected, states = clear_piece(p, x[:, :, t:t + 6], y[:, :, t:t + 6], states)
        J, gradients, fast_states = fast_piece(p, x[:, :, t:t + 6], y[:, :, t:t + 6], fast_states)
        assert J == pytest.approx(expected_J) and len(states) == len(fast_states) == (2 if kind == "lstm" else 1)
        require_close(gradients, expected, np.float64)
        for state, other in zip(fast_states, states):
            assert np.allclose(state, other, atol=1e-13)
    before = [state.copy() for state in fast_states]
    fast_piece(p, x[:, :, :6], y[:, :, :6])  # the next call leaves what was handed out
    assert all(np.array_equal(state, old) for state, old in zip(fast_states, before))


@pytest.mark.parametrize("kind", KINDS)
def test_long_sequences_and_many_examples(kind):
    """Sizes at which factors and products are taken in several portions, the last of them not full."""
    forward, backward = clear(kind)
    p, x, a0, _, da = problem(kind, np.random.default_rng(1), 5, 40, 3, 24, 79)
    a, *_, caches = forward(x, a0, p)
    expected = backward(da, caches)
    net = fast.NETWORKS[kind](5, 40, 24, 79)
    assert 1 < net.few <= net.many < 79 and 79 % net.many and 79 % net.few
    require_close({"a": net.forward(p, x, a0)}, {"a": a}, np.float64)
    require_close(net.backward(da), expected, np.float64)


@pytest.mark.parametrize("dtype", TOLERANCE)
@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru_after"])
@pytest.mark.parametrize("n_x, n_a, m, T_x", [(3, 4, 5, 6), (1, 1, 1, 1), (7, 20, 3, 40)])
def test_equals_torch_itself(kind, dtype, n_x, n_a, m, T_x):
    """Straight against torch's own RNN, LSTM and GRU (which resets after the product), without the clear code between."""
    torch = pytest.importorskip("torch")
    to_torch = {"rnn": converters.rnn_to_torch, "lstm": converters.lstm_to_torch, "gru_after": converters.gru_to_torch}[kind]
    p, x, a0, _, da = problem(kind, np.random.default_rng(6), n_x, n_a, 2, m, T_x)
    network = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru_after": torch.nn.GRU}[kind](n_x, n_a, dtype=torch.float64)
    network.load_state_dict({key: torch.tensor(value) for key, value in to_torch(p).items()})
    x_torch = torch.tensor(x.transpose(2, 1, 0), requires_grad=True)  # (T_x, m, n_x)
    a0_torch = torch.tensor(a0.T[None], requires_grad=True)  # (1, m, n_a)
    out, _ = network(x_torch, (a0_torch, torch.zeros_like(a0_torch)) if kind == "lstm" else a0_torch)
    out.backward(torch.tensor(da.transpose(2, 1, 0)))

    net = fast.NETWORKS[kind](n_x, n_a, m, T_x, dtype)
    require_close({"a": net.forward(p, x, a0)}, {"a": out.detach().numpy().transpose(2, 1, 0)}, dtype)
    ours = net.backward(da)
    joined = to_torch({key: ours["d" + key] for key in p if "d" + key in ours})
    weights = {key: weight.grad.numpy() for key, weight in network.named_parameters()}
    got = {key: joined[key].astype(dtype) for key in weights if key != "bias_hh_l0"}  # where two biases only add, one is enough
    expected = {key: weights[key] for key in got}
    if kind == "gru_after":
        got["dbrc"], expected["dbrc"] = ours["dbrc"][:, 0], weights["bias_hh_l0"][2 * n_a:]  # within the reset gate's reach
    require_close(got | {"dx": ours["dx"], "da0": ours["da0"]},
                  expected | {"dx": x_torch.grad.numpy().transpose(2, 1, 0), "da0": a0_torch.grad.numpy()[0].T}, dtype)


@pytest.mark.parametrize("kind", KINDS)
def test_weights_gradients_are_the_callers_own(kind):
    p, x, a0, _, da = problem(kind, np.random.default_rng(2), 3, 4, 2, 5, 6)
    net = fast.NETWORKS[kind](3, 4, 5, 6)
    net.forward(p, x, a0)
    first = net.backward(da, inputs=False)
    kept = {key: value.copy() for key, value in first.items() if key != "da0"}
    net.forward(p, -x, a0)
    net.backward(2 * da)
    assert "dx" not in first
    for key in kept:
        assert np.array_equal(first[key], kept[key]), key


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_given_is_changed(kind):
    p, x, a0, y, da = problem(kind, np.random.default_rng(3), 3, 4, 2, 5, 6)
    before = [value.copy() for value in (*p.values(), x, a0, y, da)]
    net = fast.NETWORKS[kind](3, 4, 5, 6)
    net.forward(p, x, a0)
    net.backward(da)
    fast.objective(kind, 3, 4, 2, 5, 6)(p, x, y)
    assert all(np.array_equal(old, new) for old, new in zip(before, (*p.values(), x, a0, y, da)))


def test_extreme_inputs_stay_finite_without_warnings():
    p, x, a0, y, _ = problem("lstm", np.random.default_rng(4), 3, 4, 2, 5, 6)
    J, gradients = fast.objective("lstm", 3, 4, 2, 5, 6)(p, 1e6 * x, y)
    assert np.isfinite(J) and all(np.all(np.isfinite(value)) for value in gradients.values())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n_x, n_a, m", [(27, 64, 32), (64, 128, 64)])
def test_memory_grows_by_a_step_as_promised(kind, n_x, n_a, m):
    """At most 11.1 numbers a step for each unit and example, forward and backward and all."""
    def bytes_of(T_x):
        return workspace.bytes_of(fast.NETWORKS[kind].plan(n_x, n_a, m, T_x, np.float32)[1], np.float32)

    one = bytes_of(301) - bytes_of(300)
    assert one == bytes_of(100_001) - bytes_of(100_000)
    assert one <= 11.1 * n_a * m * 4


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_counted_is_what_is_taken(kind):
    p, x, a0, y, _ = problem(kind, np.random.default_rng(5), 8, 32, 4, 16, 60)
    tracemalloc.start()
    try:
        objective = fast.objective(kind, 8, 32, 4, 16, 60)
        taken = tracemalloc.get_traced_memory()[0]
        objective(p, x, y)
        tracemalloc.reset_peak()
        held = tracemalloc.get_traced_memory()[0]
        objective(p, x, y)
        more = tracemalloc.get_traced_memory()[1] - held
    finally:
        tracemalloc.stop()
    counted = workspace.bytes_of(fast.NETWORKS[kind].plan(8, 32, 16, 60, np.float64, n_y=4)[1], np.float64)
    assert counted <= taken <= 1.1 * counted  # the views take a little
    assert more <= 0.5 * counted  # a call makes the weights' gradients and what the output layer needs


@pytest.mark.parametrize("kind", KINDS)
def test_a_size_that_does_not_fit_is_refused_before_the_work_starts(kind):
    counted = workspace.bytes_of(fast.NETWORKS[kind].plan(8, 32, 16, 10**9, np.float64, n_y=4)[1], np.float64)
    tracemalloc.start()
    try:
        with pytest.raises(MemoryError, match=rf"T_x = 1000000000.*would take {counted:,} bytes, expected at most"):
            fast.objective(kind, 8, 32, 4, 16, 10**9)
        assert tracemalloc.get_traced_memory()[1] < 10**6
    finally:
        tracemalloc.stop()
    fits = workspace.bytes_of(fast.NETWORKS[kind].plan(3, 4, 5, 6, np.float64)[1], np.float64)
    fast.NETWORKS[kind](3, 4, 5, 6, memory=fits)
    with pytest.raises(MemoryError, match=f"{fits:,} bytes"):
        fast.NETWORKS[kind](3, 4, 5, 6, memory=fits - 1)


def test_what_is_free_is_known_here():
    free = workspace.free_memory()
    assert free is None or 2**20 < free < 2**50


@pytest.mark.parametrize("call, said", [
    (lambda: fast.objective("lstn", 1, 1, 1, 1, 1), "network is 'lstn', expected one of rnn, lstm, gru, gru_after"),
    (lambda: fast.LSTM(3, 0, 2, 4), "n_a is 0, expected a whole number of at least 1"),
    (lambda: fast.LSTM(3, 4, 2, 5, np.int64), "dtype is int64, expected float32 or float64"),
    (lambda: fast.LSTM(3, 4, 2, 5).forward({}, np.zeros((3, 2, 6))),
     r"x has shape \(3, 2, 6\), expected \(3, 2, T\) with T from 1 to 5"),
    (lambda: fast.LSTM(3, 4, 2, 5).backward(np.zeros((4, 2, 5))), "backward comes after forward"),
    (lambda: fast.objective("rnn", 3, 4, 2, 1, 5)(*problem("rnn", np.random.default_rng(0), 3, 4, 2, 1, 5)[:2],
                                                  np.zeros((2, 1, 4))), r"y has shape \(2, 1, 4\), expected \(2, 1, 5\)"),
])
def test_what_is_wrong_is_said(call, said):
    with pytest.raises((TypeError, ValueError), match=said):
        call()
