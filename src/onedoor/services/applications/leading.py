"""Which agencies an application is for, the one that leads first."""

from collections.abc import Mapping
from typing import Any

from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.plan import lookers_of


def agencies_of(file: ServiceFile, facts: Mapping[str, Any]) -> list[str]:
    """All of the service that see the whole of it; where a formula names the agency that leads, only
    that one and the service's own, which answers for what nobody leads."""
    if file.leads is None:
        return lookers_of(file)
    named = facts.get(file.leads)
    lead = named if named in file.together_with else file.agency
    return list(dict.fromkeys([str(lead), file.agency]))
