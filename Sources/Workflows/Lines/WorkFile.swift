import Basics
import Foundation

/// Small files of JSON in which work in parts notes what it was begun with, and what is done.
enum WorkFile {
    static func write(_ value: some Encodable, to file: URL) throws {
        let encoder = JSONEncoder.forAnyNumber()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(value) + Data("\n".utf8), to: file)
    }

    /// - Parameter work: What would have to begin again without the file.
    static func read<Value: Decodable>(
        _ type: Value.Type, _ file: URL, of work: String
    ) throws -> Value {
        do {
            return try JSONDecoder.forAnyNumber().decode(type, from: Data(contentsOf: file))
        } catch {
            throw CalqueError(
                "\(file.path) cannot be read (\(error.localizedDescription)). Restore it, or begin "
                    + "the \(work) again in another folder.", kind: .model)
        }
    }
}
