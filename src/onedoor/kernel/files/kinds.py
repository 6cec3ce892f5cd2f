"""What a file is, told by looking into it. Its name and what the browser says of it count for nothing."""

from onedoor.kernel.files.limits import LARGEST_FILE, MEGABYTE
from onedoor.kernel.files.upload import Unusable

MEDIA_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
}
FAMILY = {"jpeg": "image", "png": "image", "webp": "image", "pdf": "pdf"}
ENDINGS = {"jpeg": "jpg", "png": "png", "webp": "webp", "pdf": "pdf"}
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})


def sniff(content: bytes) -> str:
    """``jpeg``, ``png``, ``webp`` or ``pdf``; ``heic`` for an iPhone's pictures; '' for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return "heic" if content[4:8] == b"ftyp" and content[8:12] in _HEIC else ""


def check_kind(content: bytes, size: int, accept: tuple[str, ...]) -> str:
    """The kind of a file that may be taken. Raises Unusable with what to do instead."""
    if size > LARGEST_FILE:
        raise Unusable(
            f"The file is too large. It may have up to {LARGEST_FILE // MEGABYTE} MB: take the photo in a "
            "smaller size, or send fewer pages.",
            f"文件过大，单个文件不得超过 {LARGEST_FILE // MEGABYTE} MB。请缩小照片尺寸或减少页数。",
        )
    if not content:
        raise Unusable("The file is empty. Choose another one.", "文件是空的，请另选文件。")
    kind = sniff(content)
    if kind == "heic":
        raise Unusable(
            "This is a HEIC picture, which many devices cannot open. On an iPhone choose Settings, Camera, "
            "Formats, Most Compatible and take it again, or send a screenshot of it.",
            "这是 HEIC 格式的图片，许多设备无法打开。请在 iPhone 的“设置—相机—格式”中选择“兼容性最佳”后"
            "重新拍摄，或发送该图片的截屏。",
        )
    if FAMILY.get(kind) not in accept:
        raise _not_taken(accept)
    return kind


def _not_taken(accept: tuple[str, ...]) -> Unusable:
    if "pdf" not in accept:
        return Unusable(
            "This is not a picture that we can open. Send a JPEG, PNG or WebP picture.",
            "无法识别为图片，请发送 JPEG、PNG 或 WebP 格式的图片。",
        )
    if "image" not in accept:
        return Unusable(
            "This is not a PDF. Save it as a PDF and send that.", "这不是 PDF，请另存为 PDF 后发送。"
        )
    return Unusable(
        "We cannot open this kind of file. Send a PDF, or a JPEG, PNG or WebP picture.",
        "无法打开此类文件，请发送 PDF，或 JPEG、PNG、WebP 格式的图片。",
    )
