"""Steps become BPMN that an engine runs and a viewer draws."""

from xml.etree import ElementTree as ET

import pytest

from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow import engine
from onedoor.services.flow.bpmn import write_bpmn
from onedoor.services.flow.plan import make_plan
from onedoor.services.queries import get_file

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


def xml_of(file: ServiceFile) -> str:
    return write_bpmn(make_plan(file), process=file.service, title=file.title, lane_names={})


def run(ref: str, file: ServiceFile, **facts: object) -> list[str]:
    """The order in which everything is done, by people and by the house."""
    xml, done = xml_of(file), []
    turn = engine.begin(ref=ref, xml=xml, facts=lambda: facts, perform=done.append)
    while turn.waits_for:
        done.append(turn.waits_for[0])
        turn = engine.complete(
            state=turn.state,
            node=turn.waits_for[0],
            find_xml=lambda _: xml,
            facts=lambda: facts,
            perform=done.append,
        )
    assert turn.finished
    return done


@pytest.mark.parametrize(
    ("disputed", "payable", "expected"),
    [
        (0, 770.0, ["sign-sign", "decide-assess", "letter-notice", "pay-pay"]),
        (0, 0, ["sign-sign", "decide-assess", "letter-notice"]),
        (1, 770.0, ["sign-sign", "review-assess", "letter-notice", "pay-pay"]),
    ],
)
def test_income_tax_takes_the_way_its_values_deserve(
    disputed: int, payable: float, expected: list[str]
) -> None:
    assert run("tax@1", get_file("income-tax"), disputed_count=disputed, payable=payable) == expected


def test_everything_in_the_flow_is_drawn_exactly_once() -> None:
    root = ET.fromstring(xml_of(get_file("departure-clearance")))
    drawn = [e.get("bpmnElement") for kind in ("BPMNShape", "BPMNEdge") for e in root.iter(DI + kind)]
    plan = make_plan(get_file("departure-clearance"))
    assert len(drawn) == len(set(drawn)) == len(plan.nodes) + len(plan.arrows) + len(plan.lanes) + 1


def test_a_service_without_steps_is_signed_and_decided() -> None:
    file = ServiceFile(service="small", title={"en": "Small", "zh-hans": "小"}, agency="CTY")
    assert run("small@1", file) == ["sign-sign", "decide-decide"]


def test_python_in_a_condition_is_not_run() -> None:
    file = ServiceFile.model_validate(
        {
            "service": "sly", "title": {"en": "Sly", "zh-hans": "诈"}, "agency": "CTY",
            "steps": [
                {"id": "sign", "does": "sign"},
                {"id": "more", "does": "notify", "by": "CTY", "when": "__import__('os').getpid() > 0"},
            ],
        }
    )  # fmt: skip
    with pytest.raises(Exception, match=r"(?i)expression|error|parser"):
        run("sly@1", file)
