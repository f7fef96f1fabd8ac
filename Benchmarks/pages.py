"""How heavy and how steady the site's pages are: pages.py SITE [PAGE…] opens pages of a built site in Chromium, each with an empty cache
over a line of 1.6 Mbit/s and 150 ms, 1280 and 390 pixels wide, and tells what was transferred, how much the layout shifted, and when the
text was first painted and last moved. --sources names what moved.
"""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parent.parent / "Tests/SiteTests/Browser"))
from line import hosted, measure

KINDS = ["Document", "Stylesheet", "Script", "Font", "Image"]


def tell(name, width, watched, sizes):
    shift = sum(entry["value"] for entry in watched["shifts"])
    by_kind = "".join(f"{sizes.get(kind, 0) / 1000:>8.1f}" for kind in KINDS)
    print(f"{name[-43:]:<44}{width:>5}{sum(sizes.values()) / 1000:>7.1f}{by_kind}{shift:>8.3f}{watched['paint'] / 1000:>8.2f}{watched['moved'] / 1000:>8.2f}", flush=True)
    if "--sources" in sys.argv:
        for entry in watched["shifts"]:
            print(f"    {entry['value']:.4f} at {entry['time'] / 1000:.2f} s: " + "; ".join(entry["nodes"]))


arguments = [word for word in sys.argv[1:] if not word.startswith("--")]
site = pathlib.Path(arguments[0]).resolve()
lessons = sorted(str(path.relative_to(site)) for path in site.glob("[0-9]*/[0-9]*.html"))
print(f"{'page':<44}{'px':>5}{'KB':>7}" + "".join(f"{kind.lower()[:6]:>8}" for kind in KINDS) + f"{'shift':>8}{'paint':>8}{'moved':>8}")
with hosted(site) as address:
    for page in arguments[1:] or ["index.html", lessons[0]]:
        for width in [1280, 390]:
            tell(page, width, *measure(address + page, width))
