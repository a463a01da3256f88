"""Standings: a column of dots for each network, one dot a run."""
import matplotlib.pyplot as plt

from helpers.figures.standings import standings


def test_each_run_is_a_dot_and_each_network_has_its_units_below_it():
    fig, axes = plt.subplots(1, 2)
    found = {"RNN": (9, [0.5, 0.6, 1.0]), "yours": (4, [1.0, 1.0, 0.98])}
    standings(axes, {"words": found, "bits": found})
    for ax in axes:
        assert [len(points.get_offsets()) for points in ax.collections] == [3, 3]
        assert [label.get_text() for label in ax.get_xticklabels()] == ["RNN\n9 units", "yours\n4 units"]
    assert [ax.get_title(loc="left") for ax in axes] == ["words", "bits"]
    plt.close(fig)
