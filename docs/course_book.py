"""What the book adds to a page: text alternatives, links that open the page elsewhere, formulas that keep their numbers."""
import base64
import hashlib
import json
import os
from pathlib import Path
from urllib.parse import quote, urlsplit

from addresses import in_colab
from docutils import nodes
from sphinx.util.osutil import relative_uri

MATHJAX = ("tex-chtml.js", "input/tex/extensions", "output/chtml/fonts/woff-v2", "a11y")


def setup(app):
    """Called by Sphinx."""
    app.connect("doctree-read", finish_page)
    app.connect("build-finished", copy_mathjax)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def finish_page(app, doctree):
    """Finish one page when it has been read."""
    for block in doctree.findall(nodes.math_block):
        keep_number(block)
    path = Path(app.env.doc2path(app.env.docname))
    if path.suffix != ".ipynb":
        return
    describe_pictures(doctree, json.loads(path.read_text(encoding="utf-8")))
    if app.builder.name == "epub":
        return  # nothing moves there, and nothing beside it can be opened
    uri = app.builder.get_target_uri(app.env.docname)
    links, live = ways_to_open(app.env.docname, uri), live_panels(path.stem)
    for cell in doctree.findall(lambda node: node.get("nb_element") == "cell_code" if isinstance(node, nodes.Element) else False):
        source = cell.children[0].astext().strip()
        if source in live:
            script = relative_uri(uri, f"panels/{live[source]}.js")
            cell += nodes.raw("", f'<div class="live-panel" id="{live[source]}" data-script="{script}"></div>', format="html")
            cell += note("One slider moves here. ", "Move all of them", links[0])
        elif source.startswith("panels."):
            cell += note("A still picture of the panel. ", "Move its sliders", links[0])
    title = next(iter(doctree.findall(nodes.title)))
    title.parent.insert(title.parent.index(title) + 1, links_paragraph(links))


def keep_number(block):
    """Hand a formula to MathJax as it is written: Sphinx would wrap it in `split`, in which \\tag isn't allowed."""
    text = block.astext()
    block.clear()
    block += nodes.Text(f"\\[{text}\\]")
    block["no-wrap"] = block["nowrap"] = True


def describe_pictures(doctree, notebook):
    """Give each stored picture the text alternative that stands in its metadata. myst-nb names a picture by its hash."""
    said = {}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                png = base64.b64decode("".join(output["data"]["image/png"]))
                said[hashlib.sha256(png).hexdigest()] = output.get("metadata", {}).get("image/png", {})
    for image in doctree.findall(nodes.image):
        picture = said.get(Path(urlsplit(image["uri"]).path).stem)
        if picture is not None:
            image["alt"] = picture.get("alt", "")
            image["width"], image["height"] = str(picture["width"]), str(picture["height"])
            image["loading"] = "lazy"


def ways_to_open(docname, uri):
    """Return pairs (text, address) of the places where a page can be opened.

    COURSE_BROWSER is where the JupyterLite site stands, seen from the book's first page, or a whole address.
    COURSE_REPOSITORY is the address of the repository on GitHub; without it there are no links to Colab, Binder, GitHub.
    """
    browser = os.environ.get("COURSE_BROWSER", "../_site").rstrip("/")
    if not urlsplit(browser).scheme:
        browser = relative_uri(uri, browser)
    links = [("in the browser, with nothing to install", f"{browser}/lab/index.html?path={quote(docname)}.ipynb")]
    repository = os.environ.get("COURSE_REPOSITORY", "").rstrip("/")
    if repository:
        name, branch = urlsplit(repository).path.strip("/"), os.environ.get("COURSE_BRANCH", "main")
        links += [
            ("in Colab", in_colab(repository, docname)),
            ("on Binder", f"https://mybinder.org/v2/gh/{name}/{branch}?urlpath=lab/tree/{docname}.ipynb"),
            ("on GitHub", f"{repository}/blob/{branch}/{docname}.ipynb"),
        ]
    return links


def links_paragraph(links):
    """Return the line that stands below a page's title."""
    paragraph = nodes.paragraph("", "Open this page: ", classes=["open-in"])
    for number, (text, address) in enumerate(links):
        if number:
            paragraph += nodes.Text(" · ")
        paragraph += nodes.reference("", text, refuri=address)
    return paragraph


def live_panels(page):
    """Return, of a page's panels, those of which a slider can move: the cell's source → the name of its file."""
    if "COURSE_PANELS" not in os.environ:
        return {}
    index = Path(os.environ["COURSE_PANELS"], "panels", "index.json")
    return json.loads(index.read_text(encoding="utf-8")).get(page, {})


def note(says, offers, link):
    """Return the line that stands below a panel's picture: a book has no Python that could answer every slider."""
    paragraph = nodes.paragraph("", says, classes=["open-in"])
    paragraph += nodes.reference("", offers, refuri=link[1])
    paragraph += nodes.Text(" in the live page.")
    return paragraph


def copy_mathjax(app, error):
    """Copy what the pages need of MathJax into the book."""
    if error is not None or app.builder.format != "html":
        return
    import importlib.util
    import shutil

    package = Path(importlib.util.find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax"
    for name in MATHJAX:
        source, target = package / name, Path(app.outdir, "_static", "mathjax", name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
