"""Writes a picture, and what Pillow makes of it in other sizes, for PictureTests; and the same as JPEG for JPEGTests.

    python3 make_pictures.py        (needs: pip install numpy pillow)
"""
import os
import numpy as np
from PIL import Image

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pictures")
os.makedirs(here, exist_ok=True)
path = lambda name: os.path.join(here, name)

# Waves of many lengths, with sharp edges.
y, x = np.mgrid[0:37, 0:53]
red = 127 + 90 * np.sin(x * y / 60) + 37 * np.sign(np.sin(x / 3))
green = (x * 7 + y * 11) % 256
blue = 255 * ((x // 5 + y // 4) % 2)
picture = np.clip(np.stack([red, green, blue], axis=-1), 0, 255).astype(np.uint8)
image = Image.fromarray(picture)
result = {"picture": picture}
for height, width in [(37, 20), (18, 53), (10, 9), (74, 106), (50, 30), (1, 1), (61, 90), (36, 52)]:
    result[f"{height}x{width}"] = np.asarray(image.resize((width, height), Image.BILINEAR))
np.savez_compressed(path("resized.npz"), **result)

jpeg = {}
for name, options in [("plain", {}), ("sharp", {"subsampling": 0, "quality": 95}), ("progressive", {"progressive": True}),
                      ("grey", {})]:
    (image.convert("L") if name == "grey" else image).save(path(name + ".jpg"), **options)
    numbers = np.asarray(Image.open(path(name + ".jpg")))
    jpeg[name] = numbers if numbers.ndim == 3 else numbers[..., None]
image.convert("CMYK").save(path("cmyk.jpg"))
np.savez_compressed(path("jpeg.npz"), **jpeg)
