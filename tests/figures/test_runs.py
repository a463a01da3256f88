"""Dots of runs: none hides another, none leaves its place or its value."""
import matplotlib.pyplot as plt
import numpy as np

from helpers import figures


def test_equal_runs_stand_side_by_side_at_their_value():
    fig, ax = plt.subplots()
    ax.set_ylim(0, 1)
    figures.dots(ax, 2.0, [1.0] * 10 + [0.2])
    x, y = ax.collections[0].get_offsets().T
    assert len(set(np.round(x[y == 1], 6))) == 10 and np.abs(x - 2).max() < 0.301 and list(x[y == 0.2]) == [2.0]
    plt.close(fig)


def test_without_width_all_stand_at_the_place_and_nothing_is_nothing():
    fig, ax = plt.subplots()
    figures.dots(ax, 50, [0.5, 0.5, 0.1], width=0.0)
    assert set(ax.collections[0].get_offsets()[:, 0]) == {50}
    figures.dots(ax, 50, [])
    plt.close(fig)
