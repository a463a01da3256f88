"""Four gates in one product: the same step as the clear cell's; and PyTorch's weights under this course's names."""
import numpy as np
import pytest

from helpers.networks import converters, initial_lstm, lstm_cell_forward, lstm_forward
from helpers.networks.one_product import from_pytorch, lstm_step_in_one_product


def problem(n_x, n_a, m, seed=0):
    rng = np.random.default_rng(seed)
    parameters = {key: value + 0.3 * rng.standard_normal(value.shape) for key, value in initial_lstm(rng, n_x, n_a, 2).items()}
    return parameters, rng.standard_normal((n_x, m)), rng.standard_normal((n_a, m)), rng.standard_normal((n_a, m))


@pytest.mark.parametrize("sizes", [(3, 5, 4), (4, 3, 1), (1, 1, 1)])
def test_the_step_is_the_clear_cells(sizes):
    parameters, xt, a_prev, c_prev = problem(*sizes)
    W = np.vstack([np.hstack([parameters["W" + gate], parameters["b" + gate]]) for gate in "fuoc"])
    before = W.copy()
    for got, expected in zip(lstm_step_in_one_product(xt, a_prev, c_prev, W), lstm_cell_forward(xt, a_prev, c_prev, parameters)):
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-14)
    np.testing.assert_array_equal(W, before)


def test_a_very_negative_z_overflows_nothing():
    with np.errstate(all="raise"):
        a, c = lstm_step_in_one_product(np.ones((1, 1)), np.ones((1, 1)), np.ones((1, 1)), np.full((4, 3), -1e4))
    assert (a[0, 0], c[0, 0]) == (0, 0)


def test_from_pytorch_is_the_converters_inverse_and_adds_both_biases():
    parameters, *_ = problem(3, 5, 4)
    theirs = list(converters.lstm_to_torch(parameters).values())
    theirs[2], theirs[3] = theirs[2] - 0.25, theirs[3] + 0.25
    found = from_pytorch(*theirs)
    assert list(found) == ["Wf", "bf", "Wu", "bu", "Wc", "bc", "Wo", "bo"]
    for key, value in found.items():
        np.testing.assert_allclose(value, parameters[key], rtol=0, atol=1e-15)


def test_from_pytorch_is_the_lstm_of_torch():
    torch = pytest.importorskip("torch", reason="PyTorch isn't installed (make oracle)")
    torch.manual_seed(0)
    theirs = torch.nn.LSTM(3, 5, dtype=torch.float64)
    parameters = from_pytorch(*(value.detach().numpy() for value in theirs.state_dict().values()))
    x = np.random.default_rng(0).standard_normal((3, 4, 6))
    output, _ = theirs(torch.from_numpy(x.transpose(2, 1, 0)))
    a, *_ = lstm_forward(x, np.zeros((5, 4)), parameters | {"Wy": np.zeros((1, 5)), "by": np.zeros((1, 1))})
    np.testing.assert_allclose(a, output.detach().numpy().transpose(2, 1, 0), rtol=0, atol=1e-12)


def test_what_does_not_fit_is_told_in_a_sentence():
    parameters, xt, a_prev, c_prev = problem(3, 5, 4)
    with pytest.raises(ValueError, match=r"W has shape \(20, 8\), expected \(4\*n_a, n_a\+n_x\+1\) with n_a\+n_x\+1 = 9"):
        lstm_step_in_one_product(xt, a_prev, c_prev, np.zeros((20, 8)))
    with pytest.raises(ValueError, match=r"b_ih has shape \(15,\), expected \(4\*n_a,\) with 4\*n_a = 20"):
        from_pytorch(np.zeros((20, 3)), np.zeros((20, 5)), np.zeros(15), np.zeros(20))
