"""What a service knows of people: from registers that exist, under an agreement, for its purpose."""

from collections.abc import Iterator

from onedoor.kernel.documents import Fault, Keys
from onedoor.services.files.faults import nearest
from onedoor.services.files.house import House
from onedoor.services.files.loading import Loaded
from onedoor.services.files.questions import Known
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Gift

_STRANGE = 3  # an agreement that lacks so many of its terms is about something else


def check_registers(loaded: Loaded, house: House) -> Iterator[Fault]:
    """Faults of known values, and of gifts that a register keeps."""
    service, document = loaded.service, loaded.document
    if service.know and not service.privacy_assessment:
        message = "The service reads registers without a privacy assessment."
        yield document.fault(
            ("know",), message, "Add 'privacy_assessment:' with the number of the approved one."
        )
    if house.registers is None:
        return
    for id, fact in service.know.items():
        yield from _known(loaded, id, fact, house)
    for number, step in enumerate(service.steps):
        for place, gift in enumerate(step.gives):
            if gift.register_ and gift.attribute:
                yield from _gift(loaded, gift, house, ("steps", number, "gives", place))


def _known(loaded: Loaded, id: str, fact: Known, house: House) -> Iterator[Fault]:
    """A known value is one that a register has, and that an agreement gives to this service."""
    service, document, known = loaded.service, loaded.document, house.registers or {}
    if fact.held_by not in known:
        message = f"There is no register '{fact.held_by}'."
        yield document.fault(("know", id, "register"), message, nearest(fact.held_by, known))
    elif fact.attribute not in known[fact.held_by]:
        message = f"Register '{fact.held_by}' has no attribute '{fact.attribute}'."
        remedy = nearest(fact.attribute, known[fact.held_by])
        yield document.fault(("know", id, "attribute"), message, remedy)
    elif fact.asks:
        yield from _question(loaded, id, fact, house)
    elif (lacks := _lacking(service, fact, house)) != ():
        message = f"No agreement lets {service.agency} read '{fact.attribute}' of '{fact.held_by}' here."
        yield document.fault(("know", id), message, _remedy(service, lacks))


def _question(loaded: Loaded, id: str, fact: Known, house: House) -> Iterator[Fault]:
    """A yes or no is a boolean, and its question is one of the agreement's own."""
    service, document = loaded.service, loaded.document
    if fact.type != "boolean" or fact.many or fact.combine != "latest" or fact.take != "value":
        message = f"'{fact.asks}' is answered by yes or no alone."
        yield document.fault(
            ("know", id, "asks"), message, "Write 'type: boolean', and leave out many, combine and take."
        )
    known = house.questions(
        agency=service.agency,
        service=service.service,
        purpose=service.purpose,
        register=fact.held_by,
        attribute=fact.attribute,
    )
    if known is not None and str(fact.asks) not in known:
        message = f"No agreement lets {service.agency} ask '{fact.asks}' of '{fact.attribute}' here."
        yield document.fault(("know", id, "asks"), message, nearest(str(fact.asks), known))


def _lacking(service: ServiceFile, fact: Known, house: House) -> tuple[str, ...] | None:
    return house.lacking(
        agency=service.agency,
        service=service.service,
        purpose=service.purpose,
        register=fact.held_by,
        attribute=fact.attribute,
    )


def _remedy(service: ServiceFile, lacks: tuple[str, ...] | None) -> str:
    """An agreement that is nearly right is named; else a new one is needed."""
    if lacks and len(lacks) < _STRANGE:
        return f"{' and '.join(lacks)}. Let agreements.yaml say so for the purpose '{service.purpose}'."
    return f"Add one to agreements.yaml for the purpose '{service.purpose}' of {service.service}."


def _gift(loaded: Loaded, gift: Gift, house: House, keys: Keys) -> Iterator[Fault]:
    """A gift is kept by an attribute that the register has; one of parts, by a record with those parts."""
    document, register, attribute = loaded.document, str(gift.register_), str(gift.attribute)
    known = house.registers or {}
    if register not in known:
        message = f"There is no register '{register}'."
        yield document.fault((*keys, "register"), message, nearest(register, known))
    elif attribute not in known[register]:
        message = f"Register '{register}' has no attribute '{attribute}'."
        yield document.fault((*keys, "attribute"), message, nearest(attribute, known[register]))
    else:
        fields = house.attributes.get((register, attribute), {}).get("fields") or {}
        for part in gift.parts:
            if part not in fields:
                message = f"'{attribute}' of register '{register}' has no part '{part}'."
                yield document.fault((*keys, "parts", part), message, nearest(part, fields))
