// What a sign in a formula or a word of the notation means: its rows of the table at the end of the page, as a card.
(function () {
    "use strict";
    const { element, card } = course;
    const rows = new Map(Array.from(document.querySelectorAll(".entries tr[data-k]"), (row) => [row.dataset.k, row]));

    function lines(row) {
        const [sign, chinese, meaning, lesson] = Array.from(row.cells, (cell) => Array.from(cell.childNodes, (node) => node.cloneNode(true)));
        const head = element("b", {}, ...sign, ...(chinese.length > 0 ? [" · ", ...chinese] : []));
        return [element("p", {}, head, element("br", {}), ...meaning), element("p", { class: "place" }, "Lesson ", ...lesson)];
    }

    card.offer(".sign, .word", (place) => place.dataset.k.split(" ").flatMap((number) => lines(rows.get(number))));
})();
