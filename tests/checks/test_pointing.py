"""What an answer's own code says beside its numbers: a line, two mistakes that stand in it, one array under several names."""
import inspect

import numpy as np

from helpers.checks import code, known, line
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
    found = line.found(EXERCISES["silenced"], function, code.read(function), EXERCISES["silenced"].problems()[0][1])
    assert "3.7" in code.read(function).line(found.pointer.line)  # the call above is right at t = 0, and wrong from then on


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
