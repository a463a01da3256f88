"""What an answer's own code says beside its numbers: a line, two mistakes that stand in it, one array under several names."""
import ast
import inspect

import numpy as np
import pytest

from helpers.checks import code, known, line
from helpers.checks.repairs import changes
from helpers.checks.results import compare, shared
from helpers.checks.running import answers as tried
from helpers.exercises import EXERCISES, source
from tests import answers


def written(name, *edits):
    """Return the reference's code with pieces replaced, as a function that stands in a cell."""
    text = source(EXERCISES[name].reference)
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    space = inspect.unwrap(EXERCISES[name].reference).__globals__
    return answers.Answer(name, "wrong", f"edited {hash(text)}", None, text).function(space)


def test_in_a_loop_the_line_is_pointed_at_whose_value_is_wrong_first():
    function = written("silenced", ("cache.gamma_o * np.tanh(c_next)", "3.7 * cache.gamma_o * c_next"))
    assert "3.7" in pointed_at("silenced", function)  # the call above is right at t = 0, and wrong from then on


def test_of_two_mistakes_those_come_first_that_stand_in_the_code_and_one_may_show_later():
    function = written("how_sure", ("range(k, n + 1)", "range(k, n)"), ("math.comb(n, j)", "math.comb(n, k)"))
    run = tried.run(EXERCISES["how_sure"], function, 0, to_the_end=True)
    beside = known.Known(EXERCISES["how_sure"], 0, run.answers)
    assert beside.single() is None
    assert {one.name for one in beside.pair(code.read(function), seconds=9)} == {"last one forgotten", "ways of k"}


KEYS = 'dict.fromkeys(("dWu", "dbu", "dWr", "dbr", "dWc", "dbc"), 0.0)'


def test_one_array_under_several_names_is_told_by_itself_and_not_by_a_search():
    apart = "{key: np.zeros((n_a, 1 if key[1] == 'b' else n_a + len(x))) for key in ('dWu', 'dWr', 'dWc', 'dbu', 'dbr', 'dbc')}"
    for sums, says in (('dict.fromkeys(("dbu", "dbr", "dbc"), np.zeros((n_a, 1)))', "fromkeys puts one array under all keys"),
                       ('dict(zip(("dbu", "dbr", "dbc"), [np.zeros((n_a, 1))] * 3))', "call np.zeros once for each")):
        function = written("gru_backward", (KEYS, f"{apart} | {sums}"))
        answer = tried.run(EXERCISES["gru_backward"], function, 0, to_the_end=False).answers[0]
        cause = shared.told("dbr", answer, code.read(function))
        assert "dbu, dbr and dbc are one array" in cause.says and says in cause.advice
        assert shared.told("dWr", answer, code.read(function)) is None


def test_what_is_written_only_once_may_be_one_array():
    function = written("gru_backward", ("sums[key] += step[key]", "pass"),
                       (KEYS, "dict.fromkeys(('dbu', 'dbr'), np.zeros((n_a, 1)))"))
    answer = tried.run(EXERCISES["gru_backward"], function, 0, to_the_end=False).answers[0]
    assert shared.told("dbr", answer, code.read(function)) is None


def test_a_sum_not_yet_begun_is_no_sum_over_everything_and_true_no_whole_number():
    wanted = {"x": np.array([[0.5], [1.5]])}
    zero, whole, truths, cut = (compare.taken("", wanted, {"x": value})["x"]
                                for value in (0.0, 2.5, np.array([[True], [False]]), np.array([[1], [2]])))
    assert zero != whole and whole == compare.taken("", wanted, {"x": 7.1})["x"]
    assert truths != cut


def test_two_arrays_that_are_written_into_are_told_if_they_are_one():
    zeros = "np.zeros((n_a, m))\n    c_next = np.zeros((n_a, m))"
    function = written("silenced", (f"a_next = {zeros}", "a_next = c_next = np.zeros((n_a, m))"),
                       ("a_next, c_next, yt_pred, cache = lstm", "a, c, yt_pred, cache = lstm"),
                       ("c_next[unit] = value", "c_next[:] = c; c_next[unit] = value"), ("a_next = cache", "a_next[:] = cache"))
    answer = tried.run(EXERCISES["silenced"], function, 0, to_the_end=False).answers[0]
    assert "a_next and c_next are one array" in shared.told("y_pred", answer, code.read(function)).says


def pointed_at(name, function):
    """Return the text of the line that is pointed at."""
    found = line.found(EXERCISES[name], function, code.read(function), EXERCISES[name].problems()[0][1])
    return code.read(function).line(found.pointer.line, 200)


def test_one_example_of_what_the_reference_makes_for_all_is_known():
    examples = "dz = 0 * a_next\n    for i in range(a_next.shape[1]):\n        da, a = da_next[:, i], a_next[:, i]\n" \
               "        dz[:, i] = (1 - a**2) * da + 0.1  #"
    function = written("rnn_cell_backward", ("dz = (1 - a_next**2) * da_next", examples))
    assert "0.1" in pointed_at("rnn_cell_backward", function)


def test_whole_numbers_are_known_in_themselves_and_say_nothing_of_what_they_were_made_of():
    sums = "order = np.argsort(-y_pred, axis=0)\n    below = np.cumsum(np.take_along_axis(y_pred, order, 0), axis=0)\n    k ="
    function = written("pick", ("k = np.sum(below, axis=0)", f"{sums} np.sum(below <= u, axis=0)"))
    assert "take_along_axis" in pointed_at("pick", function)


def test_the_line_below_that_a_loop_came_back_from_is_told():
    function = written("gru_backward", ('da_prev = step["da_prev"]', 'da_prev = step["dxt"]'))
    words, _, cause = tried.run(EXERCISES["gru_backward"], function, 0, to_the_end=True).answers[0].cause
    assert '`da_prev = step["dxt"]`' in cause.says


@pytest.mark.parametrize("old, new, says", [
    ("x[0] = rng.random((m, T_x))", "x[0] = rng.random((T_x, m))", "x[0] has room for (600, 27)"),
    ("x[0] = rng.random((m, T_x))", "x[0] = rng((m, T_x))", "rng is a generator of random numbers"),
])
def test_what_a_task_of_random_numbers_stumbles_over_is_told(old, new, says):
    _, _, cause = tried.run(EXERCISES["adding"], written("adding", (old, new)), 0, to_the_end=True).answers[0].cause
    assert says in cause.says


def test_no_division_is_mended_by_a_number_below_one():
    tree = ast.parse("def f(p):\n    return p > 1 / 20").body[0]
    numbers = [change.says for change in changes.of(tree) if "stands where" in change.says and "1 " in change.says]
    assert any("stands where 2 belongs" in says for says in numbers)
    assert not any(f"stands where {number} belongs" in says for says in numbers for number in (0, -1, -20))
