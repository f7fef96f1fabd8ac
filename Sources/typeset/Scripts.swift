/// What the libraries expect of a browser.
let scriptBefore = """
    var Prism = { manual: true, disableWorkerMessageHandler: true };
    if (!Array.prototype.fill) Array.prototype.fill = function (value) {
        for (var i = 0; i < this.length; i++) this[i] = value;
        return this;
    };
    """

/// The functions that jobs call. An answer begins with = or, where something is wrong, with ! and the place in the text.
let scriptAfter = """
    function formula(tex, kind) {
        try {
            var options = { displayMode: kind === 'display', trust: false, maxExpand: 1000, errorColor: 'currentColor' };
            // MathML knows no such colour, and needs none.
            return '=' + katex.renderToString(tex, options).replace(/ mathcolor="currentColor"/g, '');
        } catch (error) {
            var place = typeof error.position === 'number' ? error.position : '';
            var words = error.message.replace(/^KaTeX parse error: /, '').replace(/ at (position \\d+|end of input)(: |$)[^]*/, '');
            return '!' + place + ' ' + words;
        }
    }
    function code(text, language) { return '=' + Prism.highlight(text, Prism.languages[language], language); }
    """
