"""The course as a book: EPUBCheck finds nothing, every figure and formula is there, and the contents name the right pages."""

import html.parser
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

LESSONS = sys.argv[1]
COURSE = pathlib.Path(sys.argv[2])


class Counter(html.parser.HTMLParser):
    """Counts the pictures and formulas of a page's text."""

    def __init__(self, text):
        super().__init__()
        self.counts = {"svg": 0, "math": 0, "img": 0}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag in self.counts:
            self.counts[tag] += 1


def count(texts):
    counters = [Counter(text).counts for text in texts]
    return {name: sum(counter[name] for counter in counters) for name in ("svg", "math", "img")}


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, **options)


with tempfile.TemporaryDirectory() as folder:
    site = pathlib.Path(folder) / "site"
    built = run(LESSONS, "build", "--book", "--output", site, cwd=COURSE)
    assert built.returncode == 0, built.stdout + built.stderr
    assert built.stdout.splitlines()[-2:] == [f"{site}/book.pdf", f"{site}/book.epub"], built.stdout

    checked = run("java", "-jar", "/usr/bin/epubcheck", site / "book.epub")
    assert "No errors or warnings detected." in checked.stdout, (checked.stdout + checked.stderr)[:3000]

    with zipfile.ZipFile(site / "book.epub") as archive:
        assert archive.namelist()[0] == "mimetype", archive.namelist()[:3]
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        chapters = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml")]
    # The pages have some more: covers of parts, which the book has as files, and questions on a page of their own.
    pages = [path for path in site.glob("*/*.html") if path.name not in ("index.html", "questions.html")]
    texts = [path.read_text() for path in [*pages, site / "notation.html"] if path.exists()]
    main = [re.search("<main.*</main>", text, re.S).group() for text in texts]
    # The book has the notation once, and not the part of it that a page needs.
    main = [re.sub('<details class="[^"]*\\bentries\\b.*?</details>', "", text, flags=re.S) for text in main]
    in_pages, in_book = count(main), count(chapters)
    assert in_book["svg"] == in_pages["svg"], (in_book, in_pages)
    assert in_book["math"] >= in_pages["math"], (in_book, in_pages)
    assert in_book["img"] >= in_pages["img"], (in_book, in_pages)

    pdf = site / "book.pdf"
    texts = run("pdftotext", "-layout", pdf, "-").stdout.split("\f")
    contents = next(index for index, text in enumerate(texts) if text.lstrip().startswith("Contents"))
    found = 0
    for text in texts[contents : contents + 6]:
        for title, page in re.findall(r"^ *(\d+\.\d+ .+?) {2,}(\d+)$", text, re.M):
            # A title on its page may have more signs than in the contents.
            number, first = title.split()[:2]
            start = texts[int(page) - 1].split()
            assert start[:3] == ["Lesson", number, first], (title, page, start[:9])
            found += 1
    assert found == len(pages), (found, len(pages))
    print(f"Book: {found} lessons on the pages that the contents name, {in_book['svg']} figures, {in_book['math']} formulas.")
