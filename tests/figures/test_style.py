"""Text on a coloured field can be read: a contrast of 4.5 or more, whatever the colour."""
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from helpers.figures import style


def luminance(colour):
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return float(np.dot((0.2126, 0.7152, 0.0722), parts))


@given(st.tuples(*[st.floats(0, 1)] * 3))
def test_text_on_a_field_has_enough_contrast(colour):
    dark, light = sorted((luminance(colour), luminance(to_rgb(style.on(colour)))))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_labels_of_roles_are_typeset():
    for role in style.ROLES.values():
        assert "_" not in role.label or "$" in role.label


def test_the_reset_gate_has_a_colour_of_its_own_that_can_be_read():
    gates = [style.ROLES[gate].colour for gate in ("forget", "update", "output", "reset", "candidate", "cell", "hidden")]
    assert len(set(gates)) == 7
    for paper in (style.PAPER, "#F1E6F2"):  # its tint in the drawings
        assert (luminance(to_rgb(paper)) + 0.05) / (luminance(to_rgb(style.ROLES["reset"].colour)) + 0.05) >= 4.5
