import Basics
package import Foundation
import Workflows
import Yams

/// The keys that a service knows: only their hashes, so that who reads the file learns no key.
///
///     - name: editor
///       hash: "9f86d081884c7d65…"
///       request-limit: 120
package struct APIKeys: Sendable {
    /// Somebody who has a key.
    package struct Holder: Sendable, Equatable {
        package let name: String
        /// Requests in a minute; nil for what all others may.
        package var requests: Int?
        /// Characters of a text; nil for what all others may.
        package var characters: Int?
    }

    private var entries: [(hash: [UInt8], holder: Holder)] = []

    /// No keys.
    package init() {}

    /// Who has a key; nil where nobody does.
    ///
    /// It takes the same time whichever bytes of a hash are wrong, and wherever the key stands.
    package func holder(of key: String) -> Holder? {
        let hash = SHA256.hash(Array(key.utf8))
        var found: Holder?
        for entry in entries where Self.areEqual(entry.hash, hash) { found = entry.holder }
        return found
    }

    /// Whether two texts of bytes are the same, in a time that says nothing of where they differ.
    static func areEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension APIKeys {
    private static let fields = ["name", "hash", "request-limit", "char-limit"]

    /// Reads a file.
    ///
    /// - Throws: `CalqueError` naming the file and everything that is wrong in it.
    package init(contentsOf url: URL) throws {
        let hint = "It has lines such as \"- name: editor\"."
        guard let root = try YAMLFile.root(of: url, hint: hint) else { return }
        guard let list = root.sequence else {
            throw CalqueError(
                "\(url.path) is not a list of keys. \(hint)", kind: .configuration)
        }
        var problems: [String] = []
        for (index, node) in list.enumerated() {
            do {
                let entry = try Self.entry(node)
                if entries.contains(where: { $0.holder.name == entry.holder.name }) {
                    problems.append("Two keys are called \"\(entry.holder.name)\".")
                }
                entries.append(entry)
            } catch {
                problems.append("Key \(index + 1): \(error.problem)")
            }
        }
        guard problems.isEmpty else {
            throw CalqueError(
                "\(url.path): \(problems.joined(separator: "\n"))", kind: .configuration)
        }
    }

    private static func entry(
        _ node: Node
    ) throws(CalqueError) -> (hash: [UInt8], holder: Holder) {
        guard let mapping = node.mapping else { throw problem("It is no mapping.") }
        var values: [String: String] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard fields.contains(name) else {
                let near = NearestName.of(name, among: fields)
                throw problem(
                    "\"\(name)\" is unknown." + (near.map { " Its name may be \"\($0)\"." } ?? ""))
            }
            values[name] = value.scalar?.string
        }
        guard let name = values["name"], !name.isEmpty else { throw problem("It has no name.") }
        guard let hash = values["hash"].flatMap(bytes) else {
            throw problem(
                "\"\(name)\" has no hash: 64 hexadecimal digits, the SHA-256 of the key.")
        }
        let holder = Holder(
            name: name, requests: try limit("request-limit", values),
            characters: try limit("char-limit", values))
        return (hash, holder)
    }

    private static func limit(
        _ name: String, _ values: [String: String]
    ) throws(CalqueError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let limit = Int(text), limit > 0 else {
            throw problem("\(name) cannot be \"\(text)\". Allowed is a whole number from 1.")
        }
        return limit
    }

    private static func bytes(_ digits: String) -> [UInt8]? {
        let digits = Array(digits.utf8)
        guard digits.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { start in
            UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16)
        }
        return bytes.count == 32 ? bytes : nil
    }

    private static func problem(_ sentence: String) -> CalqueError {
        CalqueError(sentence, kind: .configuration)
    }
}
