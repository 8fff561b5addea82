"""How `kith explain` tells why two are one person, or are not."""

from collections.abc import Sequence
from typing import Final

from rich.padding import Padding
from rich.table import Table

from flows.cli.console import counted, out, plain
from flows.cli.evidence_words import factor, is_worth_telling, keys_told, odds, reason_told, told
from flows.cli.judged import told_people
from flows.cli.side_by_side import side_by_side
from flows.cli.spelling import Spellings
from flows.cli.waterfall import waterfall
from flows.explaining import Named, Oneness, Twoness, record_of
from transforms.identity.spanning import Record
from warehouse.evidence_reading import EvidenceReader
from warehouse.reading import Row

_MOST: Final = 10
"""Links and other people that are told each; --format json has all."""

_IN_SHORT: Final = 4
"""Findings that are told of a link among others."""

_KEYS: Final = 3
"""Of what made two worth comparing, this much is told: who shares a name shares its initial, too."""

_SAID: Final = {"same": "they are the same", "different": "they are different", "unsure": "it is unsure"}


def print_oneness(reader: EvidenceReader, oneness: Oneness) -> None:
    """Say what holds a person's records together, and who else they are not, or might be."""
    spelt = Spellings(reader, [*oneness.links[:_MOST], *oneness.others])
    count, sources = len(oneness.records), len({row["source"] for row in oneness.records})
    head = f"{counted(count, 'record')} from {counted(sources, 'source')}"
    out.say(f"[bold]{plain(oneness.person['full_name'])}[/]  [dim]{oneness.person['person_id']}[/]")
    numbers = {(row["source"], row["record_id"]): number for number, row in enumerate(oneness.records, 1)}
    if count == 1:
        out.say(f"{head}: nothing was joined.")
    else:
        out.say(f"{head}, taken for one person.")
        _print_links("What holds them together, the weakest first", oneness.links, numbers, spelt)
    _print_records(oneness, numbers)
    questions = [pair for pair in oneness.others if _is_open(pair)]
    others = [pair for pair in oneness.others if not _is_open(pair)]
    _print_others("Who may be the same (`kith review` asks)", questions, spelt)
    _print_others("Who was compared and is somebody else", others, spelt)


def print_twoness(reader: EvidenceReader, twoness: Twoness) -> None:
    """Say what was found between two, what it comes to, and what somebody said."""
    if not twoness.pairs:
        _print_untold(reader, twoness)
        return
    first = twoness.pairs[0]
    out.say(f"{_verdict(twoness, first)}\n")
    best = next((pair for pair in twoness.pairs if pair["weight"] is not None), first)
    out.say(f"[bold]{_place(best, 'a')}[/] and [bold]{_place(best, 'b')}[/]")
    if best["blocking_keys"]:
        out.say(f"[dim]Worth comparing since they share {keys_told(best['blocking_keys'][:_KEYS])}.[/]")
    spelling = Spellings(reader, [best]).of(best)
    out.print(waterfall(best, width=out.width, spelling=spelling))
    _print_pairs(twoness, best)


def _print_links(title: str, links: Sequence[Row], numbers: dict[Record, int], spelt: Spellings) -> None:
    out.say(f"\n[bold]{title}[/]")
    grid = _grid(3)
    grid.columns[1].no_wrap = True
    for pair in links[:_MOST]:
        ends = " – ".join(str(number) for number in sorted(numbers[record_of(pair, end)] for end in "ab"))
        grid.add_row(_strength(pair), ends, _in_short(pair, spelt))
    out.print(grid)
    _print_rest(len(links), "stronger one")


def _print_records(oneness: Oneness, numbers: dict[Record, int]) -> None:
    """The records that were told of, by their numbers: as SOURCE/RECORD_ID, which names one, and where it stands."""
    told_of = {numbers[record_of(pair, end)] for pair in oneness.links[:_MOST] for end in "ab"} or {1}
    grid = _grid(2)
    for number, row in enumerate(oneness.records, 1):
        if number in told_of:
            key = f"{row['source']}/{row['record_id']}"
            grid.add_row(str(number), f"{plain(key)}\n[dim]{plain(row['file'])}:{row['position']}[/]")
    out.print()
    out.print(grid)


def _print_others(title: str, pairs: Sequence[Row], spelt: Spellings) -> None:
    if not pairs:
        return
    out.say(f"\n[bold]{title}[/]")
    grid = _grid(2)
    for pair in pairs[:_MOST]:
        because = f": {plain(reason_told(pair['reason']))}" if pair["reason"] else ""
        head = f"{plain(pair['full_name_b'])} ({pair['person_id_b']}){because}{_said(pair)}"
        grid.add_row(_strength(pair), f"{head}\n{_in_short(pair, spelt)}" if pair["evidence"] else head)
    out.print(grid)
    _print_rest(len(pairs), "other")


def _print_pairs(twoness: Twoness, best: Row) -> None:
    """The other pairs in a line each; why they are decided so only where it isn't what was told above."""
    pairs = [pair for pair in twoness.pairs if pair is not best]
    if not pairs:
        return
    names = " and ".join(plain(named.person["full_name"]) for named in (twoness.one, twoness.other))
    out.say(f"\n[bold]{counted(len(pairs), 'other pair')} of records of {names}[/]")
    grid = _grid(2)
    for pair in pairs[:_MOST]:
        is_news = pair["reason"] and pair["reason"] != twoness.pairs[0]["reason"]
        because = f": {plain(reason_told(pair['reason']))}" if is_news else ""
        grid.add_row(_strength(pair), f"{_place(pair, 'a')} and {_place(pair, 'b')}{because}{_said(pair)}")
    out.print(grid)
    _print_rest(len(pairs), "other")


def _grid(columns: int) -> Table:
    """Columns of which the first holds numbers."""
    grid = Table.grid(padding=(0, 2))
    for number in range(columns):
        grid.add_column(justify="left" if number else "right", no_wrap=not number, overflow="fold")
    return grid


def _print_rest(count: int, what: str) -> None:
    if count > _MOST:
        out.say(f"[dim]and {counted(count - _MOST, what)}; --format json has all[/]")


def _print_untold(reader: EvidenceReader, twoness: Twoness) -> None:
    """Two of whom there is no evidence: they were never compared, or are one person by way of others."""
    if twoness.links:
        _print_path(reader, twoness)
        return
    one, other = twoness.one, twoness.other
    out.say(
        f"{told_people(one.person)} and {told_people(other.person)} are two people. They were never compared: they "
        "share no address, number, profile, name, birthday or street worth comparing, or only what very many "
        "share. What their records say:\n"
    )
    sides = [reader.values_of(_records(reader, named)) for named in (one, other)]
    heads = (one.person["full_name"], other.person["full_name"])
    out.print(Padding(side_by_side(*sides, heads=heads), (0, 0, 1, 0)))
    out.say(f"If they are one person: kith same {one.person['person_id']} {other.person['person_id']}")


def _print_path(reader: EvidenceReader, twoness: Twoness) -> None:
    """The way from one record to another, its stops numbered in order."""
    out.say(f"These two records were not compared; they are {told_people(twoness.one.person)} by way of others:")
    numbers = {twoness.one.record: 1} if twoness.one.record else {}
    for number, pair in enumerate(twoness.links, 2):
        numbers |= {record_of(pair, end): number for end in "ab" if record_of(pair, end) not in numbers}
    _print_links("The links between them", twoness.links, numbers, Spellings(reader, twoness.links))
    out.print()
    for record, number in numbers.items():
        out.say(f"{number}  {plain('/'.join(record))}")


def _records(reader: EvidenceReader, named: Named) -> list[Record]:
    if named.record:
        return [named.record]
    return [(row["source"], row["record_id"]) for row in reader.records(named.person["person_id"])]


def _verdict(twoness: Twoness, first: Row) -> str:
    """What they are taken for, why, and what somebody said."""
    one, other = told_people(twoness.one.person), told_people(twoness.other.person)
    because = f", because {plain(reason_told(first['reason']))}" if first["reason"] else ""
    if twoness.is_one_person:
        return f"Both are {one}{because}.{_said(first)}"
    open_too = " It is an open question: `kith review` asks it." if any(map(_is_open, twoness.pairs)) else ""
    return f"{one} and {other} are two people{because}.{_said(first)}{open_too}"


def _is_open(pair: Row) -> bool:
    return bool(pair["decision"] == "review" and pair["verdict"] != "unsure")


def _said(pair: Row) -> str:
    """Who said what of a pair, when and why; nothing where nobody did."""
    if not pair["verdict"]:
        return ""
    because = f", because: {plain(pair['judged_because'])}" if pair["judged_because"] else ""
    who = f"{plain(pair['judged_by'])} on {pair['judged_at']:%Y-%m-%d}"
    return f" [dim]({who}: {_SAID[pair['verdict']]}{because})[/]"


def _strength(pair: Row) -> str:
    if pair["verdict"] == "same" or pair["weight"] is None:
        return "as was said"
    return odds(pair["weight"])


def _in_short(pair: Row, spelt: Spellings) -> str:
    """The findings that say most, for and against."""
    if not pair["evidence"]:
        return ""
    spelling = spelt.of(pair)
    clues = sorted(filter(is_worth_telling, pair["evidence"]), key=lambda clue: -abs(clue["weight"]))
    shown = [f"{plain(told(clue, spelling))} [dim]({factor(clue['weight'])})[/]" for clue in clues[:_IN_SHORT]]
    return "; ".join(shown)


def _place(pair: Row, end: str) -> str:
    return plain(f"{pair[f'source_{end}']} {pair[f'file_{end}']}:{pair[f'position_{end}']}")
