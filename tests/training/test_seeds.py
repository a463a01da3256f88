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


@pytest.mark.parametrize("good, low, high", [(0, 0, 0.3085), (3, 0.0667, 0.6525), (7, 0.3475, 0.9333), (10, 0.6915, 1)])
def test_the_interval_of_a_share_is_that_of_the_tables(good, low, high):
    assert seeds.interval_of_share(good, 10) == pytest.approx((low, high), abs=1e-4)


def test_the_ends_of_the_interval_are_where_1_of_40_is():
    low, high = seeds.interval_of_share(4, 9)
    rng = np.random.default_rng(0)
    assert np.mean(rng.binomial(9, low, 200000) >= 4) == pytest.approx(1 / 40, abs=0.002)
    assert np.mean(rng.binomial(9, high, 200000) <= 4) == pytest.approx(1 / 40, abs=0.002)


@pytest.mark.parametrize("one, other, p", [(7, 3, 0.1789), (10, 4, 0.0108), (8, 3, 0.0698), (5, 5, 1), (10, 10, 1)])
def test_equal_shares_is_fishers_test(one, other, p):
    assert seeds.equal_shares(one, 10, other, 10) == pytest.approx(p, abs=1e-4)
    assert seeds.equal_shares(other, 10, one, 10) == pytest.approx(p, abs=1e-4)


def test_more_successes_than_runs_are_said():
    with pytest.raises(ValueError, match="successes is 11, expected at most runs, 10"):
        seeds.interval_of_share(11, 10)
    with pytest.raises(ValueError, match="k is 11, expected at most n, 10"):
        seeds.how_sure(11, 10)
    with pytest.raises(ValueError, match="other is 6, expected at most runs_of_other, 5"):
        seeds.equal_shares(1, 10, 6, 5)


@pytest.mark.parametrize("n", [1, 10, 200])
def test_how_sure_all_of_n_make_us_has_a_formula_and_none_makes_us_nothing(n):
    assert seeds.how_sure(n, n) == pytest.approx(40 ** (-1 / n), rel=1e-12)
    assert seeds.how_sure(1, n) == pytest.approx(1 - (39 / 40) ** (1 / n), rel=1e-12)
    assert seeds.how_sure(0, n) == 0
