// The fonts are in the style sheets, but a browser reads one only when a text wants it, and by then has set that text in another. Here
// they are read before there is any text, so that none is set twice.
(function () {
    "use strict";
    // A font that is a file of its own may come later: its display is another.
    const loading = Array.from(document.fonts).filter((font) => font.display === "block").map((font) => font.load());
    const root = document.documentElement, show = () => root.classList.remove("unset");
    root.classList.add("unset");
    Promise.all(loading).then(show, show);
})();
