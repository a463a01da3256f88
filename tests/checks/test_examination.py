"""What the check says: which quantity, how it differs, which mistake; what the page shows, and what the command does."""

import json
import time

import nbformat
import numpy as np
import pytest

from helpers import checks, exercises
from helpers.checks import progress_file, survey
from helpers.checks.results import compare
from helpers.exercises import EXERCISES
from helpers.networks import rnn
from tests.exercises.written import own


def written(source, name="rnn_cell_forward"):
    """Return a learner's function from its source, among the names of the reference's module."""
    return exercises.compiled(source, EXERCISES[name].reference)


def said(function, **how):
    """Return the message on an answer, its lines joined."""
    return " ".join(checks.examine(function, **how).message.split())


def cell(
    a="np.tanh(p['Wax'] @ xt + p['Waa'] @ a_prev + p['ba'])", y="softmax(p['Wya'] @ a + p['by'])", back="a, y, (a, a_prev, xt, p)"
):
    return written(f"def rnn_cell_forward(xt, a_prev, p):\n    a = {a}\n    y = {y}\n    return {back}\n")


def mistaken(name, *names):
    """Return the reference of an exercise with the named mistakes."""
    table = {mistake.name: mistake for mistake in EXERCISES[name].mistakes}
    return exercises.edited(EXERCISES[name].reference, *(table[n] for n in names))


# What is said --------------------------------------------------------------------------------------------------------


def test_where_the_reference_searches_no_line_is_blamed_for_values_of_its_own():
    verdict = checks.examine(written("""
def how_sure(k, n):
    low, high = 0.0, 1.0
    for _ in range(60):
        q = (low + high) / 2
        if sum(math.comb(n, j) * q**j * (1 - q) ** (n - j) for j in range(k, n + 1)) < 1 / 37:
            low = q
        else:
            high = q
    return low
""", "how_sure"))
    assert verdict.state == "wrong" and verdict.kind == "numbers" and "the reference has no such value" not in verdict.message


def test_a_right_answer_is_told_on_how_many_problems_and_with_which_error():
    verdict = checks.examine(cell())
    assert verdict[:4] == ("rnn_cell_forward", "right", None, None)
    assert verdict.message.startswith("rnn_cell_forward: right on 5 problems, largest error ")


def test_a_right_backward_pass_is_held_to_finite_differences():
    message = said(own(rnn.rnn_backward))
    assert float(message.split("finite differences: ")[1].rstrip(".")) < 1e-7


def test_a_wrong_backward_pass_hears_its_error_against_finite_differences():
    function = written(
        "def rnn_cell_backward(da_next, cache):\n    g = dict(reference(da_next, cache))\n"
        "    g['dba'] = g['dba'] + 1\n    return g",
        "rnn_cell_backward",
    )
    function.__globals__["reference"] = rnn.rnn_cell_backward
    verdict = checks.examine(function)
    assert verdict.where == "dba" and verdict.mistake is None
    assert float(said(function).split("finite differences: ")[1].split()[0]) > 0.1


@pytest.mark.parametrize(
    "body", ["raise NotImplementedError", "...", "pass", '"""Only words."""', "x = xt\n    raise NotImplementedError()"]
)
def test_an_answer_not_written_yet_is_missing(body):
    verdict = checks.examine(written(f"def rnn_cell_forward(xt, a_prev, parameters):\n    {body}\n"))
    assert verdict.state == "missing" and "not written yet (equations (1) and (2)" in verdict.message


def test_the_first_quantity_in_computing_order_is_named():
    assert checks.examine(cell(a="np.tanh(p['Wax'] @ xt) + 0.1")).where == "a_next"
    assert checks.examine(cell(y="softmax(p['Wya'] @ a + p['by']) ** 1.1")).where == "yt_pred"
    verdict = checks.examine(cell(back="a, y, (a, a_prev + 1, xt, p)"))
    assert verdict.where == "a_prev" and "; what is returned is right" in verdict.message


def test_a_gate_that_feeds_the_rest_is_not_said_to_be_wrong_in_the_cache_only():
    mistake = next(m for m in EXERCISES["lstm_cell_forward"].mistakes if m.name == "bu forgotten")
    verdict = checks.examine(exercises.edited(EXERCISES["lstm_cell_forward"].reference, mistake))
    assert verdict.where == "gamma_u" and "what is returned is right" not in verdict.message
    assert "right so far   gamma_f, c_tilde, gamma_o" in verdict.message


def test_a_wrong_entry_of_the_parameters_in_the_cache_is_named():
    verdict = checks.examine(cell(back="a, y, (a, a_prev, xt, p | {'ba': p['ba'] * 2})"))
    assert verdict.where == 'parameters["ba"]'


def test_a_transposed_result_says_which_axes():
    verdict = checks.examine(cell(back="a.T, y, (a, a_prev, xt, p)"))
    assert verdict.where == "shape of a_next"
    assert (
        "a_next has shape (4, 5), expected (n_a, m) = (5, 4): the numbers are right, with axes 0 and 1 swapped"
        in said(cell(back="a.T, y, (a, a_prev, xt, p)"))
    )
    function = written(
        "def rnn_forward(x, a0, parameters):\n    a, y, c = reference(x, a0, parameters)\n    return a.transpose(2, 0, 1), y, c",
        "rnn_forward",
    )
    function.__globals__["reference"] = rnn.rnn_forward
    assert "with the axes in another order (transpose(1, 2, 0) mends it)" in said(function)


def test_another_wrong_shape_is_not_called_a_transposition():
    verdict = checks.examine(cell(back="a[:, :1], y, (a, a_prev, xt, p)"))
    assert verdict.where == "shape of a_next" and "swapped" not in verdict.message


def test_a_cache_in_another_order_is_recognised():
    verdict = checks.examine(cell(back="a, y, (xt, a_prev, a, p)"))
    assert verdict.where == "cache"
    assert (
        "holds the right things in another order: (xt, a_prev, a_next, parameters), expected (a_next, a_prev, xt"
        in said(cell(back="a, y, (xt, a_prev, a, p)"))
    )


def test_results_in_another_order_are_recognised():
    message = said(cell(back="y, a, (a, a_prev, xt, p)"))
    assert "returned the right things in another order: (yt_pred, a_next, cache), expected (a_next, yt_pred, cache)" in message


def test_an_exception_comes_with_its_type_message_and_line():
    function = written("def rnn_cell_forward(xt, a_prev, parameters):\n\n    a_next = xt @ a_prev\n    return a_next\n")
    assert "ValueError in line 3: matmul: size 5 is different from 4" in said(function)
    assert checks.examine(function).line == 3


def test_an_exception_for_one_example_only_says_so():
    verdict = checks.examine(cell(a="np.tanh(p['Wax'] @ xt + p['Waa'] @ a_prev + p['ba']) / (xt.shape[1] - 1 or {}['one'])"))
    assert verdict.state == "wrong"
    function = written(
        "def rnn_cell_forward(xt, a_prev, parameters):\n    xt[:, 1]\n    return reference(xt, a_prev, parameters)"
    )
    function.__globals__["reference"] = rnn.rnn_cell_forward
    assert "IndexError" in said(function) and "where m = 1" in said(function)


def test_a_sign_a_factor_and_a_division_are_recognised():
    def times(text):
        function = written(
            f"def output_backward(dzy, a, Wy):\n    da, dWy, dby = reference(dzy, a, Wy)\n    return da, {text}, dby",
            "output_backward",
        )
        function.__globals__["reference"] = EXERCISES["output_backward"].reference
        return said(function)

    assert "only the sign is wrong" in times("-dWy")
    assert "right up to a constant factor: 3 times" in times("3 * dWy")
    assert "it is divided by n_a·T_x" in times("dWy / (a.shape[0] * a.shape[2])")
    assert "n_y times what it should be" in times("dWy * dWy.shape[0]")


def test_a_known_mistake_is_named_with_its_sentence():
    verdict = checks.examine(mistaken("rnn_cell_backward", "derivative of tanh forgotten"))
    assert verdict.mistake == "derivative of tanh forgotten" and verdict.where == "dba"
    assert "the mistake    the derivative of tanh, 1 − a_next², is forgotten in dz" in verdict.message


@pytest.mark.parametrize(
    ("name", "two"),
    [
        ("rnn_cell_forward", ("bias forgotten", "softmax over the examples")),
        ("rnn_cell_forward", ("tanh forgotten", "output bias forgotten")),
        ("rnn_cell_backward", ("dba a mean", "Waa not transposed")),
        ("rnn_cell_backward", ("derivative at the old state", "dba a mean")),
        ("rnn_forward", ("first state ignored", "predictions reversed")),
        ("rnn_backward", ("given da at the end only", "dWaa overwritten")),
        ("output_backward", ("dby a mean", "dWy of the last step")),
    ],
)
def test_two_mistakes_at_once_are_both_named(name, two):
    verdict = checks.examine(mistaken(name, *two))
    assert set(verdict.mistake.split(" + ")) == set(two)
    assert "\n  two mistakes " in verdict.message and "\n  and   " in verdict.message, "each in a row of its own"


def test_a_known_mistake_beside_an_unknown_one_is_named_as_a_part():
    function = cell(a="np.tanh(p['Wax'] @ xt + p['Waa'] @ a_prev)", y="softmax(p['Wya'] @ a + p['by']) ** 1.1")
    verdict = checks.examine(function)
    assert verdict.mistake == "bias forgotten" and "something else differs too" in said(function)


def test_an_unknown_mistake_is_not_given_a_name():
    assert checks.examine(cell(a="np.tanh(p['Wax'] @ xt + 1.01 * p['Waa'] @ a_prev + p['ba'])")).mistake is None


def test_single_precision_is_let_through_and_said():
    verdict = checks.examine(cell(a="np.tanh((p['Wax'] @ xt + p['Waa'] @ a_prev + p['ba']).astype(np.float32))"))
    assert verdict.state == "right" and "single precision, where up to 2e-05 is let through" in " ".join(verdict.message.split())
    assert checks.examine(cell(a="np.tanh((p['Wax'] @ xt + p['Waa'] @ a_prev + p['ba']).astype(np.float16))")).state == "wrong"


def test_a_loop_that_calls_a_wrong_cell_says_so():
    source = exercises.source(rnn.rnn_forward)
    function = written(source, "rnn_forward")
    function.__globals__["rnn_cell_forward"] = cell(y="p['Wya'] @ a")
    verdict = checks.examine(function)
    assert verdict.where == "rnn_cell_forward" and "it calls rnn_cell_forward, which is wrong" in verdict.message
    function.__globals__["rnn_cell_forward"] = cell()
    assert checks.examine(function).state == "right"


def test_an_unknown_name_is_refused_kindly():
    def anything(x):
        return x

    verdict = checks.examine(anything)
    assert verdict.state == "wrong" and "no exercise has this name" in verdict.message
    assert checks.yours_or_reference(anything) is anything


def test_letters_stand_only_where_sizes_are_meant():
    for seed in range(3):
        for sizes, _ in EXERCISES["rnn_forward"].problems(seed):
            several = [s for s in [*sizes.values(), sizes["n_a"] + sizes["n_x"]] if s > 1]
            assert len(set(several)) == len(several), "sizes are pairwise different"


LOOP = """
def rnn_forward(x, a0, parameters):
    _, m, T = x.shape
    a, y_pred, caches, state = {start}, np.zeros((len(parameters["by"]), m, T)), [], {state}
    for t in range(T):
        {line}
        a[:, :, t] = state
        caches{keep}
    return a, y_pred, (caches, x)
"""
PLAIN = {"start": "np.zeros((*a0.shape, T))", "state": "a0", "keep": ".append(cache)",
         "line": "state, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)"}


def loop(**changed):
    return written(LOOP.format(**PLAIN | changed), "rnn_forward")


def test_memory_that_was_never_written_is_not_right_by_chance():
    before, first = np.empty, "\n        else: cache = rnn_cell_forward(x[:, :, 0], a0, parameters)[2]"
    for line in (f"if t: {PLAIN['line']}{first}", PLAIN["line"]):
        for _ in range(5):
            verdict = checks.examine(loop(start="np.empty((*a0.shape, T))", state="np.empty_like(a0)", line=line))
            assert verdict.state == "wrong" and "NaN" in verdict.message
    assert checks.examine(loop(start="np.empty((*a0.shape, T))")).state == "right"
    assert np.empty is before and not np.isnan(np.empty(3, int)).any()


def test_sizes_are_given_where_shapes_are_meant_and_not_for_other_numbers():
    line = PLAIN["line"].replace("state, y", "state, more, y")  # "expected 4, got 3": no sizes
    assert "m = 4" not in said(loop(line=line)) and "(m,)" not in said(loop(line=line))
    assert "expected (n_a, m) = (5, 4)" in said(cell(back="a[:, :1], y, (a, a_prev, xt, p)"))


def test_a_short_list_of_caches_is_called_what_it_is():
    message = said(loop(keep="[:] = [cache, cache]"))
    assert "caches[0], the list of the steps' caches, has 2 entries, expected" in message


def test_integers_where_decimals_belong_are_said():
    message = said(loop(start="np.zeros((*a0.shape, T), dtype=int)"))
    assert "a holds numbers of the type int64, which has nothing after the point; expected decimals" in message


def test_an_array_that_is_changed_after_it_was_stored_is_said():
    message = said(loop(state="a0.copy()", line=PLAIN["line"].replace("state, y", "state[:], y")))
    assert "caches[0][0].a_prev" in message and "what is returned is right" in message and "has been changed since" in message


@pytest.mark.parametrize("name", ["rnn_backward", "lstm_backward", "gru_backward"])
def test_a_loop_that_is_left_after_its_first_step_is_said(name):
    assert checks.examine(mistaken(name, "return in the loop")).mistake == "return in the loop"


def test_comparing_is_relative_and_by_name():
    found = compare.taken("a b", (np.ones(3), {"k": 2.0}), (np.ones(3), {"k": 2.0, "more": 1}))
    assert list(found) == ["a", 'b["k"]']
    assert compare.equal(np.array([1e9]), np.array([1e9 + 0.1])) and not compare.equal(np.array([1.0]), np.array([1.1]))


# What a page shows ---------------------------------------------------------------------------------------------------


def test_yours_or_reference_says_how_it_stands_and_gives_back_the_better_one(capsys):
    right, wrong = cell(), cell(a="xt")
    assert checks.yours_or_reference(right) is right
    assert checks.yours_or_reference(wrong) is rnn.rnn_cell_forward
    assert checks.yours_or_reference(written("def rnn_cell_forward(xt, a_prev, parameters): ...")) is rnn.rnn_cell_forward
    printed = capsys.readouterr().out.splitlines()
    assert [line[0] for line in printed if line[:2] != "  "] == ["✓", "✗", "○"]


def test_progress_is_kept_in_one_file_and_survives_the_kernel(tmp_path, monkeypatch, capsys):
    file = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(file))
    monkeypatch.setattr(progress_file, "_now", {})
    checks.yours_or_reference(cell())
    checks.yours_or_reference(mistaken("rnn_forward", "time reversed"))
    monkeypatch.setattr(progress_file, "_now", {})  # another kernel
    capsys.readouterr()
    checks.progress("01")
    assert capsys.readouterr().out.splitlines() == [
        "01  ✓ rnn_cell_forward                right",
        "    ✗ rnn_forward                     wrong: time reversed",
        "1 of 2 right",
    ]
    assert not list(tmp_path.glob("*.tmp"))
    entry = json.loads(file.read_text(encoding="utf-8"))["exercises"]["rnn_forward"]
    assert (entry["state"], entry["mistake"]) == ("wrong", "time reversed")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"exercises": 3}', '{"exercises": {"step": 3}}']
)
def test_a_damaged_progress_file_is_set_aside_and_nothing_is_lost(text, tmp_path, monkeypatch, capsys):
    file = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(file))
    monkeypatch.setattr(progress_file, "_now", {})
    (tmp_path / "progress.json.damaged-1").write_text("an earlier one", encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    checks.progress()
    assert "was damaged; it is kept as progress.json.damaged-2" in capsys.readouterr().out
    assert (tmp_path / "progress.json.damaged-1").read_text(encoding="utf-8") == "an earlier one"
    assert (tmp_path / "progress.json.damaged-2").read_text(encoding="utf-8") == text
    checks.yours_or_reference(cell())
    assert json.loads(file.read_text(encoding="utf-8"))["exercises"]["rnn_cell_forward"]["state"] == "right"


def test_bytes_that_are_no_text_are_set_aside_too(tmp_path, monkeypatch):
    file = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(file))
    file.write_bytes(b"\xff\xfe\x00")
    assert "damaged" in progress_file.read()[1] and (tmp_path / "progress.json.damaged-1").read_bytes() == b"\xff\xfe\x00"


def test_a_folder_that_cannot_be_written_is_said_and_does_no_harm(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "missing" / "progress.json"))
    right = cell()
    assert checks.yours_or_reference(right) is right
    assert "can't be written" in capsys.readouterr().out


def test_entries_that_this_version_does_not_know_are_kept(tmp_path, monkeypatch):
    file = tmp_path / "progress.json"
    file.write_text('{"exercises": {"from_a_later_course": {"state": "right", "mistake": null}}}', encoding="utf-8")
    monkeypatch.setenv("COURSE_PROGRESS", str(file))
    progress_file.record("step", "right")
    assert set(json.loads(file.read_text(encoding="utf-8"))["exercises"]) >= {"from_a_later_course", "step"}


def test_under_pytest_the_learners_file_is_neither_read_nor_written(monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    assert progress_file.file() is None


# The command ---------------------------------------------------------------------------------------------------------

SET_UP = (
    'import sys; sys.path.insert(0, ".")\nfrom helpers import checks\nimport numpy as np\nfrom helpers.networks import softmax'
)
RIGHT = "def step(a_prev, xt, w_a, w_x):\n    return np.tanh(w_a * a_prev + w_x * xt)\n\nstep = checks.yours_or_reference(step)"


def notebook(path, *cells):
    project = str(checks.__file__).rsplit("helpers", 1)[0]
    sources = [SET_UP.replace('"."', repr(project)), *cells]
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources]), path)
    return path


def test_the_command_runs_notebooks_and_says_how_each_exercise_stands(tmp_path, capsys):
    notebook(tmp_path / "1_right.ipynb", RIGHT)
    notebook(
        tmp_path / "2_wrong.ipynb",
        RIGHT.replace("np.tanh", ""),
        "1 / 0",
        RIGHT.replace("np.tanh(", "np.tanh(").replace("step", "rnn_forward"),
    )
    notebook(tmp_path / "3_broken.ipynb", "def step(:\n", "import os; os._exit(1)", RIGHT)
    (tmp_path / "4_no_notebook.ipynb").write_text("{", encoding="utf-8")
    assert survey.main([str(tmp_path), "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["notebook"][0], row["exercise"], row["state"], row["mistake"]) for row in rows] == [
        ("1", "step", "right", None),
        ("2", "step", "wrong", "tanh forgotten"),
        ("2", "rnn_forward", "wrong", None),
        ("2", "", "does not run", None),
        ("3", "step", "not reached", None),
        ("3", "", "does not run", None),
        ("4", "", "does not run", None),
    ]
    assert "ZeroDivisionError" in rows[3]["message"]


def test_the_command_returns_0_only_if_all_are_right(tmp_path, capsys):
    file = notebook(tmp_path / "right.ipynb", RIGHT)
    before = file.read_bytes()
    assert survey.main([str(file)]) == 0
    assert "✓ step" in capsys.readouterr().out and file.read_bytes() == before


# Time ----------------------------------------------------------------------------------------------------------------


def test_an_examination_is_quick():
    def median(functions):
        times = []
        for function in functions:
            start = time.perf_counter()
            checks.examine(function)
            times.append(time.perf_counter() - start)
        return float(np.median(times))

    assert median([own(exercise.reference) for exercise in EXERCISES.values()]) < 0.5
    assert median([exercises.edited(e.reference, m) for e in EXERCISES.values() for m in e.mistakes[::16]]) < 1.5


def test_answers_with_nan_are_the_same_only_if_their_other_numbers_are():
    def fault(*numbers):
        return compare.taken("x", np.ones(3), np.array(numbers))["x"]

    assert compare.equal(fault(np.nan, 1, 2), fault(np.nan, 1, 2))
    assert not compare.equal(fault(np.nan, 1, 2), fault(np.nan, 1, 3))
