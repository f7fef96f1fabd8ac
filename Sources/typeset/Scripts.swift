/// What the libraries expect a browser to provide.
let browserScript = """
    // A module loader: KaTeX registers with it first, then the function that puts a formula into words.
    var katex, speech;
    function define(names, make) { if (names.length === 0) katex = make(); else speech = make(katex); }
    define.amd = true;
    var Prism = { manual: true, disableWorkerMessageHandler: true };
    if (!Array.prototype.fill) Array.prototype.fill = function (value) {
        for (var i = 0; i < this.length; i++) this[i] = value;
        return this;
    };
    """

/// The functions that jobs call. An answer begins with `=` or, if there is an error, with `!` and the offset in the
/// text.
let jobScript = """
    // MathML elements whose children each have a role of their own.
    var hasParts = ['msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover', 'mfrac', 'mroot'];
    // The kinds of signs, by which KaTeX has set the spaces between them; its style sheet names none, and they would be a
    // tenth of a page.
    var kinds = ['mord', 'mbin', 'mrel', 'mop', 'mopen', 'mclose', 'mpunct', 'minner', 'mtight'];
    function isNoKind(name) { return kinds.indexOf(name) < 0; }
    // Makes KaTeX's MathML valid, and gives it an accessible name if there is one.
    function repair(node, name) {
        if (node.classes) node.classes = node.classes.filter(isNoKind);
        if (!node.children) return;
        node.children.forEach(function (child) { repair(child, name); });
        // Only MathML's own nodes have a type.
        if (!node.type) return;
        if (node.type === 'math') delete node.attributes.xmlns;   // In HTML the element's name says it.
        if (node.type === 'math' && name) node.setAttribute('aria-label', name);
        // The formula's TeX, which the element joins to its signs, is in the lesson's Markdown.
        if (node.type === 'math') node.children = node.children.map(function (child) {
            return child.type === 'semantics' ? child.children[0] : child;
        });
        if (node.attributes.mathcolor === 'currentColor') delete node.attributes.mathcolor;
        if (hasParts.indexOf(node.type) >= 0) node.children = node.children.map(function (child) {
            // KaTeX puts several nodes there as a fragment, which is not one child.
            return child.children && !child.type ? new node.constructor('mrow', child.children) : child;
        });
        var isSign = node.type === 'mi' || node.type === 'mo' || node.type === 'mn';
        if (isSign && node.children.some(function (child) { return child.children; })) {
            node.type = 'mrow';
            node.attributes = {};
        }
    }
    // The number of letters and signs, counted in both the HTML and the MathML.
    function symbolCount(node) {
        var own = node.text ? node.text.length : 0;
        return (node.children || []).reduce(function (sum, child) { return sum + symbolCount(child); }, own);
    }
    // The formula in words, because a screen reader repeats a column's header for its cells, and not as mathematics.
    function inWords(tex) {
        try { return speech(tex).replace(/,/g, ''); } catch (error) { return tex; }
    }
    function hasClass(node, name) { return node.classes && node.classes.indexOf(name) >= 0; }
    // The signs that are elements of their own, without the spaces that KaTeX puts after what is in them.
    function trimSigns(node) {
        if (!node.children) return;
        for (var i = 0; i < node.children.length; i++) {
            var child = node.children[i];
            trimSigns(child);
            if (!hasClass(child, 'enclosing')) continue;
            child.classes = child.classes.filter(function (name) { return name !== 'enclosing'; });
            while (child.children.length > 1 && hasClass(child.children[child.children.length - 1], 'mspace'))
                node.children.splice(i + 1, 0, child.children.pop());
        }
    }
    // Signs have classes such as k0; no formula may set others.
    function mayHaveClass(command) { return command.command === '\\\\htmlClass' && /^k\\d+$/.test(command.class); }
    // `kind` is where the formula stands, and after a blank `signs` if it has some.
    function formula(tex, kind) {
        try {
            var isDisplayed = kind.indexOf('display') === 0, hasSigns = kind.indexOf(' signs') > 0;
            var options = { displayMode: isDisplayed, trust: hasSigns && mayHaveClass, maxExpand: 1000, errorColor: 'currentColor' };
            var tree = katex.__renderToDomTree(tex, options);
            if (hasSigns) trimSigns(tree);
            repair(tree, kind === 'header' && inWords(tex));
            // A short formula in a line of text must not be broken across lines.
            if (!isDisplayed && symbolCount(tree) <= 40) tree.classes.push('whole');
            // KaTeX leaves attributes without a value, and semicolons with nothing after them.
            return '=' + tree.toMarkup().replace(/ class=""/g, '').replace(/( style="[^"]*);"/g, '$1"');
        } catch (error) {
            var place = typeof error.position === 'number' ? error.position : '';
            var words = error.message.replace(/^KaTeX parse error: /, '').replace(/ at (position \\d+|end of input)(: |$)[^]*/, '');
            return '!' + place + ' ' + words;
        }
    }
    // The tokens that the style sheet colours; Prism's own output has a span for every bracket.
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
