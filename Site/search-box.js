// The search. Its index is loaded at the first search, as a script, since a page opened as a file can load nothing else; then the texts,
// of which it shows what is around a word.
(function () {
    "use strict";
    const rootPath = document.body.dataset.root;
    let index = null, texts = null;

    function loadScript(name) {
        return new Promise((resolve, reject) => {
            const script = document.createElement("script");
            script.src = rootPath + "assets/" + name;
            script.addEventListener("load", resolve);
            script.addEventListener("error", reject);
            document.head.append(script);
        });
    }

    async function load() {
        if (index) return;
        await loadScript("search-index.js");
        index = open(window.searchIndex);
        loadScript("search-texts.js").then(() => { texts = window.searchTexts; if (box?.open) showResults(); }, () => { /* Without them. */ });
    }

    function open(data) {
        const words = data.words.split("\n").map((line) => {
            const [word, steps] = line.split(" ");
            let section = 0;
            return [word, (steps || "").split(",").map((step) => section += parseInt(step, 36))];
        });
        return { pages: data.pages, sections: data.sections, words };
    }

    const chinese = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/u;

    // The words of a query in the form that the index has: alphabetic words, sizes such as 3x3, and pairs of neighbouring Chinese
    // characters.
    function terms(text) {
        const found = [];
        const typed = text.toLowerCase().replace(/(\d)\s*×\s*(?=\d)/g, "$1x");
        for (const run of typed.match(/\d+(?:x\d+)+|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[\p{Alphabetic}][\p{Alphabetic}\p{N}]*/gu) || []) {
            if (!chinese.test(run)) { found.push(run); continue; }
            const letters = Array.from(run);
            if (letters.length === 1) found.push(run);
            for (let i = 0; i + 1 < letters.length; i++) found.push(letters[i] + letters[i + 1]);
        }
        return found;
    }

    // How many letters must be typed, left out, changed or exchanged with a neighbour to make one word the other; more than most is
    // as good as any (Damerau and Levenshtein).
    function distance(a, b, most) {
        if (Math.abs(a.length - b.length) > most) return most + 1;
        let before = [], row = Array.from({ length: b.length + 1 }, (_, j) => j);
        for (let i = 1; i <= a.length; i++) {
            const next = [i];
            for (let j = 1; j <= b.length; j++) {
                const changed = a[i - 1] === b[j - 1] ? 0 : 1;
                next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + changed);
                if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
            }
            if (Math.min(...next) > most) return most + 1;
            [before, row] = [row, next];
        }
        return row[b.length];
    }

    // The words of the index that a term may mean: those that begin with it or, if there are none, those that are typed almost so.
    function words(term) {
        const found = index.words.filter(([word]) => word.startsWith(term));
        if (found.length > 0 || term.length < 4 || chinese.test(term)) return found;
        for (let most = 1; most <= (term.length < 8 ? 1 : 2); most++) {
            const near = index.words.filter(([word]) => distance(term, word, most) <= most);
            if (near.length > 0) return near;
        }
        return [];
    }

    function search(text) {
        const queryTerms = terms(text);
        if (queryTerms.length === 0) return [];
        let scores = null;
        const found = new Set();
        for (const term of queryTerms) {
            const hits = new Map();
            for (const [word, sectionNumbers] of words(term)) {
                found.add(word.startsWith(term) ? term : word);
                const weight = word === term ? 2 : 1;
                for (const section of sectionNumbers) hits.set(section, Math.max(hits.get(section) || 0, weight));
            }
            if (scores === null) { scores = hits; continue; }
            for (const [section, score] of scores) {
                if (hits.has(section)) scores.set(section, score + hits.get(section)); else scores.delete(section);
            }
        }
        const results = Array.from(scores, ([section, score]) => {
            const [page, id, title] = index.sections[section];
            const [address, name] = index.pages[page];
            for (const term of queryTerms) {
                if (title.toLowerCase().includes(term)) score += 6;
                if (name.toLowerCase().includes(term)) score += id === "" ? 9 : 3;
            }
            return { address: rootPath + address + (id ? "#" + encodeURIComponent(id) : ""), name, title, score, section, found };
        });
        // Without this, a page named after the word would take all places.
        const shown = new Map();
        const isAmongFirst = ({ name }) => shown.set(name, (shown.get(name) || 0) + 1).get(name) <= 3;
        return results.sort((a, b) => b.score - a.score || a.section - b.section).filter(isAmongFirst).slice(0, 20);
    }

    // MARK: The box

    let box = null, field, list, state, current = -1;

    function createDialog() {
        box = document.createElement("dialog");
        box.className = "search";
        box.setAttribute("aria-label", "Search the course");
        field = document.createElement("input");
        for (const [key, value] of Object.entries({
            type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": "site.results", "aria-autocomplete": "list",
            "aria-label": "Search the course", placeholder: "Search the course", autocomplete: "off", spellcheck: "false",
        })) field.setAttribute(key, value);
        list = document.createElement("ul");
        list.id = "site.results";
        list.setAttribute("role", "listbox");
        list.setAttribute("aria-label", "Results");
        state = document.createElement("p");
        state.setAttribute("role", "status");
        box.append(field, list, state);
        document.body.append(box);
        field.addEventListener("input", showResults);
        field.addEventListener("keydown", handleKey);
        box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
    }

    // What is around the first of the words in a section, with the words marked, or its beginning where only the title has them; null as
    // long as the texts are not there.
    function snippet({ section, found }) {
        const text = texts && texts[section];
        if (!text) return null;
        const escaped = Array.from(found, (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/(\d)x(?=\d)/g, "$1[x×]"));
        const pattern = new RegExp("(?<![\\p{Alphabetic}\\p{N}])(?:" + escaped.join("|") + ")|(?:" + escaped.filter((word) => chinese.test(word)).concat("(?!)").join("|") + ")", "giu");
        const first = Math.max(text.search(pattern), 0);
        const start = first < 50 ? 0 : text.indexOf(" ", first - 50) + 1 || first;
        const end = Math.min(start + 150, text.length);
        const shown = text.slice(start, end < text.length ? Math.max(text.lastIndexOf(" ", end), first + 20) : end);
        const line = document.createElement("small");
        line.className = "around";
        let next = 0;
        if (start > 0) line.append("… ");
        for (const hit of shown.matchAll(pattern)) {
            const mark = document.createElement("mark");
            mark.textContent = hit[0];
            line.append(shown.slice(next, hit.index), mark);
            next = hit.index + hit[0].length;
        }
        line.append(shown.slice(next), start + shown.length < text.length ? " …" : "");
        return line;
    }

    function showResults() {
        // What is typed meanwhile is searched for as soon as the index is there.
        if (!index) { state.textContent = "Loading the index …"; return; }
        const results = search(field.value);
        list.replaceChildren(...results.map((result, number) => {
            const item = document.createElement("li");
            item.id = "site.result." + number;
            item.setAttribute("role", "option");
            item.setAttribute("aria-selected", "false");
            const name = document.createElement("span");
            name.textContent = result.name;
            item.append(name);
            if (result.title) {
                const title = document.createElement("small");
                title.textContent = result.title;
                item.append(title);
            }
            const around = snippet(result);
            if (around) item.append(around);
            item.addEventListener("click", () => go(result));
            item.result = result;
            return item;
        }));
        field.setAttribute("aria-expanded", String(results.length > 0));
        state.textContent = field.value.trim() === "" ? "Type, move with ↑ and ↓, open with Enter."
            : results.length === 0 ? "Nothing found." : results.length === 20 ? "The best 20 places." : results.length + (results.length === 1 ? " place." : " places.");
        choose(results.length > 0 ? 0 : -1);
    }

    function choose(number) {
        const items = list.children;
        if (items[current]) items[current].setAttribute("aria-selected", "false");
        current = number;
        if (!items[number]) { field.removeAttribute("aria-activedescendant"); return; }
        items[number].setAttribute("aria-selected", "true");
        items[number].scrollIntoView({ block: "nearest" });
        field.setAttribute("aria-activedescendant", items[number].id);
    }

    function handleKey(event) {
        const count = list.children.length;
        if (event.key === "ArrowDown" && count) choose((current + 1) % count);
        else if (event.key === "ArrowUp" && count) choose((current + count - 1) % count);
        else if (event.key === "Enter" && list.children[current]) go(list.children[current].result);
        else return;
        event.preventDefault();
    }

    function go(result) {
        box.close();
        location.href = result.address;
    }

    async function openSearch() {
        if (!box) createDialog();
        if (box.open) return;
        box.showModal();
        field.select();
        field.focus();
        try { await load(); showResults(); } catch { state.textContent = "The index cannot be loaded; reload the page."; }
    }

    window.openSearch = openSearch;
    openSearch();
})();
