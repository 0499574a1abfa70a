import Basics
public import Foundation
import Yams

/// Recipes in YAML: a flat mapping of keys to values.
///
///     source: "train.en"
///     target: "train.fr"
///     minutes: 30
extension TrainingRecipe {
    /// Reads a file.
    ///
    /// - Throws: `CalqueError` naming the file, the key and what is allowed.
    public init(contentsOf url: URL) throws {
        self.init()
        try apply(contentsOf: url)
    }

    /// Takes over what a file says; what it says nothing of stays as it is.
    ///
    /// - Throws: `CalqueError` naming the file, the key and what is allowed.
    public mutating func apply(contentsOf url: URL) throws {
        let hint = "A recipe has lines such as \"width: 256\"."
        for (name, value) in try YAMLFile.mapping(of: url, hint: hint) {
            do {
                let setting = try RecipeSetting(yaml: name, value)
                try set(setting.name, to: setting.value)
            } catch {
                throw error.prefixed(by: "\(url.path): ")
            }
        }
    }

    /// The keys that have a value, as YAML. Text is in quotes, so that whatever a path or a language is
    /// called reads back as itself.
    ///
    /// - Throws: What the YAML library throws, which it has no reason to.
    public func yaml() throws -> String {
        let pairs = try RecipeKey.all.compactMap { key in
            try key.read(self).map { (Node(key.name), try key.node(of: $0)) }
        }
        return try Yams.serialize(
            node: Node.mapping(Node.Mapping(pairs)), width: -1, allowUnicode: true)
    }

    /// Writes ``yaml()``.
    ///
    /// - Throws: `CalqueError` when the file cannot be written.
    public func write(to url: URL) throws {
        try AtomicFile.write(Data(yaml().utf8), to: url)
    }
}

extension RecipeSetting {
    /// A key of a file and its value there; nothing, as in `tsv: ~`, leaves it to its default. Whether
    /// the value is allowed is not looked at.
    ///
    /// - Throws: `CalqueError` where there is no such key, or it has another form of values.
    init(yaml name: String, _ value: Node) throws(CalqueError) {
        let key = try RecipeKey.named(name)
        if key.kind == .structure, value.scalar == nil {
            self.init(name: name, value: StructuredValue.text(of: value))
            return
        }
        guard let scalar = value.scalar else {
            throw CalqueError(
                "\"\(name)\" has no single value. Recipes have lines such as \"width: 256\".",
                kind: .configuration)
        }
        let isNull = scalar.style == .plain && ["~", "null"].contains(scalar.string)
        self.init(name: name, value: isNull ? "" : scalar.string)
    }
}

extension RecipeKey {
    /// A value as YAML has it.
    fileprivate func node(of text: String) throws -> Node {
        switch kind {
        case .structure: StructuredValue.styled(try StructuredValue.node(of: text))
        case .text, .path: .scalar(Node.Scalar(text, Tag(.implicit), .doubleQuoted))
        case .number, .truth, .word: .scalar(Node.Scalar(text, Tag(.implicit), .plain))
        }
    }
}
