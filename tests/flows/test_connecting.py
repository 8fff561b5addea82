import sys
import traceback
from pathlib import Path

import pytest

from configs.errors import SignInError, UserError
from configs.secrets import Secrets
from configs.source_settings import CalDavSource, CardDavSource
from flows import connecting
from flows.connecting import password_of


def source(*command: str) -> CardDavSource:
    return CardDavSource(kind="carddav", url="https://dav.example.org/", user="ada", password_command=command)


def python(code: str) -> CardDavSource:
    return source(sys.executable, "-c", code)


def test_a_password_is_what_was_kept(tmp_path: Path) -> None:
    kept = CalDavSource(kind="caldav", url="https://dav.example.org/", user="ada")
    secrets = Secrets(tmp_path)
    with pytest.raises(SignInError, match=r"There is no password for posteo yet.*kith connect posteo"):
        password_of("posteo", kept, secrets)
    secrets.write("posteo", "s3cret")
    assert password_of("posteo", kept, secrets) == "s3cret"


@pytest.mark.parametrize(
    ("printed", "password"),
    [
        ("s3cret", "s3cret"),
        ("s3cret\\nuser: ada\\n", "s3cret"),
        ("s3cret\\r\\n", "s3cret"),
        (" with blanks \\n", " with blanks "),
        ("\\u00fc\\u20ac", "ü€"),
    ],
)
def test_a_password_is_the_first_line_that_its_command_prints(tmp_path: Path, printed: str, password: str) -> None:
    code = f"import sys; sys.stdout.buffer.write('{printed}'.encode())"
    secrets = Secrets(tmp_path)
    secrets.write("posteo", "kept")
    assert password_of("posteo", python(code), secrets) == password


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    asked = source(sys.executable, "-c", "import sys; print(sys.argv[1])", "$HOME; echo no")
    assert password_of("posteo", asked, Secrets(tmp_path)) == "$HOME; echo no"


FAULTS = {
    "fails": ("print('s3cret'); import sys; sys.exit('no  such\\nentry')", r"fails \(status 1\): no such entry$"),
    "fails quietly": ("print('s3cret'); raise SystemExit(3)", r"fails \(status 3\): it says nothing"),
    "empty": ("print('\\ns3cret')", "prints nothing"),
    "binary": ("import sys; sys.stdout.buffer.write(b's3cret\\xff\\0')", "can't be a password"),
    "slow": ("print('s3cret', flush=True); import time; time.sleep(30)", "takes more than 0.3 s"),
}


@pytest.mark.parametrize(("code", "said"), FAULTS.values(), ids=FAULTS)
def test_what_it_prints_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str) -> None:
    if said.startswith("takes"):
        monkeypatch.setattr(connecting, "_SECONDS", 0.3)
    with pytest.raises(UserError, match=said) as caught:
        password_of("posteo", python(code), Secrets(tmp_path))
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("command", [("/nowhere/pass", "show"), ("a\0b",), ("/",)])
def test_a_command_that_cannot_be_run_is_named(tmp_path: Path, command: tuple[str, ...]) -> None:
    with pytest.raises(UserError, match=r"password_command of posteo .* can't be run"):
        password_of("posteo", source(*command), Secrets(tmp_path))
