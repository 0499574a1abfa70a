import HTTPTypes

/// The members of a JSON object, each of which has its type; what is not known is refused by name.
struct StrictJSON {
    private let members: [String: JSONValue]
    /// What the object is called in sentences: "The request".
    private let name: String

    /// Reads an object.
    ///
    /// - Parameters:
    ///   - name: What it is called in sentences.
    ///   - fields: The names that its members may have.
    /// - Throws: ``ServiceProblem`` when it is no object, or has another member.
    init(_ value: JSONValue, _ name: String, fields: [String]) throws(ServiceProblem) {
        guard case .object(let members) = value else {
            throw Self.problem("\(name) is not a JSON object.")
        }
        if let unknown = members.first(where: { !fields.contains($0.name) }) {
            throw Self.problem(
                "\(name) has an unknown field \"\(unknown.name)\". It may have "
                    + fields.joined(separator: ", ") + ".")
        }
        self.name = name
        self.members = Dictionary(
            members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    /// A text; nil where there is none.
    func text(_ field: String) throws -> String? {
        switch members[field] {
        case nil, .null?: nil
        case .string(let text)?: text
        case _?: throw wrong(field, "a text")
        }
    }

    /// A text that has to be there.
    func required(_ field: String) throws -> String {
        guard let text = try text(field), !text.isEmpty else { throw missing(field) }
        return text
    }

    /// Whether something is so; false where nothing is said.
    func truth(_ field: String) throws -> Bool {
        switch members[field] {
        case nil, .null?: false
        case .truth(let truth)?: truth
        case _?: throw wrong(field, "true or false")
        }
    }

    /// A whole number.
    func integer(_ field: String, in range: ClosedRange<Int>, default standard: Int) throws -> Int {
        switch members[field] {
        case nil, .null?: return standard
        case .integer(let number)? where range.contains(number): return number
        case _?:
            throw wrong(
                field, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// Texts; nil where there are none.
    func texts(_ field: String) throws -> [String]? {
        try values(field)?.map { value in
            guard let text = value.string else { throw wrong(field, "an array of texts") }
            return text
        }
    }

    /// The values of an array; nil where there is none.
    func values(_ field: String) throws -> [JSONValue]? {
        switch members[field] {
        case nil, .null?: nil
        case .array(let values)?: values
        case _?: throw wrong(field, "an array")
        }
    }

    /// The values of an object whose members are texts, numbers and truths, as words.
    func words(_ field: String) throws -> [String: String] {
        switch members[field] {
        case nil, .null?: return [:]
        case .object(let members)?:
            return try members.reduce(into: [:]) { words, member in
                switch member.value {
                case .string(let text): words[member.name] = text
                case .integer, .number, .truth: words[member.name] = member.value.text
                default: throw wrong("\(field).\(member.name)", "a text, a number, true or false")
                }
            }
        case _?: throw wrong(field, "an object")
        }
    }

    /// Whether there is a member.
    func has(_ field: String) -> Bool {
        switch members[field] {
        case nil, .null?: false
        case _?: true
        }
    }

    /// What is wrong with a member.
    func wrong(_ field: String, _ allowed: String) -> ServiceProblem {
        Self.problem("\(name): \(field) is not \(allowed).")
    }

    /// What is wrong where a member is missing.
    func missing(_ field: String) -> ServiceProblem {
        Self.problem("\(name) has no \(field).")
    }

    static func problem(_ sentence: String) -> ServiceProblem {
        ServiceProblem(.badRequest, sentence)
    }
}
