// Opens the search, whose script is loaded when it is first wanted.
(function () {
    "use strict";
    const button = document.querySelector(".open-search");
    const words = Array.from(button.childNodes);
    let isLoading = false;

    function openSearch() {
        if (window.openSearch) { window.openSearch(); return; }
        if (isLoading) return;
        isLoading = true;
        const script = document.createElement("script");
        script.src = document.body.dataset.root + "assets/search-box.js";
        script.addEventListener("load", () => { button.title = ""; button.replaceChildren(...words); });
        script.addEventListener("error", () => {
            isLoading = false;
            button.title = button.textContent = "The search cannot be loaded; reload the page.";
        });
        document.head.append(script);
    }

    button.addEventListener("click", openSearch);
    addEventListener("keydown", (event) => {
        const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
        const isShortcut = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey
            || event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
        if (!isShortcut) return;
        event.preventDefault();
        openSearch();
    });
})();
