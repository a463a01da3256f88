"""What the one-file book needs beside Sphinx's own builder: formulas as MathML, which readers of e-books know; no scripts."""
import re
from html import escape

from docutils import nodes

MATRIX_TO_A_POWER = re.compile(r"(\\begin\{(\w+)\}(?:(?!\\begin).)*?\\end\{\2\})(?=\^)", re.DOTALL)
TAG = re.compile(r"\\tag\*?\{([^{}]*)\}")


def setup(app):
    """Called by Sphinx."""
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.connect("html-page-context", without_its_style)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def mathml(text, display):
    """Return a formula as MathML, with its source for a reader that can't show it."""
    from latex2mathml.converter import convert

    text = text.replace(r"\[", "", 1).removesuffix(r"\]") if display else text
    # Two things that the converter gets wrong.
    plain = MATRIX_TO_A_POWER.sub(r"{\1}", TAG.sub("", text)).replace(r"\mathrel{+}=", "+=").strip()
    found = convert(plain, display=display)
    return found.replace("<math ", f'<math alttext="{escape(text.strip(), quote=True)}" ', 1)


def inline(translator, node):
    """Write a formula within a line."""
    translator.body.append(mathml(node.astext(), "inline"))
    raise nodes.SkipNode


def block(translator, node):
    """Write a formula of its own, its number beside it."""
    text = node.astext()
    number = TAG.search(text)
    number = f'<span class="eqno">({escape(number[1])})</span>' if number else ""
    translator.body.append(f'<div class="math">{number}{mathml(text, "block")}</div>\n')
    raise nodes.SkipNode


def without_its_style(app, _page, _template, context, _doctree):
    """Leave out the style sheet of myst-nb, which it copies into the book of pages only."""
    if app.builder.name == "epub":
        context["css_files"] = [file for file in context["css_files"] if "mystnb" not in str(getattr(file, "filename", file))]
