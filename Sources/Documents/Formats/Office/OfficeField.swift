/// A field, such as a page number or a link, while its parts are collected: a mark where it begins,
/// what it does, a mark, what it showed last, and a mark where it ends.
struct OfficeField {
    /// All of it so far.
    private(set) var atoms: [OfficeAtom] = []
    /// What it does: `PAGE`, `HYPERLINK "…"`.
    private(set) var instruction = ""
    /// What it showed last.
    private(set) var text = ""
    /// How many fields are open: one may stand in another.
    private(set) var depth = 0
    private var isShown = false

    /// Whether what a field shows is text that somebody wrote, and not one that is made anew.
    static func holdsText(_ instruction: String) -> Bool {
        let name = instruction.split(whereSeparator: \.isWhitespace).first?.uppercased() ?? ""
        return name == "HYPERLINK" || name == "TOC"
    }

    mutating func begin(_ atom: OfficeAtom) {
        depth += 1
        atoms.append(atom)
    }

    mutating func separate(_ atom: OfficeAtom) {
        if depth == 1 { isShown = true }
        atoms.append(atom)
    }

    mutating func end(_ atom: OfficeAtom) {
        depth -= 1
        atoms.append(atom)
    }

    mutating func add(_ atom: OfficeAtom, text: String) {
        if isShown { self.text += text }
        atoms.append(atom)
    }

    mutating func add(_ atom: OfficeAtom, instruction: String) {
        if depth == 1, !isShown { self.instruction += instruction }
        atoms.append(atom)
    }
}
