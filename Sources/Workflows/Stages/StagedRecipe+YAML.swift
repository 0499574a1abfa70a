import Basics
public import Foundation
import Yams

/// Trainings in stages in YAML: the keys of a recipe for all stages, and `stages`, a list of mappings.
///
///     source: "train.en"
///     target: "train.de"
///     stages:
///       - name: mixed
///         back-translate: "more.de.gz"
///         updates: 4000
///       - name: own
///         updates: 1000
extension StagedRecipe {
    private static let stagesName = "stages"
    private static let backTranslationName = "back-translate"
    private static let hint = "Recipes have lines such as \"width: 256\"."

    /// Reads a file.
    ///
    /// - Throws: `CalqueError` naming the file, the stage, the key and what is allowed; also where there
    ///   are no stages in it.
    public init(contentsOf url: URL) throws {
        guard let recipe = try Self.read(url) else {
            throw CalqueError(
                "\(url.path) has no stages. Give it a list of them: stages.", kind: .configuration)
        }
        self = recipe
    }

    /// Reads a file that may be a recipe without stages.
    ///
    /// - Returns: nil for a recipe without stages.
    /// - Throws: As ``init(contentsOf:)``.
    public static func read(_ url: URL) throws -> StagedRecipe? {
        let mapping = try YAMLFile.mapping(of: url, hint: hint)
        guard let stages = mapping.first(where: { $0.name == stagesName })?.value else {
            return nil
        }
        do {
            return StagedRecipe(
                common: try mapping.filter { $0.name != stagesName }.map(setting),
                stages: try list(stages, of: stagesName).enumerated().map(stage))
        } catch let error as CalqueError {
            throw error.prefixed(by: "\(url.path): ")
        }
    }

    private static func list(_ node: Node, of name: String) throws -> [Node] {
        guard let list = node.sequence, !list.isEmpty else {
            throw CalqueError("\"\(name)\" is no list. \(hint)", kind: .configuration)
        }
        return Array(list)
    }

    private static func stage(_ index: Int, _ node: Node) throws -> Stage {
        guard let mapping = node.mapping else {
            throw CalqueError(
                "Stage \(index + 1) has no keys. Give it a name, and what is different in it.",
                kind: .configuration)
        }
        var stage = Stage(name: "")
        for (key, value) in mapping {
            let name = key.string ?? ""
            do {
                switch name {
                case "name": stage.name = try text(value, of: name)
                case "from": stage.from = try text(value, of: name)
                case backTranslationName: stage.backTranslation = try backTranslation(value)
                default: stage.settings.append(try setting(name, value))
                }
            } catch let error as CalqueError {
                throw error.prefixed(by: "stage \(index + 1): ")
            }
        }
        return stage
    }

    private static func backTranslation(_ node: Node) throws -> BackTranslationSettings {
        var settings = BackTranslationSettings(text: [])
        guard let mapping = node.mapping else {
            settings.text = try texts(node)
            return settings
        }
        for (key, value) in mapping {
            let name = key.string ?? ""
            switch name {
            case "text": settings.text = try texts(value)
            case "reverse": settings.reverse = try text(value, of: name)
            case "tag": settings.tag = try text(value, of: name)
            case "search":
                settings.search = try checked(
                    value, name, { BackTranslationSettings.Search(rawValue: $0) }
                ) {
                    "one of "
                        + BackTranslationSettings.Search.allCases.map(\.rawValue)
                        .joined(separator: ", ")
                }
            case "beam":
                settings.beam = try checked(value, name, { Int($0) }) { "a whole number" }
            default: settings.settings.append(try setting(name, value))
            }
        }
        return settings
    }

    /// One file, or a list of them.
    private static func texts(_ node: Node) throws -> [String] {
        node.sequence == nil
            ? [try text(node, of: backTranslationName)]
            : try list(node, of: backTranslationName).map { try text($0, of: backTranslationName) }
    }

    private static func checked<Value>(
        _ node: Node, _ name: String, _ read: (String) -> Value?, allowed: () -> String
    ) throws -> Value {
        let text = try text(node, of: name)
        guard let value = read(text) else {
            throw CalqueError(
                "\(name) cannot be \"\(text)\". Allowed is \(allowed()).", kind: .configuration)
        }
        return value
    }

    private static func text(_ node: Node, of name: String) throws -> String {
        guard let text = node.scalar?.string, !text.isEmpty else {
            throw CalqueError("\"\(name)\" has no single value. \(hint)", kind: .configuration)
        }
        return text
    }

    /// A key of a recipe.
    private static func setting(_ name: String, _ node: Node) throws -> RecipeSetting {
        let setting = try RecipeSetting(yaml: name, node)
        try setting.requireAllowed()
        return setting
    }
}

extension RecipeSetting {
    /// Throws where there is no such key, or it cannot have the value.
    fileprivate func requireAllowed() throws {
        var recipe = TrainingRecipe()
        try recipe.set(name, to: value)
    }
}

// MARK: Writing

extension StagedRecipe {
    /// The training as YAML, which reads back as itself.
    ///
    /// - Throws: What the YAML library throws, which it has no reason to.
    public func yaml() throws -> String {
        let stages = self.stages.map { stage in
            var pairs = [Self.pair("name", stage.name)]
            if let from = stage.from { pairs.append(Self.pair("from", from)) }
            pairs += stage.settings.map(Self.pair)
            if let made = stage.backTranslation {
                pairs.append((Node(Self.backTranslationName), made.node))
            }
            return Node.mapping(Node.Mapping(pairs))
        }
        let pairs =
            common.map(Self.pair) + [
                (Node(Self.stagesName), Node.sequence(Node.Sequence(stages)))
            ]
        return try Yams.serialize(
            node: Node.mapping(Node.Mapping(pairs)), width: -1, allowUnicode: true)
    }

    /// Text in quotes, so that whatever a name or a path is called reads back as itself.
    fileprivate static func pair(_ name: String, _ text: String) -> (Node, Node) {
        (Node(name), quoted(text))
    }

    fileprivate static func quoted(_ text: String) -> Node {
        .scalar(Node.Scalar(text, Tag(.implicit), .doubleQuoted))
    }

    fileprivate static func pair(_ setting: RecipeSetting) -> (Node, Node) {
        setting.value.isEmpty
            ? (Node(setting.name), .scalar(Node.Scalar("~", Tag(.implicit), .plain)))
            : pair(setting.name, setting.value)
    }
}

extension BackTranslationSettings {
    fileprivate var node: Node {
        let files = Node.sequence(Node.Sequence(text.map(StagedRecipe.quoted)))
        var pairs = [(Node("text"), files)]
        for case let (name, text?) in [
            ("reverse", reverse), ("search", search?.rawValue), ("beam", beam.map { "\($0)" }),
            ("tag", tag),
        ] {
            pairs.append(StagedRecipe.pair(name, text))
        }
        pairs += settings.map { StagedRecipe.pair($0) }
        return .mapping(Node.Mapping(pairs))
    }
}
