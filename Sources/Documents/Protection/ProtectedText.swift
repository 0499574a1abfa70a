/// A part of a text that a translation leaves as it is.
public struct ProtectedText: Sendable, Equatable {
    /// What it is; of parts that are protected as one, the first one's kind.
    public let kind: ProtectedKind
    /// The text.
    public let text: String
    /// The places of its Unicode scalars in the text that it was found in.
    public let range: Range<Int>

    init(kind: ProtectedKind, text: String, range: Range<Int>) {
        self.kind = kind
        self.text = text
        self.range = range
    }

    /// Finds all protected text, in order.
    ///
    /// - Parameters:
    ///   - text: Where to look.
    ///   - rules: What is protected.
    public static func find(in text: String, _ rules: ProtectionRules = .init()) -> [Self] {
        let scalars = ScalarText.withTags(text)
        let scanners = ProtectionScanner.all.filter { rules.kinds.contains($0.kind) }
        var found: [Self] = []
        var place = 0
        while place < scalars.count {
            guard let (kind, end) = scan(scalars, at: place, scanners) else {
                place += 1
                continue
            }
            found.append(.init(kind: kind, text: scalars[place..<end], range: place..<end))
            place = end
        }
        return found
    }

    private static func scan(
        _ text: ScalarText, at place: Int, _ scanners: [ProtectionScanner]
    ) -> (ProtectedKind, Int)? {
        let first = text[place]
        for scanner in scanners where scanner.begins(first) {
            if let end = scanner.end(text, place), end > place { return (scanner.kind, end) }
        }
        return nil
    }
}

/// How protected text of one kind is found.
struct ProtectionScanner: Sendable {
    let kind: ProtectedKind
    /// Whether it may begin with a scalar; quickly.
    let begins: @Sendable (Unicode.Scalar) -> Bool
    /// Where it ends that begins at a place; nil where none does.
    let end: @Sendable (ScalarText, Int) -> Int?

    /// All kinds that are found in text; at a place the first that fits is taken.
    static let all: [ProtectionScanner] = [
        .init(kind: .tag, begins: { $0 == "<" }, end: TagScanner.end),
        .init(kind: .url, begins: \.isASCIILetter, end: WebScanner.urlEnd),
        .init(kind: .mail, begins: WebScanner.beginsMail, end: WebScanner.mailEnd),
        .init(kind: .path, begins: PathScanner.begins, end: PathScanner.end),
        .init(kind: .message, begins: { $0 == "{" }, end: MessageFormat.choiceEnd),
        .init(kind: .variable, begins: VariableScanner.begins, end: VariableScanner.end),
        .init(kind: .format, begins: { $0 == "%" }, end: FormatScanner.end),
        .init(kind: .reference, begins: { $0 == "$" }, end: VariableScanner.referenceEnd),
        .init(kind: .colon, begins: { $0 == ":" }, end: VariableScanner.colonEnd),
        .init(kind: .option, begins: { $0 == "-" }, end: PathScanner.optionEnd),
        .init(kind: .version, begins: NumberScanner.begins, end: NumberScanner.versionEnd),
        .init(
            kind: .quantity, begins: NumberScanner.beginsQuantity, end: NumberScanner.quantityEnd),
        .init(kind: .emoji, begins: EmojiScanner.begins, end: EmojiScanner.end),
        .init(kind: .mnemonic, begins: { $0 == "&" }, end: TagScanner.mnemonicEnd),
    ]
}
