"""Training: gradients of the whole objective, steps that leave their inputs alone, and what an interrupt leaves."""
import numpy as np
import pytest

from helpers import gradients, tasks, training
from helpers.networks import gru, losses, lstm, parameters
from helpers.networks.rnn import rnn_backward, rnn_cell_backward, rnn_cell_forward, rnn_forward
from helpers.training import checkpoints, optimizers

objective = training.objective(rnn_forward, rnn_backward)


def problem(seed=0, n_a=5):
    rng = np.random.default_rng(seed)
    first = parameters.initial_rnn(rng, len(tasks.vocabulary()), n_a, 2)
    return rng, first, tasks.batches(tasks.short_sentences, rng, 8)


def copied(given):
    return {key: value.copy() for key, value in given.items()}


def test_the_objective_gives_the_loss_and_the_gradient_of_every_parameter():
    rng = np.random.default_rng(1)
    first = {key: value + 0.1 for key, value in parameters.initial_rnn(rng, 3, 4, 2).items()}
    x = rng.standard_normal((3, 2, 5))
    y = tasks.one_hot(rng.integers(0, 2, (2, 5)), 2)
    J, found = objective(first, x, y)
    assert J == losses.softmax_cross_entropy(rnn_forward(x, np.zeros((4, 2)), first)[1], y)
    assert list(found) == ["d" + key for key in first]
    for key in first:
        numeric = gradients.numeric_gradient(lambda value, key=key: objective({**first, key: value}, x, y)[0], first[key])
        assert gradients.relative_error(found["d" + key], numeric) < 1e-7, key


@pytest.mark.parametrize("optimizer", [training.SGD(0.5), training.Adam(0.01)])
def test_training_lowers_the_loss_and_leaves_the_first_values_alone(optimizer):
    _, first, batches = problem()
    before = copied(first)
    record = training.train(objective, first, batches, 60, optimizer, progress=False)
    assert len(record.losses) == len(record.gradient_norms) == 60 and not record.stopped
    assert np.mean(record.losses[-10:]) < 0.8 * np.mean(record.losses[:10])
    assert all((first[key] == before[key]).all() for key in first)


def test_sgd_and_adam_take_the_steps_of_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    start = {"W": rng.standard_normal((3, 2))}
    for ours, theirs in ((training.SGD(0.1), torch.optim.SGD), (training.Adam(0.1), torch.optim.Adam)):
        ours_now, state = copied(start), ours.start(start)
        weight = torch.tensor(start["W"], requires_grad=True)
        optimizer = theirs([weight], lr=0.1)
        for _ in range(7):
            gradient = rng.standard_normal((3, 2))
            ours_now, state = ours.step(ours_now, {"dW": gradient}, state)
            weight.grad = torch.tensor(gradient)
            optimizer.step()
        assert np.allclose(ours_now["W"], weight.detach().numpy(), rtol=0, atol=1e-12)


def test_adam_says_which_gradient_has_another_shape():
    adam, first = training.Adam(0.1), {"b": np.zeros((2, 1)), "W": np.zeros((3, 2))}
    said = r'gradients\["dW"\] has shape \(2, 3\), expected \(3, 2\), the shape of parameters\["W"\]'
    with pytest.raises(ValueError, match=said):
        adam.step(first, {"db": np.zeros((2, 1)), "dW": np.zeros((2, 3))}, adam.start(first))


def test_clipping_bounds_the_step_and_the_record_keeps_the_norm_before_it():
    _, first, batches = problem()
    record = training.train(objective, first, batches, 1, training.SGD(1.0), clip=0.01, progress=False)
    step = np.sqrt(sum(np.sum((record.parameters[key] - first[key])**2) for key in first))
    assert step == pytest.approx(0.01) and record.gradient_norms[0] > 0.01


def test_a_learning_rate_may_fall():
    rate = training.falling(0.2, 4)
    assert [rate(step) for step in range(6)] == pytest.approx([0.2, 0.15, 0.1, 0.05, 0, 0])
    found, state = {"W": np.zeros((1, 1))}, {"k": 2}
    found, state = training.SGD(rate).step(found, {"dW": np.ones((1, 1))}, state)
    assert found["W"] == pytest.approx(-0.1) and state == {"k": 3}


def test_an_interrupt_keeps_the_best_parameters_and_says_so(capsys):
    _, first, batches = problem()

    def interrupted(parameters, x, y, left=[30]):  # noqa: B006 (the list counts the calls)
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return objective(parameters, x, y)

    record = training.train(interrupted, first, batches, 100, progress=False)
    assert "interrupted after 30 of 100 steps. The parameters are the best so far" in capsys.readouterr().out
    assert len(record.losses) == 30 and record.stopped == "interrupted after 30 of 100 steps"
    x, y, _ = tasks.short_sentences(np.random.default_rng(9), 200)
    assert objective(record.parameters, x, y)[0] < objective(first, x, y)[0]


def test_a_loss_that_is_no_number_ends_training_with_the_best_so_far(capsys):
    _, first, batches = problem()

    def breaking(parameters, x, y, left=[5]):  # noqa: B006
        left[0] -= 1
        J, found = objective(parameters, x, y)
        return (J if left[0] >= 0 else np.inf), found

    record = training.train(breaking, first, batches, 100, progress=False)
    assert "the loss is inf" in record.stopped and "step 5" in capsys.readouterr().out
    assert all(np.isfinite(value).all() for value in record.parameters.values())


def test_too_few_batches_are_said():
    _, first, batches = problem()
    with pytest.raises(ValueError, match="batches ended after 2 batches, expected one for each of 5 steps"):
        training.train(objective, first, [next(batches), next(batches)], 5, progress=False)


def test_accuracy_counts_the_columns_with_a_target():
    first = {"Waa": np.zeros((2, 2)), "Wax": np.eye(2), "ba": np.zeros((2, 1)), "Wya": np.eye(2), "by": np.zeros((2, 1))}
    x = tasks.one_hot(np.array([[0, 1, 1], [0, 0, 1]]), 2)  # the network answers what it reads
    y = tasks.one_hot(np.array([[0, 1, 0], [0, 0, 0]]), 2)
    y[:, 0, 0] = 0  # no target here
    assert training.accuracy(rnn_forward, first, x, y) == pytest.approx(3 / 5)


# Truncated backpropagation through time

CELLS = {"rnn": (rnn_cell_forward, rnn_cell_backward, parameters.initial_rnn),
         "lstm": (lstm.lstm_cell_forward, lstm.lstm_cell_backward, parameters.initial_lstm),
         "gru": (gru.gru_cell_forward, gru.gru_cell_backward, parameters.initial_gru)}
WHOLE = {"rnn": (rnn_forward, rnn_backward), "lstm": (lstm.lstm_forward, lstm.lstm_backward),
         "gru": (gru.gru_forward, gru.gru_backward)}


def piece(seed, T_x=6):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((3, 2, T_x)), tasks.one_hot(rng.integers(0, 2, (2, T_x)), 2)


@pytest.mark.parametrize("model", CELLS)
def test_one_piece_from_zeros_is_backpropagation_through_all_of_it(model):
    *cell, initial = CELLS[model]
    first = initial(np.random.default_rng(0), 3, 4, 2)
    x, y = piece(1)
    J, found, states = training.carried(*cell)(first, x, y, None)
    whole_J, whole = training.objective(*WHOLE[model])(first, x, y)
    assert J == pytest.approx(whole_J, abs=1e-14) and list(found) == list(whole)
    assert all(gradients.relative_error(found[key], whole[key]) < 1e-12 for key in whole)
    assert len(states) == (2 if model == "lstm" else 1)


@pytest.mark.parametrize("model", CELLS)
def test_pieces_carry_the_states_and_their_gradient_stops_at_the_first_step(model):
    *cell, initial = CELLS[model]
    first = initial(np.random.default_rng(0), 3, 4, 2)
    x, y = piece(1)
    objective = training.carried(*cell)
    J1, _, states = objective(first, x[:, :, :3], y[:, :, :3], None)
    J2, found, _ = objective(first, x[:, :, 3:], y[:, :, 3:], states)
    assert (J1 + J2) / 2 == pytest.approx(objective(first, x, y, None)[0], abs=1e-14), "the states that came in count"
    for key in first:  # with the states held fast, the gradient is that of the piece alone
        numeric = gradients.numeric_gradient(
            lambda value, key=key: objective({**first, key: value}, x[:, :, 3:], y[:, :, 3:], states)[0], first[key])
        assert gradients.relative_error(found["d" + key], numeric) < 1e-7, key


def test_training_hands_the_states_on_from_piece_to_piece():
    n_x, seen = len(tasks.vocabulary()), []
    first = parameters.initial_rnn(np.random.default_rng(1), n_x, 5, n_x)

    def spy(parameters, x, y, states):
        seen.append(states)
        J, found, states = training.carried(rnn_cell_forward, rnn_cell_backward)(parameters, x, y, states)
        return J, found, states

    spy.carries = True
    training.train(spy, first, tasks.streams(np.random.default_rng(0), 2, 5), 3, progress=False)
    assert seen[0] is None and all(len(states) == 1 and states[0].any() for states in seen[1:])


# Held-out loss and checkpoints

def held_out_of(seed=7):
    x, y, _ = tasks.short_sentences(np.random.default_rng(seed), 20)
    return lambda parameters: training.loss(rnn_forward, parameters, x, y)


def test_the_parameters_with_the_lowest_held_out_loss_come_back(capsys):
    _, first, batches = problem()
    given = iter([0.9, 0.5, 0.7, 0.6, 0.8, 0.1])
    kept = []
    record = training.train(objective, first, batches, 100, progress=False, every=5, patience=3,
                            held_out=lambda parameters: kept.append(parameters) or next(given))
    assert record.held_out == [(5, 0.9), (10, 0.5), (15, 0.7), (20, 0.6), (25, 0.8)] and len(record.losses) == 25
    assert record.parameters is kept[1]
    assert "the held-out loss was no lower 3 times running" in capsys.readouterr().out


@pytest.mark.parametrize("stop", [1, 7, 25, 39])
def test_an_interrupted_run_goes_on_where_it_stopped_and_ends_as_if_it_never_had(tmp_path, stop, capsys):
    def run(objective, checkpoint):
        rng = np.random.default_rng(0)
        first = parameters.initial_lstm(rng, len(tasks.vocabulary()), 3, len(tasks.vocabulary()))
        return training.train(objective, first, tasks.streams(rng, 2, 4), 40, progress=False, checkpoint=checkpoint, every=10,
                              held_out=lambda parameters: float(np.sum(parameters["Wy"]**2)))

    cells = training.carried(lstm.lstm_cell_forward, lstm.lstm_cell_backward)

    def interrupted(parameters, x, y, states, left=[stop]):  # noqa: B006 (the list counts the calls)
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return cells(parameters, x, y, states)

    interrupted.carries = True
    straight = run(cells, None)
    first = run(interrupted, tmp_path / "run.npz")
    assert len(first.losses) == stop and "interrupted" in first.stopped and "best so far" in capsys.readouterr().out
    second = run(cells, tmp_path / "run.npz")
    assert second.losses == straight.losses and second.gradient_norms == straight.gradient_norms
    assert second.held_out == straight.held_out and not second.stopped
    assert all((second.parameters[key] == straight.parameters[key]).all() for key in straight.parameters)
    assert [path.name for path in tmp_path.iterdir()] == ["run.npz"]


def test_an_older_checkpoint_that_holds_v_and_s_by_parameter_goes_on(tmp_path):
    straight, path = training.train(objective, *problem()[1:], 6, progress=False), tmp_path / "run.npz"
    first, batches = problem()[1:]
    training.train(objective, first, batches, 3, progress=False, checkpoint=path)
    content, ends = checkpoints.load(path), np.cumsum([value.size for value in first.values()])[:-1]
    for row in ("v", "s"):
        pieces = np.split(content["state"][row], ends)
        content["state"][row] = {key: piece.reshape(first[key].shape) for key, piece in zip(first, pieces)}
    checkpoints.save(path, content)
    assert training.train(objective, *problem()[1:], 6, progress=False, checkpoint=path).losses == straight.losses


def test_a_checkpoint_of_another_network_is_refused(tmp_path):
    _, first, batches = problem(n_a=5)
    training.train(objective, first, batches, 3, progress=False, checkpoint=tmp_path / "run.npz")
    _, other, batches = problem(n_a=6)
    with pytest.raises(ValueError, match="run.npz is of another network"):
        training.train(objective, other, batches, 3, progress=False, checkpoint=tmp_path / "run.npz")


def test_a_gradient_step_goes_down_a_valley_and_leaves_what_it_was_given():
    given, slope = {"W": np.array([[2.0, -1.0]])}, {"dW": np.array([[4.0, -2.0]])}  # of J = Σ W²
    moved = optimizers.gradient_step(given, slope, 0.25)
    np.testing.assert_array_equal(moved["W"], [[1.0, -0.5]])
    np.testing.assert_array_equal(given["W"], [[2.0, -1.0]])
    np.testing.assert_array_equal(slope["dW"], [[4.0, -2.0]])
