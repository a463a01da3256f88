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
