"""Probes: an unchanged run is the forward pass, a changed one is what it says, and a read-out finds a straight line."""
import numpy as np
import pytest

from helpers import tasks
from helpers.networks import gru, lstm, parameters, rnn
from helpers.training import probes

n_x = len(tasks.vocabulary())
MODELS = {"rnn": (parameters.initial_rnn, rnn.rnn_cell_forward, rnn.rnn_forward),
          "lstm": (parameters.initial_lstm, lstm.lstm_cell_forward, lstm.lstm_forward),
          "gru": (parameters.initial_gru, gru.gru_cell_forward, gru.gru_forward)}


def problem(model, attractors=1, m=6):
    initial, cell, forward = MODELS[model]
    rng = np.random.default_rng(0)
    x, numbers, _ = tasks.before_the_verb(rng, m, attractors)
    return initial(rng, n_x, 5, n_x), cell, forward, x, numbers


@pytest.mark.parametrize("model", MODELS)
def test_a_run_without_change_is_the_forward_pass(model):
    weights, cell, forward, x, _ = problem(model)
    for factor in (None, np.ones(5)):
        found = probes.run(cell, weights, x, factor)
        a, y_pred, *rest = forward(x, np.zeros((5, 6)), weights)
        assert np.allclose(found.a, a, atol=1e-14) and np.allclose(found.y_pred, y_pred, atol=1e-14)
        assert np.allclose(found.c, rest[0] if model == "lstm" else a, atol=1e-14)
    names = {"rnn": set(), "gru": {"gamma_u", "gamma_r", "c_tilde"}, "lstm": {"gamma_f", "gamma_u", "gamma_o", "c_tilde"}}
    assert set(found.gates) == names[model]


@pytest.mark.parametrize("model", MODELS)
def test_a_silenced_unit_stays_zero_and_a_negated_one_turns_at_its_place_only(model):
    weights, cell, _, x, _ = problem(model)
    intact = probes.run(cell, weights, x)
    silent = probes.run(cell, weights, x, 1.0 - np.eye(5)[2])
    assert not silent.c[2].any() and not silent.a[2].any() and not np.allclose(silent.c[3], intact.c[3])
    last = x.shape[2] - 1
    negated = probes.run(cell, weights, x, 1.0 - 2 * np.eye(5)[2], {last})
    assert np.allclose(negated.c[2, :, last], -intact.c[2, :, last])
    assert np.allclose(negated.c[:, :, :last], intact.c[:, :, :last])
    assert np.allclose(negated.a[2, :, last], -intact.a[2, :, last]) and np.allclose(negated.a[3, :, last], intact.a[3, :, last])
    assert not np.allclose(negated.y_pred[:, :, last], intact.y_pred[:, :, last])


def test_agreement_counts_the_sentences_whose_likelier_verb_is_right():
    weights, cell, _, x, numbers = problem("lstm", m=50)
    weights["by"][tasks.verbs(tasks.PLURAL)] = 9.0  # always plural
    assert probes.agreement(cell, weights, x, numbers) == np.mean(numbers)
    assert probes.without_each(cell, weights, x, numbers) == pytest.approx(np.full(5, np.mean(numbers)))


def test_a_read_out_finds_the_line_between_two_clouds():
    rng = np.random.default_rng(0)
    numbers = rng.integers(0, 2, 300)
    states = 0.1 * rng.standard_normal((4, 300))
    states[1] += 0.8 * numbers + 5.0
    weights, bias = probes.read_out(states, numbers)
    assert np.mean((weights @ states + bias > 0) == (numbers == 1)) > 0.99
    assert np.abs(weights).argmax() == 1 and np.abs(weights[[0, 2, 3]]).max() < 0.2 * weights[1]


@pytest.mark.parametrize("model", MODELS)
def test_a_unit_at_its_mean_is_there_after_each_word_and_zero_is_silence(model):
    weights, cell, _, x, numbers = problem(model)
    means = probes.run(cell, weights, x).c.mean(axis=1)  # (5, T_x)
    changed = probes.run(cell, weights, x, instead=probes.only(2, means))
    assert np.allclose(changed.c[2], means[2]) and not np.allclose(changed.c[3], probes.run(cell, weights, x).c[3])
    silent = probes.run(cell, weights, x, 1.0 - np.eye(5)[2])
    assert np.allclose(probes.run(cell, weights, x, instead=probes.only(2, 0 * means)).y_pred, silent.y_pred)
    found = probes.without_each(cell, weights, x, numbers, means)
    assert found[2] == probes.agreement(cell, weights, x, numbers, instead=probes.only(2, means))


@pytest.mark.parametrize("m", [1, 3])
@pytest.mark.parametrize("value", [0.0, 1.3])
def test_a_silenced_unit_is_what_the_general_run_makes_of_it(m, value):
    weights, cell, _, x, _ = problem("lstm", m=m)
    values = np.full((5, x.shape[2]), value)
    for unit in (0, 3):
        expected = probes.run(cell, weights, x, instead=probes.only(unit, values)).y_pred
        assert np.allclose(probes.silenced(x, weights, unit, values[unit]), expected, atol=1e-14)


def test_silencing_a_unit_needs_a_value_for_each_word():
    weights, _, _, x, _ = problem("lstm")
    with pytest.raises(ValueError, match=r"value has shape \(2,\), expected \(T_x,\) with T_x = "):
        probes.silenced(x, weights, 1, np.zeros(2))
