"""A passkey in software: makes the answers a browser would send, and wrong ones."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One key for one house; `counter` rises with every use unless a test turns it back."""

    origin: str = "http://localhost"
    house: str = "localhost"
    counter: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _data(self, flags: int, credential: bytes = b"") -> AuthenticatorData:
        self.counter += 1
        return AuthenticatorData.create(sha256(self.house.encode()), flags, self.counter, credential)

    def created(self, asked: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`."""
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = self._data(PRESENT | VERIFIED | ATTESTED, credential)
        said = CollectedClientData.create(CollectedClientData.TYPE.CREATE, asked["challenge"], self.origin)
        return self._answer(clientDataJSON=said, attestationObject=AttestationObject.create("none", data, {}))

    def proved(self, asked: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.get`."""
        data = self._data(PRESENT | VERIFIED)
        said = CollectedClientData.create(CollectedClientData.TYPE.GET, asked["challenge"], self.origin)
        signature = self.key.sign(data + said.hash, ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature)

    def _answer(self, **said: bytes) -> str:
        response = {name: websafe_encode(value) for name, value in said.items()}
        name = websafe_encode(self.id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
        )
