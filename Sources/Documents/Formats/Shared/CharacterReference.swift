/// What stands for a character by its number or its name.
///
/// Known are the names that XML has, and of HTML's those of letters and of print. Others stay as they
/// are. (What HTML itself says in full, its parser knows.)
enum CharacterReference {
    /// The character of a reference.
    ///
    /// - Parameter name: What stands between `&` and `;`, such as `amp` or `#38`.
    /// - Returns: nil for a name that is not known here, and for a number that is no character's.
    static func scalar(_ name: some StringProtocol) -> Unicode.Scalar? {
        guard name.first == "#" else { return scalars[String(name)] }
        let digits = name.dropFirst()
        let number =
            digits.first == "x" || digits.first == "X"
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
    }

    private static let scalars: [String: Unicode.Scalar] = {
        let pairs = zip(latin.split { $0 == " " || $0 == "\n" }, 160...).map { ($0, $1) } + others
        return Dictionary(
            uniqueKeysWithValues: pairs.compactMap { name, number in
                Unicode.Scalar(number).map { (String(name), $0) }
            })
    }()

    /// The names of the characters from 160 to 255.
    private static let latin = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn \
        sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave \
        Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
        ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN \
        szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
        iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute \
        ucirc uuml yacute thorn yuml
        """

    private static let others: [(Substring, Int)] = [
        ("amp", 38), ("lt", 60), ("gt", 62), ("quot", 34), ("apos", 39), ("ast", 42),
        ("lbrack", 91), ("rbrack", 93), ("lowbar", 95), ("grave", 96), ("vert", 124),
        ("OElig", 338), ("oelig", 339), ("Scaron", 352), ("scaron", 353), ("Yuml", 376),
        ("fnof", 402), ("circ", 710), ("tilde", 732), ("ensp", 8194), ("emsp", 8195),
        ("thinsp", 8201), ("zwnj", 8204), ("zwj", 8205), ("lrm", 8206), ("rlm", 8207),
        ("ndash", 8211), ("mdash", 8212), ("lsquo", 8216), ("rsquo", 8217), ("sbquo", 8218),
        ("ldquo", 8220), ("rdquo", 8221), ("bdquo", 8222), ("dagger", 8224), ("Dagger", 8225),
        ("bull", 8226), ("hellip", 8230), ("permil", 8240), ("prime", 8242), ("Prime", 8243),
        ("lsaquo", 8249), ("rsaquo", 8250), ("euro", 8364), ("trade", 8482), ("larr", 8592),
        ("uarr", 8593), ("rarr", 8594), ("darr", 8595), ("minus", 8722), ("ne", 8800),
        ("le", 8804), ("ge", 8805),
    ]
}
