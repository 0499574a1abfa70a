public import Basics

/// A key of a recipe, and the value that somebody gives it.
public struct RecipeSetting: Sendable, Equatable, Codable {
    /// The key's name.
    public let name: String
    /// The value as text; nothing leaves the key to its default.
    public let value: String

    /// A setting of its parts.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

extension TrainingRecipe {
    /// Takes over settings, in order.
    ///
    /// - Throws: `CalqueError` when a key is given more than once, does not exist or cannot have the
    ///   value.
    public mutating func apply(_ settings: [RecipeSetting]) throws(CalqueError) {
        var names: Set<String> = []
        if let twice = settings.first(where: { !names.insert($0.name).inserted }) {
            throw CalqueError(
                "\(twice.name) is given more than once. Give it once.", kind: .configuration)
        }
        for setting in settings { try set(setting.name, to: setting.value) }
    }
}
