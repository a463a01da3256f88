"""What pages 18 to 21 say of the runs in stacked.csv and attention.csv is what the files hold."""
import numpy as np

from helpers.networks import stacked
from helpers.tasks import datafiles, vocabulary
from helpers.training import readers


def runs(experiment, measure):
    """Return network → the values of its five seeds."""
    found = {}
    for row in datafiles.table("stacked.csv"):
        if (row["experiment"], row["measure"]) == (experiment, measure):
            found.setdefault(row["network"], []).append(row["value"])
    assert {len(values) for values in found.values()} == {5}
    return {network: np.array(values) for network, values in found.items()}


def test_each_reader_knows_what_it_has_met():
    left, right, both = (np.array([runs("tagging", place)[name] for place in ("before", "noun", "between", "after")])
                         for name in ("from the left", "from the right", "from both"))
    assert np.all(abs(left[0] - 0.5) < 0.03) and np.all(left[1:] > 0.999)
    assert np.all(right[:3] > 0.999) and np.all(abs(right[3] - 0.7) < 0.015)
    assert np.all(both > 0.999)


def test_without_a_verb_the_network_that_reads_both_ways_is_misled():
    """Page 18's third try: five networks, ten sentences that stop before the verb, every word from the noun on."""
    plural = ("the cats near the key", "the dogs near the cat", "the keys near the cabinet", "my dogs near the key",
              "your cats near my dog")
    singular = ("the cat near the keys", "the dog near the cats", "the key near the cabinets", "my dog near the keys",
                "your cat near my dogs")
    words = np.array([vocabulary().encode(text) for text in plural + singular])  # (m, T_x)
    for seed in range(5):
        p = stacked.stacked_forward(words, readers.tagger(15, both=True, seed=seed))[0][1]  # (m, T_x)
        right = np.mean((p[:, 1:] > 0.5) == (np.arange(10) < 5)[:, np.newaxis])
        assert 0.3 < right < 0.7, seed


def test_a_letter_in_the_middle_is_as_hard_from_either_side_and_easier_from_both():
    nats = runs("middle", "nats")
    one_side = np.concatenate([nats["from the left"], nats["from the right"]])
    assert round(one_side.min(), 2) == 1.66 and round(one_side.max(), 2) == 1.68
    assert round(nats["from both"].min(), 2) == 1.20 and round(nats["from both"].max(), 2) == 1.24
    sizes = {row["network"]: row["parameters"] for row in datafiles.table("stacked.csv") if row["experiment"] == "middle"}
    assert sizes["from both"] <= sizes["from the left"] == sizes["from the right"]


def test_depth_brought_nothing_and_came_later():
    nats, steps = runs("names", "nats"), runs("names", "step")
    assert np.all((nats["1 layer"] < nats["2 layers"]) & (nats["2 layers"] < nats["3 layers"]))
    assert steps["1 layer"].mean() < steps["2 layers"].mean() < steps["3 layers"].mean()


def test_depth_brought_nothing_on_sentences():
    nats, right = runs("sentences", "nats"), runs("sentences", "4 between")
    assert np.all((nats["1 layer"] < nats["2 layers"]) & (nats["1 layer"] < nats["3 layers"]))
    assert [int(np.sum(right[name] > 0.95)) for name in ("1 layer", "2 layers", "3 layers")] == [5, 4, 1]
    sizes = [row["parameters"] for row in datafiles.table("stacked.csv") if row["experiment"] == "sentences"]
    assert min(sizes) > 5800 and max(sizes) < 5950


def test_every_mask_helped_every_seed_on_names_and_the_one_on_c_erased_a_number():
    nats, right = runs("dropout", "nats"), runs("remember", "accuracy")
    for place, values in nats.items():
        assert place == "nothing" or np.all((values < nats["nothing"] - 0.004) & (values > nats["nothing"] - 0.055))
    assert np.all(nats["a to the next step .4"] < nats["what goes up .4"])
    assert all(np.all(abs(values - 0.5) < 0.03) if place.startswith("c ") else np.all(values > 0.99)
               for place, values in right.items())


def test_two_layers_are_behind_one_with_and_without_masks():
    one, two, steps = runs("dropout", "nats"), runs("deep", "nats"), runs("deep", "step")
    plain, masked = two["2 layers"], two["2 layers and what goes up .4"]
    assert np.all(one["nothing"] < plain) and np.all(one["what goes up .4"] < masked)
    assert np.sum(masked < plain) == 4 and 0.045 < np.max(plain - masked) < 0.055
    assert steps["2 layers and what goes up .4"].min() == 1200 and steps["2 layers and what goes up .4"].max() == 1800


def test_attention_writes_whole_strings_up_to_the_trained_length():
    rows = [row for row in datafiles.table("attention.csv") if row["experiment"] == "short"]
    share = {(row["task"], row["network"], row["T"], row["seed"]): row["right"] for row in rows}
    for seed in range(5):
        for task in ("copy", "reverse"):
            assert share[task, "attention", 12, seed] > 0.93 and share[task, "attention", 16, seed] < 0.05
        assert share["copy", "fixed", 12, seed] < 0.05 and 0.1 < share["reverse", "fixed", 12, seed] < 0.35
        assert share["copy", "fixed", 8, seed] < share["reverse", "fixed", 8, seed]
