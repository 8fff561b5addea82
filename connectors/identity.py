"""Record ids: the source's own, or made of untouched raw values, so that better cleaning never changes an id."""

import hashlib


def raw_id(full_name: str | None, first_address: str | None) -> str:
    """An id for a record whose source gives none: a hash of its raw name and its first e-mail address or phone.

    Equal ids within a source are told apart when they are landed (`~2`, `~3`, …).
    """
    text = f"{full_name or ''}\x1f{first_address or ''}"
    return "raw:" + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
