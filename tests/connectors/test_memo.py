"""What was read already isn't read again, and doesn't pile up."""

from connectors.memo import Memo


def test_each_text_is_read_once() -> None:
    asked: list[str] = []

    def read(text: str) -> int:
        asked.append(text)
        return len(text)

    memo = Memo(read, most=10)
    assert [memo[text] for text in ("a", "bb", "a")] == [1, 2, 1]
    assert asked == ["a", "bb"]


def test_texts_do_not_pile_up() -> None:
    memo = Memo(str.upper, most=3)
    for number in range(10):
        assert memo[f"x-{number}"] == f"X-{number}"
        assert len(memo) <= 3
