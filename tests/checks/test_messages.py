"""What a wrong answer is told, in its order; what is never taken for an answer; the second try; to see it and to ask about it."""
import functools
import linecache

import numpy as np
import pytest

from helpers import checks, exercises
from helpers.checks import examination, progress_file
from helpers.checks.results import stopped
from helpers.exercises import EXERCISES
from helpers.networks import rnn, sigmoid, softmax

CELL = """
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    Wya, by = parameters["Wya"], parameters["by"]
    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)
    yt_pred = softmax(Wya @ a_next + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
""".lstrip()
LOOP = """
def rnn_forward(x, a0, parameters):
    n_y, n_a = parameters["Wya"].shape
    _, m, T_x = x.shape
    a, y_pred, caches = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), []
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)
""".lstrip()


def typed(source, **page):
    """Return the function that a cell defines, on a page with these names; its lines are known as a cell's are."""
    name = f"<cell {abs(hash(source))}>"
    linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
    space = {"np": np, "softmax": softmax, "sigmoid": sigmoid, "rnn_cell_forward": rnn.rnn_cell_forward} | page
    exec(compile(source, name, "exec"), space)
    return space[source.split("(")[0].rpartition(" ")[2]]


def told(source, old="", new="", **page):
    """Return (the verdict, its message in one line) on a cell with `old` replaced by `new`."""
    assert old in source
    verdict = checks.examine(typed(source.replace(old, new, 1), **page))
    return verdict, " ".join(verdict.message.split())


# The page's variables -------------------------------------------------------------------------------------------------

def test_a_variable_of_the_page_is_told_before_anything_else():
    for value in (np.ones((2, 4)), 0.5, {"a": 1}, [1], (1, 2), np.float64(3)):
        verdict, says = told(CELL, "    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)\n", "", a_next=value)
        assert (verdict.kind, verdict.line, verdict.mistake) == ("page variable", 4, "reads a_next from the page")
        assert "it reads a_next, which a cell above made (line 4)" in says and "@" not in says


def test_the_argument_that_was_meant_is_named():
    assert "is xt meant?" in told(CELL, "Wax @ xt", "Wax @ x", x=np.ones((3, 4, 6)))[1]


def test_tools_of_the_page_and_names_of_the_own_cell_are_no_page_variables():
    verdict = checks.examine(typed(CELL.replace("+ by)", "+ by + shift)"), shift=0.0))
    assert verdict.kind == "right", "what is right may read what it likes"
    assert told(CELL, "softmax(", "sigmoid(")[0].kind == "mistake"


# Exceptions ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("source", "old", "new", "line", "says"), [
    (CELL, "np.tanh", "tanh", 4, "is np.tanh meant?"),
    (CELL, "np.tanh", "np_tanh", 4, "is np.tanh meant?"),
    (CELL, '"Wax"', '"W_ax"', 2, 'is parameters["Wax"] meant?'),
    (CELL, 'parameters["Wya"]', "parameters.Wya", 3, 'parameters["Wya"]'),
    (CELL, "Wax @ xt", "Wax * xt", 4, "the matrix product is Wax @ xt"),
    (CELL, "+ ba)", "+ ba.T)", 4, "ba is a column already"),
    (CELL, "+ ba)", "+ by)", 4, "is another bias meant than by?"),
    (CELL, "Wya @ a_next", "Wya @ xt", 5, "is xt what Wya multiplies?"),
    (CELL, "Waa @ a_prev", "Wax @ a_prev", 4, "is Waa @ a_prev meant?"),
    (CELL, "Wya @ a_next", "a_next @ Wya.T", 5, "weights stand on the left: Wya @ a_next"),
    (LOOP, "a, y_pred, caches = np.zeros((n_a, m, T_x)), ", "y_pred, caches = ", 8, "make it above: a = np.zeros(…)"),
    (CELL, "softmax(", "np.softmax(", 5, "softmax(…), without np."),
    (CELL, "np.tanh(Wax @ xt + Waa @ a_prev + ba)", "max(Wax @ xt, 0)", 4, "np.maximum"),
    (CELL, "    yt_pred = softmax(Wya @ a_next + by)\n", "", 5, "write the line that makes it"),
    (CELL, "xt +", "xt ^ 2 +", 4, "a power is written **"),
    (LOOP, "x[:, :, t], ", "x[t], ", 7, "time is the last axis: x[:, :, t]"),
    (LOOP, "x[:, :, t], ", "x, ", 7, "take step t only: x[:, :, t]"),
    (LOOP, "a[:, :, t] =", "a[t] =", 8, "time is the last axis: a[:, :, t]"),
    (LOOP, "range(T_x)", "T_x", 6, "range(T_x)"),
    (LOOP, "range(T_x)", "range(1, T_x + 1)", 7, "look at `range(1, T_x + 1)` in line 6"),
    (LOOP, "a_next = a0\n", "pass\n", 7, "give it one above the loop (a0)"),
    (LOOP, "caches.append(cache)", "caches = np.append(caches, cache)", 10, "caches.append(cache), without ="),
    (LOOP, "caches.append(cache)", "caches = caches.append(cache)", 10, "on a line of its own, without ="),
    (LOOP, "a_next, yt_pred, cache =", "a_next, cache =", 7, "rnn_cell_forward gives 3 things"),
    (LOOP, "a_next, parameters)", "parameters)", 7, "an argument too few"),
])
def test_an_exception_is_told_by_its_cause(source, old, new, line, says):
    verdict, message = told(source, old, new)
    assert verdict.kind == "raises" and verdict.line == line and verdict.mistake and says in message


def test_a_step_on_the_wrong_axis_is_told_when_a_cell_of_ones_own_stumbles_over_it():
    """The course's cell names its argument; a learner's own raises NumPy's words from inside."""
    verdict, says = told(LOOP, "x[:, :, t]", "x[t]", rnn_cell_forward=typed(CELL))
    assert verdict.mistake == "the step on the wrong axis" and "time is the last axis: x[:, :, t]" in says


def test_a_letter_that_the_exercise_never_speaks_of_is_not_written():
    """n_u of the additive score has the size that problems call n_y: its shape said n_y, on a page without one."""
    exercise = EXERCISES["additive_scores_backward"]
    flat = exercises.edited(exercise.reference, exercises.Mistake("", "[:, np.newaxis]  # (n_u, 1)", "  # (n_u, 1)", ""))
    said = str(checks.examine(flat))
    assert "dv has shape" in said and "n_y" not in said


def test_shapes_have_letters():
    assert "(n_a, n_x) = (5, 3)" in told(CELL, "Wax @ xt", "Wax * xt")[1]


# One change that makes it right, and the line -------------------------------------------------------------------------

@pytest.mark.parametrize(("source", "old", "new", "line", "says"), [
    (CELL, "a_prev + ba", "a_prev + ba + 0.3 * ba", 4, "the term 0.3 * ba doesn't belong"),
    (LOOP, "a_next, parameters)", "0.5 * a_next, parameters)", 7, "the factor 0.5 doesn't belong"),
])
def test_a_change_that_makes_it_right_is_told_with_its_line(source, old, new, line, says):
    verdict, message = told(source, old, new)
    assert verdict.state == "wrong" and verdict.line == line and says in message and verdict.mistake


def test_the_line_is_a_pointer_and_depends_on_what_is_wrong():
    source = CELL.replace("    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)\n", "    z = 1.1 * Wax @ xt + 0.7 * Waa @ a_prev\n"
                          "    idle = 3.3 * xt\n    a_next = np.tanh(z + ba)\n")
    verdict, message = told(source)
    assert (verdict.kind, verdict.line, verdict.mistake) == ("line", 4, None)
    assert "look at line 4, `z = 1.1 * Wax @ xt + 0.7 * Waa @ a_prev`: the reference has no such value" in message


def test_a_change_that_would_run_for_ever_or_fill_the_memory_is_left():
    source = ("def pick(y_pred, u):\n    out = []\n    for j in range(len(u)):\n        k, s = 1, 0\n        while s <= u[j]:\n"
              "            s += y_pred[k - 1, j]\n            k += 1\n        out.append(k)\n    return np.array(out)\n")
    assert told(source)[0].state == "wrong"


def test_something_large_is_not_imported_half(monkeypatch):
    monkeypatch.setattr(examination.tried, "LARGE", {"this"})
    verdict, says = told(CELL, "    Wax,", "    import this\n    Wax,")
    assert verdict.kind == "raises" and "it imports this, which takes longer than a check waits" in says
    assert stopped.imports("torch").mistake == "torch imported"


# Never the reference -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("answer", [
    rnn.rnn_cell_forward, rnn.rnn_cell_forward.__wrapped__, functools.partial(rnn.rnn_cell_forward),
    functools.wraps(rnn.rnn_cell_forward)(lambda *things: rnn.rnn_cell_forward(*things)),
    typed("def rnn_cell_forward(xt, a_prev, parameters):\n    return rnn.rnn_cell_forward(xt, a_prev, parameters)\n", rnn=rnn)])
def test_the_reference_is_never_right(answer):
    verdict = checks.examine(answer)
    assert (verdict.state, verdict.kind) == ("missing", "reference")
    assert "this is the reference solution, not your function" in " ".join(verdict.message.split())


def test_a_name_spelt_otherwise_is_not_right_and_takes_nothing_away(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setattr(progress_file, "_now", {})
    assert checks.yours_or_reference(typed(CELL)).__code__.co_filename.startswith("<cell")
    first = checks.yours_or_reference(typed(CELL.replace("np.tanh", "")))
    assert first is rnn.rnn_cell_forward
    assert checks.yours_or_reference(typed(CELL)) is not rnn.rnn_cell_forward
    assert checks.yours_or_reference(first) is rnn.rnn_cell_forward  # the name is misspelt: the reference comes back
    assert capsys.readouterr().out.splitlines()[-2].startswith("○ rnn_cell_forward: this is the reference solution")
    assert progress_file.read()[0]["rnn_cell_forward"]["state"] == "right"


def test_the_references_text_written_out_is_the_learners_own():
    reference = EXERCISES["rnn_cell_forward"].reference
    assert checks.examine(exercises.compiled(exercises.source(reference), reference)).state == "right"


# The second try ------------------------------------------------------------------------------------------------------

def test_the_same_mistake_again_shows_the_two_lines_and_a_right_answer_counts_the_tries(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setattr(progress_file, "_now", {})
    wrong = CELL.replace(" + ba)", ")")
    checks.yours_or_reference(typed(wrong))
    assert "your numbers" not in capsys.readouterr().out
    checks.yours_or_reference(typed(wrong))
    lines = capsys.readouterr().out.splitlines()
    assert "  your numbers   + Waa @ a_prev" in lines and "  the reference  + Waa @ a_prev + ba" in lines and len(lines) <= 8
    checks.yours_or_reference(typed(CELL.replace("np.tanh", "")))
    assert "your numbers" not in capsys.readouterr().out
    checks.yours_or_reference(typed(CELL))
    assert "It took 4 tries." in " ".join(capsys.readouterr().out.split())


# To see it, to ask about it, to try it by hand -------------------------------------------------------------------------

def test_the_failing_input_comes_into_a_cell():
    wrong = typed(CELL.replace("np.tanh(", "np.tanh((xt.shape[1] == 1) * 0.1 + "))
    checks.examine(wrong)
    xt, a_prev, parameters = checks.problem("rnn_cell_forward")
    assert xt.shape[1] == a_prev.shape[1] == 1 and set(parameters) == {"Wax", "Waa", "ba", "Wya", "by"}
    with pytest.raises(ValueError, match="name is 'nothing', expected an exercise"):
        checks.problem("nothing")


def test_the_first_quantity_that_differs_is_drawn_with_a_text(monkeypatch):
    shown = []
    monkeypatch.setattr("helpers.figures.style.show", lambda fig, alt: shown.append((fig, alt)))
    checks.examine(typed(CELL.replace("Waa @ a_prev", "Waa.T @ a_prev")))
    checks.look("rnn_cell_forward")
    figure, alt = shown[0]
    assert len(figure.axes) == 4 and alt.startswith("a_next of rnn_cell_forward as heat maps") and "they differ by up to" in alt
    checks.examine(typed(CELL.replace("return a_next,", "return a_next.T,")))
    checks.look("rnn_cell_forward")
    assert "their shapes differ" in shown[1][1]


def test_what_cannot_be_drawn_is_said(capsys):
    examination.last.pop("step", None)
    checks.look("step")
    checks.examine(typed(CELL))
    checks.look("rnn_cell_forward")
    checks.examine(typed(CELL.replace("np.tanh", "tanh")))
    checks.look("rnn_cell_forward")
    says = capsys.readouterr().out
    assert "no answer has been examined" in says and "nothing differs" in says and "no numbers to draw" in says


def test_the_sheet_holds_task_code_verdict_and_rules_and_not_the_solution(capsys):
    checks.examine(typed(CELL.replace(" + ba)", ")")))
    text = checks.sheet("rnn_cell_forward")
    assert capsys.readouterr().out.strip() == text.strip()
    for part in ("rnn_cell_forward(xt, a_prev, parameters)", "a_next = np.tanh(Wax @ xt + Waa @ a_prev)",
                 "the bias ba is forgotten", "one question at a time", "Don't write the solution"):
        assert part in text
    assert "Waa @ a_prev + ba" not in text
