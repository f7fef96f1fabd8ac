// What a name in a cell is: a card with its declaration, shown where the reader points, taps, or goes with the keyboard. The cards of a
// page are a script, loaded at the first touch, since a page opened as a file can load nothing else.
(function () {
    "use strict";
    const { element, card } = course;
    const root = document.body.dataset.root;
    const cells = Array.from(document.querySelectorAll("pre.code[data-cell]"));
    if (cells.length === 0) return;
    let cards = null, places = {}, isLoading = false, waiting = [];

    window.lessonNames = (allCards, allPlaces) => { cards = allCards; places = allPlaces; };

    // Calls back when the cards are there; a page whose cards cannot be loaded reads as before.
    function whenLoaded(action) {
        if (cards) { action(); return; }
        waiting.push(action);
        if (isLoading) return;
        isLoading = true;
        const path = course.path.replace(/\.html$/, ".js").split("/").map(encodeURIComponent).join("/");
        const script = element("script", { src: root + "assets/names/" + path });
        script.addEventListener("load", () => { if (cards) for (const next of waiting.splice(0)) next(); });
        script.addEventListener("error", () => { isLoading = false; waiting = []; });
        document.head.append(script);
    }

    // MARK: The names in a cell, each made an element of its own

    function mark(cell) {
        if (cell.isMarked) return;
        cell.isMarked = true;
        const list = places[cell.dataset.cell] || [];
        const texts = [];
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        let start = 0;
        while (walker.nextNode()) {
            // A live cell's parameter may stand at another value than the lesson's.
            const value = walker.currentNode.parentElement.closest("[data-written]");
            const length = value ? value.dataset.written.length : walker.currentNode.length;
            texts.push({ node: walker.currentNode, start, end: start + length, isValue: value !== null });
            start += length;
        }
        let number = 0;
        const found = [];
        for (let i = 0; i < list.length; i += 2) {
            const [offset, card] = [list[i], list[i + 1]];
            const word = cards[card][0];
            while (number < texts.length && texts[number].end <= offset) number++;
            const text = texts[number];
            if (!text || text.isValue || offset < text.start || offset + word.length > text.end) continue;
            found.push({ text, from: offset - text.start, word, card });
        }
        // From the end, so that the places before stay what they are.
        for (const { text, from, word, card } of found.reverse()) {
            if (text.node.data.substr(from, word.length) !== word) continue;
            const range = document.createRange();
            range.setStart(text.node, from);
            range.setEnd(text.node, from + word.length);
            const name = element("span", { class: "known", tabindex: "-1" });
            name.card = card;
            range.surroundContents(name);
        }
    }

    // MARK: The card

    // A sentence whose code stands between backticks.
    function sentence(text) {
        const line = element("p", {});
        text.split("`").forEach((part, index) => line.append(index % 2 ? element("code", {}, part) : part));
        return line;
    }

    // A declaration with the words that the style colours.
    function declaration(text, name) {
        const code = element("code", {});
        let isNamed = false;
        for (const [word] of text.matchAll(/[\p{L}_][\p{L}\p{N}_]*|[^\p{L}_]+/gu)) {
            const kind = /^(?:func|let|var|struct|class|enum|protocol|init|case|static|mutating|subscript|typealias|inout|throws|rethrows|some|any|get|set|extension|where|nonmutating|consuming|borrowing|actor|in)$/.test(word) ? "keyword" : /^\p{Lu}/u.test(word) ? "class-name" : "";
            if (!isNamed && word === name) { isNamed = true; code.append(element("b", {}, word)); } else code.append(kind ? element("span", { class: kind }, word) : word);
        }
        return element("pre", {}, code);
    }

    function show(name) {
        const [word, declared, summary, shapes, place, address] = cards[name.card];
        const isHere = address.startsWith("#");
        const link = element("a", { href: isHere ? address : root + address }, isHere ? "declared in " + place : place);
        card.show(name, [declaration(declared, word), ...[summary, shapes].filter(Boolean).map(sentence), element("p", { class: "place" }, link)], name.closest("pre"));
    }

    // MARK: Pointing and tapping

    const nameAt = (target) => target instanceof Element ? target.closest(".known") : null;

    for (const cell of cells) {
        const point = (event) => whenLoaded(() => {
            mark(cell);
            const name = nameAt(event.target) || nameAt(document.elementFromPoint(event.clientX, event.clientY));
            if (!name || !cell.contains(name)) return;
            if (event.type === "click") { show(name); } else card.later(() => show(name), card.shown ? 60 : 200);
        });
        cell.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse" && !card.rests) point(event); });
        cell.addEventListener("click", (event) => { if (String(getSelection()) === "") point(event); });
        cell.addEventListener("pointerout", (event) => { if (event.pointerType === "mouse" && !card.rests && !card.box.matches(":hover")) card.later(card.hide, 250); });
        cell.addEventListener("focus", () => whenLoaded(() => mark(cell)));
        // A cell’s number leads to the cell: who follows it with a key goes into the code.
        const number = cell.closest(".cell, .exercise")?.querySelector(":scope > .bar > a");
        if (!number || number.leadsToNames) continue;
        number.leadsToNames = true;
        number.setAttribute("aria-description", "Enter goes to the names in the code, arrows from one to the next, Escape out.");
        number.addEventListener("click", (event) => {
            if (event.detail !== 0) return;
            // Where the link itself leads, the focus would be lost.
            event.preventDefault();
            location.hash = number.hash;
            enter(cell);
        });
    }

    // MARK: The keyboard: Enter on a cell’s number, or on code that scrolls, goes in, arrows from name to name, Tab to the card's link, Escape out

    const enter = (cell) => whenLoaded(() => { const names = namesBeside(cell); go(names, names.findIndex((name) => cell.contains(name))); });

    // The names of a cell or of an exercise, whose check and, unfolded, solution are code of their own.
    function namesBeside(cell) {
        const all = Array.from((cell.closest(".cell, .exercise") || cell.parentElement).querySelectorAll("pre[data-cell]"));
        return all.filter((code) => code.checkVisibility()).flatMap((code) => { mark(code); return Array.from(code.querySelectorAll(".known")); });
    }

    function go(names, index) {
        const name = names[Math.max(0, Math.min(index, names.length - 1))];
        if (!name) return;
        card.rest();
        name.focus({ preventScroll: true });
        name.scrollIntoView({ block: "nearest", inline: "nearest" });
        show(name);
    }

    // The name on the next or last line with names that is nearest to the one where the reader is.
    function beside(names, from, step) {
        const place = (name) => name.getBoundingClientRect();
        const here = place(from);
        const others = names.filter((name) => step * (place(name).top - here.top) > 4);
        const line = Math.min(...others.map((name) => step * place(name).top));
        const near = others.filter((name) => Math.abs(step * place(name).top - line) < 4);
        near.sort((a, b) => Math.abs(place(a).left - here.left) - Math.abs(place(b).left - here.left));
        return names.indexOf(near[0] || from);
    }

    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const cell = event.target.closest?.("pre[data-cell]");
        if (!cell) return;
        if (event.target === cell) {
            if (event.key === "Enter") { event.preventDefault(); enter(cell); }
            return;
        }
        const names = namesBeside(cell);
        const index = names.indexOf(event.target);
        if (index < 0) return;
        const to = { ArrowRight: () => index + 1, ArrowLeft: () => index - 1, ArrowDown: () => beside(names, event.target, 1), ArrowUp: () => beside(names, event.target, -1), Home: () => 0, End: () => names.length - 1 }[event.key];
        if (to) { go(names, to()); } else if (event.key === "Enter") { card.box.querySelector("a").click(); } else return;
        event.preventDefault();
    });
})();
