"""Keys of invented service accounts, made anew for each run."""

import json
from functools import cache

import trustme


@cache
def key_pair() -> tuple[str, str]:
    """A private key and the certificate that goes with it, as PEM."""
    certificate = trustme.CA().issue_cert("kith.example.org", key_type=trustme.KeyType.RSA)
    return certificate.private_key_pem.bytes().decode(), certificate.cert_chain_pems[0].bytes().decode()


def key_text(url: str) -> str:
    """The file of Google's console, for the emulator at this address."""
    return json.dumps(
        {
            "type": "service_account",
            "project_id": "kith",
            "private_key_id": "1",
            "private_key": key_pair()[0],
            "client_email": "kith@kith.iam.gserviceaccount.com",
            "client_id": "1234567890",
            "token_uri": f"{url}/token",
        }
    )
