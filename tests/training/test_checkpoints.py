"""Checkpoints: what was saved comes back, and a damaged file is refused by name."""
import numpy as np
import pytest

from helpers.training import checkpoints

CONTENT = {"step": 7, "parameters": {"Wy": np.arange(6.0).reshape(2, 3), "by": np.zeros((2, 1))}, "best": {"inner": {"k": 3}},
           "losses": [0.5, 0.25]}


def equal(left, right):
    left, right = checkpoints.flat(left), checkpoints.flat(right)
    return left.keys() == right.keys() and all(np.array_equal(left[key], right[key]) for key in left)


def test_what_was_saved_comes_back(tmp_path):
    path = tmp_path / "made" / "run.npz"
    assert checkpoints.load(path) is None
    checkpoints.save(path, CONTENT)
    assert equal(checkpoints.load(path), CONTENT)
    checkpoints.save(path, CONTENT | {"step": 8})
    assert checkpoints.load(path)["step"] == 8 and [file.name for file in path.parent.iterdir()] == ["run.npz"]


def test_a_save_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "run.npz"
    checkpoints.save(path, CONTENT)

    def interrupted(file, **arrays):
        file.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(checkpoints.np, "savez", interrupted)
    with pytest.raises(KeyboardInterrupt):
        checkpoints.save(path, {"step": 9})
    assert equal(checkpoints.load(path), CONTENT) and [file.name for file in tmp_path.iterdir()] == ["run.npz"]


def test_a_damaged_file_is_refused_by_name_or_holds_the_same(tmp_path):
    path = tmp_path / "run.npz"
    checkpoints.save(path, CONTENT)
    data = path.read_bytes()
    refused = 0
    for place in range(0, len(data), 3):
        damaged = bytearray(data)
        damaged[place] ^= 0x55
        path.write_bytes(damaged)
        try:
            assert equal(checkpoints.load(path), CONTENT), f"byte {place} changed the content and nobody noticed"
        except ValueError as error:
            assert "the checkpoint run.npz is damaged" in str(error)
            refused += 1
    assert refused > len(data) / 6


@pytest.mark.parametrize("data", [b"", b"words", b"PK\x03\x04"])
def test_a_file_that_never_was_a_checkpoint_is_refused(tmp_path, data):
    (tmp_path / "run.npz").write_bytes(data)
    with pytest.raises(ValueError, match="the checkpoint run.npz is damaged"):
        checkpoints.load(tmp_path / "run.npz")
    checkpoints.save(tmp_path / "cut.npz", CONTENT)
    (tmp_path / "cut.npz").write_bytes((tmp_path / "cut.npz").read_bytes()[:-40])
    with pytest.raises(ValueError, match="the checkpoint cut.npz is damaged"):
        checkpoints.load(tmp_path / "cut.npz")


def test_a_wrong_name_is_said(tmp_path):
    with pytest.raises(ValueError, match="path is 'run.txt', expected a name that ends in .npz"):
        checkpoints.save(tmp_path / "run.txt", {})
