package import Basics

/// A setting of a service: its name, what it may be, what it is otherwise, and what it means.
///
/// The table of all keys (``all``) is the one place that knows them: YAML files, the command line
/// and the page of the documentation read it.
package struct ServiceKey: Sendable {
    /// What keys are about, in the order of the table.
    package enum Section: String, Sendable, CaseIterable {
        /// What is translated with.
        case models = "Models"
        /// Where the service listens.
        case network = "Network"
        /// What a request may be.
        case limits = "Limits"
        /// Who may ask.
        case access = "Keys"
        /// What there is beside translation.
        case features = "Features"
        /// What is written down.
        case logging = "Logs"
    }

    /// The name: `char-limit`.
    package let name: String
    /// What it is about.
    package let section: Section
    /// What is allowed, as it goes on after "allowed is".
    package let allowed: String
    /// What it is unless it is given.
    package let standard: String
    /// What it means: a sentence.
    package let meaning: String
    /// Whether it may have several values.
    package let isList: Bool
    /// Sets it; false if a value is none that is allowed.
    let write: @Sendable (inout ServiceConfiguration, [String]) -> Bool
}

extension ServiceKey {
    typealias Path<Value> = WritableKeyPath<ServiceConfiguration, Value> & Sendable

    /// A key with a value.
    ///
    /// - Parameter standard: What the value is unless it is given, where its own form is not for
    ///   people.
    init<Value: Sendable>(
        _ name: String, _ path: any Path<Value>, _ values: ServiceValues<Value>,
        standard: String? = nil, in section: Section, _ meaning: String
    ) {
        self.init(
            name: name, section: section, allowed: values.allowed,
            standard: standard ?? values.write(ServiceConfiguration()[keyPath: path]),
            meaning: meaning, isList: false,
            write: { configuration, texts in
                guard texts.count == 1, let value = values.read(texts[0]) else { return false }
                configuration[keyPath: path] = value
                return true
            })
    }

    /// A key with any number of values.
    init<Value: Sendable>(
        _ name: String, list path: any Path<[Value]>, _ values: ListValues<Value>,
        in section: Section, _ meaning: String
    ) {
        self.init(
            name: name, section: section, allowed: "one or several of " + values.allowed,
            standard: "none", meaning: meaning, isList: true,
            write: { configuration, texts in
                let read = texts.compactMap(values.read)
                guard read.count == texts.count else { return false }
                configuration[keyPath: path] = read
                return true
            })
    }

    /// The key of a name.
    ///
    /// - Throws: `CalqueError` saying which one may have been meant.
    package static func named(_ name: String) throws(CalqueError) -> ServiceKey {
        if let key = all.first(where: { $0.name == name }) { return key }
        let near = NearestName.of(name, among: all.map(\.name))
        throw CalqueError(
            "\"\(name)\" is no key of a service."
                + (near.map { " Its name may be \"\($0)\"." } ?? ""), kind: .configuration)
    }
}

extension ServiceConfiguration {
    /// Sets a key.
    ///
    /// - Parameters:
    ///   - name: The key's name.
    ///   - values: Its value, or of a list all of them.
    /// - Throws: `CalqueError` naming the key and what is allowed.
    package mutating func set(_ name: String, to values: [String]) throws(CalqueError) {
        let key = try ServiceKey.named(name)
        guard key.write(&self, values) else {
            let given = values.map { "\"\($0)\"" }.joined(separator: ", ")
            throw CalqueError(
                "\(name) cannot be \(given.isEmpty ? "empty" : given). Allowed is \(key.allowed).",
                kind: .configuration)
        }
    }
}
