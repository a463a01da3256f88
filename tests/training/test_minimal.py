"""The runs of page 22 give what they say, in the sizes that the page names."""
import numpy as np
import pytest

from helpers.networks.layer import layer_forward
from helpers.networks.parameters import initial_lstm
from helpers.tasks.parity import parity
from helpers.training import minimal


@pytest.mark.parametrize("name, parameters", [("RNN", 1186), ("GRU", 3426), ("LSTM", 4546), ("minGRU, 1 layer", 258),
                                              ("minGRU, 2 layers", 2370), ("decay reaches −1 and 1", 258)])
def test_a_parity_run_measures_each_bit(name, parameters):
    run = minimal.parity_run(name, 0, steps=3, longest=60)
    assert run.parameters == parameters and run.right.shape == (60,) and run.solved_at is None
    assert np.all((run.right[5:] > 0.3) & (run.right[5:] < 0.8))  # untrained: a guess (the first bits are easy to guess)
    assert np.array_equal(run.right, minimal.parity_run(name, 0, steps=3, longest=60).right)


@pytest.mark.parametrize("name, parameters", [("GRU", 1969), ("LSTM, forget bias 3", 2617), ("minGRU, update bias 0", 169),
                                              ("minGRU, update bias −3", 169)])
def test_an_adding_run_measures_the_error(name, parameters):
    run = minimal.adding_run(name, 0, steps=3)
    assert run.parameters == parameters and 0.05 < run.right[0] < 3


@pytest.mark.parametrize("name", minimal.AGREEMENT)
def test_an_agreement_run_measures_by_attractors(name):
    run = minimal.agreement_run(name, 0, steps=2)
    assert 7900 < run.parameters <= 8208 and run.right.shape == (6,) and np.all((run.right >= 0) & (run.right <= 1))


@pytest.mark.parametrize("name", ["LSTM", "minGRU, 2 layers"])
def test_the_scores_of_many_are_those_of_a_few_at_a_time(name):
    network, initial = minimal.PARITY[name]
    x, first = parity(np.random.default_rng(1), 7, 9)[0], initial(np.random.default_rng(0), 2, 5, 2)
    np.testing.assert_allclose(minimal.scores(network, first, x, at_once=3), minimal.scores(network, first, x), atol=1e-6)


def test_solved_is_the_first_step_at_which_the_mean_is_low():
    assert minimal.solved([1.0] * 10 + [0.0] * 10, 0.5, steps=4) == 13
    assert minimal.solved([1.0] * 10, 0.5, steps=4) is None


def test_a_gate_that_reaches_both_ends_solves_parity_at_lengths_it_never_saw():
    run = minimal.parity_run("decay reaches −1 and 1", 0, steps=400)
    assert run.right.min() > 0.99 and run.solved_at < 300


def test_asked_once_a_batch_trains_on_one_step():
    run = minimal.parity_run("decay reaches −1 and 1", 0, steps=3, longest=60, every_bit=False)
    assert run.right.shape == (60,) and not np.array_equal(
        run.right, minimal.parity_run("decay reaches −1 and 1", 0, steps=3, longest=60).right)


def test_the_gradient_through_time_is_that_of_finite_differences():
    """One step back, the Jacobian's largest entry is 1 − Γ_u of a minimal GRU; an LSTM's is that of its states' differences."""
    assert minimal.gradient_through_time("minGRU, bias −5", 0, n_a=3, n_x=2, T_x=2) < 1
    measured, n_a, T_x = minimal.gradient_through_time("LSTM, bias 1", 0, n_a=3, n_x=2, T_x=4), 3, 4
    rng = np.random.default_rng([0, 1])
    x, first = rng.standard_normal((2, 1, T_x - 1)), initial_lstm(rng, 2, n_a, 1, forget_bias=1.0)
    W, b = (np.concatenate([first[kind + gate] for gate in "fuoc"]) for kind in "Wb")

    def last(states):
        a, c, _ = layer_forward(x, states[:n_a], states[n_a:], W, b)
        return np.concatenate([a[:, 0, -1], c[:, 0, -1]])

    steps = 1e-6 * np.eye(2 * n_a)[:, :, np.newaxis]
    jacobian = np.stack([(last(step) - last(-step)) / 2e-6 for step in steps], axis=1)
    assert abs(measured - np.linalg.norm(jacobian, 2)) < 1e-8


def test_a_minimal_grus_gradient_never_grows():
    assert all(minimal.gradient_through_time(name, 0) < 1 for name in minimal.BIASES if name.startswith("minGRU"))
