"""The book, built into a temporary folder: links, pictures, formulas, no other host, no barrier, readable without JavaScript.

It needs the publishing packages (`make publishing` installs them into .venv-docs); without them these tests are skipped.
"""
import html.parser
import os
import re
import shutil
import subprocess
import sys
from urllib.parse import unquote, urlsplit

import pytest

from helpers import pages
from tests.docs import publishing
from tests.docs.publishing import PAGES, ROOT, build, served
from tests.once import once

REPOSITORY = "https://github.com/example/course"

LIVE = ("00", "01", "04", "06", "07", "08", "10", "13", "22")  # pages of which a panel's slider moves in the book

pytestmark = pytest.mark.skipif(publishing.PYTHON is None, reason=f"{publishing.NOT_INSTALLED}: no book was built")


class Elements(html.parser.HTMLParser):
    """Collects the elements of a page and its text outside of code, scripts and formulas."""

    def __init__(self, path):
        super().__init__()
        self.elements, self.text, self.inside = [], "", []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.elements.append((tag, attributes))
        if self.inside or tag in ("code", "pre", "script", "style") or "math" in attributes.get("class", "").split():
            if tag not in ("img", "br", "input", "link", "meta", "hr", "wbr", "source"):
                self.inside.append(tag)

    def handle_endtag(self, tag):
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside:
            self.text += data


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The book, built once for all workers: some 30 seconds on an idle machine."""
    def make(folder):
        build("book", folder / "_book", COURSE_REPOSITORY=REPOSITORY, COURSE_BROWSER="browser")

    return once(tmp_path_factory, "book", make)[0] / "_book"


def test_is_small_and_has_every_page(book):
    assert sum(path.stat().st_size for path in book.rglob("*") if path.is_file()) < 60e6
    assert [path.stem for path in sorted((book / "notebooks").glob("*.html"))] == PAGES
    for page in ("index.html", "docs/glossary.html", "docs/teaching.html", "search.html"):
        assert (book / page).exists()
    front = Elements(book / "index.html")
    links = [re.fullmatch(r"notebooks/(\w+)\.html", attributes.get("href", "")) for _, attributes in front.elements]
    listed = [link[1] for link in links if link]
    assert list(dict.fromkeys(listed))[:len(PAGES)] == PAGES


def test_no_link_is_broken_and_every_asset_is_its_own(book):
    anchors = {}
    for path in book.rglob("*.html"):
        elements = Elements(path).elements
        anchors[path] = {attributes["id"] for _, attributes in elements if attributes.get("id")}
    for path in anchors:
        for tag, attributes in Elements(path).elements:
            for key in ("href", "src"):
                address = urlsplit(attributes.get(key, ""))
                if address.scheme or address.netloc:
                    # A link may lead elsewhere; nothing may be loaded from elsewhere.
                    assert tag == "a" or address.scheme == "data", f"{path.name} loads {attributes[key]}"
                elif address.path or address.fragment:
                    target = (path.parent / unquote(address.path)).resolve() if address.path else path
                    if target.is_relative_to(book / "browser"):
                        assert re.search(r"browser/lab/index\.html\?path=notebooks/\w+\.ipynb", attributes[key])
                        continue
                    target = target / "index.html" if target.is_dir() else target
                    assert target.exists(), f"{path.name}: {attributes[key]}"
                    if address.fragment and target in anchors:
                        assert unquote(address.fragment) in anchors[target] or tag == "use", f"{path.name}: {attributes[key]}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_its_pictures_with_their_alternatives_and_no_raw_dollar(page, book):
    read = Elements(book / "notebooks" / f"{page}.html")
    assert "$" not in read.text
    notebook = pages.read(ROOT / "notebooks" / f"{page}.ipynb")
    wanted = [output.metadata["image/png"]["alt"] for cell in notebook.cells for output in cell.get("outputs", [])
              if "image/png" in output.get("data", {})]
    images = [attributes for tag, attributes in read.elements if tag == "img"]
    shown = [image.get("alt", "") for image in images]
    assert all(shown), images
    for alt in wanted:
        assert alt in shown
    hrefs = [attributes.get("href", "") for _, attributes in read.elements]
    for start in ("https://colab.research.google.com/github/example/course/blob/colab/notebooks/",
                  "https://mybinder.org/v2/gh/example/course/main?urlpath=lab/tree/notebooks/",
                  "../browser/lab/index.html?path=notebooks/"):
        assert any(href.startswith(start) and page in href for href in hrefs), start
    panels = sum(cell.cell_type == "code" and cell.source.startswith("panels.") for cell in notebook.cells)
    live = sum(attributes.get("class") == "live-panel" for tag, attributes in read.elements)
    assert live == (page[:2] in LIVE) and read.text.count("One slider moves here.") == live
    assert read.text.count("A still picture of the panel.") == panels - live
    details = "".join(cell.source for cell in notebook.cells).count("<details>")
    assert [tag for tag, _ in read.elements].count("details") >= details


def test_without_a_repository_there_is_no_link_to_it(tmp_path):
    """A book of one page, with the book's settings."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / f"{PAGES[0]}.ipynb", tmp_path / "notebooks")
    (tmp_path / "index.md").write_text(f"# A book\n\n```{{toctree}}\nnotebooks/{PAGES[0]}\n```\n", encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COURSE_")}
    subprocess.run([publishing.PYTHON, "-m", "sphinx", "--quiet", "--conf-dir", ROOT / "docs", tmp_path, tmp_path / "_book"],
                   env=environment, check=True, capture_output=True)
    text = (tmp_path / "_book" / "notebooks" / f"{PAGES[0]}.html").read_text(encoding="utf-8")
    assert "Open this page" in text and "../../_site/lab/index.html?path=notebooks/" in text
    assert not re.search("colab|mybinder|github", text)


def test_colab_pages_bring_the_helpers(tmp_path):
    build("colab", tmp_path / "colab", COURSE_REPOSITORY=REPOSITORY)
    for page in PAGES:
        before, after = (pages.read(path / "notebooks" / f"{page}.ipynb") for path in (ROOT, tmp_path / "colab"))
        new, = (cell for cell in after.cells if cell.id not in {cell.id for cell in before.cells})
        assert new.source.count(REPOSITORY) == 1 and "git clone" in new.source
        assert new is next(cell for cell in after.cells if cell.cell_type == "code")
        code = [[cell.source for cell in some.cells if cell.cell_type == "code" and cell is not new] for some in (before, after)]
        assert code[0] == code[1] and len(after.cells) == len(before.cells) + 1
        links = [re.findall(r"\]\(([^)#\s]+)", "\n".join(c.source for c in some.cells if c.cell_type == "markdown"))
                 for some in (before, after)]
        for there, here in zip(*links, strict=True):
            place = (ROOT / "notebooks" / there).resolve()
            start = f"{REPOSITORY}/{'raw' if there.endswith('.png') else 'blob'}/main/"
            start = start if there.startswith("../") else "https://colab.research.google.com/github/example/course/blob/colab/"
            assert here == (there if "://" in there else start + place.relative_to(ROOT).as_posix()), (page, there)
            assert "://" in there or place.exists()


def test_the_first_cell_in_colab_may_be_run_again_and_again(tmp_path):
    if not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("no git here, or no clone")
    build("colab", tmp_path / "colab", COURSE_REPOSITORY=ROOT.as_uri())
    first = next(cell for cell in pages.read(next(tmp_path.glob("colab/notebooks/00*"))).cells if cell.cell_type == "code")
    (tmp_path / "three.ipy").write_text(f"{first.source}\n" * 3 + "print(os.getcwd())\n", encoding="utf-8")
    home = tmp_path / "content"
    home.mkdir()
    done = subprocess.run([sys.executable, "-m", "IPython", tmp_path / "three.ipy"], cwd=home, capture_output=True, text=True,
                          env=os.environ | {"HOME": str(home), "USERPROFILE": str(home)})
    assert done.stdout.strip().endswith(str(home / "course" / "notebooks")), done.stdout + done.stderr
    assert len(list(home.rglob("00_start_here.ipynb"))) == 1


@pytest.fixture(scope="module")
def chromium():
    pytest.importorskip("playwright.sync_api")
    from tests.browser import lab

    if lab.CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the book was not opened")
    with lab.browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def address(book):
    with served(book) as address:
        yield address


def listen(tab, address):
    """Return a list that will hold what goes wrong in a tab, and what it asks of another host."""
    wrong = []
    tab.on("console", lambda message: message.type == "error" and wrong.append(f"{message.text} {message.location['url']}"))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("requestfailed", lambda request: wrong.append(request.url))
    tab.on("request", lambda request: request.url.startswith((address, "data:")) or wrong.append(request.url))
    return wrong


OTHERS = ["index", "docs/glossary", "docs/teaching", "CONTRIBUTING"]


@pytest.mark.parametrize("page", [*OTHERS, *(f"notebooks/{page}" for page in PAGES)])
def test_a_page_in_a_browser(page, address, chromium):
    from tests.browser import lab

    tab = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light").new_page()
    wrong = listen(tab, address)
    tab.goto(f"{address}/{page}.html")
    tab.wait_for_function("""() => ![...document.querySelectorAll('.math')].some(e => e.textContent.includes('\\\\('))""")
    assert tab.locator("mjx-merror, [data-mjx-error]").count() == 0
    paint = tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert paint < 5000, "1 second on an idle machine"
    assert wrong == []  # before axe, which fetches style sheets of its own accord
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        tab.locator(f"html[data-theme={scheme}]").wait_for(state="attached", timeout=10_000)
        tab.wait_for_timeout(500)  # colours fade
        assert lab.barriers(tab) == [], f"{page}, {scheme}"
    tab.context.close()


@pytest.mark.parametrize("page", [page for page in PAGES if page[:2] in LIVE])
def test_a_panels_slider_moves(page, address, chromium):
    tab = chromium.new_page()
    wrong = listen(tab, address)
    tab.goto(f"{address}/notebooks/{page}.html")
    for place in tab.locator(".live-panel").all():
        slider, words, picture = place.locator("input"), place.locator("[role=status]"), place.locator("[role=img]")
        slider.wait_for()
        before, drawn, value = words.inner_text(), picture.inner_html(), slider.get_attribute("aria-valuetext")
        still = place.locator("xpath=ancestor::*[contains(@class, 'cell')][1]//img")
        assert before in still.get_attribute("alt") and not still.is_visible()
        slider.focus()
        tab.keyboard.press("Home")
        assert words.inner_text() != before and picture.inner_html() != drawn
        assert slider.get_attribute("aria-valuetext") == place.locator("output").inner_text() != value
    assert wrong == []
    tab.close()


@pytest.mark.parametrize("page", PAGES[:1])
def test_a_page_without_javascript(page, address, chromium):
    context = chromium.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}/notebooks/{page}.html")
    text = tab.locator("article").inner_text()
    assert "\\tanh" in text and "In short" in text
    pictures = tab.locator("article img")
    assert pictures.count() and all(picture.is_visible() for picture in pictures.all())
    tab.locator("summary").first.click()
    assert tab.locator("details[open]").count() == 1
    context.close()


def test_search_finds_a_word(address, chromium):
    tab = chromium.new_page()
    tab.goto(f"{address}/search.html?q=remember")
    tab.locator("#search-results li").first.wait_for(timeout=20_000)
    tab.close()
