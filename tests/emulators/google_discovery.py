"""What Google's interfaces take: requests are held against the discovery documents that ship with its client."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

import googleapiclient.discovery_cache

DOCUMENTS: Final = Path(googleapiclient.discovery_cache.__file__).parent / "documents"
_VARIABLE: Final = re.compile(r"\{(\+?)(\w+)\}")
_LISTED: Final = re.compile(r"\* ([A-Za-z]\w*)")
_BETWEEN: Final = re.compile(r"between (\d+) and (\d+)")
_NEVER_LARGER: Final = re.compile(r"never be larger than (\d+)")
_FORMATS: Final = {"int32": 1 << 31, "uint32": 1 << 32}


class Refused(Exception):  # noqa: N818 - an answer of the server's, no error of the emulator's
    """A request that Google answers with an error; `is_mistake` where no client should ever ask so."""

    def __init__(
        self, code: int, message: str, *, reason: str, status: str = "INVALID_ARGUMENT", is_mistake: bool = False
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.reason, self.status, self.is_mistake = code, message, reason, status, is_mistake


def mistake(message: str, *, code: int = 400, reason: str = "badRequest") -> Refused:
    """An answer to what no client should ask."""
    return Refused(code, message, reason=reason, is_mistake=True)


class Call(NamedTuple):
    """A request that was understood: the id of its method ("people.otherContacts.list") and its typed arguments.

    `fields` is what a partial answer was asked for (None for everything), to be honoured by whoever answers.
    """

    method_id: str
    arguments: Mapping[str, Any]
    is_pretty: bool
    scopes: tuple[str, ...]
    fields: str | None = None

    def signature(self, *, without: Sequence[str] = ("pageToken",)) -> str:
        """All arguments but those, as a text: what must be the same in all calls with a token."""
        return json.dumps({key: self.arguments[key] for key in sorted(self.arguments) if key not in without})


class _Method(NamedTuple):
    verb: str
    path: re.Pattern[str]
    names: tuple[str, ...]
    description: Mapping[str, Any]


class Discovery:
    """A discovery document ("people.v1"): finds the method of a request and checks its arguments."""

    def __init__(self, name: str) -> None:
        self._document = json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))
        self.name: str = self._document["name"]
        self._methods = [_method(self._document["servicePath"], each) for each in _methods(self._document)]

    def call(self, verb: str, path: str, query: Sequence[tuple[str, str]]) -> Call | None:
        """What is asked, None where the path is no path of this document.

        Raises:
            Refused: an argument is unknown, missing, given twice, of a wrong type or out of its bounds.
        """
        found = [(each, match) for each in self._methods if (match := each.path.fullmatch(path))]
        if not found:
            return None
        chosen = next(((each, match) for each, match in found if each.verb == verb), None)
        if chosen is None:
            raise mistake(f"{verb} isn't possible here.", code=405)
        method, match = chosen
        described = method.description.get("parameters", {})
        texts: dict[str, list[str]] = {name: [unquote(match[name])] for name in method.names}
        standard = self._document["parameters"]
        general: dict[str, str] = {}
        for key, text in query:
            if described.get(key, {}).get("location") == "query":
                texts.setdefault(key, []).append(text)
            elif key in standard:
                general[key] = str(_value(key, text, standard[key]))
            else:
                raise mistake(
                    f'Invalid JSON payload received. Unknown name "{key}": Cannot bind query parameter. Field '
                    f"'{key}' could not be found in request message."
                )
        if unknown := set(general) - {"alt", "prettyPrint", "fields"}:
            raise mistake(f"The emulator knows no {', '.join(sorted(unknown))}.")
        arguments = _arguments(texts, described)
        is_pretty = general.get("prettyPrint", "True") == "True"
        scopes = tuple(method.description.get("scopes", ()))
        return Call(method.description["id"], arguments, is_pretty, scopes, general.get("fields"))


def _methods(resource: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from resource.get("methods", {}).values()
    for each in resource.get("resources", {}).values():
        yield from _methods(each)


def _method(service_path: str, description: Mapping[str, Any]) -> _Method:
    """A method, its path as a pattern: `{id}` stands for a part of it, `{+name}` for what its own pattern allows."""
    path, at, parts = description["path"], 0, [re.escape("/" + service_path)]
    names = []
    for variable in _VARIABLE.finditer(path):
        parts.append(re.escape(path[at : variable.start()]))
        pattern = description["parameters"][variable[2]].get("pattern", "^.+$") if variable[1] else "^[^/]+$"
        parts.append(f"(?P<{variable[2]}>{pattern[1:-1]})")
        names.append(variable[2])
        at = variable.end()
    parts.append(re.escape(path[at:]))
    return _Method(description["httpMethod"], re.compile("".join(parts)), tuple(names), description)


def _arguments(texts: Mapping[str, Sequence[str]], described: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for name, description in described.items():
        given = texts.get(name, ())
        if not given:
            # What replaced requestMask is required, requestMask no more.
            is_asked = description.get("description", "").startswith("Required.") and "." not in name
            if description.get("required") or is_asked:
                raise mistake(f"{name} is required.")
            continue
        if description.get("repeated"):
            arguments[name] = [_value(name, text, description) for text in given]
            continue
        if len(given) > 1:
            raise mistake(f"{name} is given more than once.")
        arguments[name] = _value(name, given[0], description)
    return arguments


def _value(name: str, text: str, description: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the document says
    if "enum" in description and text not in description["enum"]:
        raise mistake(f"Invalid value at '{name}': \"{text}\"")
    if description["type"] == "boolean":
        if text not in {"true", "false"}:
            raise mistake(f"Invalid value at '{name}' (TYPE_BOOL), \"{text}\"")
        return text == "true"
    if description["type"] == "integer":
        return _integer(name, text, description)
    if description.get("format") == "google-fieldmask":
        return _mask(name, text, description["description"])
    if description.get("format") == "date-time" and not re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", text):
        raise mistake(f"Invalid value at '{name}' (date-time), \"{text}\"")
    return text


def _integer(name: str, text: str, description: Mapping[str, Any]) -> int:
    """An integer within the bounds that stand in the document, which are in words for most."""
    words = description.get("description", "")
    lowest, highest = int(description.get("minimum", -(1 << 31))), _FORMATS[description["format"]] - 1
    highest = int(description.get("maximum", highest))
    if between := _BETWEEN.search(words):
        lowest, highest = int(between[1]), int(between[2])
    if larger := _NEVER_LARGER.search(words):
        highest = int(larger[1])
    if not re.fullmatch(r"-?\d+", text) or not lowest <= int(text) <= highest:
        raise mistake(f"Invalid value at '{name}' (TYPE_INT32), \"{text}\": from {lowest} to {highest}")
    return int(text)


def _mask(name: str, text: str, words: str) -> str:
    """A field mask; what may stand in it is listed in the parameter's description, first what goes without a profile.

    Other contacts give few fields unless profiles are asked for as well; those are never asked for here.
    """
    listed = _LISTED.findall(words.partition("If READ_SOURCE_TYPE_PROFILE")[0])
    if unknown := [part for part in text.split(",") if part not in listed]:
        raise mistake(f"Invalid {name} mask path: {', '.join(unknown)}. Valid paths are: {', '.join(listed)}.")
    return text
