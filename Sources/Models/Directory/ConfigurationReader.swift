import Basics
import Foundation

/// Reads the keys of a JSON configuration one by one, with errors that name key, value and what is
/// allowed.
struct ConfigurationReader {
    private let values: [String: Any]
    /// The file.
    let path: String

    /// Reads a file.
    init(_ url: URL) throws {
        path = url.path
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw CalqueError(
                "\(path) cannot be read (\(error.localizedDescription)). A model directory needs it."
            )
        }
        guard let object = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
            throw CalqueError(
                "\(path) is not a JSON object. Restore it from where the model came from.")
        }
        values = object
    }

    func contains(_ key: String) -> Bool {
        values[key].map { !($0 is NSNull) } ?? false
    }

    func string(_ key: String) throws -> String? {
        try value(key, "a string") { $0 as? String }
    }

    func bool(_ key: String) throws -> Bool? {
        try value(key, "true or false") { value in
            guard let number = value as? NSNumber, number.isBoolean else { return nil }
            return number.boolValue
        }
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        try value(key, "a whole number from \(range.lowerBound) to \(range.upperBound)") { value in
            guard let number = value as? NSNumber, !number.isBoolean,
                let whole = Int(exactly: number.doubleValue)
            else { return nil }
            return range.contains(whole) ? whole : nil
        }
    }

    /// A size that must be there: a whole number from 1 on.
    func size(_ key: String, upTo limit: Int) throws -> Int {
        try required(key, integer(key, in: 1...limit))
    }

    func integerLists(_ key: String) throws -> [[Int32]]? {
        try value(key, "a list of lists of token ids") { value in
            (value as? [[NSNumber]])?.map { $0.map { Int32(clamping: $0.int64Value) } }
        }
    }

    func probability(_ key: String) throws -> Float? {
        try value(key, "a number from 0 up to, not including, 1") { value in
            guard let number = value as? NSNumber, !number.isBoolean else { return nil }
            return (0..<1).contains(number.floatValue) ? number.floatValue : nil
        }
    }

    /// The value of a key that must be there.
    func required<Value>(_ key: String, _ value: Value?) throws -> Value {
        guard let value else {
            throw CalqueError("\(path) lacks the key \"\(key)\", which the model needs.")
        }
        return value
    }

    /// Runs `body`, and names the file in its error.
    func naming(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as CalqueError {
            throw CalqueError("\(path): \(error.message)")
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

    private func value<Value>(
        _ key: String, _ allowed: String, _ convert: (Any) -> Value?
    ) throws -> Value? {
        guard contains(key), let raw = values[key] else { return nil }
        guard let value = convert(raw) else {
            throw CalqueError("\(path): \"\(key)\" is \(raw); allowed is \(allowed).")
        }
        return value
    }
}

extension NSNumber {
    /// Whether JSON said `true` or `false`: Foundation keeps both as numbers.
    fileprivate var isBoolean: Bool {
        String(cString: objCType) == "c" || String(cString: objCType) == "B"
    }
}
