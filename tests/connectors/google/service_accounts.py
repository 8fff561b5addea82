"""Keys of invented service accounts, made anew for each run."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


@cache
def key_pair() -> tuple[str, str]:
    """A private key and the certificate that goes with it, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "kith")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()


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
