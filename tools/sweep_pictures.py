#!/usr/bin/env python3
"""Writes pictures of every kind that Pillow and tifffile write, and compares what ConvLens reads of
each with what they read.

usage: sweep_pictures.py PROGRAM FOLDER [WORD]     needs numpy, pillow, tifffile, imagecodecs
Where there is a WORD, only of the files that have it in their names.
Prints how many files of each family are equal, nearly equal (lossy ones, and those whose colours
are converted), refused and wrong, then every refusal's sentence with its count, and every wrong
file. Ends with 1 if there is a wrong one. No test runs this.
"""

import collections
import concurrent.futures
import itertools
import os
import pathlib
import re
import struct
import subprocess
import sys
import warnings

import numpy as np
import tifffile
from PIL import Image

import picture_parts as parts
from picture_values import ORIENTATION, pillow_values, rgb_of, tiff_values

HEIGHT, WIDTH = 21, 37
files = {}  # name -> (family, tolerance in levels of its own depth, what is expected)
random = np.random.default_rng(11)


def noise(*shape, dtype=np.uint8, top=None):
    top = int(np.iinfo(dtype).max) if top is None else top
    return random.integers(0, top + 1, shape, dtype=np.int64).astype(dtype)


def smooth(channels):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    ramps = [40 + 4 * x, 60 + 6 * y, 200 - 2 * x - 2 * y, 90 + x + y]
    return np.stack(ramps[:channels], axis=-1).astype(np.uint8)


def add(family, name, values, tolerance=0):
    """`values`: an array, a function of the file, or None where it has to be refused."""
    file = folder / name
    if callable(values):
        try:
            values = values(file)
        except Exception:  # Pillow does not read all that it writes
            values = tiff_values(file) if name.endswith(".tif") else None
    files[name] = (family, tolerance, values)


def save(family, name, image, values=pillow_values, tolerance=0, **options):
    try:
        image.save(folder / name, **options)
    except (OSError, KeyError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        unwritten[str(error)] += 1
        return
    add(family, name, values, tolerance)


def save_tiff(family, name, samples, values=tiff_values, tolerance=0, **options):
    try:
        tifffile.imwrite(folder / name, samples, metadata=None, **options)
    except Exception as error:  # many combinations are none
        unwritten[str(error)] += 1
        (folder / name).unlink(missing_ok=True)
        return
    add(family, name, values, tolerance)


# ---- What Pillow writes

MODES = ("1", "L", "LA", "La", "P", "PA", "I", "I;16", "I;16B", "F", "RGB", "RGBA", "RGBa", "RGBX",
         "CMYK", "YCbCr", "LAB", "HSV")


def pillow_image(mode, picture=None):
    picture = noise(HEIGHT, WIDTH, 4) if picture is None else picture
    if mode in ("I;16", "I;16B"):
        image = Image.fromarray(noise(HEIGHT, WIDTH, dtype=np.uint16))
        return image if mode == "I;16" else image.convert("I").convert("I;16B")
    if mode == "I":
        return Image.fromarray(noise(HEIGHT, WIDTH, dtype=np.int32, top=65535))
    if mode == "F":
        return Image.fromarray(noise(HEIGHT, WIDTH).astype(np.float32))
    bands = len(Image.new(mode, (1, 1)).getbands())
    if mode == "1":
        return Image.fromarray(picture[..., 0] > 127)
    if mode in ("P", "PA"):
        image = Image.fromarray(picture[..., :3]).quantize(29)
        return image if mode == "P" else image.convert("RGBA").convert("PA")
    if bands == 1:
        return Image.fromarray(picture[..., 0])
    if mode == "RGBa":
        return Image.fromarray(picture).convert("RGBa")
    if mode == "La":
        return Image.fromarray(picture[..., :2], "LA").convert("La")
    data = picture[..., :bands]
    return Image.frombytes(mode, (WIDTH, HEIGHT), np.ascontiguousarray(data).tobytes())


def pillow_tiffs():
    compressions = (None, "raw", "packbits", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate",
                    "group3", "group4", "tiff_ccitt", "jpeg", "zstd", "lzma", "webp", "tiff_jpeg",
                    "tiff_raw_16", "tiff_thunderscan", "tiff_sgilog", "tiff_sgilog24")
    for mode, compression, big in itertools.product(MODES, compressions, (False, True)):
        image = pillow_image(mode, smooth(4) if compression == "jpeg" else None)
        lossy = compression in ("jpeg", "webp") or mode == "YCbCr"
        name = f"p_{mode}_{compression}_{int(big)}.tif".replace(";", "")
        save("TIFF by Pillow", name, image, tolerance=2 if lossy else mode in ("La", "RGBa", "PA"),
             format="TIFF", compression=compression, big_tiff=big)
    pages = [pillow_image("RGB") for _ in range(3)]
    save("TIFF by Pillow", "p_pages.tif", pages[0], save_all=True, append_images=pages[1:])
    for orientation in range(1, 9):
        save("TIFF by Pillow", f"p_turned_{orientation}.tif", pillow_image("RGB"),
             tiffinfo={ORIENTATION: orientation})


def pillow_others():
    lossy = smooth(4)
    for mode in MODES:
        for kind, tail in (("PNG", "png"), ("BMP", "bmp"), ("DIB", "dib"), ("PPM", "pnm"),
                           ("PCX", "pcx"), ("GIF", "gif"), ("TGA", "tga"), ("SGI", "sgi"),
                           ("IM", "im"), ("ICO", "ico"), ("ICNS", "icns"), ("XBM", "xbm"),
                           ("JPEG2000", "jp2"), ("AVIF", "avif"), ("DDS", "dds"), ("BLP", "blp"),
                           ("MSP", "msp"), ("PDF", "pdf"), ("EPS", "eps"), ("PALM", "palm"),
                           ("SPIDER", "spi"), ("QOI", "qoi")):
            family = kind if kind in ("PNG", "BMP", "PPM") else "other formats"
            values = pillow_values if family == kind else None
            name = f"p_{mode}.{tail}".replace(";", "")
            save(family, name, pillow_image(mode), values, format=kind)
        name = mode.replace(";", "")
        for quality, progressive, sampling in itertools.product((70, 95), (False, True), (0, 1, 2)):
            save("JPEG", f"p_{name}_{quality}_{int(progressive)}_{sampling}.jpg",
                 pillow_image(mode, lossy), tolerance=4, format="JPEG", quality=quality,
                 progressive=progressive, subsampling=sampling)
        for lossless in (False, True):
            save("WebP", f"p_{name}_{int(lossless)}.webp", pillow_image(mode, lossy),
                 tolerance=0 if lossless else 3, format="WEBP", lossless=lossless, exact=True)
    for bits in (1, 2, 4, 8):
        palette = Image.fromarray(noise(HEIGHT, WIDTH, 3)).quantize(2**bits)
        save("PNG", f"p_bits_{bits}.png", palette, bits=bits)
        save("PNG", f"p_bits_{bits}_alpha.png", palette, bits=bits, transparency=bytes([0, 99]))
        save("PNG", f"p_bits_{bits}_key.png", palette, bits=bits, transparency=1)
    save("PNG", "p_key.png", pillow_image("RGB", lossy), transparency=(40, 60, 200))
    save("PNG", "p_grey_key.png", pillow_image("L", lossy), transparency=60)
    save("PNG", "p_bit_key.png", pillow_image("1"), transparency=0)
    save("PNG", "p_deep_key.png", pillow_image("I;16"), transparency=60)
    for mode in ("RGB", "RGBA"):
        frames = [pillow_image(mode) for _ in range(3)]
        for tail in ("png", "webp", "mpo", "gif"):
            values = None if tail == "gif" else pillow_values
            more = dict(lossless=True, exact=True) if tail == "webp" else {}
            save("animations", f"p_frames_{mode}.{tail}", frames[0], values, save_all=True,
                 append_images=frames[1:], tolerance=4 if tail == "mpo" else 0, **more)
    for orientation in range(1, 9):
        for tail, tolerance in (("png", 0), ("webp", 3), ("jpg", 4)):
            save("turned", f"p_turned_{orientation}.{tail}", pillow_image("RGB", lossy),
                 tolerance=tolerance, exif=parts.exif(orientation))


def own_pngs():
    for color, channels in ((0, 1), (2, 3), (4, 2), (6, 4)):
        for bits, dtype in ((8, np.uint8), (16, np.uint16)):
            for passes in (((0, 0, 1, 1),), parts.ADAM7):
                samples = noise(HEIGHT, WIDTH, channels, dtype=dtype)
                name = f"o_{color}_{bits}_{len(passes)}.png"
                (folder / name).write_bytes(parts.png(samples, color, bits, passes=passes))
                add("PNG", name, rgb_of(samples, int(np.iinfo(dtype).max)))
    for bits in (1, 2, 4):
        values = noise(HEIGHT, WIDTH, top=2**bits - 1)
        packed = parts.packed_bits(values, bits)
        name = f"o_grey_{bits}.png"
        (folder / name).write_bytes(parts.png(packed[..., None], 0, bits, width=WIDTH))
        add("PNG", name, rgb_of(values.astype(np.int64) * 255 // (2**bits - 1), 255))


def own_png_keys():
    """A colour that is transparent; of 16 bits, its neighbour is not."""
    for color, bits in ((0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16)):
        samples = noise(HEIGHT, WIDTH, 1 if color == 0 else 3, dtype=np.uint16, top=2**bits - 1)
        if bits == 16:
            samples[3, 5] = samples[2, 4] ^ 1
        key = struct.pack(f">{samples.shape[-1]}H", *map(int, samples[2, 4]))
        packed = parts.packed_bits(samples[..., 0], bits)[..., None] if bits < 8 else samples
        file = parts.png(packed, color, bits, parts.chunk(b"tRNS", key), width=WIDTH)
        (folder / f"o_key_{color}_{bits}.png").write_bytes(file)
        top = 65535 if bits == 16 else 255
        want = rgb_of(samples.astype(np.int64) * top // (2**bits - 1), top)
        want[np.all(samples == samples[2, 4], axis=-1)] = top
        add("PNG", f"o_key_{color}_{bits}.png", want)


# ---- Netpbm and bitmaps, byte by byte

def own_pnms():
    for most in (1, 2, 15, 100, 127, 254, 255, 256, 1023, 4095, 65534, 65535):
        top = 255 if most < 256 else 65535
        for channels, kind in ((1, 2), (3, 3)):
            samples = noise(HEIGHT, WIDTH, channels, dtype=np.uint16, top=most)
            want = rgb_of((samples.astype(np.int64) * top + most // 2) // most, top)
            header = f"{WIDTH} {HEIGHT}\n{most}\n"
            name = f"o_{most}_{kind}"
            text = " ".join(map(str, samples.ravel()))
            (folder / f"{name}_text.pnm").write_text(f"P{kind} {header}{text}\n")
            add("PPM", f"{name}_text.pnm", want)
            kind_of_byte = ">u1" if most < 256 else ">u2"
            (folder / f"{name}.pnm").write_bytes(
                f"P{kind + 3} # a comment\n{header}".encode() +
                samples.astype(kind_of_byte).tobytes())
            add("PPM", f"{name}.pnm", want)
    bits = noise(HEIGHT, WIDTH, top=1)
    want = rgb_of(255 - 255 * bits.astype(np.int64), 255)
    for name, header, data in (
            ("spaced", "P1", " ".join(map(str, bits.ravel())).encode()),
            ("dense", "P1", "".join(map(str, bits.ravel())).encode()),
            ("packed", "P4", parts.packed_bits(bits, 1).tobytes())):
        (folder / f"o_{name}.pbm").write_bytes(f"{header} {WIDTH} {HEIGHT}\n".encode() + data)
        add("PPM", f"o_{name}.pbm", want)


def own_bmps():
    masks = {"565": (16, 0xF800, 0x7E0, 0x1F, 0), "555": (16, 0x7C00, 0x3E0, 0x1F, 0),
             "444": (16, 0xF00, 0xF0, 0xF, 0), "4444": (16, 0xF00, 0xF0, 0xF, 0xF000),
             "1555": (16, 0x7C00, 0x3E0, 0x1F, 0x8000), "bgrx": (32, 0xFF0000, 0xFF00, 0xFF, 0),
             "bgra": (32, 0xFF0000, 0xFF00, 0xFF, 0xFF000000),
             "rgbx": (32, 0xFF, 0xFF00, 0xFF0000, 0), "xbgr": (32, 0xFF000000, 0xFF0000, 0xFF00, 0),
             "deep": (32, 0x3FF00000, 0xFFC00, 0x3FF, 0), "24": (24, 0xFF0000, 0xFF00, 0xFF, 0)}
    for name, (bits, *channels) in masks.items():
        for header, from_top in itertools.product((40, 52, 56, 108, 124), (False, True)):
            if header < 56 and channels[3]:
                continue
            pixels = noise(HEIGHT, WIDTH, dtype=np.uint32)
            file = f"o_{name}_{header}_{int(from_top)}.bmp"
            (folder / file).write_bytes(parts.masked_bmp(pixels, bits, channels, header, from_top))
            add("BMP", file, parts.masked_values(pixels, channels))
    for bits in (16, 24, 32):
        pixels = noise(HEIGHT, WIDTH, dtype=np.uint32)
        channels = (0x7C00, 0x3E0, 0x1F, 0) if bits == 16 else (0xFF0000, 0xFF00, 0xFF, 0)
        file = parts.masked_bmp(pixels, bits, channels, plain=True)
        (folder / f"o_plain_{bits}.bmp").write_bytes(file)
        add("BMP", f"o_plain_{bits}.bmp", parts.masked_values(pixels, channels))
    for bits in (4, 8):
        entries = np.repeat(noise(HEIGHT, WIDTH // 3 + 1, top=2**bits - 1), 3, axis=1)[:, :WIDTH]
        colors = noise(2**bits, 3)
        (folder / f"o_runs_{bits}.bmp").write_bytes(parts.run_length_bmp(entries, bits, colors))
        add("BMP", f"o_runs_{bits}.bmp", colors[entries].astype(np.int64))


# ---- What tifffile writes

def shapes():
    for photometric, colors in (("minisblack", 1), ("miniswhite", 1), ("rgb", 3), ("palette", 1),
                                ("separated", 4), ("cielab", 3)):
        for extra in ((), ("unspecified",), ("assocalpha",), ("unassalpha",),
                      ("unspecified", "unassalpha"), ("unassalpha", "unspecified"),
                      ("unspecified", "unspecified")):
            yield photometric, colors, extra


def tiff_options(photometric, channels, extra, separate, bits):
    options = dict(photometric=photometric)
    if channels > 1:
        options["planarconfig"] = "separate" if separate else "contig"
    if extra:
        options["extrasamples"] = extra
    if photometric == "palette":
        options["colormap"] = noise(3, 2**bits, dtype=np.uint16) // 257 * 257
    return options


def tifffile_tiffs():
    storages = [dict(), dict(byteorder=">"), dict(bigtiff=True), dict(bigtiff=True, byteorder=">"),
                dict(tile=(16, 16)), dict(tile=(32, 48), byteorder=">"), dict(rowsperstrip=5),
                dict(compression="lzw", predictor=True), dict(compression="zlib", tile=(16, 32)),
                dict(compression="packbits"), dict(compression="zstd", rowsperstrip=4)]
    for (photometric, colors, extra), separate, bits in itertools.product(
            shapes(), (False, True), (8, 16)):
        channels = colors + len(extra)
        if separate and channels == 1:
            continue
        dtype = np.uint8 if bits == 8 else np.uint16
        shape = ((channels, HEIGHT, WIDTH) if separate else (HEIGHT, WIDTH, channels))
        samples = noise(*shape, dtype=dtype) if channels > 1 else noise(HEIGHT, WIDTH, dtype=dtype)
        for number, storage in enumerate(storages):
            if photometric == "palette" and bits == 16 and number:
                continue
            options = tiff_options(photometric, channels, extra, separate, bits)
            kinds = "".join(kind[0] + kind[2] for kind in extra)
            name = f"t_{photometric}_{kinds}_{int(separate)}_{bits}_{number}.tif"
            save_tiff("TIFF by tifffile", name, samples, **options, **storage)
    for bits in range(1, 17):
        for channels, photometric in ((1, "minisblack"), (1, "miniswhite"), (3, "rgb")):
            dtype = np.uint8 if bits <= 8 else np.uint16
            shape = (HEIGHT, WIDTH) if channels == 1 else (HEIGHT, WIDTH, channels)
            samples = noise(*shape, dtype=dtype, top=2**bits - 1)
            for number, storage in enumerate(storages[:2] + [dict(compression="zlib")]):
                name = f"t_bits_{bits}_{photometric}_{number}.tif"
                save_tiff("TIFF of odd widths", name, samples, photometric=photometric,
                          bitspersample=bits, **storage)
    for dtype in ("bool", "int8", "int16", "int32", "uint32", "uint64", "float16", "float32",
                  "float64", "complex64"):
        samples = noise(HEIGHT, WIDTH, top=99).astype(dtype)
        values = tiff_values if dtype == "bool" else None
        save_tiff("TIFF of other numbers", f"t_{dtype}.tif", samples, values,
                  photometric="minisblack")
    for compression in ("jpeg", "webp", "lerc", "png", "jpeg2000", "jpegxl", "lzma", "deflate",
                        "zlib", "lzw", "zstd", "packbits", "ccittrle", "ccitt_t4", "ccitt_t6"):
        for channels, more in itertools.product((1, 3), (dict(), dict(tile=(16, 16)))):
            samples = smooth(channels) if channels > 1 else smooth(1)[..., 0]
            if compression == "jpeg":
                for sampling in ((1, 1), (2, 1), (2, 2)) if channels == 3 else (None,):
                    save_tiff("TIFF compressed", f"t_jpeg_{channels}_{len(more)}_{sampling}.tif",
                              samples, tolerance=4, compression="jpeg", subsampling=sampling,
                              **more)
            else:
                save_tiff("TIFF compressed", f"t_{compression}_{channels}_{len(more)}.tif", samples,
                          tolerance=4 if compression in ("webp", "jpegxl", "jpeg2000") else 0,
                          compression=compression, **more)
    for orientation in range(1, 9):
        save_tiff("turned", f"t_turned_{orientation}.tif", noise(HEIGHT, WIDTH, 3),
                  photometric="rgb", extratags=[(ORIENTATION, 3, 1, orientation, True)])
    save_tiff("TIFF by tifffile", "t_pages.tif", noise(3, HEIGHT, WIDTH, 3), photometric="rgb")
    save_tiff("TIFF by tifffile", "t_palette_deep.tif", noise(HEIGHT, WIDTH), photometric="palette",
              colormap=noise(3, 256, dtype=np.uint16))
    save_tiff("TIFF by tifffile", "t_volume.tif", noise(16, HEIGHT, WIDTH), None,
              photometric="minisblack", volumetric=True, tile=(16, 16, 16))


# ---- Comparison

def read_by(program, name):
    out = folder / (name + ".npy")
    ran = subprocess.run([program, "conv", "--raw", "--input", folder / name, "--filters",
                          folder / "each_channel.npy", "-o", out], capture_output=True, text=True)
    if ran.returncode == 0:
        values = np.load(out)[0]
        out.unlink()
        return values, ""
    return None, ran.stderr.strip()


def compare(program, name):
    family, tolerance, want = files[name]
    found, said = read_by(program, name)
    if found is None:
        sentence = re.sub(r"^convlens: .*?: ", "", said)
        return family, ("refused" if "\n" not in said and said else "WRONG"), sentence or "died"
    if want is None:
        return family, "WRONG", "read, though it cannot be compared"
    if want.shape != found.shape:
        return family, "WRONG", f"{found.shape}, expected {want.shape}"
    largest = np.abs(want - found).max()
    if largest == 0:
        return family, "equal", ""
    verdict = "nearly" if largest <= tolerance else "WRONG"
    share = np.mean(want != found)
    return family, verdict, f"off by up to {largest:g} at {share:.0%} of the values"


def main(program, word=""):
    np.save(folder / "each_channel.npy", np.eye(3, dtype=np.float32).reshape(1, 1, 3, 3))
    for write in (pillow_tiffs, pillow_others, own_pngs, own_png_keys, own_pnms, own_bmps,
                  tifffile_tiffs):
        write()
    names = sorted(name for name in files if word in name)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda name: compare(program, name), names))
    table = collections.defaultdict(collections.Counter)
    refusals = collections.defaultdict(list)
    for name, (family, verdict, text) in zip(names, results):
        table[family][verdict] += 1
        if verdict == "refused":
            refusals[text].append(name)
        if verdict == "WRONG":
            print(f"WRONG {name}: {text}")
    print(f"{'family':24}{'files':>7}{'equal':>7}{'nearly':>8}{'refused':>9}{'wrong':>7}")
    for family, counts in sorted(table.items()):
        print(f"{family:24}{counts.total():7}{counts['equal']:7}{counts['nearly']:8}"
              f"{counts['refused']:9}{counts['WRONG']:7}")
    for sentence, refused in sorted(refusals.items(), key=lambda item: -len(item[1])):
        print(f"{len(refused):5} x {sentence}, as {refused[0]}")
    print(f"and {unwritten.total()} combinations that Pillow or tifffile do not write")
    return any(counts["WRONG"] for counts in table.values())


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__.strip().split("\n\n")[1])
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    unwritten = collections.Counter()
    sys.exit(main(sys.argv[1], *sys.argv[3:]))
