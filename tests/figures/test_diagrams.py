"""The drawings of the cells: every file says what it is, keeps the roles' colours, fits its paper, and can be painted."""
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from matplotlib.font_manager import FontProperties

from helpers.figures import charts, diagrams, pictures, style

NAMES = sorted(path.stem for path in diagrams.FOLDER.glob("*.svg"))
NEUTRAL = {"#FFFFFF", "#F3F6F9", style.INK, style.FAINT, "none"}
TINTS = {"#FFEDE5", "#E3F0EE", "#E8EAFF", "#F3EFD9", "#F8EAF3", "#E5F2FC", "#F1E6F2"}  # the roles' colours, mixed with much white


def tree(name):
    return ElementTree.fromstring((diagrams.FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace(diagrams.NAMESPACE, ""))


def test_the_diagrams_of_the_course_are_there():
    assert set(NAMES) >= {"rnn_cell", "rnn_unrolled", "lstm_cell", "lstm_gates_forget_update", "lstm_gate_output", "lstm_forward",
                          "lstm_backward", "gru_cell", "gru_backward"}


@pytest.mark.parametrize("name", NAMES)
def test_a_diagram_says_what_is_in_it(name):
    diagram = diagrams.load(name)
    assert 10 < len(diagram.title) < 90
    assert len(diagram.description.split()) > 25
    stills = ("rnn_backward", "rnn_cell_backward", "gru_backward", "encoder_decoder", "reber")
    assert diagram.slots or name in stills
    assert tree(name).get("role") == "img"


@pytest.mark.parametrize("name", NAMES)
def test_colours_are_those_of_the_roles(name):
    roles = {role.colour for role in style.ROLES.values()}
    used = {element.get(key) for element in tree(name).iter() for key in ("fill", "stroke")} - {None}
    assert used <= roles | NEUTRAL | TINTS


@pytest.mark.parametrize("name", NAMES)
def test_ink_stays_on_the_paper_and_slots_have_one_kind(name):
    root = tree(name)
    pixels = diagrams.load(name).fill({}).pixels(1)
    assert pixels.shape == (int(root.get("height")), int(root.get("width")), 4)
    assert np.all(pixels[20:-20, 4:12, :3] == 255) and np.all(pixels[20:-20, -12:-4, :3] == 255)  # a margin at both sides
    for slot in diagrams.load(name).slots:
        assert re.fullmatch(r"(value|flow)-\w+", slot)


@pytest.mark.parametrize("name", NAMES)
def test_a_filled_diagram_keeps_its_texts_apart(name):
    """Fill each value with "+0.00" and look whether the texts' boxes overlap."""
    diagram = diagrams.load(name)
    svg = diagram.fill({slot: "+0.00" for slot in diagram.slots if slot.startswith("value-")}).svg
    boxes = []
    for text in ElementTree.fromstring(svg).iter("text"):
        size = float(text.get("font-size", 17))
        pieces = [(text.text or "", size)]
        for part in text:
            pieces += [(part.text, float(part.get("font-size", size))), (part.tail or "", size)]
        width = sum(diagrams._advance(piece, FontProperties("DejaVu Sans"), of) for piece, of in pieces if piece)
        left = float(text.get("x")) - width * {"middle": 0.5, "end": 1.0}.get(text.get("text-anchor"), 0.0)
        boxes.append((left, float(text.get("y")) - 0.7 * size, left + width, float(text.get("y")), "".join(text.itertext())))
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            apart = a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]
            assert apart, f"{a[4]!r} and {b[4]!r} lie on one another"


@pytest.mark.parametrize("name", NAMES)
def test_what_moves_lies_above_what_stays(name):
    """In the file the slots stand among the rest; drawn last, they cover nothing, and no word runs into another."""
    as_filed = diagrams.paint((diagrams.FOLDER / f"{name}.svg").read_text(encoding="utf-8"), 2)
    layered = diagrams.load(name).fill({}).pixels(2)
    assert np.mean(np.any(as_filed != layered, axis=2)) < 1e-4


def test_the_two_layers_make_the_picture():
    diagram = diagrams.load("lstm_cell")
    drawings = [diagram.fill({"value-gamma_f": f"0.{digit}", "flow-c_next": {"opacity": 0.5}}) for digit in (3, 7)]
    (still, moving), (still_again, moved) = (drawing.layers for drawing in drawings)
    assert still == still_again and moving != moved and "0.3" in moving and "0.3" not in still
    elements = [ElementTree.fromstring(svg) for svg in (still, moving, drawings[0].svg)]
    assert len({tuple(root.attrib.items()) for root in elements}) == 1  # they lie exactly on one another
    assert [ElementTree.tostring(e) for root in elements[:2] for e in root] == [ElementTree.tostring(e) for e in elements[2]]


def test_fill_writes_texts_and_attributes_and_nothing_else():
    diagram = diagrams.load("lstm_cell")
    empty = diagram.fill({}).svg
    filled = diagram.fill({"value-gamma_f": "<0.9 & more>", "flow-gamma_f": {"stroke-width": 5, "opacity": "0.5"}}).svg
    assert "&lt;0.9 &amp; more&gt;" in filled
    root = ElementTree.fromstring(filled)
    line = root.find(".//*[@data-slot='flow-gamma_f']")
    assert (line.get("stroke-width"), line.get("opacity"), line.get("stroke")) == ("5", "0.5", style.ROLES["forget"].colour)
    assert root.find(".//*[@data-slot='value-gamma_f']").text == "<0.9 & more>"
    assert diagram.fill({}).svg == empty  # the diagram itself has not changed
    assert len(list(root.iter())) == len(list(ElementTree.fromstring(empty).iter()))
    assert root.find("title") is None  # the panel speaks for the picture, and a browser shows no tooltip


def test_wrong_names_are_said():
    with pytest.raises(KeyError, match="no slot value-gamma_x, expected some of: .*value-gamma_f"):
        diagrams.load("lstm_cell").fill({"value-gamma_x": "1"})
    with pytest.raises(FileNotFoundError, match="no diagram 'lstm_sell', expected one of: .*lstm_cell"):
        diagrams.load("lstm_sell")


@pytest.mark.parametrize("value, text", [(0.854, "+0.85"), (-0.5, "−0.50"), (0.001, "0.00"), (-0.001, "0.00"), (12.0, "+12.00")])
def test_numbers_have_a_sign(value, text):
    assert diagrams.number(value) == text


def test_a_flow_is_thick_for_large_and_dashed_for_negative():
    small, large, negative = diagrams.flow(0.1), diagrams.flow(-7.0), diagrams.flow(-0.1)
    assert float(small["stroke-width"]) < float(large["stroke-width"]) == 6
    assert small["stroke-dasharray"] == "none" != negative["stroke-dasharray"]
    assert float(diagrams.flow(0.0)["opacity"]) < float(large["opacity"]) == 1
    assert diagrams.flow(float("nan"))["stroke-width"] == "1.00"


def ink(svg_inside, at, scale=1):
    """Return the colour that the painter puts at a point of a 40 × 40 drawing."""
    pixels = diagrams.paint(f'<svg width="40" height="40">{svg_inside}</svg>', scale)
    return tuple(int(part) for part in pixels[at[1] * scale, at[0] * scale])


RED, CLEAR = (255, 0, 0, 255), (255, 255, 255, 0)


@pytest.mark.parametrize("shape, inside, outside", [
    ('<rect x="10" y="10" width="20" height="10" fill="#FF0000"/>', (20, 15), (20, 25)),
    ('<rect x="10" y="10" width="20" height="20" rx="10" fill="#FF0000"/>', (20, 20), (11, 11)),
    ('<circle cx="20" cy="20" r="8" fill="#FF0000"/>', (26, 20), (27, 27)),
    ('<line x1="5" y1="20" x2="35" y2="20" stroke="#FF0000" stroke-width="6"/>', (20, 21), (20, 25)),
    ('<path d="M5 5L35 5L35 35Z" fill="#FF0000"/>', (30, 10), (10, 30)),
    ('<path d="M5 35Q5 5 35 5L35 35Z" fill="#FF0000"/>', (30, 30), (8, 8)),
    ('<path d="M5 35C5 5 5 5 35 5L35 35Z" fill="#FF0000"/>', (30, 30), (8, 6)),
    ('<polyline points="5,20 35,20" fill="none" stroke="#FF0000" stroke-width="6"/>', (20, 20), (20, 26)),
    ('<polygon points="5 5 35 5 35 35" fill="#FF0000"/>', (30, 10), (10, 30)),
    ('<g fill="#FF0000" transform="translate(10 0)"><rect x="0" y="0" width="9" height="9"/></g>', (15, 5), (5, 5)),
])
def test_the_painter_knows_each_shape(shape, inside, outside):
    assert ink(shape, inside) == RED
    assert ink(shape, outside) == CLEAR


def test_the_painter_multiplies_opacity_and_skips_what_is_not_seen():
    half = ink('<g opacity="0.5"><rect x="0" y="0" width="40" height="40" fill="#FF0000"/></g>', (20, 20))
    assert 126 <= half[3] <= 129
    assert ink('<g opacity="0"><rect x="0" y="0" width="40" height="40" fill="#FF0000"/></g>', (20, 20)) == CLEAR


def test_the_painter_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match="<ellipse>, expected"):
        ink('<ellipse cx="5" cy="5" rx="3" ry="2"/>', (1, 1))
    with pytest.raises(ValueError, match="command a, expected M, L, C, Q or Z"):
        ink('<path d="M0 0a3 3 0 0 1 2 2"/>', (1, 1))


def columns_with_ink(text):
    pixels = diagrams.paint(f'<svg width="200" height="40" font-size="20" fill="#000000">{text}</svg>', 1)
    return np.flatnonzero(pixels[:, :, 3].any(axis=0))


def test_text_is_placed_by_its_anchor():
    start, middle, end = (columns_with_ink(f'<text x="100" y="25" text-anchor="{anchor}">Γ and a</text>')
                          for anchor in ("start", "middle", "end"))
    width = np.ptp(start)
    assert abs(start[0] - 100) <= 3 and abs(end[-1] - 100) <= 3
    assert abs((middle[0] + middle[-1]) / 2 - 100) <= 2
    assert np.ptp(middle) == pytest.approx(width, abs=1) and np.ptp(end) == pytest.approx(width, abs=1)


def test_subscripts_are_lower_and_come_after():
    plain, with_x = '<text x="9" y="25">W</text>', '<text x="9" y="25">W<tspan dy="6" font-size="14">x</tspan></text>'
    assert columns_with_ink(with_x)[-1] > columns_with_ink(plain)[-1] + 5
    rows = [np.flatnonzero(diagrams.paint(f'<svg width="99" height="60" font-size="20">{text}</svg>', 1)[:, :, 3].any(axis=1))
            for text in (plain, with_x)]
    assert rows[1][-1] >= rows[0][-1] + 5 and rows[1][0] == rows[0][0]


def test_a_png_is_the_same_bytes_twice():
    drawing = diagrams.load("rnn_cell").fill({"value-x": "+0.50"})
    first = diagrams.png(drawing.pixels())
    assert first == diagrams.png(drawing.pixels())
    assert first[:4] == b"\x89PNG" and b"Software" not in first


# ---- Charts ----------------------------------------------------------------------------------------------------------

def chart(name="test-chart", **axes):
    fig = charts.figure(6, 3)
    ax = fig.subplots()
    ax.set(**{"xlim": (0, 10), "ylim": (0, 1), **axes})
    return charts.LiveChart(fig, {"line": ax.plot([], [], **style.line("update"))[0],
                                  "dots": ax.plot([], [], "o", color="#FF0000", markersize=8)[0],
                                  "label": ax.text(5, 0.5, "", color="#0000FF")}, name=name), ax


def test_a_live_line_runs_where_matplotlib_draws_it():
    live, _ = chart()
    drawing = live.fill({"dots": ([2.0, 8.0], [0.25, 0.75])})
    path = re.search(r'<path d="M([\d.]+) ([\d.]+)h0M([\d.]+) ([\d.]+)h0"', drawing.svg)
    pixels = drawing.pixels(1)
    red = (pixels[:, :, 0] > 200) & (pixels[:, :, 1] < 60)
    rows, columns = np.nonzero(red)
    unit = charts.UNIT / 72  # units of the SVG's box to pixels of the picture
    for x, y, side in ((float(path[1]), float(path[2]), columns < 300), (float(path[3]), float(path[4]), columns >= 300)):
        assert columns[side].mean() == pytest.approx(x * unit, abs=1)
        assert rows[side].mean() == pytest.approx(y * unit, abs=1)


def test_a_log_axis_moves_the_points():
    live, _ = chart(yscale="log", ylim=(1e-4, 1))
    heights = [float(re.search(r"M[\d.]+ ([\d.]+)h0", live.fill({"dots": ([5.0], [y])}).svg)[1]) for y in (1e-4, 1e-2, 1.0)]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2], abs=0.2)


def test_nan_breaks_a_line_and_huge_numbers_stay_writable():
    live, _ = chart()
    svg = live.fill({"line": (np.arange(5), [0.1, 0.2, np.nan, 1e300, np.inf])}).svg
    path = re.findall(r'<path d="([^"]*)" clip-path="url\(#test-chart-clip-0\)"', svg)[-1]
    assert path.count("M") == 2 and "nan" not in path and "inf" not in path and "e+" not in path


def test_a_chart_keeps_its_dash_and_escapes_its_words():
    live, _ = chart()
    svg = live.fill({"line": ([0, 10], [0, 1]), "label": (5, 0.5, "a < b & c")}).svg
    assert "stroke-dasharray: 12,4" in svg and "#074f49" in svg
    assert "a &lt; b &amp; c" in svg
    ElementTree.fromstring(svg)
    for of_a_page in ("<style", "<metadata", 'id="figure', 'id="axes'):  # would reach beyond this picture
        assert of_a_page not in svg


def test_the_fixed_part_stays_and_the_same_values_give_the_same_picture():
    live, ax = chart()
    first = live.fill({"line": ([0, 10], [0, 1])})
    pixels = first.pixels(1)
    live.fill({"line": ([0, 10], [1, 0])}).pixels(2)
    assert np.array_equal(first.pixels(1), pixels)
    assert live.fill({"line": ([0, 10], [0, 1])}).svg == first.svg
    assert ax.get_xlim() == (0, 10)


def test_an_unknown_line_is_said():
    with pytest.raises(KeyError, match="no line lime, expected some of: line, dots, label"):
        chart()[0].fill({"lime": ([], [])})


# ---- The PNG files ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", NAMES)
def test_each_diagram_is_painted_at_twice_its_size_and_small(name):
    Image = pytest.importorskip("PIL.Image")
    png = diagrams.FOLDER / f"{name}.png"
    assert png.stat().st_size < 100_000
    with Image.open(png) as picture:
        assert picture.size == tuple(round(2 * float(tree(name).get(key))) for key in ("width", "height"))
        tints = {element.get("fill") for element in tree(name).iter()} & TINTS
        shown = {"#{:02X}{:02X}{:02X}".format(*colour[:3]) for _, colour in picture.convert("RGBA").getcolors(1 << 20)}
        assert tints <= shown


def test_a_picture_that_is_not_its_drawing_is_named_and_painted_anew(tmp_path, capsys):
    for drawing in (diagrams.FOLDER / "lstm_gate_output.svg", diagrams.FOLDER / "rnn_unrolled.svg"):
        (tmp_path / drawing.name).write_bytes(drawing.read_bytes())
        (tmp_path / f"{drawing.stem}.png").write_bytes((diagrams.FOLDER / f"{drawing.stem}.png").read_bytes())
    assert pictures.main("check", tmp_path) == 0
    svg = tmp_path / "rnn_unrolled.svg"
    svg.write_text(svg.read_text(encoding="utf-8").replace('stroke-width="2.5"', 'stroke-width="9"'), encoding="utf-8")
    assert pictures.main("check", tmp_path) == 1 and "rnn_unrolled.png isn't what its SVG shows" in capsys.readouterr().out
    before = (tmp_path / "lstm_gate_output.png").stat().st_mtime_ns
    assert pictures.main("render", tmp_path) == 0
    once = (tmp_path / "rnn_unrolled.png").read_bytes()
    assert pictures.main("check", tmp_path) == 0 and pictures.main("render", tmp_path) == 0
    assert (tmp_path / "rnn_unrolled.png").read_bytes() == once, "a second run changes no byte"
    assert (tmp_path / "lstm_gate_output.png").stat().st_mtime_ns == before
