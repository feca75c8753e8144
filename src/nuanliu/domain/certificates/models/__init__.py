"""Seals, certificates, what was revoked, and batches.

A certificate is written once: the database refuses every change but of the seal on it, its revocation, and its
holder's name when she is forgotten (`guards.py`).
"""

from nuanliu.domain.certificates.models.batches import Batch
from nuanliu.domain.certificates.models.items import BatchItem, BatchPart
from nuanliu.domain.certificates.models.papers import Certificate
from nuanliu.domain.certificates.models.revocations import Revocation
from nuanliu.domain.certificates.models.seals import Seal

__all__ = ["Batch", "BatchItem", "BatchPart", "Certificate", "Revocation", "Seal"]
