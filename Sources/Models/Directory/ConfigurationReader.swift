import Basics
import Foundation

/// Reads the keys of a JSON configuration one by one, with errors that name key, value and what is
/// allowed.
struct ConfigurationReader {
    /// What the file says.
    let object: [String: Any]
    /// The file.
    let url: URL
    /// Its path, for errors.
    let path: String

    /// The longest file: no configuration has as much to say, and objects take more memory than
    /// their text.
    private static let limit = 1 << 20

    /// Reads a file.
    init(_ url: URL) throws {
        let file = try MappedFile(url: url, upTo: Self.limit, kind: .model)
        self.url = url
        path = file.path
        guard
            let object = try? JSONSerialization.jsonObject(with: Data(file.bytes))
                as? [String: Any]
        else {
            throw CalqueError(
                "\(path) is not a JSON object. Restore it from where the model came from.",
                kind: .model)
        }
        self.object = object
    }

    func contains(_ key: String) -> Bool {
        object[key].map { !($0 is NSNull) } ?? false
    }

    func string(_ key: String) throws -> String? {
        try value(key, "a string") { $0 as? String }
    }

    func bool(_ key: String) throws -> Bool? {
        try value(key, "true or false", Self.bool)
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        try value(key, "a whole number from \(range.lowerBound) to \(range.upperBound)") { value in
            Self.integer(value, in: range)
        }
    }

    /// A size that must be there: a whole number from 1 on.
    func size(_ key: String, upTo limit: Int) throws -> Int {
        try required(key, integer(key, in: 1...limit))
    }

    /// The longest sentence. A language token, one of the text and the end token have to have room.
    func maximumLength(otherwise length: Int) throws -> Int {
        try integer("max_position_embeddings", in: 3...1 << 24) ?? length
    }

    func number(_ key: String, in range: ClosedRange<Double>) throws -> Double? {
        try value(key, "a number from \(range.lowerBound) to \(range.upperBound)") { value in
            Self.double(value).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func probability(_ key: String) throws -> Float? {
        try value(key, "a number from 0 up to, not including, 1") { value in
            Self.double(value).map { Float($0) }.flatMap { (0..<1).contains($0) ? $0 : nil }
        }
    }

    /// Lists of tokens; none where there is no such key.
    func tokenLists(_ key: String, vocabularySize: Int) throws -> [[Int32]] {
        let ids = 0...max(0, vocabularySize - 1)
        return try value(key, "a list of lists of token ids from 0 to \(ids.upperBound)") { value in
            guard let lists = value as? [[Any]] else { return nil }
            let tokens = lists.map { $0.compactMap { Self.integer($0, in: ids).map(Int32.init) } }
            let isWhole = zip(lists, tokens).allSatisfy { !$0.isEmpty && $0.count == $1.count }
            return isWhole ? tokens : nil
        } ?? []
    }

    /// The value of a key that must be there.
    func required<Value>(_ key: String, _ value: Value?) throws -> Value {
        guard let value else {
            throw CalqueError(
                "\(path) lacks the key \"\(key)\", which the model needs.", kind: .model)
        }
        return value
    }

    /// Runs `body`, and names the file in its error, which is then at fault.
    func naming(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as CalqueError {
            throw error.prefixed(by: "\(path): ", kind: .model)
        }
    }

    /// A value that must be one of some names.
    func choice<Choice>(_ key: String, _ choices: [String: Choice]) throws -> Choice? {
        let allowed = choices.keys.sorted().joined(separator: ", ")
        return try value(key, "one of \(allowed)") { ($0 as? String).flatMap { choices[$0] } }
    }

    /// A value that must be a case, by what it is called in files.
    func choice<Choice: CaseIterable & RawRepresentable>(
        _ key: String, of type: Choice.Type
    ) throws -> Choice? where Choice.RawValue == String {
        try choice(
            key, Dictionary(uniqueKeysWithValues: type.allCases.map { ($0.rawValue, $0) }))
    }

    /// Cases, by what they are called in a list.
    func choices<Choice: CaseIterable & RawRepresentable & Hashable>(
        _ key: String, of type: Choice.Type
    ) throws -> Set<Choice>? where Choice.RawValue == String {
        guard let names = try value(key, "a list of names", { $0 as? [String] }) else { return nil }
        return Set(
            try names.map { name in
                guard let choice = Choice(rawValue: name) else {
                    let allowed = type.allCases.map(\.rawValue).joined(separator: ", ")
                    throw CalqueError(
                        "\(path): \"\(key)\" lists \(FileProblem.quoted(name)); allowed are \(allowed).",
                        kind: .model)
                }
                return choice
            })
    }

    /// A value that is converted, or refused.
    ///
    /// - Parameter allowed: What it has to be, in words.
    func value<Value>(
        _ key: String, _ allowed: String, _ convert: (Any) -> Value?
    ) throws -> Value? {
        guard contains(key), let raw = object[key] else { return nil }
        guard let value = convert(raw) else {
            throw CalqueError(
                "\(path): \"\(key)\" is \(FileProblem.brief("\(raw)")); allowed is \(allowed).",
                kind: .model)
        }
        return value
    }
}

// MARK: Numbers

extension ConfigurationReader {
    /// Foundation keeps `true` and `false` as numbers, too.
    static func bool(_ value: Any) -> Bool? {
        guard let number = value as? NSNumber, number.isBoolean else { return nil }
        return number.boolValue
    }

    private static func double(_ value: Any) -> Double? {
        guard let number = value as? NSNumber, !number.isBoolean else { return nil }
        return number.doubleValue
    }

    static func integer(_ value: Any, in range: ClosedRange<Int>) -> Int? {
        guard let whole = double(value).flatMap(Int.init(exactly:)) else { return nil }
        return range.contains(whole) ? whole : nil
    }
}

extension NSNumber {
    fileprivate var isBoolean: Bool {
        String(cString: objCType) == "c" || String(cString: objCType) == "B"
    }
}
