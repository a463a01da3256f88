"""The clock tells slow from fast."""
import numpy as np

from helpers.fast import clock


def test_more_work_takes_more_time():
    a = np.ones((150, 150))
    times = clock.milliseconds({"one": lambda: [a @ a for _ in range(5)], "four": lambda: [a @ a for _ in range(20)]})
    assert list(times) == ["one", "four"] and times["four"] > 1.5 * times["one"]


def test_the_speed_of_products_is_a_processors():
    assert 1e7 < clock.products_speed(np.float32, size=128) < 1e14


def test_lookups_are_timed_forward_and_back():
    times = clock.lookups(40, n_e=3, m=2, T_x=4)
    assert list(times) == ["forward, product", "forward, look-up", "back, product", "back, np.add.at"]
    assert min(times.values()) >= 0
