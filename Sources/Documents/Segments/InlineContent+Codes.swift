import Basics

extension InlineContent {
    /// Checks that a translation of this has each of its codes just once, in an order that nests.
    ///
    /// - Parameters:
    ///   - translation: What is to stand in its place.
    ///   - place: Where that is, for the error.
    /// - Throws: `CalqueError` that names the first code that is wrong.
    func checkCodes(of translation: InlineContent, at place: String) throws {
        guard let id = misplacedCode(in: translation) else { return }
        throw CalqueError(
            """
            \(place): the translation does not have code \(id) of the text just once, or in an order \
            that nests. Leave the text as it is there.
            """, kind: .input)
    }

    private func misplacedCode(in translation: InlineContent) -> Int? {
        var left: [Int: InlineCode.Role] = [:]
        for code in codes where code.role != .end { left[code.id] = code.role }
        var open: [Int] = []
        for code in translation.codes {
            switch code.role {
            case .end: guard open.popLast() == code.id else { return code.id }
            case .begin, .alone:
                guard left.removeValue(forKey: code.id) == code.role else { return code.id }
                if code.role == .begin { open.append(code.id) }
            }
        }
        return open.last ?? left.keys.min()
    }
}
