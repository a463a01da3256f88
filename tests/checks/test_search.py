"""What a search for a mend rests on: copies of trees, a budget of the processor, and lists that must not hold themselves."""
import ast
import copy
import time

import numpy as np
import pytest

from helpers import exercises
from helpers.checks import code
from helpers.checks.repairs import changes, repair
from helpers.checks.results import differences
from helpers.checks.running import spent, values

TEXT = "def f(a, n):\n    b = []\n    for t in range(n):\n        b.append(a[t] * (1 - a) if t < 3 else a)\n    return b\n"


@pytest.mark.parametrize("name", exercises.EXERCISES)
def test_a_copy_of_a_tree_is_what_deepcopy_makes_and_shares_no_line_with_it(name):
    tree = ast.parse(exercises.source(exercises.EXERCISES[name].reference))
    copied = code.copied(tree)
    assert ast.dump(copied, include_attributes=True) == ast.dump(copy.deepcopy(tree), include_attributes=True)
    placed = {id(node) for node in ast.walk(tree) if node._attributes or node._fields}
    assert placed.isdisjoint(map(id, ast.walk(copied)))


def test_seconds_of_the_processor_are_not_those_of_the_clock():
    budget = spent.Processor(0.02)
    time.sleep(0.05)
    assert not budget.spent()
    end = time.process_time() + 0.03
    while time.process_time() < end:
        pass
    assert budget.spent()


def test_each_change_is_placed_and_undone_and_no_list_comes_to_hold_itself():
    tree = ast.parse(TEXT).body[0]
    before, growing, holding = ast.dump(tree), repair._growing(tree), 0
    for change in changes.of(tree, (4,)):
        with change:
            compile(ast.Module([tree], []), "changed", "exec")
            slow = any(map(repair._grows_by_itself, repair._growing(tree)))
            assert repair._holds_itself(tree, growing, change) == slow
            holding += slow
        assert ast.dump(tree) == before
    assert holding > 5


def test_an_answer_that_appends_a_list_to_itself_is_mended_by_leaving_that_out():
    tree = ast.parse(TEXT.replace("    return", "    b.append(b)\n    return")).body[0]
    growing = repair._growing(tree)
    free = [change.says for change in changes.of(tree) if _free(change, tree, growing)]
    assert "line 5, `b.append(b)`, doesn't belong there" in free


def _free(change, tree, growing):
    with change:
        return not repair._holds_itself(tree, growing, change)


def test_the_reference_s_values_on_a_problem_are_worked_out_once():
    exercise = exercises.EXERCISES["rnn_cell_forward"]
    arguments, other = (exercise.problems(seed)[0][1] for seed in (0, 1))
    first = values.of_reference(exercise, arguments)
    assert values.of_reference(exercise, arguments) is first and values.of_reference(exercise, other) is not first


def test_a_value_is_kept_when_it_changes_in_place_too():
    tree = ast.parse("def f(a):\n    b = a * 2\n    b[0] = 7\n    c = b\n    b[0] = 7\n    return b\n").body[0]
    function, keeper = values.keeping(tree, {})
    function(np.array([1.0, 2.0]))
    assert [(kept.line, kept.name, kept.value.tolist()) for kept in keeper.kept] == [
        (2, "a", [1, 2]), (2, "b", [2, 4]), (3, "b", [7, 4]), (4, "c", [7, 4])]


def test_central_differences_are_worked_out_once_for_all_answers_on_the_same_arguments():
    exercise = exercises.EXERCISES["rnn_cell_backward"]
    arguments, other = (exercise.problems(seed)[exercises.NUMERIC][1] for seed in (0, 1))
    first = differences._slopes(exercise, arguments)
    assert differences._slopes(exercise, arguments) is first
    assert not np.array_equal(differences._slopes(exercise, other)["dWaa"][1], first["dWaa"][1])
