import CalqueKit

extension InlineContent {
    /// Reads `{"elements": [{"text": "See "}, {"code": 1, "role": "begin"}, …]}`.
    init(json: JSONValue) throws {
        let object = try StrictJSON(json, "A segment", fields: ["elements"])
        guard let values = try object.values("elements") else { throw object.missing("elements") }
        let elements = try values.map(Element.init(json:))
        guard Self.nests(elements) else {
            throw StrictJSON.problem(
                "A segment's codes do not nest: each that begins has one end behind it, and each "
                    + "number is there once.")
        }
        self.init(elements)
    }

    /// Whether each code that begins has its end, within those around it, and each id is there once.
    private static func nests(_ elements: [Element]) -> Bool {
        var open: [Int] = []
        var seen: Set<Int> = []
        for case .code(let code) in elements {
            switch code.role {
            case .begin:
                guard seen.insert(code.id).inserted else { return false }
                open.append(code.id)
            case .end: guard open.popLast() == code.id else { return false }
            case .alone: guard seen.insert(code.id).inserted else { return false }
            }
        }
        return open.isEmpty
    }

    /// The same as JSON.
    var json: JSONValue {
        .array(
            elements.map { element in
                switch element {
                case .text(let text): .object([("text", .string(text))])
                case .code(let code):
                    .object([
                        ("code", .integer(code.id)), ("role", .string(code.role.name)),
                    ])
                }
            })
    }
}

extension InlineContent.Element {
    fileprivate init(json: JSONValue) throws {
        let object = try StrictJSON(
            json, "An element", fields: ["text", "code", "role", "carries"])
        if object.has("text") {
            guard !object.has("code"), let text = try object.text("text") else {
                throw object.wrong("text", "beside a code")
            }
            self = .text(text)
            return
        }
        guard object.has("code") else { throw object.missing("text") }
        let id = try object.integer("code", in: 0...1_000_000, default: 0)
        let role: InlineCode.Role =
            switch try object.text("role") ?? "alone" {
            case "begin": .begin
            case "end": .end
            case "alone": .alone
            default: throw object.wrong("role", "begin, end or alone")
            }
        self = .code(
            InlineCode(id: id, role, markup: "", carriedText: try object.text("carries")))
    }
}

extension InlineCode.Role {
    fileprivate var name: String {
        switch self {
        case .begin: "begin"
        case .end: "end"
        case .alone: "alone"
        }
    }
}
