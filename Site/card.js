// A card beside what a reader points at, taps, or comes to with the keyboard; there is one box for all of them.
(function () {
    "use strict";
    const { element } = course;
    const box = element("div", { class: "card", id: "site.card", role: "tooltip", hidden: "" });
    document.querySelector("main").append(box);
    // What is shown, where the focus goes when Escape closes it, and whether the pointer only lies where a page scrolls under it.
    let shown = null, back = null, timer = null, rests = false;
    // What has cards: a selector, and what the card of an element shows.
    const offers = [];

    // What of a place the Tab key stops at.
    const stopIn = (place) => place.matches("a, [tabindex]") ? place : place.querySelector("a") || place;

    function show(place, contents, whereBack) {
        clearTimeout(timer);
        if (shown === place) return;
        hide();
        box.replaceChildren(...contents);
        box.hidden = false;
        shown = place;
        back = whereBack;
        place.classList.add("shown");
        place.setAttribute("aria-describedby", box.id);
        put(place);
    }

    // Under the place or, where there is no room, above it; never beyond the sides.
    function put(place) {
        const at = place.getClientRects()[0] || place.getBoundingClientRect(), wide = document.documentElement.clientWidth;
        box.style.left = Math.max(8, Math.min(at.left - 12, wide - box.offsetWidth - 8)) + scrollX + "px";
        const isBelow = at.bottom + 6 + box.offsetHeight < innerHeight || at.top < box.offsetHeight + 6;
        box.style.top = (isBelow ? at.bottom + 6 : at.top - 6 - box.offsetHeight) + scrollY + "px";
    }

    function hide() {
        clearTimeout(timer);
        if (!shown) return;
        shown.classList.remove("shown");
        shown.removeAttribute("aria-describedby");
        shown = null;
        box.hidden = true;
    }

    const later = (action, time) => { clearTimeout(timer); timer = setTimeout(action, time); };
    const offerAt = (target) => {
        if (!(target instanceof Element)) return null;
        const offer = offers.find(({ selector }) => target.closest(selector));
        return offer ? { place: target.closest(offer.selector), contents: offer.contents } : null;
    };
    function open({ place, contents }) {
        show(place, contents(place), stopIn(place));
    }

    // MARK: Pointing and tapping

    document.addEventListener("pointermove", (event) => { if (event.movementX || event.movementY) rests = false; });
    document.addEventListener("pointerover", (event) => {
        const offer = event.pointerType === "mouse" && !rests ? offerAt(event.target) : null;
        if (offer) later(() => open(offer), shown ? 60 : 200);
    });
    document.addEventListener("pointerout", (event) => {
        if (event.pointerType === "mouse" && !rests && offerAt(event.target)) later(hide, 250);
    });
    document.addEventListener("click", (event) => {
        if (box.contains(event.target)) { if (event.target.closest("a")) hide(); return; }
        const offer = offerAt(event.target);
        if (!offer || String(getSelection()) !== "") return;
        // A finger cannot point: what it taps first shows the card, from which the link leads on.
        const isLink = event.target.closest("a") !== null;
        if (isLink && (event.detail === 0 || event.pointerType === "mouse")) return;
        if (isLink && shown !== offer.place) event.preventDefault();
        open(offer);
    });
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") later(hide, 250); });
    document.addEventListener("pointerdown", (event) => { if (shown && !box.contains(event.target) && !shown.contains(event.target)) hide(); });
    addEventListener("resize", hide);

    // MARK: The keyboard: Tab goes to the card's links and on from them, Escape closes it

    document.addEventListener("keydown", (event) => {
        if (!shown || event.ctrlKey || event.metaKey || event.altKey) return;
        const isInside = box.contains(event.target), links = Array.from(box.querySelectorAll("a"));
        if (event.key === "Escape") {
            const wasInside = isInside || shown.contains(document.activeElement), leaves = back;
            hide();
            if (wasInside && leaves !== document.activeElement) { isLeaving = true; leaves.focus(); isLeaving = false; }
        } else if (event.key === "Tab" && isInside && event.target === links.at(event.shiftKey ? 0 : -1)) {
            stopIn(shown).focus();
            if (event.shiftKey) event.preventDefault();
        } else if (event.key === "Tab" && !event.shiftKey && shown.contains(event.target) && links.length > 0) {
            links[0].focus();
            event.preventDefault();
        }
    });
    let isLeaving = false;
    document.addEventListener("focusin", (event) => {
        if (isLeaving || box.contains(event.target) || shown?.contains(event.target)) return;
        const offer = event.target.matches(":focus-visible") ? offerAt(event.target) : null;
        hide();
        if (offer) open(offer);
    });

    course.card = {
        box, show, hide, later,
        offer: (selector, contents) => offers.push({ selector, contents }),
        get shown() { return shown; },
        // Where keys scroll the page, things pass under a pointer that rests.
        get rests() { return rests; },
        rest: () => { rests = true; },
    };
})();
