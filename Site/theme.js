// Runs before anything is painted, so that a page never shows in the wrong colours first.
(function () {
    "use strict";
    // What only a script can do is there from the first paint, or not at all.
    document.documentElement.classList.add("script");
    try {
        const theme = localStorage.getItem("theme");
        if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    } catch { /* Without storage, the system's theme is the theme. */ }
})();
