"""The book as one file: every page is in it, its formulas are MathML, its pictures are there and told in words."""
import zipfile
from xml.etree import ElementTree

import pytest

from helpers import pages
from tests.docs import publishing
from tests.docs.publishing import PAGES, ROOT, build
from tests.once import once

pytestmark = pytest.mark.skipif(publishing.PYTHON is None, reason=f"{publishing.NOT_INSTALLED}: no e-book was made")
XHTML, MATHML = ("{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/1998/Math/MathML}")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder, _ = once(tmp_path_factory, "epub", lambda folder: build("epub", folder))
    with zipfile.ZipFile(folder / "rnn-to-lstm.epub") as book:
        yield book


def test_is_small_and_has_every_page(book):
    assert sum(item.compress_size for item in book.infolist()) < 20e6
    assert book.infolist()[0].filename == "mimetype" and book.read("mimetype") == b"application/epub+zip"
    names = set(book.namelist())
    assert {f"notebooks/{page}.xhtml" for page in PAGES} | {"docs/glossary.xhtml", "nav.xhtml", "content.opf"} <= names
    assert not [name for name in names if name.endswith(".js")]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_its_formulas_and_pictures(page, book):
    tree = ElementTree.fromstring(book.read(f"notebooks/{page}.xhtml"))
    text = "".join(words(tree.find(f"{XHTML}body")))
    assert "$" not in text and "\\langle" not in text
    formulas = list(tree.iter(f"{MATHML}math"))
    assert all(formula.get("alttext") and len(formula) for formula in formulas)
    cells = pages.read(ROOT / "notebooks" / f"{page}.ipynb").cells
    blocks = sum(cell.source.count("$$") // 2 for cell in cells if cell.cell_type == "markdown")
    assert sum(formula.get("display") == "block" for formula in formulas) == blocks
    for image in tree.iter(f"{XHTML}img"):
        assert image.get("alt") and image.get("src").removeprefix("../") in book.namelist()
    assert not [link.get("href") for link in tree.iter(f"{XHTML}link") if "mystnb" in link.get("href")]


def words(element):
    """Yield the text of a page outside of its code."""
    if element.tag not in (f"{XHTML}pre", f"{XHTML}code"):
        yield element.text or ""
        for child in element:
            yield from words(child)
            yield child.tail or ""


def test_the_list_says_which_pages_have_formulas(book):
    listed = ElementTree.fromstring(book.read("content.opf")).iter("{http://www.idpf.org/2007/opf}item")
    for item in listed:
        if item.get("media-type") == "application/xhtml+xml" and item.get("properties") != "nav":
            has = b"<math " in book.read(item.get("href"))
            assert has == (item.get("properties") == "mathml"), item.get("href")
