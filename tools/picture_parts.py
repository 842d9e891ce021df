"""Picture files put together byte by byte, in forms that Pillow does not write."""

import struct
import zlib

import numpy as np
from PIL import Image

ORIENTATION = 0x0112


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def icc_profile(name, primaries=(), gamma=2.2, space=b"RGB ", version=2):
    """A display's profile by its primaries, adapted to D50, or with its curve alone; version 2 or 4,
    whose names and curves are written in other ways."""
    def fixed(value):
        return struct.pack(">i", round(value * 65536))

    if version == 2:
        text = name.encode() + b"\0"
        description = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
        curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256))
    else:
        text = name.encode("utf-16-be")
        description = (b"mluc" + bytes(4) + struct.pack(">II4sII", 1, 12, b"enUS", len(text), 28) +
                       text)
        # sRGB's shape: a power of 2.4 behind a straight line.
        curve = (b"para" + bytes(4) + struct.pack(">HH", 3, 0) + fixed(gamma) + fixed(1 / 1.055) +
                 fixed(0.055 / 1.055) + fixed(1 / 12.92) + fixed(0.04045))
    tags = [(b"desc", description)]
    for letter, xyz in zip(b"rgb", primaries):
        tags.append((bytes([letter]) + b"XYZ", b"XYZ " + bytes(4) + b"".join(map(fixed, xyz))))
        tags.append((bytes([letter]) + b"TRC", curve))
    if not primaries:
        tags.append((b"kTRC", curve))
    place = 128 + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for kind, value in tags:
        table += kind + struct.pack(">II", place + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    header = (struct.pack(">I4sI4s4s4s", place + len(data), bytes(4), version << 24, b"mntr", space,
                          b"XYZ ") + bytes(12) + b"acsp" + bytes(88))
    return header + table + data


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
    compression = 0 if plain else 3
    return bmp(width, -height if from_top else height, bits, data, compression, behind, header)


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


def small_frame_webp(still, x, y, width, height, canvas_width, canvas_height):
    """An animation of one frame, a still picture at even places."""
    def three(value):
        return value.to_bytes(3, "little")

    def riff(kind, data):
        return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)

    frame = b"".join(map(three, (x // 2, y // 2, width - 1, height - 1, 100))) + b"\0" + still[12:]
    size = three(canvas_width - 1) + three(canvas_height - 1)
    animation, alpha = 2, 16
    return riff(b"RIFF", b"WEBP" + riff(b"VP8X", bytes([animation | alpha, 0, 0, 0]) + size) +
                riff(b"ANIM", b"\xff" * 4 + b"\0\0") + riff(b"ANMF", frame))


def exif(orientation):
    data = Image.Exif()
    data[ORIENTATION] = orientation
    return data.tobytes()
