import Basics
import Foundation
import Models
import Testing

/// What is at fault, which an error says beside its sentence.
struct ErrorKindTests {
    private func kind(_ body: () throws -> Void) -> CalqueError.Kind? {
        #expect(throws: CalqueError.self, performing: body)?.kind
    }

    @Test func aFolderThatIsNoModelIsAtFaultItself() throws {
        let folder = try TemporaryFolder()
        let directory = ModelDirectory(folder.url)
        #expect(kind { _ = try directory.loadModel(precision: .float32) } == .model)
        #expect(kind { _ = try directory.loadTokenizer() } == .system)
        try Data("{".utf8).write(to: folder.url.appendingPathComponent("config.json"))
        #expect(kind { _ = try directory.loadModel(precision: .float32) } == .model)
    }

    @Test func aPlaceThatCannotBeWrittenIsTheSystems() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appendingPathComponent("file")
        try Data().write(to: file)
        #expect(kind { try ModelDirectory(file).requireFree() } == .system)
    }

    @Test func errorsDescribeThemselves() {
        let error: any Error = CalqueError("It is so.", kind: .unsupported)
        #expect(error.localizedDescription == "It is so.")
    }
}
