import Basics
import Foundation

/// Arrays by name in NumPy's archive format, `.npz`: a zip archive of `.npy` files.
struct NumPyArchive: Sendable {
    private static let ending = ".npy"

    /// The names of all arrays, in the archive's order.
    let allNames: [String]
    private let archive: ZipArchive

    /// The archive's path, for errors.
    var path: String { archive.path }

    /// Opens an archive.
    ///
    /// - Throws: `CalqueError` when the file cannot be read, or is no sound archive.
    init(url: URL) throws {
        archive = try ZipArchive(url: url)
        allNames = archive.names.compactMap {
            $0.hasSuffix(Self.ending) ? String($0.dropLast(Self.ending.count)) : nil
        }
    }

    /// What the array called `name` is, without its numbers: an array that is not the one expected
    /// is never brought into memory.
    ///
    /// - Throws: `CalqueError` when there is none, or it is damaged or of a type that is not read.
    func header(_ name: String) throws -> NumPyHeader {
        let file = name + Self.ending
        return try naming(name) {
            let fixed = try archive.beginning(of: file, count: NumPyHeader.fixedCount)
            let count = try NumPyHeader.count(beginning: fixed)
            let header = try NumPyHeader(archive.beginning(of: file, count: count))
            try header.requireCount(archive.size(of: file) - count)
            return header
        }
    }

    /// The array called `name`.
    ///
    /// - Parameter limit: The most bytes that it may have.
    /// - Throws: As ``header(_:)``, and when it is longer.
    func array(_ name: String, upTo limit: Int = .max) throws -> NumPyArray {
        let content = try archive.content(of: name + Self.ending, upTo: limit)
        return try naming(name) { try NumPyArray(content) }
    }

    private func naming<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let problem as FileProblem {
            throw CalqueError(
                "\(path), array \(FileProblem.quoted(name)): \(problem.text). Copy the file again, "
                    + "or save the model anew with Marian.", kind: .model)
        }
    }
}
