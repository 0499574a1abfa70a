/// Values among a program's strings that are for the program and not for people.
enum DataValue {
    /// Whether a value obviously is no text: an address, a path, an identifier, a colour, a date.
    static func isData(_ text: String) -> Bool {
        guard Wording.hasLetters(text) else { return true }
        // What has a space has words, but for lists of classes and the like, which look like words.
        guard !text.contains(where: \.isWhitespace), text.utf8.allSatisfy({ $0 < 0x80 }) else {
            return false
        }
        // The other forms go back and forth in a text, which takes long in a long one.
        let forms = text.utf8.count > 200 ? longForms : longForms + shortForms
        return forms.contains { text.wholeMatch(of: $0) != nil }
    }

    /// Forms that a value of any length may have.
    nonisolated(unsafe) private static let longForms: [Regex<Substring>] = [
        #/[A-Za-z][A-Za-z0-9+.-]*:\/\/.*/#, #/(?:mailto|tel|data|urn):.*/#,
        #/(?:0x)?(?=[0-9A-Fa-f]*[0-9])[0-9A-Fa-f]{6,}/#,
    ]

    nonisolated(unsafe) private static let shortForms: [Regex<Substring>] = [
        // Addresses, and paths.
        #/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/#, #/(?:\.{0,2}\/)?[\w@.-]+(?:\/[\w@.-]+)+\/?/#,
        #/\.{0,2}\/[\w@.\/-]*/#, #/(?:[\w-]+\.)+[\w-]+/#,
        // Identifiers.
        #/[A-Za-z0-9$]*[a-z0-9][A-Z]\w*/#, #/\w*[A-Za-z0-9]_\w*/#, #/_\w+/#, #/@[\w\/-]+/#,
        #/[a-z]+(?:-[a-z0-9]+){2,}/#, #/\w+(?:::?\w+)+/#, #/[\w-]+:[\w-]+/#,
        // Colours, hashes and unique names; dates; versions.
        #/\#[0-9A-Za-z_-]+/#, #/(?:rgb|hsl)a?\([^)]*\)/#,
        #/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/#.ignoresCase(),
        #/\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?/#,
        #/[v^~<>=]*\d+(?:\.\d+)*(?:[.-][\w.]+)*/#,
        // What is nothing but a placeholder.
        #/\{\{[^{}]*\}\}/#, #/\$?\{[^{}\s]*\}/#, #/%(?:\d+\$)?[-+0-9.]*[a-zA-Z@]/#,
    ]
}
