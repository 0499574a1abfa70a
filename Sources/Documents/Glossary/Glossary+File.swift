public import Basics
import Foundation

extension Glossary {
    /// Reads a glossary: a line for a term, with tabs between its words and their translations.
    ///
    ///     # comment
    ///     server      servidor
    ///     mobile phone    telemóvel|celular
    ///     comput*     computador*
    ///     Calque      =Calque
    ///     README      =
    ///
    /// Of several translations, between which there is a bar or a tab, any will do. A term with a star
    /// at its end is found in all words that begin so, and a translation with one may go on with an
    /// ending. A translation behind an equals sign stands there as it is written; an equals sign alone
    /// leaves the words as they are. Empty lines, and those that begin with a number sign, say
    /// nothing.
    ///
    /// - Parameters:
    ///   - file: The file, in UTF-8.
    ///   - sourceLanguage: The code of the terms' language, which says what endings they may have.
    /// - Throws: `CalqueError` naming the file, and the line that is wrong.
    public init(reading file: TextFile, sourceLanguage: String? = nil) throws {
        let reader = try file.makeReader()
        var terms: [Term] = []
        while let line = try reader.next() {
            guard var text = line.text else { continue }
            if line.number == 1, text.hasPrefix("\u{FEFF}") { text.removeFirst() }
            if let term = try Term(line: text, number: line.number, of: file.name) {
                terms.append(term)
            }
        }
        self.init(terms, sourceLanguage: sourceLanguage)
    }
}

extension Glossary.Term {
    /// The term of a line of a file; nil where it has none.
    fileprivate init?(line: String, number: Int, of name: String) throws {
        func problem(_ text: String) -> CalqueError {
            CalqueError("\(name), line \(number): \(text)", kind: .input)
        }
        let content = line.trimmingCharacters(in: .whitespacesAndNewlines)
        if content.isEmpty || content.hasPrefix("#") { return nil }
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard fields.count > 1 else {
            throw problem(
                "There is no tab. Write a term, a tab and its translation.")
        }
        do {
            try self.init(written: fields[0], Array(fields.dropFirst()))
        } catch {
            throw problem(error.message)
        }
    }

    /// A term as files write it, with stars, bars and equals signs.
    ///
    /// - Parameters:
    ///   - term: The words to be found.
    ///   - translations: Their translations.
    /// - Throws: `CalqueError` that says what is wrong.
    package init(written term: String, _ translations: [String]) throws(CalqueError) {
        func problem(_ text: String) -> CalqueError { CalqueError(text, kind: .input) }
        let source = term.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let words = source.hasSuffix("*") ? String(source.dropLast()) : source
        guard !words.isEmpty else {
            throw problem("There is no term before the translation. Write one, or leave it out.")
        }
        let targets = translations.flatMap { $0.split(separator: "|") }
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { !$0.isEmpty }
        guard let first = targets.first else {
            throw problem(
                "\"\(source)\" has no translation. Write one behind it, or = for none.")
        }
        let isExact = first.hasPrefix("=")
        guard !isExact || targets.count == 1 else {
            throw problem(
                "\"\(source)\" has several translations, of which one is to stand there as it is "
                    + "written. Leave the equals sign or the others out.")
        }
        let allowsEndings = targets.contains { $0.hasSuffix("*") }
        self.init(
            words,
            isExact
                ? [first.dropFirst().trimmingCharacters(in: .whitespaces)]
                : targets.map { $0.hasSuffix("*") ? String($0.dropLast()) : $0 },
            matchesBeginnings: source.hasSuffix("*"), allowsEndings: !isExact && allowsEndings,
            isExact: isExact)
    }
}
