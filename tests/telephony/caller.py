"""A caller made of SIP and RTP: SIPp dials, presses keys as RFC 2833 tones, waits and hangs up."""

import struct
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.telephony.asterisk import SIP_PORT, TONES

PCAP_HEADER, PACKET_HEADER, BEFORE_RTP = 24, 16, 42  # Ethernet, IP and UDP lie before RTP
STREAM = 0x0DE0
NAMES = {"*": "star", "#": "pound"}
SCENARIO = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="caller">
<send retrans="500"><![CDATA[
INVITE sip:60000000@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:NUMBER@[local_ip]:[local_port]>;tag=[pid]SIPp[call_number]
To: <sip:60000000@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: sip:NUMBER@[local_ip]:[local_port]
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=caller 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0 101
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-16
]]></send>
<recv response="100" optional="true"/>
<recv response="180" optional="true"/>
<recv response="183" optional="true"/>
<recv response="200" rtd="true" rrs="true"/>
<send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:NUMBER@[local_ip]:[local_port]>;tag=[pid]SIPp[call_number]
To: <sip:60000000@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
KEYS
END
</scenario>
"""
WE_HANG_UP = """<send retrans="500"><![CDATA[
BYE [next_url] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:NUMBER@[local_ip]:[local_port]>;tag=[pid]SIPp[call_number]
To: <sip:60000000@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 2 BYE
Max-Forwards: 70
Content-Length: 0

]]></send>
<recv response="200"/>"""
THEY_HANG_UP = """<recv request="BYE" timeout="60000"/>
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>"""


def write_tone(key: str, *, nth: int, folder: Path) -> Path:
    """SIPp's capture of one key, as the ``nth`` of one stream: captures have clocks of their own, and
    Asterisk rightly takes a tone from before the last one for the last one sent again."""
    capture = bytearray((TONES / f"dtmf_2833_{NAMES.get(key, key)}.pcap").read_bytes())
    place, first = PCAP_HEADER, -1
    while place < len(capture):
        (length,) = struct.unpack_from("<I", capture, place + 8)
        rtp = place + PACKET_HEADER + BEFORE_RTP
        (sequence,) = struct.unpack_from(">H", capture, rtp + 2)
        first = sequence if first < 0 else first
        struct.pack_into(">HII", capture, rtp + 2, nth * 100 + sequence - first, nth * 8000, STREAM)
        place += PACKET_HEADER + length
    written = folder / f"{nth}.pcap"
    written.write_bytes(capture)
    return written


def dial(
    presses: Sequence[str],
    *,
    number: str = "98765432",
    stays: bool = False,
    pause: float = 2.0,
    linger: float = 0.0,
) -> None:
    """One call, until it is over. Raises where SIP itself went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        steps, pressed = [], 0
        for keys in presses:
            steps.append(f'<pause milliseconds="{int(pause * 1000)}"/>')
            for key in keys:
                pressed += 1
                tone = write_tone(key, nth=pressed, folder=Path(folder))
                steps.append(f'<nop><action><exec play_pcap_audio="{tone}"/></action></nop>')
                steps.append('<pause milliseconds="450"/>')
        if not stays:
            steps.append(f'<pause milliseconds="{int((pause + linger) * 1000)}"/>')
        text = SCENARIO.replace("KEYS", "\n".join(steps)).replace(
            "END", THEY_HANG_UP if stays else WE_HANG_UP
        )
        scenario = Path(folder) / "caller.xml"
        scenario.write_text(text.replace("NUMBER", number))
        done = subprocess.run(
            ["sipp", f"127.0.0.1:{SIP_PORT}", "-sf", str(scenario), "-m", "1", "-i", "127.0.0.1",
             "-p", "15062", "-mp", "16000", "-timeout", "120", "-timeout_error", "-nostdin", "-trace_err"],
            cwd=folder, capture_output=True, text=True, check=False, timeout=150,
        )  # fmt: skip
        errors = "".join(path.read_text() for path in Path(folder).glob("*errors*"))
        if done.returncode:
            raise RuntimeError(f"SIPp ended with {done.returncode}\n{errors}\n{done.stdout[-1500:]}")
