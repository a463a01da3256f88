"""Where a page's derivation is written line by line: each right line gets ✓, and each open one leaves the page running."""
import contextlib
import io
import re
from pathlib import Path

import pytest

from helpers import pages

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
RIGHT = {
    "08": {
        "dgamma_o": "da_next * np.tanh(s.c_next)",
        "dc": "dc_next + da_next * s.gamma_o * (1 - np.tanh(s.c_next) ** 2)",
        "dgamma_f": "lines.dc * s.c_prev", "dgamma_u": "lines.dc * s.c_tilde", "dc_tilde": "lines.dc * s.gamma_u",
        "dc_prev": "lines.dc * s.gamma_f",
        "dzf": "lines.dgamma_f * s.gamma_f * (1 - s.gamma_f)", "dzu": "lines.dgamma_u * s.gamma_u * (1 - s.gamma_u)",
        "dzc": "lines.dc_tilde * (1 - s.c_tilde**2)", "dzo": "lines.dgamma_o * s.gamma_o * (1 - s.gamma_o)",
    },
    "12": {
        "dgamma_u": "da_next * (s.c_tilde - s.a_prev)", "dc_tilde": "da_next * s.gamma_u",
        "dzu": "lines.dgamma_u * s.gamma_u * (1 - s.gamma_u)", "dzc": "lines.dc_tilde * (1 - s.c_tilde**2)",
        "dreset_a": "(weights['Wc'].T @ lines.dzc)[:n_a]", "dgamma_r": "lines.dreset_a * s.a_prev",
        "dzr": "lines.dgamma_r * s.gamma_r * (1 - s.gamma_r)",
        "da_prev": "da_next * (1 - s.gamma_u) + lines.dreset_a * s.gamma_r + da_gates",
    },
}
OPEN = re.compile(r"^lines\.(\w+) = \.\.\.", re.MULTILINE)


def run(page, lines):
    """Run a page's code up to its last line of the derivation, the open lines filled; return what the lines said."""
    path, = NOTEBOOKS.glob(f"{page}_*.ipynb")
    code = [cell.source for cell in pages.read(path).cells if cell.cell_type == "code"]
    last = max(number for number, source in enumerate(code) if OPEN.search(source))
    names, said = {}, ""
    for source in code[:last + 1]:
        if source.startswith("panels.") or "checks.begin(" in source:
            source = source.split("checks.begin(")[0] if "checks.begin(" in source else "pass"
        filled = OPEN.sub(lambda found: f"lines.{found[1]} = {lines.get(found[1], '...')}", source)
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(filled, page, "exec"), names)
        said += out.getvalue() if OPEN.search(source) else ""
    return said


@pytest.mark.parametrize("page", RIGHT)
def test_each_open_line_of_the_page_is_told_right_when_it_is(page):
    said = run(page, RIGHT[page])
    assert re.findall(r"^✓ (\w+)$", said, re.MULTILINE) == list(RIGHT[page]), said


@pytest.mark.parametrize("page", RIGHT)
def test_a_line_that_is_wrong_is_told_and_those_below_it_can_still_be_right(page):
    first, *others = RIGHT[page]
    said = run(page, RIGHT[page] | {first: f"-({RIGHT[page][first]})"})
    assert f"✗ {first}: only the sign is wrong" in said
    assert re.findall(r"^✓ (\w+)$", said, re.MULTILINE) == others
