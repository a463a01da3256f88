"""An encoder and a decoder learn short strings, and the same call gives the same network."""
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers.training import translation

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("with_attention", [False, True, "additive"])
def test_short_strings_are_learned(with_attention):
    parameters = translation.trained("copy", 16, with_attention, longest=2, steps=150)
    assert translation.whole(parameters, "copy", 1) > 0.9 > translation.whole(parameters, "copy", 9)
    again = translation.trained("copy", 16, with_attention, longest=2, steps=150)
    assert all(np.array_equal(parameters[key], again[key]) for key in parameters)
    assert {"Wg", "v"} & set(parameters) == {False: set(), True: {"Wg"}, "additive": {"v"}}[with_attention]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="what a step frees is kept by other C libraries as they please")
def test_a_step_takes_the_memory_that_the_step_before_gave_back():
    """400 pages a step were new before: a cell of 15 seconds took minutes on a busy machine."""
    code = """
import resource
from helpers.training.translation import trained
def new_pages(steps):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    trained("copy", 32, with_attention=False, steps=steps)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
new_pages(20)
print(new_pages(100))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(done.stdout) < 1000
