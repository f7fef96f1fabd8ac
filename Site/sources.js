// What a link leads to if it leads to a work: authors, title and year, and the list of all works.
(function () {
    "use strict";
    const { element, card } = course;
    card.offer("a[data-list]", ({ href, dataset: { authors, title, year, list } }) => [
        element("p", {}, authors + ", ", element("a", { href }, element("cite", {}, title)), ", " + year),
        element("p", { class: "place" }, element("a", { href: list }, "In the list of sources")),
    ]);
})();
