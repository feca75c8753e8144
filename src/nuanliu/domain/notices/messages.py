"""What is handed to a port."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Words for one telephone.

    `to` is the number. `reference` is the delivery's id, the same at every attempt. `request` counts what was asked of
    the other end and answered; `is_doubtful` says that the request of this number was made before and not answered.
    """

    to: str
    title: str
    body: str
    reference: str
    request: int = 0
    is_doubtful: bool = False
