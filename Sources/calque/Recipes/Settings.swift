import ArgumentParser

/// The values of the options and flags of a command, under their names on the command line.
///
/// The declarations are the one source of names, ranges and documentation; this reads them off a
/// parsed command.
struct Settings {
    /// A name without its dashes, and a value as the command line takes it.
    typealias Entry = (name: String, value: String)

    /// In the order of declaration; what has no value is left out.
    private(set) var entries: [Entry]

    init(of arguments: some ParsableArguments, without excluded: Set<String> = []) {
        entries = Self.entries(of: arguments).filter { !excluded.contains($0.name) }
    }

    /// Gives an option the value that its absence led to.
    mutating func resolve(_ name: String, to value: String) {
        guard !entries.contains(where: { $0.name == name }) else { return }
        entries.append((name, value))
    }

    private static func entries(of arguments: any ParsableArguments) -> [Entry] {
        Mirror(reflecting: arguments).children.flatMap { child -> [Entry] in
            if let group = child.value as? any Group { return entries(of: group.arguments) }
            guard let label = child.label, let wrapper = child.value as? any Setting,
                let value = wrapper.text
            else { return [] }
            return [(commandLineName(label), value)]
        }
    }

    /// The option's name of a property's storage: `warm-up` of `_warmUp`.
    private static func commandLineName(_ label: String) -> String {
        label.drop { $0 == "_" }.reduce(into: "") { name, character in
            if character.isUppercase { name += "-" }
            name += character.lowercased()
        }
    }
}

/// The wrappers of ArgumentParser that hold a value.
private protocol Setting {
    /// The value as the command line takes it; nil if there is none.
    var text: String? { get }
}

extension Option: Setting {
    fileprivate var text: String? { describe(wrappedValue) }
}

extension Flag: Setting {
    fileprivate var text: String? { describe(wrappedValue) }
}

private func describe(_ value: Any) -> String? {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
        return mirror.children.first.flatMap { describe($0.value) }
    }
    return (value as? any ExpressibleByArgument)?.defaultValueDescription ?? "\(value)"
}

private protocol Group {
    var arguments: any ParsableArguments { get }
}

extension OptionGroup: Group {
    fileprivate var arguments: any ParsableArguments { wrappedValue }
}
