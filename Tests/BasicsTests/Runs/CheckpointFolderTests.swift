import Basics
import Foundation
import TestSupport
import Testing

struct CheckpointFolderTests {
    private let folder: TemporaryFolder
    private let checkpoints: CheckpointFolder

    init() throws {
        folder = try TemporaryFolder()
        checkpoints = CheckpointFolder(of: folder.url, resumingNames: ["state"])
        try checkpoints.open()
    }

    private func write(_ updates: Int...) throws {
        for update in updates {
            try AtomicDirectory.write(to: checkpoints.folder(update)) { url in
                for name in ["model", "state"] {
                    try Data("\(update)".utf8).write(to: url.appendingPathComponent(name))
                }
            }
        }
    }

    private func make(_ name: String) throws {
        try folder.write([], to: "checkpoints/\(name)/model")
    }

    private var names: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: checkpoints.url.path).sorted()
        }
    }

    private func holdsState(_ update: Int) -> Bool {
        FileManager.default.fileExists(
            atPath: checkpoints.folder(update).appendingPathComponent("state").path)
    }

    // MARK: What a killed process left

    @Test func whatWasBeingWrittenGoes() throws {
        try write(7)
        try make("update-00000008.partial-0123abcd")
        try make("update-00000007.replaced-0123abcd")
        try checkpoints.open()
        #expect(try names == ["update-00000007"])
    }

    @Test func aReplacedCheckpointComesBackWhereNoneTookItsPlace() throws {
        try make("update-00000007.replaced-0123abcd")
        try make("update-00000007.partial-0123abcd")
        try checkpoints.open()
        #expect(try names == ["update-00000007"])
    }

    @Test(arguments: ["update-7.partial-0123abcd", "mine.partial-0123abcd", "update-00000007.old"])
    func whatHasAnotherNameStays(name: String) throws {
        try make(name)
        try checkpoints.open()
        #expect(try names == [name])
        #expect(checkpoints.isEmpty)
    }

    @Test func aFolderOfOtherThingsIsNotOfATraining() throws {
        #expect(checkpoints.isOurs)
        try write(3)
        #expect(checkpoints.isOurs)
        try make("epoch-1")
        #expect(!checkpoints.isOurs)
    }

    // MARK: Which are kept

    @Test(arguments: [(1, [30, 40]), (2, [30, 40]), (3, [20, 30, 40]), (9, [10, 20, 30, 40])])
    func theNewestAreKeptTwoAtLeast(count: Int, expected: [Int]) throws {
        try write(10, 20, 30, 40)
        try checkpoints.prune(keeping: count, also: nil, upTo: 40)
        #expect(checkpoints.updates() == expected)
        for update in expected { #expect(holdsState(update) == (update >= 30)) }
    }

    @Test func whatIsNamedIsKeptButNotToGoOnFrom() throws {
        try write(10, 20, 30, 40)
        try checkpoints.prune(keeping: 1, also: 10, upTo: 40)
        #expect(checkpoints.updates() == [10, 30, 40])
        #expect(!holdsState(10))
    }

    @Test func thoseOfUpdatesToComeDoNotCount() throws {
        try write(10, 20, 30, 40)
        try checkpoints.prune(keeping: 1, also: nil, upTo: 30)
        #expect(checkpoints.updates() == [20, 30, 40])
        #expect(holdsState(20))
    }

    // MARK: Going on

    @Test func goesOnFromTheNewestThatCanBeRead() throws {
        struct Damage: Error {}
        try write(10, 20, 30)
        let found = try checkpoints.restore { update, _ in
            guard update < 30 else { throw CalqueError("30 is damaged.", kind: .model) }
            return update
        }
        #expect(found?.state == 20)
        #expect(found?.passedOver == ["30 is damaged."])
        let error = #expect(throws: CalqueError.self) {
            _ = try checkpoints.restore { update, _ in
                throw CalqueError("\(update)", kind: .model)
            }
        }
        #expect(error?.message == "30")
    }

    @Test func whereThereIsNoneThereIsNothingToGoOnFrom() throws {
        #expect(try checkpoints.restore { update, _ in update } == nil)
    }
}
