"""Parts of addresses that several rooms use."""

from django.urls.converters import IntConverter


class PageNumberConverter(IntConverter):
    """2 and up: the first page of a list stands at the address of the list itself."""

    regex = "[2-9]|[1-9][0-9]{1,4}"


class LetterConverter:
    """« a » to « z », or « 0 » for what begins with something else."""

    regex = "[a-z0]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
