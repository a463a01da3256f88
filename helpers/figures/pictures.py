"""The drawings of diagrams/ as PNG files: GitHub's preview and JupyterLite show these, but no SVG, in a page's text.

    python -m helpers.figures render     paint what isn't painted yet, or was drawn anew
    python -m helpers.figures check      name each PNG that isn't what its SVG shows

The SVG is the source. A PNG is painted at twice the size, and kept while it is as good as a fresh one.
"""
import io

import numpy as np

from helpers.figures import diagrams

COLOURS = 256  # a palette makes a third of the bytes


def painted(svg):
    """Return the PNG file of an SVG text of the kind that diagrams.paint() knows, as bytes.

    The commonest colours stay as they are, so all areas and lines; a rarer one, at an edge, becomes the nearest of them.
    """
    from PIL import Image

    pixels = diagrams.paint(svg, scale=2)
    whole = np.ascontiguousarray(pixels).view(np.uint32)  # red, green, blue and opacity as one number
    colours, each, count = np.unique(whole, return_inverse=True, return_counts=True)
    colours = colours.view(np.uint8).reshape(-1, 4)
    kept = colours[np.argsort(-count, kind="stable")[:COLOURS]].astype(int)
    nearest = np.array([np.argmin(np.abs(kept - colour).sum(axis=1)) for colour in colours], dtype=np.uint8)
    picture = Image.fromarray(nearest[each.reshape(-1)].reshape(pixels.shape[:2]))
    picture.putpalette(kept[:, :3].astype(np.uint8).tobytes())
    buffer = io.BytesIO()
    picture.save(buffer, format="PNG", optimize=True, transparency=kept[:, 3].astype(np.uint8).tobytes())
    return buffer.getvalue()


def same(stored, fresh):
    """Say whether two PNG files (bytes) are the same picture, but for the last bits of another processor's arithmetic.

    Those move a line by a fraction of a pixel's shade: fewer than 1 pixel in 1000 may differ by more than 8 of 255 levels.
    """
    if stored == fresh:
        return True
    from PIL import Image, UnidentifiedImageError
    try:
        arrays = [np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"), dtype=int) for png in (stored, fresh)]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return False
    return arrays[0].shape == arrays[1].shape and float(np.mean(np.abs(arrays[0] - arrays[1]).max(axis=2) > 8)) < 0.001


def outdated(folder=diagrams.FOLDER):
    """Return {path of a PNG: its fresh bytes} for each drawing that isn't painted, or not as it is drawn now."""
    found = {}
    for drawing in sorted(folder.glob("*.svg")):
        png, fresh = drawing.with_suffix(".png"), painted(drawing.read_text(encoding="utf-8"))
        if not (png.is_file() and same(png.read_bytes(), fresh)):
            found[png] = fresh
    return found


def main(job="check", folder=diagrams.FOLDER):
    """Do what the command line says; return 0 if every picture is what its drawing shows."""
    found = outdated(folder)
    for png, fresh in found.items():
        if job == "render":
            png.write_bytes(fresh)
        print(f"diagrams/{png.name} " + ("painted" if job == "render" else "isn't what its SVG shows: make render"))
    return 1 if found and job != "render" else 0
