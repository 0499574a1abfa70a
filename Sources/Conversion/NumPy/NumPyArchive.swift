import Basics
import Foundation

/// Arrays by name in NumPy's archive format, `.npz`: a zip archive of `.npy` files.
struct NumPyArchive {
    private static let ending = ".npy"

    /// The names of the arrays, in the archive's order.
    let names: [String]
    private let archive: ZipArchive

    /// The archive's path, for errors.
    var path: String { archive.path }

    /// Opens an archive.
    ///
    /// - Throws: `CalqueError` when the file cannot be read, or is no sound archive.
    init(url: URL) throws {
        archive = try ZipArchive(url: url)
        names = archive.names.compactMap {
            $0.hasSuffix(Self.ending) ? String($0.dropLast(Self.ending.count)) : nil
        }
    }

    /// The array called `name`.
    ///
    /// - Throws: `CalqueError` when there is none, or it is damaged or of a type that is not read.
    func array(_ name: String) throws -> NumPyArray {
        let content = try archive.content(of: name + Self.ending)
        do {
            return try NumPyArray(content)
        } catch let problem as FileProblem {
            throw CalqueError(
                "\(path), array \(FileProblem.quoted(name)): \(problem.text). Copy the file again, "
                    + "or save the model anew with Marian.")
        }
    }
}
