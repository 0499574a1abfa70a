import Basics
import Foundation
import TestSupport
import Testing
import Workflows

/// The folder of a demonstration; training one takes minutes.
struct DemonstrationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var url: URL { folder.url.appendingPathComponent("demo", isDirectory: true) }

    @Test func hasItsCorpusAndNamesItsModel() throws {
        for _ in 1...2 {
            try Demonstration.hold(url, workers: 1) { demonstration in
                #expect(demonstration.modelFolder.path == url.path + "/model")
                let source = try #require(demonstration.recipe.text.source)
                #expect(FileManager.default.fileExists(atPath: source))
                #expect(demonstration.recipe.workers == 1)
                #expect(throws: CalqueError.self) {
                    try Demonstration.hold(self.url, workers: 1) { _ in }
                }
            }
        }
    }

    @Test(arguments: ["notes", "corpus/notes", "model/config.json"])
    func otherFilesAreRefused(name: String) throws {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: file)
        #expect(throws: CalqueError.self) {
            try Demonstration.hold(self.url, workers: 1) { _ in
                Issue.record("begun over other files")
            }
        }
        #expect(try Data(contentsOf: file) == Data("mine".utf8))
    }
}
