"""First values, and the layouts of PyTorch, Keras and deeplearning.ai."""
import re

import numpy as np
import pytest
from hypothesis import given, settings

from helpers.networks import converters, gru, lstm, rnn, shapes
from helpers.networks.parameters import GRU, LSTM, RNN, initial_gru, initial_lstm, initial_rnn
from tests.problems import problem, random_sizes, seeds

INITIAL = {"rnn": (initial_rnn, RNN), "lstm": (initial_lstm, LSTM), "gru": (initial_gru, GRU)}


@pytest.mark.parametrize(("initial", "declaration"), INITIAL.values(), ids=INITIAL)
def test_first_values_have_the_declared_shapes(initial, declaration):
    for n_x, n_a, n_y in [(3, 5, 2), (1, 1, 1), (1, 4, 3)]:
        parameters = initial(np.random.default_rng(1), n_x, n_a, n_y)
        assert parameters.keys() == declaration.keys()
        shapes.require("parameters", parameters, declaration, {"n_x": (n_x, "here"), "n_a": (n_a, "here"), "n_y": (n_y, "here")})


@pytest.mark.parametrize("initial", [initial for initial, _ in INITIAL.values()], ids=INITIAL)
def test_the_same_seed_draws_the_same_and_weights_have_the_told_spread(initial):
    one, two = (initial(np.random.default_rng(7), 60, 100, 50) for _ in range(2))
    assert all(np.array_equal(one[key], two[key]) for key in one)
    for key, value in one.items():
        if key.startswith("W"):
            assert np.std(value) * np.sqrt(value.shape[1]) == pytest.approx(1, abs=0.05), key
        elif key != "bf":
            assert not np.any(value), key


def test_the_bias_that_keeps_the_memory_is_set():
    rng = np.random.default_rng(1)
    assert np.all(initial_lstm(rng, 3, 5, 2)["bf"] == 1) and np.all(initial_lstm(rng, 3, 5, 2, forget_bias=3)["bf"] == 3)
    assert np.all(initial_gru(rng, 3, 5, 2)["bu"] == 0) and np.all(initial_gru(rng, 3, 5, 2, update_bias=-2)["bu"] == -2)
    assert initial_gru(rng, 3, 5, 2, reset="after")["brc"].shape == (5, 1)


@pytest.mark.parametrize("initial", [initial for initial, _ in INITIAL.values()], ids=INITIAL)
def test_bad_sizes_are_named(initial):
    rng = np.random.default_rng(1)
    for bad, words in [((rng, 0, 5, 2), "n_x is 0"), ((rng, 3, 2.0, 2), "n_a is 2.0"), ((rng, 3, 5, -1), "n_y is -1"),
                       ((rng, True, 5, 2), "n_x is True"), ((1, 3, 5, 2), "rng is of type int")]:
        with pytest.raises((TypeError, ValueError), match=re.escape(words)):
            initial(*bad)
    with pytest.raises(ValueError, match="reset is None"):
        initial_gru(rng, 3, 5, 2, reset=None)


def without_output(parameters):
    return {key: value for key, value in parameters.items() if key not in ("Wy", "by", "Wya")}


def assert_same(one, two):
    assert one.keys() == two.keys()
    for key in one:
        np.testing.assert_allclose(one[key], two[key], rtol=1e-15, atol=0, err_msg=key)


ROUND_TRIPS = {
    "rnn torch": (initial_rnn, {}, converters.rnn_to_torch, converters.rnn_from_torch),
    "rnn keras": (initial_rnn, {}, converters.rnn_to_keras, converters.rnn_from_keras),
    "lstm torch": (initial_lstm, {}, converters.lstm_to_torch, converters.lstm_from_torch),
    "lstm keras": (initial_lstm, {}, converters.lstm_to_keras, converters.lstm_from_keras),
    "gru torch": (initial_gru, {"reset": "after"}, converters.gru_to_torch, converters.gru_from_torch),
    "gru keras": (initial_gru, {}, converters.gru_to_keras, converters.gru_from_keras),
    "gru keras after": (initial_gru, {"reset": "after"}, converters.gru_to_keras, converters.gru_from_keras),
}


@pytest.mark.parametrize(("initial", "options", "there", "back"), ROUND_TRIPS.values(), ids=ROUND_TRIPS)
@settings(deadline=None, max_examples=15)
@given(sizes=random_sizes, seed=seeds)
def test_there_and_back_is_the_same(initial, options, there, back, sizes, seed):
    parameters = problem(initial, sizes, seed, **options)[2]
    copies = {key: value.copy() for key, value in parameters.items()}
    assert_same(back(there(parameters)), without_output(parameters))
    for array in there(parameters).values() if isinstance(there(parameters), dict) else there(parameters):
        array += 1  # what a converter returns is a copy
    assert_same(parameters, copies)


MODELS = {"RNN": (rnn.rnn_forward, converters.rnn_from_torch, 0, initial_rnn, {}),
          "LSTM": (lstm.lstm_forward, converters.lstm_from_torch, 0, initial_lstm, {}),
          "GRU": (gru.gru_forward, converters.gru_from_torch, 0, initial_gru, {"reset": "after"})}


@pytest.mark.parametrize("kind", MODELS)
@settings(deadline=None, max_examples=15)
@given(sizes=random_sizes, seed=seeds)
def test_a_network_of_torch_with_its_two_biases_computes_the_same_here(kind, sizes, seed):
    torch = pytest.importorskip("torch")
    forward, from_torch, _, initial, options = MODELS[kind]
    x, a0, parameters, _, _ = problem(initial, sizes, seed, **options)
    torch.manual_seed(seed % 2**31)
    network = getattr(torch.nn, kind)(sizes[0], sizes[1], batch_first=True, dtype=torch.float64)
    start = torch.tensor(a0.T[None])
    out, _ = network(torch.tensor(x.transpose(1, 2, 0)), (start, torch.zeros_like(start)) if kind == "LSTM" else start)
    a = forward(x, a0, parameters | from_torch(network.state_dict()), **options)[0]
    np.testing.assert_allclose(a.transpose(1, 2, 0), out.detach().numpy(), rtol=1e-12, atol=1e-12)


def sigma(z):
    return 1 / (1 + np.exp(-z))


def keras_lstm(x, h, weights):
    """Compute what Keras documents for its LSTM: one row an example, gates i, f, c, o side by side; x is (m, T, n_x)."""
    kernel, recurrent_kernel, bias = weights
    c, states = np.zeros_like(h), []
    for t in range(x.shape[1]):
        i, f, candidate, o = np.split(x[:, t] @ kernel + h @ recurrent_kernel + bias, 4, axis=1)
        c = sigma(f) * c + sigma(i) * np.tanh(candidate)
        h = sigma(o) * np.tanh(c)
        states.append(h)
    return np.stack(states, axis=1)


def keras_gru(x, h, weights, reset_after):
    """Compute what Keras documents for its GRU: gates z, r, h side by side, and z keeps the old state."""
    kernel, recurrent_kernel, bias = weights
    units, states = h.shape[1], []
    for t in range(x.shape[1]):
        input_bias, recurrent_bias = (bias[0], bias[1]) if reset_after else (bias, np.zeros_like(bias))
        x_z, x_r, x_h = np.split(x[:, t] @ kernel + input_bias, 3, axis=1)
        h_z, h_r, h_h = np.split(h @ recurrent_kernel + recurrent_bias, 3, axis=1)
        z, r = sigma(x_z + h_z), sigma(x_r + h_r)
        candidate = np.tanh(x_h + (r * h_h if reset_after else (r * h) @ recurrent_kernel[:, 2 * units:]))
        h = z * h + (1 - z) * candidate
        states.append(h)
    return np.stack(states, axis=1)


@settings(deadline=None, max_examples=20)
@given(sizes=random_sizes, seed=seeds)
def test_keras_layouts_compute_the_same(sizes, seed):
    x, a0, parameters, _, _ = problem(initial_lstm, sizes, seed)
    n_x, n_a = sizes[:2]
    weights = converters.lstm_to_keras(parameters)
    assert [array.shape for array in weights] == [(n_x, 4 * n_a), (n_a, 4 * n_a), (4 * n_a,)]
    states = keras_lstm(x.transpose(1, 2, 0), a0.T, weights)
    np.testing.assert_allclose(lstm.lstm_forward(x, a0, parameters)[0].transpose(1, 2, 0), states, rtol=1e-12, atol=1e-12)

    for reset in ("before", "after"):
        x, a0, parameters, _, _ = problem(initial_gru, sizes, seed, reset=reset)
        weights = converters.gru_to_keras(parameters)
        assert weights[2].shape == ((3 * n_a,) if reset == "before" else (2, 3 * n_a))
        states = keras_gru(x.transpose(1, 2, 0), a0.T, weights, reset == "after")
        a = gru.gru_forward(x, a0, parameters, reset=reset)[0].transpose(1, 2, 0)
        np.testing.assert_allclose(a, states, rtol=1e-12, atol=1e-12)

    x, a0, parameters, _, _ = problem(initial_rnn, sizes, seed)
    kernel, recurrent_kernel, bias = converters.rnn_to_keras(parameters)
    first = np.tanh(x[:, :, 0].T @ kernel + a0.T @ recurrent_kernel + bias)
    np.testing.assert_allclose(rnn.rnn_forward(x, a0, parameters)[0][:, :, 0].T, first, rtol=1e-12, atol=1e-12)


def test_a_keras_gru_with_two_biases_comes_in_rightly():
    rng = np.random.default_rng(5)
    weights = [rng.standard_normal(shape) for shape in ((3, 15), (5, 15), (2, 15))]
    x, a0, parameters, _, _ = problem(initial_gru, (3, 5, 2, 4, 6), reset="after")
    a = gru.gru_forward(x, a0, parameters | converters.gru_from_keras(weights), reset="after")[0]
    np.testing.assert_allclose(a.transpose(1, 2, 0), keras_gru(x.transpose(1, 2, 0), a0.T, weights, True), atol=1e-12)


def test_the_names_of_deeplearning_ai():
    parameters = initial_lstm(np.random.default_rng(1), 3, 5, 2)
    theirs = converters.lstm_to_deeplearning_ai(parameters)
    assert set(theirs) == {"Wf", "bf", "Wi", "bi", "Wc", "bc", "Wo", "bo", "Wy", "by"} and theirs["Wi"] is parameters["Wu"]
    assert_same(converters.lstm_from_deeplearning_ai(theirs), parameters)
    with pytest.raises(ValueError, match="parameters has no key Wi, bi"):
        converters.lstm_from_deeplearning_ai(parameters)


def test_what_is_not_a_layout_is_refused_by_name():
    state = converters.lstm_to_torch(initial_lstm(np.random.default_rng(1), 3, 5, 2))
    plain = initial_gru(np.random.default_rng(1), 3, 5, 2)
    for call, words in [
            (lambda: converters.lstm_from_torch([]), "state is of type list, expected a dictionary with the keys weight_ih_l0"),
            (lambda: converters.lstm_from_torch({"weight_ih_l0": 1}), "state has no key weight_hh_l0, bias_ih_l0, bias_hh_l0"),
            (lambda: converters.gru_from_torch(state), "weight_ih_l0 has shape (20, 3), expected 3 · n_a = 15 rows (n_a = 5"),
            (lambda: converters.lstm_from_torch(state | {"bias_hh_l0": np.zeros(15)}), "bias_hh_l0 has shape (15,), expected 4"),
            (lambda: converters.gru_to_torch(plain), "parameters has no key 'brc'"),
            (lambda: converters.lstm_to_torch(plain), "parameters has no key 'Wf', 'bf', 'Wo', 'bo'"),
            (lambda: converters.lstm_to_keras(None), "parameters is of type NoneType, expected a dictionary"),
            (lambda: converters.gru_to_keras(plain | {"Wc": np.zeros((5, 5))}), 'parameters["Wc"] has shape (5, 5)'),
            (lambda: converters.lstm_from_keras([np.zeros((3, 20))]), "weights is a list, expected the list [kernel"),
            (lambda: converters.lstm_from_keras([np.zeros((3, 15)), np.zeros((5, 20)), np.zeros(20)]),
             "kernel has shape (3, 15), expected 4 · n_a = 20 columns (n_a = 5")]:
        with pytest.raises((TypeError, ValueError), match=re.escape(words)):
            call()
