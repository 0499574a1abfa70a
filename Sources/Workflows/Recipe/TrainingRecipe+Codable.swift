import Basics

/// A recipe is encoded as its flat mapping of keys to values: what has none is left out.
extension TrainingRecipe: Codable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Encodes the keys that have a value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for key in RecipeKey.all {
            guard let text = key.read(self) else { continue }
            let name = Name(stringValue: key.name)
            switch key.kind {
            case .truth: try container.encode(text == "true", forKey: name)
            case .number:
                if let number = UInt64(text) {
                    try container.encode(number, forKey: name)
                } else {
                    try container.encode(Double(text), forKey: name)
                }
            case .word, .text, .path, .structure: try container.encode(text, forKey: name)
            }
        }
    }

    /// Reads what ``encode(to:)`` writes.
    ///
    /// - Throws: `DecodingError` saying what is wrong with which key.
    public init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: Name.self)
        for name in container.allKeys {
            do {
                try set(name.stringValue, to: Self.text(of: name, in: container))
            } catch let error as CalqueError {
                throw DecodingError.dataCorruptedError(
                    forKey: name, in: container, debugDescription: error.message)
            }
        }
    }

    private static func text(
        of name: Name, in container: KeyedDecodingContainer<Name>
    ) throws -> String {
        if let text = try? container.decode(String.self, forKey: name) { return text }
        if let truth = try? container.decode(Bool.self, forKey: name) { return "\(truth)" }
        if let number = try? container.decode(UInt64.self, forKey: name) { return "\(number)" }
        return "\(try container.decode(Double.self, forKey: name))"
    }
}
