"""What used to be told wrongly: the answer, what its message says now, and what it no longer says."""
import pytest

from helpers import checks
from helpers.checks import code, known, line
from helpers.checks.repairs.repair import Repair
from helpers.checks.running import answers as tried
from helpers.checks.running import values
from helpers.exercises import EXERCISES
from tests.checks.test_pointing import written

ENDS = "a_left[:, :, -1], a_right[:, :, -1]"


@pytest.mark.parametrize(("name", "edits", "says", "never"), [
    ("both_directions_forward", [("a_left, _, left", "a_left, left, _"), ("a_right, _, right", "a_right, right, _")],
     "which of the things that are given back is the cache?", "caches.append"),
    ("both_directions_forward", [(f"np.concatenate([{ENDS}])", ENDS)],
     "np.concatenate([…])", "np.array"),
    ("both_directions_backward", [("one = layer", "dx, da0, dc0, dW, db = layer"), ('one["dx"]', "dx[:, :, ::1]")],
     "a dictionary unpacks to its keys", "print what stands"),
    ("both_directions_backward", [("da[n_a:, :, ::-1]", "da[:n_a:-1]")], "da has shape (4, 4, 6)", "(m, m, T_x)"),
    ("mingru_forward", [("MinGRUCache(gamma_u, c_tilde, a, a0, x, parameters)", "[MinGRUCache(*[a] * 6)] * 6")],
     "one is asked, that of all steps", "np.array(…)"),
    ("scan", [("a0[:, :, np.newaxis]", "a0[:, np.newaxis]")], "[:, :, np.newaxis]", "bias"),
    ("scan", [("return decay * a0[:, :, np.newaxis] + b", "return decay, b")], "2 things stand there, and one is asked", "[0]"),
    ("hide_places", [("alpha.copy()", "list(alpha)")], "alpha.copy() keeps it one", "T_x"),
    ("hide_places", [("0 <= j < len(left)", "True"), ("left[j, i]", "left[i, j]")], "what does i count", "whether it is there"),
    ("attend_forward", [("alpha = softmax(e)", "alpha = softmax(e)\n    alpha[0, :, 0] = e[:, 0, 0]")],
     "alpha[0, :, 0] has room for (10,)", "time is the last axis"),
    ("attend_forward", [('"ami,amj->jim"', '"ami,ijm->jim"')],
     "the letter i stands for 10 numbers in questions and for 5 in h", "print"),
    ("hide_places", [("enumerate(places)", "enumerate(alpha)")], "enumerate(alpha), so that j is an array", "np.where"),
    ("mingru_forward", [("decay[:, :, t] * a", "decay[t] * a")], "time is the last axis: decay[:, :, t]", "number by number"),
    ("attend_forward", [('"jim,amj->ami"', '"ji,amj->ami"')], "ji names 2 axes", "print what"),
    ("mingru_forward", [("] = a_prev", "] = a_prev.T")], "that is one step of a transposed", "right sizes"),
    ("scan", [("b[:, :, distance:] = new_b", "for t in range(2): b[:, :, t + 9 * distance] = new_b[:, :, t]")],
     "where t is 0, distance is 1", "which is its first step"),
    ("attend_forward", [("alpha = softmax(e)", "alpha = softmax(e)\n    h * alpha[:, 0]")], "is a .T missing?", "too many"),
    ("mingru_forward", [("a = np.zeros(gamma_u.shape)", "a = c_tilde = np.zeros(gamma_u.shape)\n    c_tilde[:, :, 0] = 1")],
     "a and c_tilde are one array", "look at"),
])
def test_the_words_fit_the_answer(name, edits, says, never):
    message = " ".join(checks.examine(written(name, *edits)).message.split())
    assert says in message and never not in message, message


def test_zeros_made_with_a_shape_clear_no_line_of_what_is_wrong():
    function = written("mingru_forward", ("x) + bu[:, :, np.newaxis])", "3 * x) + bu[:, :, np.newaxis])"))
    found = line.found(EXERCISES["mingru_forward"], function, code.read(function), EXERCISES["mingru_forward"].problems()[0][1])
    assert found.pointer.name == "gamma_u"  # a = np.zeros(gamma_u.shape) is right, and says nothing of gamma_u


def test_a_change_of_another_line_than_the_one_that_raised_says_which():
    assert Repair("1 for 0", "1 stands where 0 belongs", 4, "", "").told == "line 4: 1 stands where 0 belongs"
    assert Repair("", "line 4 has to come before line 3", 4, "", "").told == "line 4 has to come before line 3"


def test_of_two_mistakes_in_one_place_the_one_may_go_into_what_the_other_leaves():
    function = written("both_directions_backward", ('one["dx"] + other["dx"][:, :, ::-1]', '(one["dx"] + other["dx"]) / 2'))
    run = tried.run(EXERCISES["both_directions_backward"], function, 0, to_the_end=True)
    beside = known.Known(EXERCISES["both_directions_backward"], 0, run.answers)
    assert beside.single() is None
    assert {one.name for one in beside.pair(code.read(function), seconds=9)} == {"dx a mean", "dx not turned"}


def test_no_shape_is_expected_of_a_variable_that_has_several():
    exercise = EXERCISES["scan"]
    assert {"new_b", "later"}.isdisjoint(values.by_name(exercise, exercise.problems()[0][1]))
