/// What the libraries expect of a browser.
let scriptBefore = """
    // A loader of modules, to which KaTeX gives itself, and then what reads a formula out.
    var katex, spoken;
    function define(names, make) { if (names.length === 0) katex = make(); else spoken = make(katex); }
    define.amd = true;
    var Prism = { manual: true, disableWorkerMessageHandler: true };
    if (!Array.prototype.fill) Array.prototype.fill = function (value) {
        for (var i = 0; i < this.length; i++) this[i] = value;
        return this;
    };
    """

/// The functions that jobs call. An answer begins with = or, where something is wrong, with ! and the place in the text.
let scriptAfter = """
    // Elements of MathML with a part for each child.
    var hasParts = ['msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover', 'mfrac', 'mroot'];
    // Makes KaTeX's MathML valid, and gives it a name where it gets one.
    function mend(node, name) {
        if (!node.children) return;
        node.children.forEach(function (child) { mend(child, name); });
        // Only MathML's own nodes have a type.
        if (!node.type) return;
        if (node.type === 'math' && name) node.setAttribute('aria-label', name);
        if (node.type === 'semantics') node.children.length = 1;   // The formula's TeX is in the lesson's Markdown.
        if (node.attributes.mathcolor === 'currentColor') delete node.attributes.mathcolor;
        if (hasParts.indexOf(node.type) >= 0) node.children = node.children.map(function (child) {
            // KaTeX puts several nodes there as a fragment, which is none.
            return child.children && !child.type ? new node.constructor('mrow', child.children) : child;
        });
        var isSign = node.type === 'mi' || node.type === 'mo' || node.type === 'mn';
        if (isSign && node.children.some(function (child) { return child.children; })) {
            node.type = 'mrow';
            node.attributes = {};
        }
    }
    // How many letters and signs there are, which the HTML and the MathML both have.
    function letters(node) {
        var own = node.text ? node.text.length : 0;
        return (node.children || []).reduce(function (sum, child) { return sum + letters(child); }, own);
    }
    // The formula in words: what heads a column is read out again and again, and not as mathematics.
    function inWords(tex) {
        try { return spoken(tex).replace(/,/g, ''); } catch (error) { return tex; }
    }
    function formula(tex, kind) {
        try {
            var options = { displayMode: kind === 'display', trust: false, maxExpand: 1000, errorColor: 'currentColor' };
            var tree = katex.__renderToDomTree(tex, options);
            mend(tree, kind === 'header' && inWords(tex));
            // A short formula in a line of text is not torn apart at its end.
            if (kind !== 'display' && letters(tree) <= 40) tree.classes.push('whole');
            return '=' + tree.toMarkup();
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
