import Basics
import Yams

/// Options as Marian keeps them in YAML: names, each with a word or a list of words.
struct YAMLOptions {
    /// The file that they are in, for errors.
    let path: String
    private let values: [String: [String]]

    /// Reads options.
    ///
    /// - Parameters:
    ///   - bytes: YAML, up to a NUL if there is one.
    ///   - path: What errors call the file.
    ///   - subject: What errors call the options, in the plural.
    /// - Throws: `CalqueError` when they are longer than is read, or no mapping.
    init(_ bytes: some Sequence<UInt8>, path: String, subject: String) throws {
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        func error(_ problem: String) -> CalqueError {
            CalqueError("\(path): \(subject) \(problem). Copy the file again.", kind: .model)
        }
        do {
            try BoundedYAML.check(text)
        } catch let problem as FileProblem {
            throw error(problem.text)
        }
        guard let mapping = (try? Yams.compose(yaml: text))?.mapping else {
            throw error("are not YAML")
        }
        self.path = path
        values = Dictionary(
            mapping.map { key, value in
                let items = value.sequence.map(Array.init) ?? [value]
                return (key.scalar?.string ?? "", items.map { $0.scalar?.string ?? "" })
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The words of a list, or the one word; nil where there is no such option.
    subscript(key: String) -> [String]? { values[key] }

    /// The word, or the words with commas between them; empty where there is no such option.
    func string(_ key: String) -> String { values[key]?.joined(separator: ", ") ?? "" }

    /// Whether the word is `true`.
    func isSet(_ key: String) -> Bool { string(key) == "true" }

    /// A size that is there. One that makes no sense is refused before anything is made of it.
    func size(_ key: String, upTo limit: Int) throws -> Int {
        guard let number = Int(string(key)), (1...limit).contains(number) else {
            throw error(key, "a whole number from 1 to \(limit)")
        }
        return number
    }

    /// A number; nil where there is no such option.
    func number(_ key: String, in range: ClosedRange<Double>) throws -> Double? {
        guard values[key] != nil else { return nil }
        guard let number = Double(string(key)), range.contains(number) else {
            throw error(key, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// That an option is not what it has to be.
    func error(_ key: String, _ allowed: String) -> CalqueError {
        CalqueError(
            "\(path): Marian's option \(key) is \"\(FileProblem.brief(string(key)))\", and has to "
                + "be \(allowed). Copy the file again.", kind: .model)
    }
}
