"""Writes files as other programs write them, for OddFileTests, and what NumPy reads from them; and the numbers of every picture
of PngSuite, which PngSuiteTests compares, as two readers of PNG agree on them.

    python3 make_odd_files.py        (needs: pip install numpy pillow pypng)
"""
import gzip, io, json, os, struct, zipfile
import numpy as np
import png
from PIL import Image

here = os.path.dirname(os.path.abspath(__file__))
odd = os.path.join(here, "odd")
os.makedirs(odd, exist_ok=True)
path = lambda name: os.path.join(odd, name)


def write(name, data):
    open(path(name), "wb").write(data)


def npy(header, data, version=(1, 0)):
    header = header.encode("utf8")
    header += b" " * (-(len(header) + 11 + (version[0] > 1) * 2) % 64) + b"\n"
    return b"\x93NUMPY" + bytes(version) + struct.pack("<H" if version == (1, 0) else "<I", len(header)) + header + data


def numpy_files():
    expected = {}
    for kind in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"]:
        for order in ("<>" if kind[1] != "1" else "|"):
            a = (np.arange(12) - (0 if kind[0] in "ub" else 5)).reshape(3, 2, 2).astype(order + kind)
            for fortran in [False, True]:
                name = f"{kind}-{'big' if order == '>' else 'little'}-{'f' if fortran else 'c'}.npy"
                np.save(path(name), np.asfortranarray(a) if fortran else a)
                expected[name] = a.astype("<f4")
    numbers = np.arange(6, dtype="<f4")
    for version in [(1, 0), (2, 0), (3, 0)]:
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, numbers.reshape(2, 3), version=version)
        name = f"version-{version[0]}.npy"
        write(name, buffer.getvalue())
        expected[name] = numbers.reshape(2, 3)
    for name, shape in [("long", "(2L, 3L)"), ("long-one", "(6L,)"), ("tight", "(2,3)"), ("trailing", "(2, 3, )")]:
        data = npy("{'descr': '<f4', 'fortran_order': False, 'shape': %s, }" % shape, numbers.tobytes())
        write(name + ".npy", data)
        expected[name + ".npy"] = np.load(io.BytesIO(data))
    data = npy('{"shape": (2, 3), "fortran_order": True, "descr": "<f4"}', numbers.tobytes())
    write("quotes.npy", data)
    expected["quotes.npy"] = np.load(io.BytesIO(data))
    np.savez_compressed(path("expected.npz"), **{n.removesuffix(".npy"): np.ascontiguousarray(a) for n, a in expected.items()})
    # Read by NumPy, but not as numbers.
    np.save(path("record.npy"), np.zeros(2, dtype=[("x", "<f4"), ("shape", "<i4", (2,))]))
    np.save(path("text.npy"), np.array(["one", "zwei"]))
    np.save(path("complex.npy"), np.array([1 + 2j]))
    np.save(path("dates.npy"), np.array(["2020-01-01"], dtype="M8[D]"))
    # Refused by NumPy too.
    for version in [(0, 1), (4, 0), (1, 1)]:
        write(f"refused-{version[0]}-{version[1]}.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }",
                                                            numbers.tobytes(), version))
    for name, shape in [("negative", "(-2, -3)"), ("real", "(6.0,)"), ("list", "[6]"), ("word", "(L,)")]:
        write(f"refused-{name}.npy", npy("{'descr': '<f4', 'fortran_order': False, 'shape': %s, }" % shape, numbers.tobytes()))
    for name in sorted(os.listdir(odd)):
        if name.startswith("refused"):
            try:
                np.load(path(name))
                raise SystemExit(name + " is read by NumPy")
            except (ValueError, SyntaxError, TypeError):
                pass


def archives():
    a = np.arange(6, dtype="<f4").reshape(2, 3)
    np.savez(path("mixed.npz"), a=a, label=np.array("cat"), names=np.array(["x", "y"]), z=np.array([1j]), b=a[0])
    buffer = io.BytesIO()
    np.save(buffer, a)

    class Unseekable(io.RawIOBase):  # so that zipfile writes data descriptors
        def __init__(self, f): self.f = f
        def writable(self): return True
        def write(self, b): return self.f.write(b)

    for name, method in [("descriptor", zipfile.ZIP_STORED), ("descriptor-deflated", zipfile.ZIP_DEFLATED)]:
        with open(path(name + ".npz"), "wb") as f, zipfile.ZipFile(Unseekable(f), "w", method) as z:
            z.writestr("a.npy", buffer.getvalue())
            z.writestr("note.txt", "no array")
            z.comment = b"a comment"
    with zipfile.ZipFile(path("zip64-local.npz"), "w") as z:
        with z.open("größe 𝔼.npy", "w", force_zip64=True) as f:
            f.write(buffer.getvalue())
    # Zip64 in the directory and at its end, as for archives beyond 4 GB.
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 10, 0
    with zipfile.ZipFile(path("zip64.npz"), "w") as z:
        z.writestr("a.npy", buffer.getvalue())
        z.writestr("b.npy", buffer.getvalue())


def gzips():
    idx = struct.pack(">BBBBI", 0, 0, 8, 1, 4) + bytes([7, 2, 1, 0])
    member = lambda data: gzip.compress(data, mtime=0)
    write("members.gz", member(idx[:5]) + member(b"") + member(idx[5:]))
    write("zeros.gz", member(idx[:9]) + member(idx[9:]) + bytes(700))
    body = member(idx)
    head = bytearray(body[:10])
    head[3] = 4 + 8 + 16
    fields = struct.pack("<H", 5) + b"extra" + b"name\0" + b"comment\0"
    write("fields.gz", bytes(head) + fields + body[10:])
    import zlib
    head[3] |= 2
    write("fields-checked.gz", bytes(head) + fields + struct.pack("<H", zlib.crc32(bytes(head) + fields) & 0xFFFF) + body[10:])
    for name in ["members", "zeros", "fields", "fields-checked"]:
        assert gzip.open(path(name + ".gz")).read() == idx, name
    write("refused-garbage.gz", body + b"\0\0more")
    write("refused-cut.gz", body + body[:12])
    write("refused-member.gz", body + body[:-5] + b"\1" + body[-4:])
    for name in ["garbage", "cut", "member"]:
        try:
            gzip.open(path(f"refused-{name}.gz")).read()
            raise SystemExit(name + " is read by gzip")
        except (OSError, EOFError):
            pass


def pngsuite():
    """Every picture as whole numbers from 0 to 65535 with alpha where there is any; what both readers refuse is left out."""
    expected, refused = {}, []
    folder = os.path.join(here, "pngsuite")
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".png")):
        data = open(os.path.join(folder, name), "rb").read()
        try:
            Image.open(io.BytesIO(data)).load()
            readable = True
        except Exception:
            readable = False
        try:
            reader = png.Reader(bytes=data)
            reader.preamble()
            reader.sbit = None  # pypng would shift by the significant bits
            width, height, rows, info = reader.asDirect()
            a = np.array([list(r) for r in rows], np.uint32).reshape(height, width, info["planes"])
        except Exception as error:
            refused.append(name)
            assert name.startswith("x"), (name, error, readable)
            continue
        assert not name.startswith("x"), name
        # A palette of opaque colours has three channels.
        a = a * (65535 // (2 ** info["bitdepth"] - 1))
        image = Image.open(io.BytesIO(data))
        if info["bitdepth"] <= 8:
            mode = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[info["planes"]]
            other = np.array(image.convert(mode)).reshape(a.shape).astype(np.uint32) * 257
            # Pillow compares a transparent grey of four bits with the pixel's eight: the standard says its own bits.
            planes = 1 if mode == "LA" and image.mode != "LA" else a.shape[2]
            assert np.array_equal(a[..., :planes], other[..., :planes]), (name, mode)
        elif image.mode.startswith("I;16") and info["planes"] == 1:
            assert np.array_equal(a[..., 0], np.array(image).astype(np.uint32)), name
        expected[name.removesuffix(".png")] = a.astype(np.uint16)
    print(len(expected), "pictures;", "refused:", *refused)
    np.savez_compressed(path("pngsuite.npz"), **expected)


numpy_files()
archives()
gzips()
pngsuite()
