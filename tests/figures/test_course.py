"""The picture of the whole course: a mark for each state, none told by colour alone, all of them on the paper and apart."""
import matplotlib.pyplot as plt
import pytest

from helpers.figures import course

ROWS = [course.Row("00", "Start here", (("step", "right"),), ("right", "missing"), ()),
        course.Row("01", "The simple RNN", (("rnn_cell_forward", "wrong"), ("rnn_forward", "missing")), ("wrong",),
                   (True, False)),
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
    assert row_of(drawn, "Start here") == ["0", "✓", "■", "□"]
    assert row_of(drawn, "The simple RNN") == ["1", "✗", "○", "☒", "◆", "◇"]
    assert row_of(drawn, "A page") == ["2"]
    assert len({mark for marks in course.MARKS.values() for mark in marks.values()}) == 8
    assert all(mark in course.LEGEND for marks in course.MARKS.values() for mark in marks.values())
    assert drawn.get_title(loc="left") == "1 of 3 exercises are right"


def test_nothing_lies_on_anything_else_and_all_is_on_the_paper(drawn):
    drawn.figure.canvas.draw()
    paper = drawn.figure.bbox
    boxes = [text.get_window_extent() for text in drawn.texts]
    assert all(box.x0 >= paper.x0 and box.x1 <= paper.x1 and box.y0 >= paper.y0 and box.y1 <= paper.y1 for box in boxes)
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_the_words_say_what_is_in_it():
    assert course.in_words(ROWS) == (
        "The course, a row for each of its 3 pages. Exercises: 1 right, 1 wrong, 1 open. Questions: 1 of 2 right. "
        "Predictions: 2 made, 1 close. Page 0: step right, 1 of 1 questions right. "
        "Page 1: rnn_cell_forward wrong, 0 of 1 questions right, 1 of 2 predictions close.")
