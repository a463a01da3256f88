"""nbval compares texts; with `-p tests.nbval_pictures` it compares the pictures of the same run too, and the file's form.

So a page runs once for both. Pictures may differ by what another processor's last bits do (pages.same_picture), and where
they show times that were measured.
"""
from nbval.plugin import IPyNbCell, IPyNbFile

from helpers import pages

_texts = IPyNbCell.compare_outputs
_cells = IPyNbFile.collect


def drawn(outputs):
    """Return (picture in base64, text alternatives) of each of a cell's outputs that has a picture."""
    shown = (output for output in outputs if "image/png" in output.get("data", {}))
    return [(output["data"]["image/png"], dict(output["metadata"])) for output in shown]


def compare_outputs(cell, test, ref, skip_compare=None):
    """Return whether texts, pictures and their alternatives are the stored ones; what differs goes into the cell's message."""
    if not _texts(cell, test, ref, skip_compare):
        return False
    said = "" if cell.cell.metadata.get("measured") else difference(drawn(ref), drawn(test))
    cell.comparison_traceback += [said] * bool(said)
    return not said


def difference(stored, fresh):
    """Say how the pictures of two runs differ; "" if they don't."""
    if len(stored) != len(fresh):
        return f"{len(stored)} pictures are stored, the code draws {len(fresh)}"
    for (old, alternative), (new, says) in zip(stored, fresh):
        if not pages.same_picture(old, new):
            return "the stored picture isn't the one that the code draws"
        if alternative != says:
            return "the stored text alternative isn't the one that the code gives"
    return ""


IPyNbCell.compare_outputs = compare_outputs


def collect(page):
    """Yield a page's cells; refuse one that isn't in the form that the renderer writes."""
    if page.path.read_text(encoding="utf-8") != pages.text(pages.read(page.path)):
        raise page.CollectError(f"{page.path.name} isn't in canonical form: make render")
    yield from _cells(page)


IPyNbFile.collect = collect
