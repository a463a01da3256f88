"""The glossary is complete: the course's letters, its map, and every term that a page gives in Chinese."""
import re
from pathlib import Path

import pytest

from helpers import pages

ROOT = Path(__file__).parents[2]
HAN = r"[\u4e00-\u9fff]"
# The letters of the course, as the house style's table has them: each belongs to a term.
LETTERS = [
    r"x^{\langle t\rangle}", r"a^{\langle t\rangle}", r"c^{\langle t\rangle}", r"\hat y^{\langle t\rangle}", "[a; x]",
    "z_f", "W_{ax}", "W_{aa}", "W_{ya}", "b_a", "b_y", "W_f", "b_f", r"\Gamma_f", r"\Gamma_u", r"\Gamma_o", r"\Gamma_r",
    r"\tilde c", "dq", "dc", "J", "m", "T_x", "(n_x, m)", "(n_a, m)", "(n_y, m)", r"\rho", r"\tau",
]
# The terms of the course's map.
TERMS = [
    "input", "hidden state", "cell state", "concatenation", "weight", "bias", "value before the activation",
    "prediction", "cache", "gradient", "simple RNN", "unrolled network", "backpropagation through time", "softmax",
    "cross-entropy", "loss", "finite differences", "vanishing gradient", "exploding gradient", "norm", "Jacobian",
    "singular value", "eigenvalue", "spectral radius", "activation", "error wall", "clip by value", "clip by norm",
    "orthogonal start", "gate", "sigmoid", "tanh", "forget gate", "update gate", "output gate", "reset gate",
    "candidate", "LSTM", "GRU", "paths of dc", "forget bias", "lag", "success rate", "seed", "agreement", "attractor",
    "number unit", "ablation", "character model", "sampling", "temperature", "truncated backpropagation through time",
    "matrix product", "layout", "embedded Reber grammar", "temporal order", "adding problem", "continual stream",
    "example", "time step", "unit",
]
PAGES = sorted((ROOT / "notebooks").glob("*.ipynb"))


def rows():
    """Return the glossary's rows: lists of term, Chinese term, symbol, sentence and page."""
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[0] != "Term" and not set(row[0]) <= set("-")]


ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_is_whole(row):
    term, chinese, symbol, sentence, page = row
    assert term and re.search(HAN, chinese)
    assert sentence[0].isupper() and sentence.endswith(".") and len(re.findall(r"\.(?:\s|$)", sentence)) == 1
    assert symbol.count("$") % 2 == sentence.count("$") % 2 == 0
    number, target = re.fullmatch(r"\[(\d+)\]\(\.\./notebooks/(\S+\.ipynb)\)", page).groups()
    path = ROOT / "notebooks" / target
    assert path.exists() and int(path.name[:2]) == int(number)
    text = "\n".join(cell.source for cell in pages.read(path).cells)
    found = chinese in text or re.search(rf"\b{re.escape(term)}", text, re.IGNORECASE)
    assert found or all(part in text for part in re.findall(r"\$([^$]+)\$", symbol) or ["?"]), f"{path.name} never says {term}"


def test_no_term_stands_twice():
    for column in (0, 1):
        names = [row[column].lower() for row in ROWS]
        assert sorted(set(names)) == sorted(names)


def test_every_term_of_the_map_is_there():
    assert [term for term in TERMS if term.lower() not in {row[0].lower() for row in ROWS}] == []


def test_every_letter_is_there():
    symbols = " ".join(row[2] for row in ROWS)
    assert [letter for letter in LETTERS if letter not in symbols] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_term_that_a_page_gives_in_chinese_is_there(page):
    ours = {row[1] for row in ROWS}
    text = "\n".join(cell.source for cell in pages.read(page).cells if cell.cell_type == "markdown")
    given = [term.strip() for group in re.findall(rf"[(（]([^()（）\n]*{HAN}[^()（）\n]*)[)）]", text)
             for term in re.findall(rf"{HAN}[{HAN[1:-1]}A-Z ]*", group)]
    assert [term for term in given if term not in ours] == []
