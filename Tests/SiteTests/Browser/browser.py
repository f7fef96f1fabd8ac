"""Chromium as the tests use it: narrow or wide, light or dark, with script or without."""

import json
import pathlib

import axe_playwright_python
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from checking import hang

axe = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()


class Browser:
    def __init__(self, script=True):
        options = webdriver.ChromeOptions()
        for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]:
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        if not script:
            options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_page_load_timeout(hang)
        self.driver.set_script_timeout(hang)

    def size(self, width, height=900):
        # A headless window is never narrower than 500 pixels; an emulated device is.
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
        )

    def scheme(self, name):
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]}
        )

    def open(self, address):
        self.driver.get(address)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def find(self, selector):
        return self.driver.find_elements("css selector", selector)

    def violations(self, scheme):
        """What axe has to say of the page as it stands there, its colours light or dark."""
        self.scheme(scheme)
        if self.run("return typeof axe === 'undefined'"):
            self.run(axe)
        # In the dark only colours can be another. The pieces of a formula are hidden behind its MathML.
        rules = "{runOnly: ['color-contrast', 'link-in-text-block']}" if scheme == "dark" else "{}"
        return self.driver.execute_async_script(
            "const done = arguments[0]; axe.run({exclude: ['.katex-html']}, {preload: false, resultTypes: ['violations'], ..."
            f"{rules}}}).then(r => done(r.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.any.map(a => a.message)).join(' | '))))"
        )

    def complaints(self):
        """What the console was told, but for the pages that are missing on purpose."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def requests(self):
        """The addresses asked for since the last time."""
        addresses = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                addresses.append(message["params"]["request"]["url"])
        return addresses

    def close(self):
        self.driver.quit()
