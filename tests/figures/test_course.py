"""The picture of the whole course: a mark for each state, none told by colour alone, all of them on the paper and apart."""
import matplotlib.pyplot as plt
import pytest

from helpers.figures import course, style

ROWS = [course.Row("00", "Start here", (("step", "right", 12),), ("right", "missing"), ("missing",)),
        course.Row("01", "The simple RNN", (("rnn_cell_forward", "wrong", 1), ("rnn_forward", "missing", 0)), ("wrong",),
                   ("right", "wrong")),
        course.Row("02", "A page", (), (), ())]


@pytest.fixture
def drawn():
    fig, ax = plt.subplots(figsize=(8.6, 3))
    yield course.whole_course(ax, ROWS)
    plt.close(fig)


def row_of(ax, title):
    """Return the texts of a row, from left to right."""
    (_, height), = [text.get_position() for text in ax.texts if text.get_text() == title]
    return [text.get_text() for text in sorted(ax.texts, key=lambda text: text.get_position()[0])
            if text.get_position()[1] == height and text.get_text() != title]


def test_each_state_has_a_mark_of_its_own(drawn):
    assert row_of(drawn, "Start here") == ["0", "✓", "■", "□", "◇"]
    assert row_of(drawn, "The simple RNN") == ["▸", "1", "✗", "○", "☒", "◆", "◈"]
    assert row_of(drawn, "A page") == ["2"]
    assert len({mark for marks in course.MARKS.values() for mark in marks.values()}) == 9
    assert all(mark in course.LEGEND for marks in course.MARKS.values() for mark in marks.values())
    assert drawn.get_title(loc="left") == "1 of 3 exercises are right"


def test_the_sums_stand_above_and_several_tries_beside_their_mark(drawn):
    texts = [text.get_text() for text in drawn.texts]
    assert texts[:3] == ["1 of 3 exercises", "1 of 3 questions", "2 of 3 predictions"]
    tries, mark = (next(text for text in drawn.texts if text.get_text() == said) for said in ("12", "✓"))
    assert 0 < tries.get_position()[0] - mark.get_position()[0] < course.WIDE


def test_it_says_where_to_go_on(drawn):
    (bold,) = [text.get_text() for text in drawn.texts if text.get_fontweight() == "bold"]
    assert bold == "The simple RNN" and course.HERE in course.LEGEND
    done = [row._replace(exercises=tuple((name, "right", 1) for name, *_ in row.exercises)) for row in ROWS]
    assert "go on" not in course.in_words(done)
    fig, ax = plt.subplots()
    assert not any(text.get_text() == course.HERE for text in course.whole_course(ax, done).texts)
    plt.close(fig)


def test_nothing_done_reads_as_what_there_is_to_do():
    fig, ax = plt.subplots(figsize=(8.6, 3))
    nothing = [course.Row("00", "Start here", (("step", "missing", 0),), ("missing",) * 5, ("missing",))]
    texts = [text.get_text() for text in course.whole_course(ax, nothing).texts]
    assert texts[:3] == ["1 exercises", "5 questions", "1 predictions"]
    assert ax.get_title(loc="left") == "The whole course, a row a page"
    assert course.in_words(nothing) == (
        "The course, a row for each of its 1 pages. Exercises: 0 right, 0 wrong, 1 open. Questions: 0 right, 0 wrong, 5 open. "
        "Predictions: 0 close, 0 not close, 1 open. Here you can go on: page 0.")
    plt.close(fig)


def test_no_role_lends_its_colour(drawn):
    roles = {role.colour for name, role in style.ROLES.items() if name not in ("input", "loss", "bound", "singular")}  # greys
    assert not roles & {text.get_color() for text in drawn.texts}


def test_nothing_lies_on_anything_else_and_all_is_on_the_paper(drawn):
    drawn.figure.canvas.draw()
    paper = drawn.figure.bbox
    boxes = [text.get_window_extent() for text in drawn.texts]
    assert all(box.x0 >= paper.x0 and box.x1 <= paper.x1 and box.y0 >= paper.y0 and box.y1 <= paper.y1 for box in boxes)
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_the_words_say_what_is_in_it():
    assert course.in_words(ROWS) == (
        "The course, a row for each of its 3 pages. Exercises: 1 right, 1 wrong, 1 open. Questions: 1 right, 1 wrong, 1 open. "
        "Predictions: 1 close, 1 not close, 1 open. Here you can go on: page 1. Page 0: step right (12 tries), 1 of 1 questions "
        "right. Page 1: rnn_cell_forward wrong, 0 of 1 questions right, 1 of 2 predictions close.")
