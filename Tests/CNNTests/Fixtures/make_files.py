"""Writes the files that FileTests reads, with the formats' own libraries: numpy, safetensors, pillow, gzip.

    python3 make_files.py        (needs: pip install numpy safetensors pillow)
"""
import gzip, json, os, struct, zlib
import numpy as np
from PIL import Image
from safetensors.numpy import save_file

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files")
os.makedirs(here, exist_ok=True)
path = lambda name: os.path.join(here, name)

# Every array holds 0.5·i − 1 for i = 0, 1, … in C order, or the whole part of it.
def ramp(shape, dtype):
    return (np.arange(np.prod(shape)) * 0.5 - 1).reshape(shape).astype(dtype)

np.save(path("f4.npy"), ramp((2, 3), "<f4"))
np.save(path("f4-fortran.npy"), np.asfortranarray(ramp((2, 3), "<f4")))
np.save(path("f8-big.npy"), ramp((2, 3), ">f8"))
np.save(path("f2.npy"), ramp((2, 3), "<f2"))
np.save(path("i8.npy"), ramp((2, 3), "<i8"))
np.save(path("scalar.npy"), np.float32(2.5))
np.save(path("vector.npy"), ramp((4,), "<f4"))
np.savez(path("stored.npz"), a=ramp((2, 3), "<f4"), b=ramp((4,), "<f8"))
np.savez_compressed(path("deflated.npz"), a=ramp((2, 3), "<f4"), zeros=np.zeros((50, 50), "<f4"))
save_file({"weight": ramp((2, 3), "<f4"), "half": ramp((4,), "<f2"), "steps": np.array(7)}, path("three.safetensors"),
          metadata={"made by": 'the "safetensors" library'})

# A network in the words of docs/network-files.md: ReLU(x·W + b), plus x times γ where batch norm has mean 0 and variance 1.
norm = {"layer": "BatchNormalization", "epsilon": 0, "momentum": 0.5, "unbiased": True}
block = {"layer": "Residual", "name": "block", "main": [{"layer": "Dense", "name": "fc", "units": 2, "bias": True}, {"layer": "ReLU"}],
         "shortcut": [norm]}
zeros, ones = np.zeros(2, "<f4"), np.ones(2, "<f4")
save_file({"block.fc.weight": np.array([[1, -1], [0, 2]], "<f4"), "block.fc.bias": ramp((2,), "<f4"),
           "block.shortcut.0.gamma": np.array([10, 100], "<f4"), "block.shortcut.0.beta": zeros,
           "block.shortcut.0.runningMean": zeros, "block.shortcut.0.runningVariance": ones}, path("network.safetensors"),
          metadata={"network": json.dumps({"layer": "Network", "version": 1, "input": [2], "layers": [block]})})
open(path("idx-images"), "wb").write(struct.pack(">BBBBIII", 0, 0, 8, 3, 2, 2, 3) + bytes(range(12)))
open(path("idx-empty"), "wb").write(struct.pack(">BBBBIII", 0, 0, 8, 3, 0, 2**32 - 1, 2**30))
with gzip.GzipFile(path("idx-labels.gz"), "wb", mtime=0) as f:
    f.write(struct.pack(">BBBBI", 0, 0, 8, 1, 4) + bytes([7, 2, 1, 0]))

# A picture whose pixel (y, x) has red 20·x, green 30·y and blue 200 − 10·x·y: with 9 columns no row fills whole bytes.
y, x = np.mgrid[0:7, 0:9]
rgb = np.stack([20 * x, 30 * y, 200 - 4 * x * y], axis=-1).astype(np.uint8)
Image.fromarray(rgb).save(path("rgb.png"))
Image.fromarray(np.concatenate([rgb, rgb[..., :1]], axis=-1)).save(path("rgba.png"))
Image.fromarray(rgb[..., 2]).save(path("grey.png"))
Image.fromarray(np.stack([rgb[..., 2], rgb[..., 0]], axis=-1), "LA").save(path("grey-alpha.png"))
Image.fromarray(((x + y) % 3 == 0)).save(path("bits.png"))
Image.fromarray((rgb[..., 2].astype(np.uint16) * 257)).save(path("grey16.png"))
palette = Image.fromarray(((x + y) % 3).astype(np.uint8), "P")
palette.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
palette.save(path("palette.png"))

# Each of the five filters by hand, row after row.
def filtered(kind, row, above):
    out = []
    for i in range(len(row)):
        a, b, c = row[i - 3] if i >= 3 else 0, above[i], above[i - 3] if i >= 3 else 0
        p = a + b - c
        paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        out.append((row[i] - [0, a, b, (a + b) // 2, paeth][kind]) % 256)
    return bytes([kind] + out)

raw, above = b"", [0] * 27
for number, line in enumerate(rgb):
    row = [int(v) for v in line.reshape(-1)]
    raw, above = raw + filtered(number % 5, row, above), row
chunk = lambda name, body: struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
open(path("filters.png"), "wb").write(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 7, 8, 2, 0, 0, 0))
    + chunk(b"tEXt", b"Comment\0none") + chunk(b"IDAT", zlib.compress(raw, 9)[:40])
    + chunk(b"IDAT", zlib.compress(raw, 9)[40:]) + chunk(b"IEND", b""))
