#!/usr/bin/env python3
"""Writes tests/golden/odd_pictures: tiny pictures of odd kinds and what Pillow decodes of each.

Run by hand, with Pillow and numpy installed: python3 tools/make_odd_pictures.py. No test runs this.
Kinds that Pillow does not write (16-bit RGB, interlaced, a BMP from the top) are put together here,
and where Pillow does not keep 16 bits, the samples that went in are what must come out.
"""

import io
import json
import pathlib
import struct
import zlib

import numpy as np
import PIL
from PIL import Image, ImageOps

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/odd_pictures"
HEIGHT, WIDTH = 11, 13
GREY, DEEP, ALPHA, TURNED, CMYK = (
    "grey as three equal channels",
    "16 bits a channel brought to 8",
    "transparent pixels laid on white",
    "turned as the camera recorded it",
    "CMYK to RGB",
)
ORIENTATION = 0x0112
random = np.random.default_rng(7)
rows = []


def noise(channels, dtype=np.uint8, height=HEIGHT, width=WIDTH):
    top = int(np.iinfo(dtype).max) + 1
    return random.integers(0, top, (height, width, channels), dtype=dtype)


def smooth(height=16, width=24):
    """Ramps, which lossy formats keep to a few levels."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([40 + 6 * x, 60 + 8 * y, 200 - 3 * x - 2 * y], axis=-1).astype(np.uint8)


def to_eight_bits(samples):
    return np.round(samples / 257).astype(np.uint8) if samples.dtype == np.uint16 else samples


def on_white(rgba):
    """In the samples' own depth; 16 bits become 8 afterwards."""
    top = int(np.iinfo(rgba.dtype).max)
    color, alpha = rgba[..., :3].astype(np.int64), rgba[..., 3:].astype(np.int64)
    return ((color * alpha + top * (top - alpha) + top // 2) // top).astype(rgba.dtype)


def as_rgb(samples):
    if samples.ndim == 2:
        samples = np.repeat(samples[..., None], 3, axis=-1)
    return to_eight_bits(on_white(samples) if samples.shape[-1] == 4 else samples)


def pillow_rgb(file):
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
    if image.mode.startswith("I;16"):
        return as_rgb(np.asarray(image).astype(np.uint16))
    if "A" in image.mode or "transparency" in image.info:
        return as_rgb(np.asarray(image.convert("RGBA")))
    return np.asarray(image.convert("RGB"))


def add(name, file, said=(), tolerance=0, rgb=None):
    """`rgb` where Pillow would lose bits; `tolerance` in levels of 255, for lossy kinds."""
    (FOLDER / name).write_bytes(file)
    rgb = pillow_rgb(file) if rgb is None else rgb
    rows.append({"file": name, "height": rgb.shape[0], "width": rgb.shape[1],
                 "said": list(said), "tolerance": tolerance, "rgb": rgb.tobytes().hex()})


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def packed_bits(values, bits):
    """Rows of values of so many bits, each row filled up to a whole byte."""
    places = np.arange(bits)[::-1]
    separate = values[..., None] >> places & 1
    return np.packbits(separate.reshape(len(values), -1).astype(np.uint8), axis=-1)


def png(samples, color, bits, extra=b"", passes=((0, 0, 1, 1),), width=None):
    """Unfiltered rows of 8- or 16-bit samples, or of packed bits where there is a `width`; a pass
    after the other: top, left and both steps."""
    height, width = samples.shape[0], width or samples.shape[1]
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, int(len(passes) > 1))
    data = b""
    for top, left, down, right in passes:
        for row in samples[top::down, left::right]:
            data += b"\0" + row.astype(">u2" if bits == 16 else "u1").tobytes() if row.size else b""
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra +
            chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


# The PNG specification's Adam7.
ADAM7 = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
         (1, 0, 2, 1))


ASSOCIATED, UNASSOCIATED = 1, 2  # TIFF 6.0's ExtraSamples: whether alpha is multiplied in


def deep_tiff(rgba, alpha_kind):
    """Little-endian, one strip: header, directory, the bits of four samples, the samples."""
    height, width = rgba.shape[:2]
    short, long, tags = 3, 4, 11
    bits = 8 + 2 + tags * 12 + 4
    entries = [(256, short, 1, width), (257, short, 1, height), (258, short, 4, bits),
               (259, short, 1, 1), (262, short, 1, 2), (273, long, 1, bits + 8), (277, short, 1, 4),
               (278, short, 1, height), (279, long, 1, rgba.nbytes), (284, short, 1, 1),
               (338, short, 1, alpha_kind)]
    assert len(entries) == tags
    directory = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (b"II*\0" + struct.pack("<IH", 8, tags) + directory + struct.pack("<I4H", 0, *[16] * 4) +
            rgba.astype("<u2").tobytes())


def bmp(width, height, bits, data, compression, behind=b"", header=40, colors=0):
    """`behind` the first 40 bytes of the header: masks, a palette; the rows of data as they are."""
    head = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, len(data), 0, 0,
                       colors, 0) + behind
    start = 14 + len(head)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + head + data


def filled_rows(rows):
    """From the bottom, each filled up to four bytes."""
    return b"".join(row + b"\0" * (-len(row) % 4) for row in reversed(rows))


def masked_bmp(pixels, bits, masks, header=40, from_top=False, plain=False):
    """`pixels`, of which the lower bits count; the masks of red, green, blue and alpha, said in the
    file unless it is to be `plain`."""
    rows = [row.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :bits // 8].tobytes()
            for row in pixels]
    data = filled_rows(rows[::-1] if from_top else rows)
    said = struct.pack("<4I", *masks)[:12 if header in (40, 52) else 16]
    behind = b"" if plain else said + b"\0" * (max(header, 52) - 40 - len(said))
    height, width = pixels.shape
    return bmp(width, -height if from_top else height, bits, data, 0 if plain else 3, behind, header)


def masked_values(pixels, masks):
    """On white, in 16 bits where a mask has more than 8."""
    top = 65535 if any(mask.bit_count() > 8 for mask in masks) else 255
    parts = []
    for mask in masks[:4 if masks[3] else 3]:
        shift = (mask & -mask).bit_length() - 1
        values = (pixels.astype(np.int64) & mask) >> shift
        parts.append((values * top + (mask >> shift) // 2) // (mask >> shift))
    samples = np.stack(parts, -1)
    if masks[3]:
        color, alpha = samples[..., :3], samples[..., 3:]
        samples = (color * alpha + top // 2) // top + top - alpha
    return samples


def run_length_bmp(entries, bits, colors):
    """Runs of equal entries of a row, every fourth run by its entries, and no leaps."""
    data = b""
    for row in entries[::-1]:
        starts = [0, *(np.flatnonzero(np.diff(row)) + 1), len(row)]
        for number, (start, end) in enumerate(zip(starts, starts[1:])):
            run = row[start:end]
            if number % 4 == 0 and len(run) > 2:
                packed = run.astype(np.uint8).tobytes() if bits == 8 else packed_bits(
                    run[None], 4).tobytes()
                data += bytes([0, len(run)]) + packed + b"\0" * (len(packed) % 2)
            else:
                entry = int(run[0])
                data += bytes([len(run), entry if bits == 8 else entry * 17])
        data += b"\0\0"
    palette = np.pad(colors[:, ::-1], ((0, 0), (0, 1))).astype(np.uint8).tobytes()
    height, width = entries.shape
    return bmp(width, height, bits, data + b"\0\1", 1 if bits == 8 else 2, palette,
               colors=len(colors))


def exif(orientation):
    data = Image.Exif()
    data[ORIENTATION] = orientation
    return data.tobytes()


def add_pngs():
    rgb, rgba, grey = noise(3), noise(4), noise(1)[..., 0]
    add("grey.png", saved(Image.fromarray(grey), "PNG"), [GREY])
    add("grey_alpha.png", saved(Image.fromarray(noise(2), "LA"), "PNG"), [ALPHA, GREY])
    deep = noise(1, np.uint16)[..., 0]
    add("grey_16.png", saved(Image.fromarray(deep), "PNG"), [GREY, DEEP])
    deep = noise(3, np.uint16)
    add("rgb_16.png", png(deep, 2, 16), [DEEP], rgb=as_rgb(deep))
    deep = noise(4, np.uint16)
    add("rgba_16.png", png(deep, 6, 16), [ALPHA, DEEP], rgb=as_rgb(deep))
    add("rgba.png", saved(Image.fromarray(rgba), "PNG"), [ALPHA])
    opaque = rgba.copy()
    opaque[..., 3] = 255
    add("rgba_opaque.png", saved(Image.fromarray(opaque), "PNG"))
    palette = Image.fromarray(rgb).quantize(16)
    add("palette.png", saved(palette, "PNG"))
    add("palette_alpha.png", saved(palette, "PNG", transparency=bytes([0, 51, 128, 255])), [ALPHA])
    add("one_bit.png", saved(Image.fromarray(grey > 127), "PNG"), [GREY])
    add("interlaced.png", png(rgb, 2, 8, passes=ADAM7))
    add("interlaced_palette.png",
        png(grey % 4, 3, 8, chunk(b"PLTE", bytes(range(0, 240, 20))), ADAM7))
    key = chunk(b"tRNS", struct.pack(">H", int(grey[3, 5])))
    add("grey_key.png", png(grey, 0, 8, key), [ALPHA, GREY])
    key = chunk(b"tRNS", struct.pack(">HHH", *map(int, rgb[2, 4])))
    add("rgb_key.png", png(rgb, 2, 8, key), [ALPHA])
    add("turned.png", saved(Image.fromarray(rgb), "PNG", exif=exif(6)), [TURNED])
    add("1x1.png", saved(Image.fromarray(noise(3, height=1, width=1)), "PNG"))
    add("1x17.png", saved(Image.fromarray(noise(3, height=17, width=1)), "PNG"))


def add_jpegs():
    picture = Image.fromarray(smooth())
    add("color.jpg", saved(picture, "JPEG", quality=92), tolerance=2)
    add("progressive.jpg", saved(picture, "JPEG", quality=92, progressive=True), tolerance=2)
    add("grey.jpg", saved(picture.convert("L"), "JPEG", quality=92), [GREY], 1)
    add("cmyk.jpg", saved(picture.convert("CMYK"), "JPEG", quality=95), [CMYK], 3)
    for orientation in range(2, 9):
        add(f"turned_{orientation}.jpg",
            saved(picture, "JPEG", quality=92, exif=exif(orientation)), [TURNED], 2)


def add_others():
    rgb, rgba, grey = noise(3), noise(4), noise(1)[..., 0]
    deep = noise(1, np.uint16)[..., 0]
    picture = Image.fromarray(rgb)
    add("bits.pbm", saved(Image.fromarray(grey > 127), "PPM"), [GREY])
    add("grey.pgm", saved(Image.fromarray(grey), "PPM"), [GREY])
    add("grey_16.pgm", b"P5\n# of sixteen bits\n13 11\n65535\n" + deep.astype(">u2").tobytes(),
        [GREY, DEEP], rgb=as_rgb(deep))
    add("color.ppm", saved(picture, "PPM"))
    numbers = " ".join(str(sample) for sample in rgb.ravel())
    add("text.ppm", f"P3\n13 11\n255\n{numbers}\n".encode(), rgb=rgb)
    add("palette.bmp", saved(picture.quantize(16), "BMP"))
    from_top = b"".join(row[:, ::-1].tobytes() + b"\0" for row in rgb)  # 39 bytes and one to fill
    header = struct.pack("<IiiHHIIiiII", 40, WIDTH, -HEIGHT, 1, 24, 0, len(from_top), 0, 0, 0, 0)
    add("from_top.bmp", b"BM" + struct.pack("<IHHI", 54 + len(from_top), 0, 0, 54) + header +
        from_top)
    add("alpha.webp", saved(Image.fromarray(rgba), "WEBP", lossless=True, exact=True), [ALPHA])
    add("lossy.webp", saved(Image.fromarray(smooth()), "WEBP", quality=90), tolerance=2)
    add("turned.webp", saved(picture, "WEBP", lossless=True, exif=exif(8)), [TURNED])
    add("lzw.tiff", saved(picture, "TIFF", compression="tiff_lzw"))
    add("grey_16.tiff", saved(Image.fromarray(deep), "TIFF"), [GREY, DEEP])
    add("one_bit.tiff", saved(Image.fromarray(grey > 127), "TIFF"), [GREY])
    add("one_bit_fax.tiff", saved(Image.fromarray(grey > 127), "TIFF", compression="group4"),
        [GREY])
    add("alpha.tiff", saved(Image.fromarray(rgba), "TIFF"), [ALPHA])
    deep = noise(4, np.uint16)
    add("alpha_16.tiff", deep_tiff(deep, UNASSOCIATED), [ALPHA, DEEP], rgb=as_rgb(deep))
    alpha = deep[..., 3:].astype(np.int64)
    multiplied = np.concatenate([deep[..., :3] * alpha // 65535, alpha], -1).astype(np.uint16)
    add("multiplied_16.tiff", deep_tiff(multiplied, ASSOCIATED), [ALPHA, DEEP],
        rgb=to_eight_bits((multiplied[..., :3] + 65535 - alpha).astype(np.uint16)))
    add("palette.tiff", saved(picture.quantize(16), "TIFF"))
    add("cmyk.tiff", saved(picture.convert("CMYK"), "TIFF"), [CMYK], 1)
    for orientation in (3, 6):
        add(f"turned_{orientation}.tiff",
            saved(picture, "TIFF", tiffinfo={ORIENTATION: orientation}), [TURNED])
    (FOLDER / "palette.gif").write_bytes(saved(picture.quantize(16), "GIF"))  # to be refused


def main():
    FOLDER.mkdir(exist_ok=True)
    add_pngs()
    add_jpegs()
    add_others()
    lines = ",\n".join(json.dumps(row) for row in rows)
    (FOLDER / "pictures.json").write_text(f"[\n{lines}\n]\n")
    print("Pillow", PIL.__version__, "numpy", np.__version__)


if __name__ == "__main__":
    main()
