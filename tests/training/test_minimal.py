"""The runs of page 22 give what they say, in the sizes that the page names."""
import numpy as np
import pytest

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


def test_solved_is_the_first_step_at_which_the_mean_is_low():
    assert minimal.solved([1.0] * 10 + [0.0] * 10, 0.5, steps=4) == 13
    assert minimal.solved([1.0] * 10, 0.5, steps=4) is None


def test_a_gate_that_reaches_both_ends_solves_parity_at_lengths_it_never_saw():
    run = minimal.parity_run("decay reaches −1 and 1", 0, steps=400)
    assert run.right.min() > 0.99 and run.solved_at < 300
