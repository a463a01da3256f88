"""What pages 17 and 22 say of their runs is what outputs and mingru.csv hold, and what page 21 says is what its files hold."""
import re
from pathlib import Path

import numpy as np
import pytest

from helpers import pages
from helpers.tasks import datafiles
from tests.test_claims import column, prose, word

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def page(name):
    """Return (all text outputs, all prose) of a page."""
    cells = pages.read(NOTEBOOKS / name).cells
    out = "".join(o.get("text", "") for cell in cells for o in cell.get("outputs", ()) if o.output_type == "stream")
    return out, " ".join(" ".join(cell.source for cell in cells if cell.cell_type == "markdown").split())


def test_page_17_says_what_its_contest_gave():
    out, text = page("17_a_cell_of_your_own.ipynb")
    words, bits = out[out.index("a number over 25 words\n"):].split("parity of 20 bits\n")[:2]
    solved = [dict(re.findall(r"^  (\w+) .* (\d) of 5 seeds", part, re.M)) for part in (words, bits)]
    assert solved[0] == {"RNN": "3", "GRU": "5", "LSTM": "5", "yours": "5"} and set(solved[1].values()) == {"5"}
    assert "all five runs of it solve both tasks" in text and "Over 25 words it gets there in three runs of five" in text
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
    ("at a guess from about the tenth bit on, in all five runs", r"minGRU, 1 layer +0 +0 +0  of 5"),
    ("all five runs know the first ten bits and four of them still bits 31 to 40", r"decay in \(−1, 1\) +5 +4 "),
    ("at bit 400 none knows anything", r"decay in \(−1, 1\) +5 +4 +0  of 5"),
    ("all five are right to the last bit", r"decay reaches −1 and 1 +5 +5 +5  of 5"),
])
def test_page_22_says_what_its_runs_gave(sentence, line):
    out, text = page("22_were_rnns_all_we_needed.ipynb")
    assert sentence in text
    assert re.search(line, out)


def runs(experiment, measure):
    """Return network → the values of its five seeds, of data/mingru.csv."""
    found = datafiles.by_network(datafiles.table("mingru.csv"), experiment, measure)
    assert {len(values) for values in found.values()} == {5}
    return {network: np.array(values) for network, values in found.items()}


def says(*sentences):
    """Require each sentence in the prose of page 22."""
    prose = page("22_were_rnns_all_we_needed.ipynb")[1]
    assert [sentence for sentence in sentences if sentence not in prose] == []


def test_page_22_parity_by_depth_and_decay():
    says("Depth doesn't change the first: three layers know four fifths of the first ten bits, and guess at bit 40",
         "So are RNN, GRU and LSTM, with five to eighteen times as many parameters")
    early, trained, far = (runs("parity", f"bits {bits}") for bits in ("1–10", "31–40", "391–400"))
    assert abs(early["minGRU 3 layers"].mean() - 0.8) < 0.02
    assert all(abs(trained[f"minGRU {depth}"] - 0.5).max() < 0.03 for depth in ("1 layer", "2 layers", "3 layers"))
    assert all(far[name].min() > 0.95 for name in ("RNN", "GRU", "LSTM", "decay reaches −1 and 1"))
    sizes = {row["network"]: row["parameters"] for row in datafiles.table("mingru.csv") if row["experiment"] == "parity"}
    assert 4.5 < sizes["RNN"] / sizes["minGRU 1 layer"] < sizes["LSTM"] / sizes["minGRU 1 layer"] < 18


def test_page_22_parity_asked_once():
    says("the clipped gate learns it in four runs of five, the RNN and the decay in (−1, 1) in one each, the others in none")
    solved = {name: int(np.sum(values > 0.95)) for name, values in runs("last", "bits 31–40").items()}
    assert solved.pop("decay reaches −1 and 1") == 4 and solved.pop("RNN") == solved.pop("decay in (−1 1)") == 1
    assert set(solved.values()) == {0}


def test_page_22_the_largest_factor_of_a_gradient():
    says("With a bias of 0 nothing comes back from a minGRU; at −5 more than half does, and never more than all",
         "In an LSTM with a bias of 3 there are directions in which a gradient *grows*")
    gains = runs("gradient", "gain")
    assert gains["minGRU bias 0"].max() < 1e-16 and 0.5 < gains["minGRU bias −5"].min() < gains["minGRU bias −5"].max() < 1
    assert gains["LSTM bias 3"].min() > 1


def test_page_22_adding():
    says("With a bias of 0 none of five runs solves it; with −3 all five do, with a twelfth of the GRU's numbers",
         "Of the LSTMs, with a forget bias of 3, two do")
    solved = {name: int(np.sum(values < 0.01)) for name, values in runs("adding", "error").items()}
    assert solved == {"GRU": 5, "LSTM forget bias 3": 2, "minGRU update bias 0": 0, "minGRU update bias −3": 5}
    sizes = {row["network"]: row["parameters"] for row in datafiles.table("mingru.csv") if row["experiment"] == "adding"}
    assert 11 < sizes["GRU"] / sizes["minGRU update bias −3"] < 12


def test_page_22_subject_and_verb():
    says("One layer is nearly always right past two nouns; past four it is worse than a guess in all five runs, in three of them "
         "*wrong* nearly always", "Two layers with no more parameters follow the subject past six nouns in all five, as the LSTM")
    two, four, six = (runs("agreement", f"{count} between") for count in (2, 4, 6))
    assert two["minGRU 1 layer"].min() > 0.9 and four["minGRU 1 layer"].max() < 0.5
    assert np.sum(four["minGRU 1 layer"] < 0.06) == 3
    assert six["minGRU 2 layers"].min() > 0.99 < six["LSTM"].min()


# Page 21, What attention buys: what its prose takes from attention.csv and attention_maps.csv -------------------------------

ATTENTION = "attention.csv"


def share(experiment, task, network, T):
    """Return the shares of whole strings of the five seeds, the lowest first."""
    found = sorted(column(ATTENTION, "right", experiment=experiment, task=task, network=network, T=T))
    assert len(found) == 5
    return found


def ends(*which):
    """Return the lowest and the highest of the five, with two digits."""
    found = share(*which)
    return f"{found[0]:.2f}", f"{found[-1]:.2f}"


def steps(experiment, task, network, solved):
    """Return the first and the last step at which the task was solved, by `solved` of the five seeds."""
    found = sorted(set(column(ATTENTION, "solved", experiment=experiment, task=task, network=network)) - {""})
    assert len(found) == solved
    return found[0], found[-1]


def at_the_place(seed):
    """Return the mean weight at the place of the letter that is written."""
    rows = [row for row in datafiles.table("attention_maps.csv") if row["seed"] == seed]
    return sum(row["weight"] for row in rows if row["step"] + row["place"] == 13) / 12


def place_of_the_map():
    """Return how many networks look beside the letter, the weights at the letter's own place for these, then for the others."""
    own = sorted(map(at_the_place, range(5)))
    beside = [value for value in own if value < 0.5]
    return word(len(beside)), *(f"{value:.2f}" for value in (*beside, own[len(beside)], own[-1]))


def hidden(place, shifted):
    """Return the shares of letters right without a place, of the networks whose map is shifted or of the others, each once."""
    rows = {row["seed"]: row[place] for row in datafiles.table("attention_maps.csv")}
    return sorted({f"{value:.2f}" for seed, value in rows.items() if (at_the_place(seed) < 0.5) == bool(shifted)})


CLAIMS_OF_21 = [
    ("at 24 letters one fixed vector writes {} to {} of them right, attention {} or more; at 28, longer "
     "than any, attention {} at most",
     lambda: (*ends("long", "reverse", "fixed", 24), ends("long", "reverse", "attention", 24)[0],
              ends("long", "reverse", "attention", 28)[1])),
    ("in {} of the cases or more in all five seeds, with $W_g$ in {} to {}",
     lambda: (ends("short", "copy", "additive", 12)[0], *ends("short", "copy", "attention", 12))),
    ("in {} of the cases or more. The mean weights",
     lambda: (f"{min(column('attention_maps.csv', 'right')):.3f}",)),
    ("So it is in {} of the five networks, with {} and {} of the weight on the letter's own place; the "
     "other three have {} to {} there",
     place_of_the_map),
    ("are lost without that place ({} of the letters are right, a guess among ten) and miss no neighbour",
     lambda: hidden("own", 0)),
    ("hardly miss the letter's own place ({} and {} stay right)", lambda: hidden("own", 1)),
    ("lose much without its neighbour ({} and {} are left)", lambda: hidden("beside", 1)),
    ("reverses {} to {} of the strings of 12 letters, where it was {} to {}, and copies {} to {} of them, "
     "where it was {} at most",
     lambda: (*ends("patience", "reverse", "fixed", 12), *ends("short", "reverse", "fixed", 12),
              *ends("patience", "copy", "fixed", 12), ends("short", "copy", "fixed", 12)[1])),
    ("at step {} to {}; with attention and $W_g$ all five had it at step {} to {}",
     lambda: (*steps("patience", "reverse", "fixed", 4), *steps("short", "reverse", "attention", 5))),
    ("{} or more of the strings of 12 letters are right in all ten runs, solved at step {} to {} with one "
     "fixed vector and at {} to {}",
     lambda: (min(ends("sorting", "sort", network, 12)[0] for network in ("fixed", "attention")),
              *steps("sorting", "sort", "fixed", 5), *steps("sorting", "sort", "attention", 5))),
]


@pytest.mark.parametrize(("sentence", "numbers"), CLAIMS_OF_21)
def test_page_21_says_what_its_files_hold(sentence, numbers):
    assert sentence.format(*numbers()) in prose("what_attention_buys")


def test_page_21s_comparisons_hold_in_every_seed():
    for task in ("copy", "reverse"):
        fixed, w_g, additive = (column(ATTENTION, "solved", experiment="short", task=task, network=network, T=12)
                                for network in ("fixed", "attention", "additive"))
        assert set(fixed) == {""} and min(w_g) < max(additive) and min(additive) < max(w_g)  # neither comes sooner
        assert share("short", task, "fixed", 12)[-1] < 0.3 and share("short", task, "attention", 12)[0] > 0.94
        assert share("short", task, "attention", 16)[-1] < 0.03 and share("short", task, "additive", 16)[-1] < 0.04
    assert set(column(ATTENTION, "solved", experiment="patience", task="copy", network="fixed")) == {""}
    fixed, attending = (share("sorting", "sort", network, 16) for network in ("fixed", "attention"))
    assert fixed[0] < attending[-1] and attending[0] < fixed[-1]
    assert hidden("beside", 0) == ["1.00"]
