/// Kinds of HTML's elements, by names in lower case. What is in no set is inline.
package enum HTMLElementKinds {
    /// Elements whose begin and end part a text: their content is not one sentence with what is
    /// beside them.
    package static let blocks: Set<String> = [
        "address", "applet", "article", "aside", "audio", "blockquote", "body", "button", "canvas",
        "caption", "center", "col", "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3",
        "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "listing",
        "main", "menu", "nav", "noframes", "noscript", "object", "ol", "optgroup", "option", "p",
        "plaintext", "pre", "search", "section", "select", "summary", "table", "tbody", "td",
        "textarea", "tfoot", "th", "thead", "title", "tr", "ul", "video", "xmp",
    ]

    /// Elements that have no content and no end tag.
    package static let voids: Set<String> = [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img",
        "input", "keygen", "link", "meta", "param", "source", "track", "wbr",
    ]

    /// Elements whose content is carried over as it is.
    package static let notTranslated: Set<String> = [
        "code", "kbd", "math", "rp", "rt", "samp", "script", "style", "svg", "template", "tt",
        "var",
    ]

    /// Elements whose content is no markup and nothing to read.
    package static let rawText: Set<String> = [
        "iframe", "noembed", "noframes", "plaintext", "script", "style", "xmp",
    ]

    /// Elements whose content is text with character references, and no markup.
    package static let escapableRawText: Set<String> = ["textarea", "title"]

    /// Elements whose white space is kept.
    package static let preserved: Set<String> = ["listing", "pre", "textarea"]

    /// Elements whose content is nothing that stands in a text, whatever letters it has.
    package static let unread: Set<String> = [
        "iframe", "noembed", "noframes", "rp", "rt", "script", "style", "svg", "template", "xmp",
    ]

    /// Classes by which docutils, DocBook, Pygments, Pandoc and others mark listings of programs in
    /// `<pre>` and around it.
    private static let listingClasses: Set<String> = [
        "code", "codehilite", "console", "doctest", "highlight", "literal-block", "literallayout",
        "prettyprint", "programlisting", "screen", "sourcecode", "src", "synopsis",
    ]

    /// The classes of an element, in lower case.
    ///
    /// - Parameter attribute: Its attribute of that name.
    static func classes(_ attribute: String?) -> [String] {
        attribute?.lowercased().split(whereSeparator: \.isWhitespace).map(String.init) ?? []
    }

    /// Whether an element's content is translated, as its attributes say; nil where they say nothing.
    static func isTranslated(translate: String?, classes: [String]) -> Bool? {
        switch translate?.lowercased() {
        case "no": return false
        case "yes", "": return true
        default: return classes.contains("notranslate") ? false : nil
        }
    }

    /// Whether classes say that an element is the listing of a program.
    static func isListing(_ classes: [String]) -> Bool {
        classes.contains {
            listingClasses.contains($0) || $0.hasPrefix("language-") || $0.hasPrefix("highlight-")
        }
    }

    /// Whether an element parts a text; names that nobody knows do not, as in a browser.
    ///
    /// - Parameter name: In lower case.
    package static func isBlock(_ name: String) -> Bool { blocks.contains(name) }
}
