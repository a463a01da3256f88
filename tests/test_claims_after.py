"""What pages 17 and 22 say of their runs is what their stored outputs hold."""
import re
from pathlib import Path

import pytest

from helpers import pages

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def page(name):
    """Return (all text outputs, all prose) of a page."""
    cells = pages.read(NOTEBOOKS / name).cells
    out = "".join(o.get("text", "") for cell in cells for o in cell.get("outputs", ()) if o.output_type == "stream")
    return out, " ".join(" ".join(cell.source for cell in cells if cell.cell_type == "markdown").split())


def test_page_17_says_what_its_contest_gave():
    out, prose = page("17_a_cell_of_your_own.ipynb")
    words, bits = out[out.index("a number over 25 words\n"):].split("parity of 20 bits\n")[:2]
    solved = [dict(re.findall(r"^  (\w+) .* (\d) of 5 seeds", part, re.M)) for part in (words, bits)]
    assert solved[0] == {"RNN": "3", "GRU": "5", "LSTM": "5", "yours": "5"} and set(solved[1].values()) == {"5"}
    assert "all five runs of it solve both tasks" in prose and "Over 25 words it gets there in three runs of five" in prose
    units = dict(re.findall(r"^  (\w+) +(\d+) units", words, re.M))
    assert 2 <= int(units["RNN"]) / int(units["GRU"]) and int(units["RNN"]) / int(units["yours"]) < 3.5


def test_page_17s_tries_come_out_again():
    """The peephole cell with every forget bias at 1, and at 3: one seed of the five that the page tells of."""
    from helpers.training import own

    def right(bias, task):
        def first(*sizes):
            values = own.PEEPHOLE.parameters(*sizes)
            return values | {"bf": 0 * values["bf"] + bias}

        cell = own.PEEPHOLE._replace(parameters=first)
        return own.contest(cell, own.TASKS[task]._replace(networks={}), seeds=(0,))["yours"].right

    assert right(1.0, "parity of 20 bits")[0] > 0.95 > right(3.0, "parity of 20 bits")[0]


@pytest.mark.parametrize("sentence, line", [
    ("at a guess from about the tenth bit on, in all five runs", r"minGRU, 1 layer .*1–10 0 of 5, 31–40 0, 391–400 0"),
    ("all five runs know the first ten bits and four of them still bits 31 to 40", r"decay in \(−1, 1\) .*1–10 5 of 5, 31–40 4"),
    ("at bit 400 none knows anything", r"decay in \(−1, 1\) .*391–400 0"),
    ("all five are right to the last bit", r"decay reaches −1 and 1 .*1–10 5 of 5, 31–40 5, 391–400 5"),
    ("With a bias of 0 none of five runs solves it in 800 steps", r"bias 0: 169 parameters, .* in 0 of 5"),
    ("with −3 all five do", r"bias −3: 169 parameters, .* in 5 of 5"),
    ("Two layers with no more parameters follow the subject past four nouns in all three",
     r"(minGRU, 2 layers +right +right +right +right +right .*\n){3}"),
])
def test_page_22_says_what_its_runs_gave(sentence, line):
    out, prose = page("22_were_rnns_all_we_needed.ipynb")
    assert sentence in prose
    assert re.search(line, out)


def test_page_22_one_layer_is_wrong_past_two_nouns_in_all_three_runs():
    out, _ = page("22_were_rnns_all_we_needed.ipynb")
    runs = [line.split()[-6:] for line in out.splitlines() if re.match("minGRU, 1 layer +right", line)]
    assert len(runs) == 3 and all(run[0] == "right" and set(run[2:]) == {"wrong"} for run in runs)
