"""An encoder and a decoder learn short strings, and the same call gives the same network."""
import numpy as np
import pytest

from helpers.training import translation


@pytest.mark.parametrize("with_attention", [False, True, "additive"])
def test_short_strings_are_learned(with_attention):
    parameters = translation.trained("copy", 16, with_attention, longest=2, steps=150)
    assert translation.whole(parameters, "copy", 1) > 0.9 > translation.whole(parameters, "copy", 9)
    again = translation.trained("copy", 16, with_attention, longest=2, steps=150)
    assert all(np.array_equal(parameters[key], again[key]) for key in parameters)
    assert {"Wg", "v"} & set(parameters) == {False: set(), True: {"Wg"}, "additive": {"v"}}[with_attention]
