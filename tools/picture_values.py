"""What Pillow and tifffile read of a picture, as the RGB that ConvLens makes of it: alpha laid on
white, CMYK converted, turned as a camera recorded it, 16 bits kept. As numpy's int64.
"""

import numpy as np
import tifffile
from PIL import Image, ImageOps

ORIENTATION = 0x0112


def rgb_of(samples, top, multiplied=False):
    """Grey, grey and alpha, RGB or RGBA of 0 to `top`, laid on white."""
    samples = samples.astype(np.int64)
    if samples.ndim == 2:
        samples = samples[..., None]
    color, alpha = samples, None
    if samples.shape[-1] in (2, 4):
        color, alpha = samples[..., :-1], samples[..., -1:]
    if alpha is not None:
        share = np.minimum(color, alpha) if multiplied else (color * alpha + top // 2) // top
        color = share + top - alpha
    return np.repeat(color, 3, axis=-1) if color.shape[-1] == 1 else color


def turned(rgb, orientation):
    if orientation >= 5:
        rgb = rgb.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        rgb = rgb[:, ::-1]
    if orientation in (3, 4, 7, 8):
        rgb = rgb[::-1]
    return rgb


def pillow_values(file):
    image = ImageOps.exif_transpose(Image.open(file))
    if image.mode.startswith("I"):
        return rgb_of(np.asarray(image).astype(np.int64), 65535)
    if "A" in image.mode or "a" in image.mode or "transparency" in image.info:
        return rgb_of(np.asarray(image.convert("RGBA")), 255)
    return np.asarray(image.convert("RGB")).astype(np.int64)


def palette_colors(page, entries):
    colors = np.asarray(page.colormap).astype(np.int64).T
    for top, narrow in ((np.all(colors < 256), 1), (np.all(colors % 256 == 0), 256),
                        (np.all(colors % 257 == 0), 257)):
        if top:
            return colors[entries] // narrow, 255
    return colors[entries], 65535


def tiff_values(file):
    """Of tifffile's samples, as TIFF 6.0 says what they mean."""
    with tifffile.TiffFile(file) as tiff:
        page = tiff.pages[0]
        samples = page.asarray()
        if page.planarconfig == 2 and samples.ndim == 3:
            samples = np.moveaxis(samples, 0, -1)
        bits, photometric = page.bitspersample, page.photometric.name
        extra = [int(kind) for kind in page.extrasamples or ()]
        orientation = page.tags[ORIENTATION].value if ORIENTATION in page.tags else 1
        counts = {"PALETTE": 1, "MINISBLACK": 1, "MINISWHITE": 1, "SEPARATED": 4}
        colors = counts.get(photometric, 3)
        samples = samples.astype(np.int64).reshape(*samples.shape[:2], -1)
        color = samples[..., :colors]
        depth = 65535 if bits > 8 else 255
        most = 2**bits - 1
        scaled = lambda values: (values * depth + most // 2) // most
        if photometric == "PALETTE":
            color, depth = palette_colors(page, color[..., 0])
        else:
            color = scaled(color)
        if photometric == "MINISWHITE":
            color = depth - color
        if photometric == "SEPARATED":
            ink, black = color[..., :3], color[..., 3:]
            color = ((depth - ink) * (depth - black) + depth // 2) // depth
        kinds = [kind for kind in extra if kind != 0]
        if kinds:
            alpha = scaled(samples[..., colors + extra.index(kinds[0])])[..., None]
            color = np.concatenate([color, alpha], -1)
        return turned(rgb_of(color, depth, kinds[:1] == [1]), orientation)
