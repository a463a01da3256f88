"""Training: gradients of the whole objective, steps that leave their inputs alone, and what an interrupt leaves."""
import numpy as np
import pytest

from helpers import gradients, losses, parameters, tasks, training
from helpers.rnn import rnn_backward, rnn_forward

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
