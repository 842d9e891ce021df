#!/usr/bin/env python3
"""Writes tests/golden/odd_pictures: tiny pictures of odd kinds and what Pillow decodes of each.

Run by hand, with Pillow, tifffile, imagecodecs and numpy installed: python3
tools/make_odd_pictures.py. No test runs this. Kinds that neither writes (16-bit RGB, interlaced, a
BMP from the top) are put together by picture_parts.py, and where Pillow does not keep 16 bits, the
samples that went in are what must come out.
"""

import io
import json
import pathlib
import struct

import numpy as np
import PIL
import tifffile
from PIL import Image, ImageCms, ImageOps

from picture_parts import (ADAM7, ASSOCIATED, ORIENTATION, UNASSOCIATED, chunk, deep_tiff, exif,
                           icc_profile, masked_bmp, masked_values, packed_bits, png, run_length_bmp,
                           small_frame_webp)
from picture_values import rgb_of, tiff_values

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/odd_pictures"
HEIGHT, WIDTH = 11, 13
GREY, DEEP, ALPHA, TURNED, CMYK = (
    "grey as three equal channels",
    "16 bits a channel brought to 8",
    "transparent pixels laid on white",
    "turned as the camera recorded it",
    "CMYK to RGB",
)
PAGES, FRAMES, PICTURES, WHITE, YCBCR = (
    "the first of several pages",
    "the first frame of an animation",
    "the first of several pictures in the file",
    "white is 0 in the file, turned to black is 0",
    "YCbCr to RGB",
)
random = np.random.default_rng(7)
rows = []
refused = []


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


def add(name, file, said=(), tolerance=0, rgb=None, deep=None):
    """`rgb` where Pillow would lose bits, `deep` where 16 have to be kept; `tolerance` in levels of
    255, for lossy kinds."""
    (FOLDER / name).write_bytes(file)
    rgb = pillow_rgb(file) if rgb is None else rgb
    row = {"file": name, "height": rgb.shape[0], "width": rgb.shape[1],
           "said": list(said), "tolerance": tolerance, "rgb": rgb.tobytes().hex()}
    if deep is not None:
        row["deep"] = deep.astype(">u2").tobytes().hex()
    rows.append(row)


def add_values(name, file, values, top, said=(), tolerance=0):
    """RGB of 0 to `top`, 255 or 65535."""
    if top == 255:
        add(name, file, said, tolerance, rgb=values.astype(np.uint8))
    else:
        add(name, file, [*said, DEEP], tolerance, to_eight_bits(values.astype(np.uint16)), values)


def refuse(name, file, sentence):
    (FOLDER / name).write_bytes(file)
    refused.append({"file": name, "sentence": sentence})


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


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


def scaled(values, most, top):
    return (values.astype(np.int64) * top + most // 2) // most


def brought(most, top):
    return f"0 to {most} brought to 0 to {top}"


def widened(bits):
    return f"{bits} bits a channel brought to {8 if bits < 8 else 16}"


def add_netpbm():
    for most, top in ((15, 255), (4095, 65535)):
        samples = noise(1, np.uint16) % (most + 1)
        data = samples.astype(">u1" if most < 256 else ">u2").tobytes()
        add_values(f"most_{most}.pgm", b"P5\n13 11 %d\n" % most + data,
                   rgb_of(scaled(samples, most, top), top), top, [brought(most, top), GREY])
    samples = noise(3) % 101
    numbers = " ".join(str(sample) for sample in samples.ravel())
    add_values("most_100.ppm", f"P3 13 11\n100 # white\n{numbers}".encode(),
               scaled(samples, 100, 255), 255, [brought(100, 255)])
    bits = noise(1)[..., 0] % 2
    digits = "".join(str(bit) for bit in bits.ravel())
    text = rgb_of(255 - 255 * bits.astype(np.int64), 255)
    add_values("text.pbm", f"P1 13 11\n{digits}".encode(), text, 255, [GREY])
    two = b"P4 13 11\n" + packed_bits(bits, 1).tobytes()
    add_values("two.pbm", two + two, text, 255, [PICTURES, GREY])
    refuse("most_0.pgm", b"P5 1 1 0\n\0", "the picture's largest value is 0, 1 to 65535 expected")
    refuse("over.pgm", b"P5 2 1 15\n\x0f\x10",
           "a sample is 16, at most the 15 that the picture declares expected")
    refuse("short.pgm", b"P5 2 2 15\n\x0f\x0f\x0f",
           "the file ends within the picture, 2 x 2 pixels expected")
    refuse("words.ppm", b"P3 2 1 15\n1 2 3 4 five 6",
           "the picture has 4 numbers, 6 expected")


def add_bitmaps():
    pixels = noise(1, np.uint32)[..., 0]
    for name, bits, masks, header, said in (
            ("565", 16, (0xF800, 0x7E0, 0x1F, 0), 40, [parted(5, 6, 5, 8)]),
            ("555", 16, (0x7C00, 0x3E0, 0x1F, 0), 40, [parted(5, 5, 5, 8)]),
            ("4444", 16, (0xF00, 0xF0, 0xF, 0xF000), 56, [parted(4, 4, 4, 8), ALPHA]),
            ("bgrx", 32, (0xFF0000, 0xFF00, 0xFF, 0), 40, []),
            ("rgba", 32, (0xFF, 0xFF00, 0xFF0000, 0xFF000000), 124, [ALPHA]),
            ("ten", 32, (0x3FF00000, 0xFFC00, 0x3FF, 0), 108, [parted(10, 10, 10, 16)])):
        add_values(f"masks_{name}.bmp", masked_bmp(pixels, bits, masks, header),
                   masked_values(pixels, masks), 65535 if name == "ten" else 255, said)
    masks = (0x7C00, 0x3E0, 0x1F, 0)
    add_values("plain_16.bmp", masked_bmp(pixels, 16, masks, plain=True),
               masked_values(pixels, masks), 255, [parted(5, 5, 5, 8)])
    for bits in (4, 8):
        entries = np.repeat(noise(1, np.uint16, width=5)[..., 0] % 2**bits, 3, axis=1)[:, :WIDTH]
        colors = noise(3, height=1, width=2**bits)[0]
        add_values(f"runs_{bits}.bmp", run_length_bmp(entries, bits, colors), colors[entries], 255)
    file = masked_bmp(pixels, 16, masks)
    refuse("short.bmp", file[:-1], "the file ends within the picture, 13 x 11 pixels expected")
    refuse("gaps.bmp", masked_bmp(pixels, 16, (0x5C00, 0x3E0, 0x1F, 0)),
           "the picture has a colour mask 0x5c00, one without gaps expected")
    entries = np.full((HEIGHT, WIDTH), 3)
    refuse("beyond_palette.bmp", run_length_bmp(entries, 8, noise(3, height=1, width=3)[0]),
           "a pixel has the palette's colour 3, one of 3 from 0 expected")


def parted(red, green, blue, full):
    return f"{red}, {green} and {blue} bits of red, green and blue brought to {full}"


def tiff_file(samples, **options):
    file = io.BytesIO()
    tifffile.imwrite(file, samples, metadata=None, **options)
    return file.getvalue()


def add_tiff(name, samples, said=(), tolerance=0, deep=False, **options):
    file = tiff_file(samples, **options)
    add_values(f"{name}.tiff", file, tiff_values(io.BytesIO(file)), 65535 if deep else 255, said,
               tolerance)


def add_tiffs():
    rgb, rgba, deep = noise(3), noise(4), noise(4, np.uint16)
    contiguous = dict(planarconfig="contig")
    add_tiff("planes", rgb.transpose(2, 0, 1).copy(), photometric="rgb", planarconfig="separate")
    add_tiff("planes_16", deep.transpose(2, 0, 1).copy(), [ALPHA], deep=True, photometric="rgb",
             planarconfig="separate", extrasamples=["unassalpha"], byteorder=">", tile=(16, 16))
    add_tiff("extra", rgba, [extra(1)], photometric="rgb", extrasamples=["unspecified"])
    add_tiff("extra_alpha", noise(5), [extra(1), ALPHA], photometric="rgb",
             extrasamples=["unspecified", "unassalpha"])
    add_tiff("grey_alpha", noise(2), [ALPHA, GREY], photometric="minisblack",
             extrasamples=["unassalpha"], **contiguous)
    add_tiff("grey_alpha_16", noise(2, np.uint16), [ALPHA, GREY], deep=True,
             photometric="minisblack", extrasamples=["unassalpha"], **contiguous)
    multiplied = rgba.copy()
    multiplied[..., :3] = rgba[..., :3] * (rgba[..., 3:] / 255)
    add_tiff("multiplied", multiplied, [ALPHA], photometric="rgb", extrasamples=["assocalpha"])
    add_tiff("white_0", rgb[..., 0], [WHITE, GREY], photometric="miniswhite")
    for bits in (2, 4, 12):
        samples = noise(1, np.uint16)[..., 0] % 2**bits
        samples = samples.astype(np.uint8 if bits < 8 else np.uint16)
        add_tiff(f"bits_{bits}", samples, [widened(bits), GREY], deep=bits > 8,
                 photometric="minisblack", bitspersample=bits)
    add_tiff("bits_4_white_0", rgb[..., 0] % 16, [widened(4), WHITE, GREY],
             photometric="miniswhite", bitspersample=4)
    add_tiff("tiles", rgb, photometric="rgb", tile=(16, 32), compression="zlib", predictor=True)
    add_tiff("big", deep[..., :3], deep=True, photometric="rgb", bigtiff=True, byteorder=">")
    add_tiff("palette_16", rgb[..., 0], deep=True, photometric="palette",
             colormap=noise(1, np.uint16, 3, 256)[..., 0])
    add_tiff("cmyk_16", deep, [CMYK], deep=True, photometric="separated")
    add_tiff("pages", noise(3, height=2 * HEIGHT).reshape(2, HEIGHT, WIDTH, 3), [PAGES],
             photometric="rgb")
    file = tiff_file(smooth(), photometric="ycbcr", compression="jpeg", subsampling=(2, 2))
    add_values("jpeg.tiff", file, tiff_values(io.BytesIO(file)), 255, [], 2)
    add("ycbcr.tiff", saved(Image.fromarray(smooth()).convert("YCbCr"), "TIFF"), [YCBCR], 2)
    palette = Image.fromarray(rgba).quantize(16).convert("PA")
    add("palette_alpha.tiff", saved(palette, "TIFF"), [ALPHA])


def refuse_tiffs():
    rgb, deep = noise(3), noise(1, np.uint16)[..., 0]
    file = tiff_file(rgb, photometric="rgb", rowsperstrip=3, compression="zlib")
    refuse("short.tiff", file[:-100], "the picture is damaged or the file ends within it (Read "
           "error at scanline 3; got 117 bytes, expected 128), a whole TIFF was expected")
    sparse = bytearray(tiff_file(rgb[..., 0], photometric="minisblack", rowsperstrip=4))
    with tifffile.TiffFile(io.BytesIO(sparse)) as tiff:
        place = tiff.pages[0].tags["StripOffsets"].valueoffset
    sparse[place + 4:place + 8] = b"\0" * 4
    refuse("sparse.tiff", bytes(sparse), "strip or tile 2 of 3 has no place in the file, a "
           "whole TIFF was expected")
    for name, samples, options, sentence in (
            ("signed_16", deep.astype(np.int16), {}, numbers("signed", 16)),
            ("float_32", deep.astype(np.float32), {}, numbers("floating-point", 32)),
            ("bits_32", deep.astype(np.uint32), {},
             "the picture has samples of 32 bits, 1 to 16 bits expected"),
            ("cielab", rgb, dict(photometric="cielab"), "the picture's colours are CIELAB, grey, "
             "RGB, palette, CMYK or YCbCr expected"),
            ("lzma", rgb, dict(photometric="rgb", compression="lzma"), "the picture is compressed "
             "as LZMA, none, CCITT, LZW, JPEG, Deflate, PackBits or ZSTD expected"),
            ("multiplied_inks", noise(5), dict(photometric="separated",
                                               extrasamples=["assocalpha"]),
             "the picture has alpha that is multiplied into other colours than grey and RGB, alpha "
             "by itself expected"),
            ("volume", noise(16, height=16, width=16), dict(volumetric=True, tile=(16, 16, 16)),
             "the picture is a volume of 16 slices, a flat picture expected")):
        refuse(f"{name}.tiff", tiff_file(samples, **{"photometric": "minisblack", **options}),
               sentence)


def extra(count):
    return f"extra samples left out, {count} a pixel"


def numbers(kind, bits):
    return (f"the picture has {kind} samples of {bits} bits, unsigned ones of 1 to 16 bits "
            "expected")


def add_first_ones():
    """Files of several pictures, of which the first is read."""
    frames = [Image.fromarray(noise(4)) for _ in range(3)]
    several = dict(save_all=True, append_images=frames[1:])
    add("frames.png", saved(frames[0], "PNG", **several), [FRAMES, ALPHA])
    add("frames.webp", saved(frames[0], "WEBP", lossless=True, exact=True, **several),
        [FRAMES, ALPHA])
    frames = [Image.fromarray(np.roll(smooth(), shift)) for shift in (0, 1)]
    add("pictures.mpo", saved(frames[0], "MPO", save_all=True, append_images=frames[1:]),
        [PICTURES], 2)
    frame = noise(3, height=5, width=7)
    canvas = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    canvas[4:9, 2:9] = frame
    file = small_frame_webp(saved(Image.fromarray(frame), "WEBP", lossless=True), 2, 4, 7, 5,
                            WIDTH, HEIGHT)
    add("small_frame.webp", file, [FRAMES, ALPHA], rgb=canvas)
    for bits in (2, 4):
        values = noise(1)[..., 0] % 2**bits
        file = png(packed_bits(values, bits)[..., None], 0, bits, width=WIDTH)
        add(f"grey_{bits}.png", file, [widened(bits), GREY],
            rgb=as_rgb((values * (255 // (2**bits - 1))).astype(np.uint8)))


# Adapted to D50: red, green and blue.
SRGB = ((0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
DISPLAY_P3 = ((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841))
ADOBE = ((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446))


def left_out(name):
    return f'the colour profile "{name}" left out, colours taken for sRGB'


def add_profiles():
    """Pictures with an ICC profile, which is not applied: that is said but of sRGB's own."""
    rgb, grey = noise(3), noise(1)[..., 0]
    picture = Image.fromarray(rgb)
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    p3 = icc_profile("Display P3", DISPLAY_P3, 2.4, version=4)
    adobe = icc_profile("Adobe RGB (1998)", ADOBE)
    for name, profile, said in (
            ("srgb_lcms", own, []),
            ("srgb_2", icc_profile("sRGB IEC61966-2.1", SRGB), []),
            ("srgb_4", icc_profile("sRGB", SRGB, 2.4, version=4), []),
            ("p3", p3, [left_out("Display P3")]),
            ("adobe", adobe, [left_out("Adobe RGB (1998)")]),
            ("linear", icc_profile("Linear sRGB", SRGB, 1.0), [left_out("Linear sRGB")]),
            ("nameless", icc_profile("", ADOBE), ["a colour profile left out, colours taken for "
                                                  "sRGB"]),
            ("damaged", b"no profile", ["a damaged colour profile left out, colours taken for "
                                        "sRGB"])):
        add(f"profile_{name}.png", saved(picture, "PNG", icc_profile=profile), said, rgb=rgb)
    for name, gamma, said in (("grey_22", 2.2, []), ("grey_18", 1.8, [left_out("Grey 1.8")])):
        profile = icc_profile("Grey 1.8", gamma=gamma, space=b"GRAY")
        add(f"profile_{name}.png", saved(Image.fromarray(grey), "PNG", icc_profile=profile),
            [*said, GREY])
    # In two segments, the second of them first.
    file = saved(Image.fromarray(smooth()), "JPEG", quality=95)
    half = len(p3) // 2
    parts = [b"ICC_PROFILE\0" + bytes([i + 1, 2]) + part for i, part in
             enumerate((p3[:half], p3[half:]))]
    segments = b"".join(b"\xff\xe2" + struct.pack(">H", len(part) + 2) + part
                        for part in reversed(parts))
    add("profile_p3.jpg", file[:2] + segments + file[2:], [left_out("Display P3")], 2)
    add("profile_p3.webp", saved(picture, "WEBP", lossless=True, icc_profile=p3),
        [left_out("Display P3")], rgb=rgb)
    add("profile_p3.tiff", saved(picture, "TIFF", icc_profile=p3), [left_out("Display P3")],
        rgb=rgb)


def main():
    FOLDER.mkdir(exist_ok=True)
    for write in (add_pngs, add_jpegs, add_others, add_netpbm, add_bitmaps, add_tiffs,
                  refuse_tiffs, add_first_ones, add_profiles):
        write()
    lines = ",\n".join(json.dumps(row) for row in refused)
    (FOLDER / "refused.json").write_text(f"[\n{lines}\n]\n")
    lines = ",\n".join(json.dumps(row) for row in rows)
    (FOLDER / "pictures.json").write_text(f"[\n{lines}\n]\n")
    print("Pillow", PIL.__version__, "numpy", np.__version__)


if __name__ == "__main__":
    main()
