"""Standings: a column of dots for each network, one dot a run."""
import matplotlib.pyplot as plt
import numpy as np

from helpers.figures.standings import learned, standings


def test_each_run_is_a_dot_and_each_network_has_its_units_below_it():
    fig, axes = plt.subplots(1, 2)
    found = {"RNN": (9, [0.5, 0.6, 1.0]), "yours": (4, [1.0, 1.0, 0.98])}
    standings(axes, {"words": found, "bits": found})
    for ax in axes:
        assert [len(points.get_offsets()) for points in ax.collections] == [3, 3]
        assert [label.get_text() for label in ax.get_xticklabels()] == ["RNN\n9 units", "yours\n4 units"]
    assert [ax.get_title(loc="left") for ax in axes] == ["words", "bits"]
    plt.close(fig)


def test_when_a_run_had_learned_is_a_dot_and_one_that_never_had_is_none():
    fig, axes = plt.subplots(1, 2)
    found = {"RNN": [120, np.nan, 250], "yours": [80.0, 81.0, 300.0]}
    learned(axes, {"words": (300, found), "bits": (300, found)})
    for ax in axes:
        assert [len(points.get_offsets()) for points in ax.collections] == [2, 3]
        assert ax.get_ylim() == (0, 300)
    plt.close(fig)
