"""A built site at the other end of a slow line: a host that sends text as gzip, as hosts of static sites do, and what Chromium, with an
empty cache, transfers, paints and moves. This machine may have the site's font, most readers' have not: sheets are sent without its name.
"""

import contextlib
import functools
import gzip
import http.server
import json
import threading
import time
import urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 100_000}
TEXTS = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".md": "text/markdown"}
OTHERS = {".woff2": "font/woff2", ".png": "image/png", ".jpg": "image/jpeg"}

# Before anything of the page runs: keeps every shift, and every change of the text's height.
WATCH = """
window.watched = { shifts: [], paint: 0, moved: 0 };
const name = node => !node ? "gone" : node.nodeType === 3 ? "text of " + name(node.parentNode)
    : node.localName + (node.id ? "#" + node.id : "") + (node.classList.length ? "." + [...node.classList].join(".") : "");
new PerformanceObserver(list => { for (const entry of list.getEntries()) {
    watched.shifts.push({ value: entry.value, time: entry.startTime, nodes: entry.sources.map(source => name(source.node) + " "
        + JSON.stringify([source.previousRect, source.currentRect].map(box => [box.x, box.y, box.width, box.height].map(Math.round)))) });
} }).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver(list => { for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") watched.paint = entry.startTime; })
    .observe({ type: "paint", buffered: true });
let last = "";
(function look() {
    const lines = Array.from(document.querySelectorAll("main > *")).slice(0, 40).map(x => { const box = x.getBoundingClientRect(); return [box.x, box.y, box.width, box.height].map(Math.round); }).join();
    if (lines !== last) { last = lines; watched.moved = performance.now(); }
    requestAnimationFrame(look);
})();
"""


class Host(http.server.BaseHTTPRequestHandler):
    """A host of static files that sends text as gzip."""

    protocol_version = "HTTP/1.1"

    def __init__(self, site, *arguments):
        self.site = site
        super().__init__(*arguments)

    def do_GET(self):
        path = self.site / urllib.parse.unquote(urllib.parse.urlsplit(self.path).path).lstrip("/")
        found = path.is_file()
        body = path.read_bytes() if found else b""
        kind = TEXTS.get(path.suffix) or OTHERS.get(path.suffix, "application/octet-stream")
        self.send_response(200 if found else 404)
        if path.suffix in TEXTS:
            if path.suffix == ".css":
                for name in [b"Charis SIL Bold", b"Charis SIL Italic", b"Charis SIL"]:
                    body = body.replace(b'local("' + name + b'")', b'local("No such font")')
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def measure(address, width):
    options = webdriver.ChromeOptions()
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    try:
        tell = driver.execute_cdp_cmd
        tell("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        tell("Network.enable", {})
        tell("Network.setCacheDisabled", {"cacheDisabled": True})
        tell("Network.emulateNetworkConditions", LINE)
        tell("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        driver.get(address)
        # Nothing more is asked for, and nothing has moved, for two seconds.
        quiet = "return performance.now() - Math.max(watched.moved, ...performance.getEntriesByType('resource').map(x => x.responseEnd)) > 2000"
        while not driver.execute_script(quiet):
            time.sleep(0.1)
        watched = driver.execute_script("return watched")
        kinds, sizes = {}, {}
        for entry in driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.responseReceived" and not message["params"]["response"]["url"].startswith("data:"):
                kinds[message["params"]["requestId"]] = message["params"]["type"]
            if message["method"] == "Network.loadingFinished":
                kind = kinds.get(message["params"]["requestId"])
                if kind: sizes[kind] = sizes.get(kind, 0) + message["params"]["encodedDataLength"]
        return watched, sizes
    finally:
        driver.quit()


@contextlib.contextmanager
def hosted(site):
    """The address at which the site can be read as long as the block runs."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
