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
            // MathML knows no such colour, and needs none; the formula's TeX is in the lesson's Markdown.
            return '=' + katex.renderToString(tex, options).replace(/ mathcolor="currentColor"/g, '')
                .replace(/<annotation [^]*?<\\/annotation>/g, '');
        } catch (error) {
            var place = typeof error.position === 'number' ? error.position : '';
            var words = error.message.replace(/^KaTeX parse error: /, '').replace(/ at (position \\d+|end of input)(: |$)[^]*/, '');
            return '!' + place + ' ' + words;
        }
    }
    // What the style sheet has a colour for: Prism's own writer puts every bracket into a span of its own.
    var coloured = ['keyword', 'directive', 'attribute', 'string', 'string-literal', 'number', 'boolean', 'nil', 'comment',
        'class-name', 'function', 'function-definition'];
    function spans(token) {
        if (typeof token === 'string') return token.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
        if (Array.isArray(token)) return token.map(spans).join('');
        var names = [token.type].concat(token.alias || []).filter(function (name) { return coloured.indexOf(name) >= 0; });
        var inside = spans(token.content);
        return names.length === 0 ? inside : '<span class="' + names[0] + '">' + inside + '</span>';
    }
    function code(text, language) { return '=' + spans(Prism.tokenize(text, Prism.languages[language])); }
    """
