"""The tasks of 1997: each sequence holds what its target says, and the letters follow the grammar."""
import numpy as np
import pytest

from helpers import fast, gradients, training
from helpers.networks import parameters
from helpers.tasks import memory

FROM_THE_GRAMMAR = ["BTSSXXTVVE", "BPVVE", "BTXXVPSE", "BPVPXVPXVPXVVE", "BTSXXVPSE", "BPTVPSE", "BTXSE"]
NOT_FROM_IT = ["BTSXPSE", "BPVVT", "BTE", "BTSSE", "PVVE", "BPXVVE"]


def accepted(string):
    place = 0
    for letter in string:
        place = memory.WAYS.get(place, {}).get(letter)
    return place == 7


def test_the_grammar_is_rebers():
    assert all(map(accepted, FROM_THE_GRAMMAR)) and not any(map(accepted, NOT_FROM_IT))
    rng = np.random.default_rng(0)
    drawn = {memory.reber_string(rng) for _ in range(500)}
    assert all(map(accepted, drawn)) and len(drawn) > 50


def test_a_generator_gives_the_strings_on_which_the_stored_runs_rest():
    """Those of the version with which data/experiments_1997.csv was measured; 2,000 seeds were compared with it."""
    rng = np.random.default_rng(1)
    assert [memory.embedded_string(rng) for _ in range(4)] == ["BTBPVVETE", "BTBTXSETE", "BTBTXXTVPXVVETE", "BTBTXSETE"]
    rng = np.random.default_rng(2000)
    assert "".join(memory.reber_string(rng) for _ in range(3)) == "BTXXVPXTVPSEBPTTVVEBTSXSE"


def test_the_last_two_letters_tell_the_place_of_the_inner_grammar():
    arrive = {place: {letter for ways in memory.WAYS.values() for letter, end in ways.items() if end == place}
              for place in memory.WAYS} | {0: {"T", "P"}}  # before the inner string stands the second letter
    places = {}
    for place, ways in memory.WAYS.items():
        for before in arrive[place]:
            for letter, end in ways.items():
                places.setdefault(before + letter, set()).add(end)
    assert len(places) == 22 and all(len(ends) == 1 for ends in places.values())


@pytest.mark.parametrize("T_x", [10, 60])
def test_adding_asks_for_the_sum_of_the_two_marked(T_x):
    x, y = memory.adding(np.random.default_rng(0), 200, T_x)
    assert x.shape == (2, 200, T_x) and y.shape == (1, 200)
    assert np.array_equal(x[1].sum(axis=1), np.full(200, 2.0)) and not np.any(x[1, :, T_x // 2:])
    assert np.allclose((x[0] * x[1]).sum(axis=1), y[0], rtol=0, atol=1e-15)


@pytest.mark.parametrize("T_x", [10, 60])
def test_temporal_order_asks_for_the_two_letters_in_order(T_x):
    x, y = memory.temporal_order(np.random.default_rng(0), 200, T_x)
    assert np.array_equal(x.sum(axis=0), np.ones((200, T_x)))
    assert not np.any(y[:, :, :-1]) and np.array_equal(y[:, :, -1].sum(axis=0), np.ones(200))
    for example in range(200):
        letters = [memory.ORDER_LETTERS[k] for k in x[:, example].argmax(axis=0)]
        asked = "".join(letter for letter in letters if letter in "XY")
        assert asked == ("XX", "XY", "YX", "YY")[y[:, example, -1].argmax()]


@pytest.mark.parametrize("draw", [memory.embedded_reber, memory.continual_stream])
def test_letters_follow_the_grammar_and_the_remembered_one_is_asked(draw):
    x, y, asked = draw(np.random.default_rng(0), 30, 40)
    assert asked.any()
    for i in range(30):
        steps = int(x[:, i].sum())
        letters = "".join(memory.LETTERS[k] for k in x[:, i, :steps].argmax(axis=0))
        after = "".join(memory.LETTERS[k] for k in y[:, i, :steps].argmax(axis=0))
        assert letters[1:] == after[:-1] and not np.any(y[:, i, steps:]) and not np.any(asked[i, steps:])
        whole, start = letters + after[-1], 0
        for end in np.flatnonzero(asked[i]):
            string = whole[start:end + 3]
            if len(string) == end + 3 - start:
                assert string[0] == "B" and string[-1] == "E" and string[1] == string[-2] == after[end]
                assert accepted(string[2:-2])
            start = end + 3
        if draw is memory.continual_stream:
            assert steps == 40


@pytest.mark.parametrize("kind", ["lstm", "rnn"])
def test_the_objective_for_numbers_at_the_end_has_the_right_gradients(kind):
    rng = np.random.default_rng(0)
    first = getattr(parameters, f"initial_{kind}")(rng, 2, 3, 1)
    x, y = memory.adding(rng, 4, 10)
    objective = memory.last_value(fast.NETWORKS[kind](2, 3, 4, 10))
    _, found = objective(first, x, y)
    for key in first:
        numeric = gradients.numeric_gradient(lambda value, key=key: objective(first | {key: value}, x, y)[0], first[key])
        assert np.allclose(found["d" + key], numeric, rtol=0, atol=1e-8), key


def test_an_open_forget_gate_stays_open():
    rng = np.random.default_rng(0)
    first = memory.open_forget_gate(parameters.initial_lstm(rng, 7, 4, 7))
    objective = memory.without_forget_gate(fast.objective("lstm", 7, 4, 7, 3, 20))
    batches = (memory.continual_stream(rng, 3, 20) for _ in range(5))
    trained = training.train(objective, first, batches, 5, progress=False).parameters
    assert np.array_equal(trained["Wf"], first["Wf"]) and np.array_equal(trained["bf"], first["bf"])
    assert not np.array_equal(trained["Wu"], first["Wu"])


def test_the_letter_that_comes_is_among_those_that_may_and_the_last_but_one_is_alone():
    rng = np.random.default_rng(0)
    for _ in range(100):
        string = memory.embedded_string(rng)
        allowed = memory.may_follow(string[:-1], memory.WAYS)
        after = [memory.LETTERS.index(letter) for letter in string[1:]]
        assert allowed.shape == (7, len(string) - 1) and np.all(allowed[after, range(len(after))] == 1)
        assert np.array_equal(allowed[:, -2:].sum(axis=0), [1, 1]) and allowed[:, 0].sum() == 2


@pytest.mark.parametrize(("string", "says"), [("", "string is '', expected the beginning"), ("TB", "string is 'TB', expected"),
                                              ("BTBE", "string is 'BTBE': no way of the grammar has the letter 'E' there")])
def test_a_string_that_is_no_beginning_is_told(string, says):
    with pytest.raises(ValueError, match=says):
        memory.may_follow(string, memory.WAYS)
