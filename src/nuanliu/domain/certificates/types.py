"""Kinds and states of certificates."""

from enum import StrEnum


class CertificateKind(StrEnum):
    """What a certificate says."""

    HONOUR = "honour"
    """荣誉证书."""
    SERVICE = "service"
    """本平台服务记录: hours, services and recording units of some days. Not the national certificate."""
    TRAINING = "training"
    """培训证明."""


class BatchState(StrEnum):
    """How far a batch is."""

    WAITING = "waiting"
    ISSUING = "issuing"
    DRAWING = "drawing"
    """All are issued; the papers are being put together."""
    DONE = "done"
    CANCELLED = "cancelled"
    """Stopped by somebody: what was issued stays, nothing more is."""


class RevocationState(StrEnum):
    """One person asks, another decides."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


LETTERS: dict[CertificateKind, str] = {
    CertificateKind.HONOUR: "RY",
    CertificateKind.SERVICE: "FW",
    CertificateKind.TRAINING: "PX",
}
"""What a number says of the kind: 荣誉, 服务, 培训."""
