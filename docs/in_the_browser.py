"""The course, as a browser unpacks it: with helpers/, data/, diagrams/ and benchmarks/ beside this file.

docs/build.py makes one wheel of all that, since each file that Python reads through the browser's own store takes its time.
docs/start_python.mjs calls `prepare`, before a page is open; the first cell of a page calls `opened`.
"""
import logging
import os
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
DRIVE = Path("/drive")  # where JupyterLite shows the reader's files to Python
RELEASE = "RELEASE"  # docs/build.py writes it here and into the pages' first cells


def prepare():
    """Make the course ready for any page, before one is open; what all pages import is imported then."""
    sys.path.insert(0, str(HERE))
    os.environ.setdefault("COURSE_PROGRESS", str(DRIVE / ".progress.json"))
    for_tqdm()
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    with_list_of_fonts()
    import matplotlib.pyplot  # noqa: F401

    from helpers import checks, figures, panels  # noqa: F401 (from here on, all of helpers/ comes from here)


def opened(page, release):
    """Say where a page is of another release than the course.

    Parameters
    ----------
    page : str
        its file's name
    release : str
        the release that stands in the page's first cell
    """
    if release != RELEASE:
        print(f"This page is a copy that your browser kept from release {release}, and the course is of release {RELEASE}. "
              f"What you wrote comes into the new page with rnn_to_lstm.bring({page!r}).")


def for_tqdm():
    """Let tqdm show its bar as in a notebook: it takes a kernel in a browser for a terminal, and would start a thread there."""
    from tqdm import auto, notebook

    auto.tqdm = notebook.tqdm
    notebook.tqdm.monitor_interval = 0


def with_list_of_fonts():
    """Give Matplotlib the list of its own fonts, which it would otherwise make anew in each session, in a second."""
    import matplotlib

    text = Path(find_spec("matplotlib.font_manager").origin).read_text(encoding="utf-8")
    version = re.search(r"^    __version__ = '?([\w.]+)'?", text, re.MULTILINE)[1]
    target = Path(matplotlib.get_cachedir(), f"fontlist-v{version}.json")
    if not target.exists():
        written = f'"{version}"' if "__version__ = '" in text else version
        target.write_text((HERE / "fonts.json").read_text(encoding="utf-8").replace('"VERSION"', written), encoding="utf-8")


def reset(page):
    """Bring a page back as it came; what you wrote is kept beside it. Then choose File, Reload Notebook from Disk."""
    path = DRIVE / "notebooks" / page
    kept = copied(path)
    path.unlink()  # the browser's copy: the page that came with the course shows again
    print(f"{page} is as it came, once you choose File, Reload Notebook from Disk. What you wrote is in {kept.name}.")


def bring(page):
    """Put what you wrote on a page into the page of this release; the old page is kept beside it."""
    from helpers.exercises import bring as moving

    path = DRIVE / "notebooks" / page
    kept = copied(path)
    path.unlink()
    print(moving.page(kept, path))
    print("Now choose File, Reload Notebook from Disk.")


def copied(path):
    """Copy a page beside itself under a name that is free; return that."""
    if not path.is_file():
        raise ValueError(f"there is no page {path.name!r} in {path.parent}")
    number = 1
    while (kept := path.with_name(f"{path.stem}_mine_{number}.ipynb")).exists():
        number += 1
    shutil.copyfile(path, kept)
    return kept
