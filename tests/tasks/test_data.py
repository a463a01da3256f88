"""The files in data/: described, unchanged, and when they aren't, named with the way to get them back."""
import hashlib
import shutil

import pytest

from helpers.tasks import datafiles

NAMES = sorted(path.name for path in datafiles.FOLDER.iterdir() if path.name != "README.md")


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(datafiles.FOLDER, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_the_readme_lists_each_file_once_and_no_other():
    readme = datafiles._readme(datafiles.FOLDER)
    assert sorted(name for _, name in datafiles.LINE.findall(readme)) == NAMES
    for name in NAMES:
        assert f"| `{name}` |" in readme, f"data/README.md doesn't say where {name} comes from"


@pytest.mark.parametrize("name", NAMES)
def test_each_file_is_as_described_and_reading_writes_nothing(folder, name):
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}
    datafiles.content(name, folder)
    assert before == {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


def test_windows_line_ends_are_the_same_text(folder):
    for name in ("words.txt", "README.md"):
        (folder / name).write_bytes((folder / name).read_bytes().replace(b"\n", b"\r\n"))
    assert datafiles.text("words.txt", folder) == datafiles.text("words.txt")


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_file_is_named_with_the_way_back(folder, name):
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(ValueError, match=rf"data/{name} was changed .*: `git checkout data/{name}` brings it back"):
        datafiles.content(name, folder)


@pytest.mark.parametrize("name", ["words.txt", "README.md"])
def test_a_missing_file_is_named_with_the_way_back(folder, name):
    (folder / name).unlink()
    with pytest.raises(FileNotFoundError, match=f"data/{name} is missing: `git checkout data/{name}` brings it back"):
        datafiles.text("words.txt", folder)


def test_a_file_without_a_checksum_is_refused(folder):
    (folder / "other.txt").write_text("words")
    with pytest.raises(ValueError, match="no checksum of data/other.txt"):
        datafiles.content("other.txt", folder)
    with pytest.raises(ValueError, match="no checksum line for other.txt"):
        datafiles.keep("other.txt", "words", folder)
    assert (folder / "other.txt").read_text() == "words"


def test_keep_writes_a_file_and_its_checksum(folder):
    datafiles.keep("words.txt", "kind: a b\n# comment\n\n", folder)
    assert datafiles.lines("words.txt", folder) == ["kind: a b"]
    assert hashlib.sha256(b"kind: a b\n# comment\n\n").hexdigest() in (folder / "README.md").read_text()
    assert not list(folder.glob("*.tmp"))


def test_a_table_reads_numbers_as_numbers(folder):
    datafiles.keep("words.txt", "# what it is\nmodel,d,accuracy\nGRU,10,0.5\n", folder)
    assert datafiles.table("words.txt", folder) == [{"model": "GRU", "d": 10, "accuracy": 0.5}]


def test_arrays_are_those_of_the_network_it_says():
    weights = datafiles.arrays("subject_verb_lstm.npz")
    assert {key: value.shape for key, value in weights.items() if key in ("Wf", "Wy")} == {"Wf": (32, 80), "Wy": (48, 32)}
    assert all(value.dtype == float for value in weights.values())


def remembered(model, start, distance):
    return [row["accuracy"] for row in datafiles.table("remember_number.csv")
            if (row["model"], row["start"], row["distance"]) == (model, start, distance)]


def test_the_experiments_hold_ten_seeds_of_everything():
    seeds = {}
    for row in datafiles.table("remember_number.csv"):
        seeds.setdefault((row["model"], row["start"], row["distance"]), set()).add(row["seed"])
    assert set(map(len, seeds.values())) == {10} and len(seeds) == 18 * 4
    seeds = {}
    for row in datafiles.table("subject_verb.csv"):
        if row["steps"] == 1500:
            seeds.setdefault((row["model"], row["start"], row["units"], row["attractors"]), set()).add(row["seed"])
    assert set(map(len, seeds.values())) == {10} and len(seeds) == 3 * (2 + 2 + 1) * 5
    for row in datafiles.table("subject_verb.csv"):  # distance alone is measured when training is done …
        assert isinstance(row["same"], float) == (row["steps"] == 1500)
        if row["attractors"] == 0 and row["steps"] == 1500:  # … and without nouns in between the sentences are the same
            assert row["same"] == row["agreement"]
    assert len({(row["units"], row["seed"]) for row in datafiles.table("subject_verb_units.csv")}) == 30
    seeds = {}
    for row in datafiles.table("experiments_1997.csv"):
        seeds.setdefault((row["task"], row["network"]), set()).add(row["seed"])
    assert set(map(len, seeds.values())) == {10} and len(seeds) == 6 + 6 + 2 + 6 + 2
    sizes = {}
    for row in datafiles.table("names.csv"):
        if row["what"] == "LSTM":
            sizes.setdefault(row["trained_on"], set()).add(row["seed"])
    assert set(map(len, sizes.values())) == {10} and sorted(sizes) == [50, 100, 200, 400, 736]


def test_rows_come_by_network():
    rows = [{"experiment": "a", "measure": "nats", "network": "one", "value": 1.0},
            {"experiment": "a", "measure": "step", "network": "one", "value": 7},
            {"experiment": "a", "measure": "nats", "network": "two", "value": 2.0},
            {"experiment": "a", "measure": "nats", "network": "one", "value": 3.0}]
    assert datafiles.by_network(rows, "a", "nats") == {"one": [1.0, 3.0], "two": [2.0]}
