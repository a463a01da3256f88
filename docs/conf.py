"""How Sphinx makes the book. `make book` calls docs/build.py, which lays the sources out and starts Sphinx with this file.

Every asset comes from the book itself: MathJax from an installed package, fonts and icons from the theme.
"""
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

REPOSITORY = os.environ.get("COURSE_REPOSITORY", "").rstrip("/")

HELPERS = Path(__file__).parents[1] / "helpers" / "__init__.py"
version = re.search('__version__ = "(.*)"', HELPERS.read_text(encoding="utf-8"))[1]
project = "From the simple RNN to the LSTM, by hand"
author = ""
html_title = project
html_short_title = "RNN to LSTM"
extensions = ["myst_nb", "course_book", "course_epub"]
root_doc = "index"
exclude_patterns = ["_output"]
language = "en"

nb_execution_mode = "off"  # the book shows what is stored; `make test` holds that it is what the code gives
nb_merge_streams = True
nb_render_markdown_format = "myst"  # with formulas, as in Jupyter
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
myst_dmath_allow_space = False  # a $ with a space beside it is a dollar, here as in Jupyter
myst_dmath_double_inline = True
myst_links_external_new_tab = False
suppress_warnings = [
    "myst.header",  # a page may go from ## to a #### of its own
]

html_theme = "sphinx_book_theme"
html_static_path = [str(Path(__file__).parent / "static")]
html_css_files = ["course.css"]
html_js_files = ["course.js"]
html_extra_path = [os.environ["COURSE_PANELS"]] if "COURSE_PANELS" in os.environ else []  # panels/, from docs/build.py
html_favicon = str(Path(__file__).parent / "static" / "favicon.svg")
html_context = {"default_mode": "auto"}
html_copy_source = True
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "use_download_button": True,
    "use_fullscreen_button": False,
    "use_repository_button": bool(REPOSITORY),
    "repository_url": REPOSITORY,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "navigation_with_keys": False,
    "navbar_persistent": [],
}
html_math_renderer = "mathjax"  # of two, Sphinx would take the one of course_epub
mathjax_path = "mathjax/tex-chtml.js"
mathjax3_config = {"options": {"enableMenu": False}}

epub_basename = "rnn-to-lstm"
epub_title = project
epub_author = epub_publisher = "The authors of the course"
epub_copyright = "MIT licence"
epub_description = "An interactive course in Jupyter, to read."
epub_identifier = epub_uid = "rnn-to-lstm"
epub_scheme = "ID"
epub_show_urls = "no"
epub_use_index = False
epub_tocdepth = 2
epub_css_files = ["epub.css"]
