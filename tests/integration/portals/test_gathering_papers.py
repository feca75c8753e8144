"""The poster and the roll on paper: what stands on them, on the right sheet, with a code that leads to the public page."""

from io import BytesIO

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.django_db
