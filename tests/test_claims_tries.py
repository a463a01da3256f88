"""Cells are run, changed: what the folded answers of pages 5, 7 and 9 say comes out; and page 16's run stays as it was."""
import contextlib
import io
import re
from pathlib import Path

import numpy as np
import pytest

from helpers import fast, pages, tasks, training
from helpers.gradients import paths
from helpers.networks import initial_lstm, lstm_forward

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def run(page, first, last, changes):
    """Run a page's set-up and its cells from the one with `first` to the one with `last`, changed; return names and print."""
    path, = NOTEBOOKS.glob(f"{page}_*.ipynb")
    setup, *code = [cell.source for cell in pages.read(path).cells if cell.cell_type == "code"]
    begin, = [number for number, source in enumerate(code) if first in source]
    end, = [number for number, source in enumerate(code) if last in source]
    source = "\n".join(source for source in code[begin:end + 1] if "panels.predict" not in source and "style.show" not in source)
    source = "\n".join(line for line in source.splitlines() if ".against(" not in line)
    for old, new in changes.items():
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    names = {}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(f"{setup}\n{source}", page, "exec"), names)
    return names, said.getvalue()


SEEN, STOP = '["Wu"][1, 0] = -20', "-12 * stop"
LAST = {SEEN: '["Wu"][1, 0] = 0; reader["Wf"][1, 2:] -= 12 * noun'}
STARTS = [({}, "100 100 100 100"), ({SEEN: '["Wu"][1, 0] = 0'}, "100 0 0 0"), (LAST, "100 0 0 0"), ({STOP: "0 * stop"}, None)]


@pytest.mark.parametrize("changes, expected", STARTS)
def test_what_each_change_of_the_planned_reader_does(changes, expected):
    names, said = run("07", "vocabulary, pairs", "before_the_verb", changes)
    right = [line.split(": ")[1].split("%")[0] for line in said.splitlines() if "right" in line]
    if expected:
        assert right == expected.split()
    else:
        assert all(45 <= int(number) <= 55 for number in right) and len(right) == 4
    at_are = names["states"][1, 0, names["text"].split().index("are")]
    assert f"{at_are:+.2f}" == "+0.75" if changes is LAST else at_are < 0.1


def test_columns_of_length_1_keep_no_gradient_and_at_right_angles_they_do():
    least, most, random, mine = [], [], [], '"orthogonal": orthogonal_columns(A)'
    for seed in range(10):
        changes = {"default_rng(5)": f"default_rng({seed})", mine: mine + ', "length 1": A / np.linalg.norm(A, axis=0)'}
        _, said = run("05", "def orthogonal_columns", "pair = {", changes)
        scaled, orthogonal, length = (re.findall(r"\d+\.\d\d", line) for line in said.splitlines() if "is left" in line)
        least.append(float(length[0]))
        most.append(float(length[1]))
        random.append(float(scaled[0]))
        if seed == 5:
            assert scaled == ["0.25", "0.90"] and length == ["0.23", "1.96"]
    assert [f"{edge:.1f}" for edge in (min(least) * 10, max(least), min(most))] == ["1.1", "3.5", "0.6"] and 80 < max(most) < 81
    assert (min(random), max(random)) == (0.02, 0.25)


@pytest.mark.parametrize("argument, expected", [("", ("0.82", "0.73")), (", forget_bias=3", ("1.03", "0.95"))])
def test_what_a_step_back_keeps_when_the_doors_stand_wider(argument, expected):
    names, said = run("09", "def two_ways", "a step keeps", {"len(x), 16, 2)": f"len(x), 16, 2{argument})"})
    assert tuple(line.split()[-1] for line in said.splitlines() if "a step keeps" in line) == expected
    if argument:
        along = names["along"][:31]  # words 1 to 31
        lowest = np.argmin(along)
        assert 5 <= 30 - lowest <= 7 and np.all(np.diff(along[:lowest + 1]) < 0) and round(along[0] / along[30]) == 2


@pytest.mark.parametrize("seed", range(10))
def test_training_on_short_sentences_opens_the_doors(seed):
    names, _ = run("09", "def gates_of", "def gates_of", {})
    start = initial_lstm(np.random.default_rng(seed), n_x=48, n_a=16, n_y=2)
    batches = tasks.batches(tasks.short_sentences, np.random.default_rng(seed), 32)
    objective = fast.objective("lstm", n_x=48, n_a=16, n_y=2, m=32, T_x=7)
    trained = training.train(objective, start, batches, 150, training.Adam(0.005), progress=False).parameters
    fresh_x, _, _ = tasks.short_sentences(np.random.default_rng(99), 500)
    before, after = (paths.along_memory(np.ones((16, 500)), names["gates_of"](lstm_forward(
        fresh_x, np.zeros((16, 500)), parameters)[3]))[:, :, 0].mean(axis=1) for parameters in (start, trained))  # (n_a,)
    assert f"{before.mean():.2f}" == "0.15" and 0.315 < after.mean() < 0.355
    assert 0.125 < before.min() and before.max() < 0.175 and 0.135 < after.min() and 0.38 < after.max() < 0.5


def test_the_live_run_of_temporal_order_hangs_on_no_last_digit():
    nudged = "orthogonal(rng, 24) * (1 + 1e-15)", "initial_lstm(rng, 6, 24, 4, forget_bias=3.0 + 1e-15)"
    changes = {"orthogonal(rng, 24)": nudged[0], "initial_lstm(rng, 6, 24, 4, forget_bias=3.0)": nudged[1]}
    curves = []
    for change in ({}, changes):
        records = run("16", "def learn_order", 'records["lstm"]', change)[0]["records"]
        curves.append([np.convolve(records[kind].losses, np.ones(20) / 20, mode="valid") for kind in ("rnn", "lstm")])
    (rnn, lstm), moved = curves
    assert np.allclose(curves[0], moved, rtol=0, atol=0.005)  # a pixel of the picture
    assert np.all(np.abs(rnn - np.log(4)) < 0.07)
    assert lstm[80] < 1 and lstm[80] > np.log(2) > lstm[130] and np.all(lstm[190:] < 0.05)
