"""Charts that several pages share."""
import matplotlib.pyplot as plt
import numpy as np

from helpers.figures import series


def test_a_mean_of_losses_stands_in_the_middle_of_its_steps():
    fig, ax = plt.subplots()
    series.losses(ax, np.where(np.arange(1, 101) <= 50, 1.0, 0.0))
    steps, mean = ax.get_lines()[1].get_data()
    assert abs(np.interp(0.5, mean[::-1], steps[::-1]) - 50.5) < 1e-9  # half-way where the losses fall
    plt.close(fig)


def test_a_number_that_rounds_to_zero_has_no_sign():
    fig, ax = plt.subplots()
    series.over_words(ax, np.array([[-0.001, 0.001, -0.5]]), ["a", "b", "c"])
    assert [text.get_text() for text in ax.texts] == ["0.00", "0.00", "−0.50"]
    plt.close(fig)


def test_letters_are_typeset():
    fig, (left, right) = plt.subplots(1, 2)
    assert series.steps_axis(left, 5).get_xlabel() == "step $t$"
    series.losses(right, np.ones(30))
    assert right.get_ylabel() == "loss $J$ (nats)" and "$J$" in right.get_lines()[1].get_label()
    plt.close(fig)
