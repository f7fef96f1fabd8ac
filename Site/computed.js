// Formulas and the lines of code that compute them: where a reader points at one, both light up.
(function () {
    "use strict";
    const { element, card } = course;
    const all = Array.from(document.querySelectorAll("[data-code]"));
    const numbers = (part) => part.dataset.code.split(" ");
    const partAt = (target) => target instanceof Element ? target.closest("[data-code]") : null;

    // Lights what has a number in common with a part, and nothing else; nothing at all without a part.
    function light(part) {
        const lit = part ? numbers(part) : [];
        for (const other of all) other.classList.toggle("lit", numbers(other).some((number) => lit.includes(number)));
    }

    for (const kind of ["pointerover", "click", "focusin"]) {
        document.addEventListener(kind, (event) => {
            const part = partAt(event.target);
            if (part || !card.box.contains(event.target)) light(part);
        });
    }
    card.offer(".computed", (formula) => {
        const { href, ariaLabel } = formula.querySelector(".to-code");
        return [element("p", { class: "place" }, element("a", { href }, ariaLabel))];
    });
})();
