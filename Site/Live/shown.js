// What a live cell printed and showed, as parts of the page.
"use strict";
const liveShown = (function () {
    const { element } = course;
    const elements = new Set("svg g path rect circle ellipse line polyline polygon text tspan title desc defs clipPath linearGradient radialGradient stop pattern marker use image symbol".split(" "));

    // Only shapes, texts and embedded pictures, as in figures that are written into the page when it is built.
    function isHarmless(part) {
        return elements.has(part.localName) && Array.from(part.attributes).every(({ localName, value }) => {
            if (localName.startsWith("on") || localName === "style") return false;
            if (localName === "href") return /^(#|data:image\/png;base64,)/.test(value);
            return !/url\((?!#)/i.test(value);
        }) && Array.from(part.children).every(isHarmless);
    }

    function picture({ svg, text, alternativeText }) {
        if (svg === "") return "";
        const read = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
        if (isHarmless(read)) return document.importNode(read, true);
        return element("pre", { tabindex: "0", role: "img", "aria-label": alternativeText }, text);
    }

    function table({ svg, data }) {
        if (!data || data.length === 0) return "";
        const row = (cells, isHead) => element("tr", {}, ...cells.map((cell, index) => {
            if (cell === "") return element("td", {});
            if (isHead) return element("th", { scope: "col" }, cell);
            return index === 0 ? element("th", { scope: "row" }, cell) : element("td", { class: "right" }, cell);
        }));
        const [head, ...rows] = data;
        const whole = element("div", { class: "table", tabindex: "0" }, element("table", {},
            element("thead", {}, row(head, true)), element("tbody", {}, ...rows.map(cells => row(cells, false)))));
        return svg === "" ? whole : element("details", { class: "data" }, element("summary", {}, "The numbers"), whole);
    }

    // The parts for what a position gave; `number` is the cell's.
    return function ({ output, figures, stop }, number) {
        const parts = figures.map(figure => element("figure", {}, picture(figure), table(figure)));
        const text = output + (stop === undefined ? "" : `Fatal error: ${stop}\n`);
        if (text === "") return parts;
        return [element("pre", { class: "output", tabindex: "0", role: "region", "aria-label": `Output of cell ${number}` }, element("samp", {}, text)), ...parts];
    };
})();
