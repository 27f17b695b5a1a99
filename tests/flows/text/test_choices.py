import pytest

from flows.text.choices import Choice, find_choice, find_yes_or_no, is_one_edit_apart

DRINKS = (
    Choice("c1", ("Coffee", "Espresso")),
    Choice("c2", ("Tea", "Cuppa", "English breakfast")),
    Choice("c3", ("Red",)),
    Choice("c4", ("Red wine",)),
    Choice("c5", ("?",)),
)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("coffee", "c1"),
        ("  COFFEE!! ", "c1"),
        ('"espresso"', "c1"),
        ("english  BREAKFAST", "c2"),
        ("?", "c5"),
        ("1", "c1"),
        ("2.", "c2"),
        ("(3)", "c3"),
        ("#2", "c2"),
        ("b", "c2"),
        ("B)", "c2"),
        ("2 please", "c2"),
        ("Tea please", "c2"),
        ("tea, no sugar", "c2"),
        ("red wine, a large one", "c4"),
        ("red please", "c3"),
        ("cofee", "c1"),
        ("coffeee", "c1"),
        ("cxffee", "c1"),
        ("expresso please", "c1"),
    ],
)
def test_finds_choice(text, id):
    found = find_choice(text, DRINKS)

    assert found is not None
    assert found.id == id


@pytest.mark.parametrize(
    "text", ["", "  ", "water", "6", "0", "a coffee please", "teapot", "teq", "coffffee", "1st"]
)
def test_finds_nothing_when_nothing_is_meant(text):
    assert find_choice(text, DRINKS) is None


def test_prefers_name_to_position():
    sizes = (Choice("c1", ("2",)), Choice("c2", ("1",)))

    assert find_choice("1", sizes).id == "c2"


def test_leaves_positions_and_spelling_to_the_author():
    assert find_choice("1", DRINKS, positions=False) is None
    assert find_choice("b", DRINKS, positions=False) is None
    assert find_choice("cofee", DRINKS, spelling=False) is None


def test_forgives_no_spelling_that_could_mean_two_choices():
    seats = (Choice("c1", ("balcony a",)), Choice("c2", ("balcony b",)))

    assert find_choice("balcony c", seats) is None


def test_forgives_no_wrong_digit():
    assert find_choice("12346", (Choice("c1", ("12345",)),)) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Yes", True),
        ("y", True),
        ("ok then", True),
        ("NO!", False),
        ("nope, sorry", False),
        ("perhaps", None),
        ("1", None),
        ("", None),
    ],
)
def test_finds_yes_or_no(text, answer):
    assert find_yes_or_no(text) is answer


def test_takes_words_of_another_language():
    assert find_yes_or_no("oui", ("oui",), ("non",)) is True
    assert find_yes_or_no("yes", ("oui",), ("non",)) is None


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("tea", "tea", False),
        ("tea", "ten", True),
        ("tea", "te", True),
        ("tea", "teas", True),
        ("tea", "eat", False),
        ("", "a", True),
        ("abcd", "ab", False),
    ],
)
def test_counts_one_edit(one, other, apart):
    assert is_one_edit_apart(one, other) is apart
    assert is_one_edit_apart(other, one) is apart
