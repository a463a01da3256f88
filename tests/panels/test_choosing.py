"""One of several: exactly one button is pressed, and it is the one whose value holds."""
import pytest
import traitlets

from helpers import panels
from helpers.panels import choosing, showing


def pressed(one):
    return [button.description for button in one._buttons.values() if button.value]


def test_the_button_of_the_value_is_pressed_and_a_pressed_one_sets_the_value():
    one, seen = choosing.OneOf((("tanh", 1), ("ReLU", 2)), 1, label="f"), []
    one.observe(lambda change: seen.append(change["new"]), names="value")
    assert pressed(one) == ["tanh"] and one.children[0].value == "f"
    one._buttons[2].value = True
    assert (one.value, pressed(one), seen) == (2, ["ReLU"], [2])
    one.value = 1
    assert (pressed(one), seen) == (["tanh"], [2, 1])


def test_without_a_value_for_nothing_the_pressed_one_stays():
    one = choosing.OneOf(("a", "b"), "a")
    one._buttons["a"].value = False
    assert (one.value, pressed(one)) == ("a", ["a"])


def test_with_one_it_is_let_go():
    one = choosing.OneOf(("a", "b"), "none", nothing="none")
    assert pressed(one) == []
    one._buttons["b"].value = True
    one._buttons["b"].value = False
    assert (one.value, pressed(one)) == ("none", [])


def test_an_unknown_value_is_refused():
    with pytest.raises(traitlets.TraitError, match="value is 'c', expected one of 'a', 'b'"):
        choosing.OneOf(("a", "b"), "a").value = "c"


def test_no_control_is_a_list_whose_arrow_keys_jupyterlab_takes():
    for made in (panels.gradient_lab(), panels.predict("00.x", "Which?", choices=("a", "b"))):
        assert not any(type(part).__name__ in ("Dropdown", "Select", "RadioButtons") for part in showing.parts(made))
        made.close()


def test_buttons_share_their_looks():
    made = choosing.buttons(["a", "b", "c"], name="kind", height="auto")
    assert [button.tooltip for button in made] == ["kind: a", "kind: b", "kind: c"]
    assert len({button.layout.model_id for button in made}) == len({button.style.model_id for button in made}) == 1
    assert (made[2].layout.width, made[2].layout.height) == ("auto", "auto")
