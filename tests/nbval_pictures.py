"""nbval compares texts; with `-p tests.nbval_pictures` it compares the pictures of the same run too, and the file's form.

So a page runs once for both. Pictures may differ by what another processor's last bits do (pages.same_picture), and where
they show times that were measured.
"""
import nbformat
from nbval.plugin import IPyNbCell, IPyNbFile

from helpers import pages

_texts = IPyNbCell.compare_outputs
_cells = IPyNbFile.collect


def compare_outputs(cell, test, ref, skip_compare=None):
    """Return whether all is as stored, for nbval and for the renderer; what differs goes into the cell's message."""
    if not _texts(cell, test, ref, skip_compare):
        return False
    stored, fresh = (nbformat.v4.new_notebook(cells=[cell.cell | {"outputs": outputs}]) for outputs in (ref, test))
    said = pages.differences(stored, fresh)
    cell.comparison_traceback += said
    return not said


IPyNbCell.compare_outputs = compare_outputs


def collect(page):
    """Yield a page's cells; refuse one that isn't in the form that the renderer writes."""
    if page.path.read_text(encoding="utf-8") != pages.text(pages.read(page.path)):
        raise page.CollectError(f"{page.path.name} isn't in canonical form: make render")
    yield from _cells(page)


IPyNbFile.collect = collect
