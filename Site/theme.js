// Runs before anything is painted, so that a page never shows in the wrong colours first.
(function () {
    "use strict";
    try {
        const theme = localStorage.getItem("theme");
        if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    } catch { /* Without storage, the system's theme is the theme. */ }
})();
