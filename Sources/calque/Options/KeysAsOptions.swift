import CalqueKit

/// Finds keys of a recipe that are given as options of their own, which they are not.
enum KeysAsOptions {
    /// What to say of arguments that the parser did not understand; nil where that is not the reason.
    ///
    /// - Parameter arguments: What follows `calque`.
    static func advice(_ arguments: [String]) -> String? {
        let commands = [["train"], ["benchmark", "training"]]
        guard commands.contains(where: arguments.starts) else { return nil }
        let keys = Set(RecipeKey.all.map(\.name)).subtracting(
            TextOptions.formNames + TextOptions.keys.map(\.name) + RunOptions.keys.map(\.name))
        for (place, word) in arguments.enumerated() where word.hasPrefix("--") {
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
            guard let name = parts.first else { continue }
            let isNegated = name.hasPrefix("no-")
            let key = isNegated ? String(name.dropFirst(3)) : name
            guard keys.contains(key) else { continue }
            let next = arguments[(place + 1)...].first { _ in true }
            let value =
                isNegated
                ? "false"
                : parts.dropFirst().first ?? next.flatMap { $0.hasPrefix("--") ? nil : $0 }
                    ?? "true"
            return "--\(name) is no option. Give --set \(key)=\(value)."
        }
        return nil
    }
}
