from hypothesis import given
from hypothesis import strategies as st

from transforms.identity.spanning import Link, Record, parts, path, spanning_links

A, B, C, D = (("book", name) for name in "abcd")

RECORDS: list[Record] = [("book", str(number)) for number in range(6)]
LINKS = st.lists(
    st.tuples(st.sampled_from(RECORDS), st.sampled_from(RECORDS), st.sampled_from([0.5, 1.0, 7.0, float("inf")]))
    .filter(lambda link: link[0] != link[1])
    .map(lambda link: Link(*link))
)


def test_the_weakest_of_the_links_that_are_needed_comes_first() -> None:
    needed = [Link(A, B, 1.0), Link(B, C, 9.0)]
    assert spanning_links([Link(B, C, 9.0), Link(A, C, 0.7), Link(A, B, 1.0)]) == needed


def test_without_links_nothing_is_needed() -> None:
    assert spanning_links([]) == []
    assert parts([B, A], []) == [[A], [B]]


def test_parts_are_what_the_links_hold_together() -> None:
    assert parts([A, B, C, D], [Link(C, A, 1.0), Link(B, D, 1.0)]) == [[A, C], [B, D]]


def test_a_path_leads_over_the_links_in_between() -> None:
    links = [Link(A, B, 1.0), Link(C, B, 2.0), Link(C, D, 3.0)]
    assert path(links, A, D) == links
    assert path(links, D, B) == [links[2], links[1]]
    assert path(links, A, ("book", "elsewhere")) == []
    assert path(links, A, A) == []


@given(LINKS)
def test_the_spanning_links_hold_together_whatever_all_links_do(links: list[Link]) -> None:
    needed = spanning_links(links)
    assert parts(RECORDS, needed) == parts(RECORDS, links)
    assert len(needed) == len(RECORDS) - len(parts(RECORDS, links))
    assert [link.weight for link in needed] == sorted(link.weight for link in needed)


@given(LINKS)
def test_what_a_link_parts_is_held_together_by_no_stronger_one(links: list[Link]) -> None:
    needed = spanning_links(links)
    for gone in needed:
        halves = parts(RECORDS, [link for link in needed if link != gone])
        half_of = {record: number for number, half in enumerate(halves) for record in half}
        crossing = [link.weight for link in links if half_of[link.one] != half_of[link.other]]
        assert max(crossing) == gone.weight


@given(LINKS, st.randoms())
def test_the_order_of_the_links_changes_nothing(links: list[Link], random: object) -> None:
    shuffled = list(links)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' own random
    assert spanning_links(shuffled) == spanning_links(links)
