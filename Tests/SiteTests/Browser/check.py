"""Drives a built site in Chromium: check.py COMMAND COURSE builds the course's site, and looks at it as a file and served;
with --pages it looks at every page of a course of its own, or at those whose path begins with what follows.

The first check that fails ends the run with 1.
"""

import shutil
import signal
import sys

import checking
from attacks import attack
from browser import Browser
from checking import address, build, course, work
from every_page import asks_a_question, busiest, in_fonts_of_the_site, look_at_every_page, obeys_nothing, steady, validate, weights
from reading import keyboard, printed, questions, read_a_lesson, search, stops, theme_and_progress, without_script, without_search
from living import living
from explaining import explanations
from naming import names, reference
from notebook import notebook
from serving import served
from writing import refuses_other_folders, written_once_and_whole

# Whatever hangs, the run ends.
signal.alarm(4 * checking.hang)
is_course = "--pages" in sys.argv
site = build(course)
weights(site)
obeys_nothing(site)
steady(site)
look_at_every_page(site, "".join(sys.argv[4:]))
browser = Browser()
browser.size(1280)
in_fonts_of_the_site(browser, site)
if is_course:
    asks_a_question(site)
    for page in busiest(site):
        keyboard(browser, address(page))
else:
    written_once_and_whole(site)
    refuses_other_folders()
    start = "file://" + str(site) + "/"
    attack(browser, site)
    read_a_lesson(browser, start)
    search(browser, start)
    names(browser, start)
    explanations(browser, start)
    reference(browser, start)
    stops(browser, start)
    theme_and_progress(browser, start)
    questions(browser, start)
    printed(browser, start)
    without_search(browser, site)
    keyboard(browser, start + "1-everything/01-all-of-it.html")
    served(browser)
    notebook()
    living(browser, site)
    without_script(site)
browser.close()
validate(site)
shutil.rmtree(work)
print(f"{checking.count} passed, 0 failed")
