"""What several seeds say: means, intervals, and the line drawn of them."""
import matplotlib.pyplot as plt
import numpy as np
import pytest

from helpers.training import seeds


def test_the_interval_holds_the_mean_and_narrows_with_the_spread():
    mean, low, high = seeds.mean_and_interval([0.2, 0.4, 0.6, 0.8, 1.0])
    assert mean == pytest.approx(0.6) and 0.2 < low < 0.6 < high < 1.0
    assert seeds.mean_and_interval([0.5] * 10) == (0.5, 0.5, 0.5)


def test_the_line_goes_through_the_means_and_stands_on_their_intervals():
    fig, ax = plt.subplots()
    values = [[0.1, 0.3, 0.5], [0.6, 0.6, 0.6], [0.2, 0.9, 1.0]]
    seeds.line(ax, [1, 2, 4], values, color="black", label="x")
    assert ax.lines[0].get_ydata() == pytest.approx([0.3, 0.6, 0.7]) and ax.lines[0].get_label() == "x"
    stands, = ax.collections
    for segment, place, each in zip(stands.get_segments(), [1, 2, 4], values):
        assert np.array_equal(segment, [(place, end) for end in seeds.mean_and_interval(each)[1:]])
    plt.close(fig)
