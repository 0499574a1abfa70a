/// What is translated as one, and how.
struct SegmentPart {
    let content: InlineContent
    /// What its translation begins with.
    var prefix = ""
}

/// A message of ICU whose words are translated piece by piece.
struct MessagePlan {
    /// A message, and what is translated of it.
    private struct Node {
        let message: MessageFormat
        /// The place of its own words among all that is translated.
        let content: Int
        /// The messages of its choices, by the places of their parts.
        let choices: [Int: [Node]]
    }

    private let root: Node
    private let doublesApostrophes: Bool
    /// What is translated: every message's words, with codes for arguments and choices.
    let parts: [SegmentPart]

    /// A plan for a content that is a message with a choice; nil for any other.
    init?(_ content: InlineContent) {
        let text = content.text
        guard content.codes.isEmpty, text.contains("{"), let message = MessageFormat(text),
            message.hasChoice
        else { return nil }
        var parts: [SegmentPart] = []
        root = Self.node(message, isSingular: false, &parts)
        self.parts = parts
        doublesApostrophes = text.contains("''")
    }

    private static func node(
        _ message: MessageFormat, isSingular: Bool, _ parts: inout [SegmentPart]
    ) -> Node {
        let place = parts.count
        var content = content(of: message)
        content.isSingular = isSingular
        parts.append(SegmentPart(content: content))
        var choices: [Int: [Node]] = [:]
        for (number, part) in message.parts.enumerated() {
            guard case .choice(let choice) = part else { continue }
            choices[number] = choice.branches.map {
                node($0.message, isSingular: $0.isSingular, &parts)
            }
        }
        return Node(message: message, content: place, choices: choices)
    }

    private static func content(of message: MessageFormat) -> InlineContent {
        InlineContent(
            message.parts.enumerated().map { number, part in
                switch part {
                case .text(let words): .text(words)
                case .argument(let argument):
                    .code(.init(id: number, .alone, markup: argument, carriedText: argument))
                case .choice(let choice):
                    .code(.init(id: number, .alone, markup: "", carriedText: choice.head + "}"))
                }
            })
    }

    /// The message of translations of its contents, as it is written.
    func written(_ translations: [InlineContent]) -> String {
        message(root, translations).written(doublesApostrophes: doublesApostrophes)
    }

    private func message(_ node: Node, _ translations: [InlineContent]) -> MessageFormat {
        MessageFormat(
            parts: translations[node.content].elements.map { element in
                switch element {
                case .text(let words): .text(words)
                case .code(let code): part(code.id, of: node, translations)
                }
            })
    }

    private func part(
        _ number: Int, of node: Node, _ translations: [InlineContent]
    ) -> MessageFormat.Part {
        guard case .choice(let choice) = node.message.parts[number],
            let nodes = node.choices[number]
        else { return node.message.parts[number] }
        let branches = zip(choice.branches, nodes).map { branch, node in
            MessageFormat.Branch(head: branch.head, message: message(node, translations))
        }
        return .choice(.init(head: choice.head, branches: branches, tail: choice.tail))
    }
}

extension MessageFormat.Branch {
    /// Whether its number is one.
    fileprivate var isSingular: Bool {
        let selector = head.filter { !$0.isWhitespace && $0 != "{" }
        return selector == "one" || selector == "=1"
    }
}
