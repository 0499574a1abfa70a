import Basics
import Foundation
import TestSupport
import Testing

/// What errors say, and what they say of who is at fault.
struct CalqueErrorTests {
    private let plain = CalqueError("It is so. Change it.", kind: .unsupported)
    private let remediable = CalqueError(
        "out holds a run.", remedy: .resumeOrOverwriteRun, kind: .system)

    @Test func theMessageEndsWithTheAdviceOfTheRemedy() {
        #expect(plain.message == "It is so. Change it.")
        #expect(
            remediable.message
                == "out holds a run. Resume it, overwrite it, or choose another folder.")
        #expect((remediable as any Error).localizedDescription == remediable.message)
        #expect((remediable as any Error).explanation == remediable.message)
    }

    @Test func aProgramHasItsOwnWordsForARemedy() {
        func words(_ remedy: CalqueError.Remedy) -> String {
            remedy == .resumeOrOverwriteRun ? "Press Go on." : "Press Back."
        }
        #expect(remediable.message(advising: words) == "out holds a run. Press Go on.")
        #expect(plain.message(advising: words) == plain.message)
    }

    @Test func aPlaceBeforeTheSentencesChangesNothingElse() {
        #expect(
            remediable.prefixed(by: "a.yaml: ")
                == CalqueError(
                    "a.yaml: out holds a run.", remedy: .resumeOrOverwriteRun, kind: .system))
        #expect(plain.prefixed(by: "a.yaml: ", kind: .model).kind == .model)
    }

    @Test func whatIsNoErrorOfCalquesIsTheSystems() {
        #expect((plain as any Error).fault == .unsupported)
        #expect(CocoaError(.fileNoSuchFile).fault == .system)
    }

    @Test func filesAreTheSystemsAndWhatIsInThemTheInputs() throws {
        let folder = try TemporaryFolder()
        func kind(_ url: URL) -> CalqueError.Kind? {
            let error = #expect(throws: CalqueError.self) {
                let reader = try LineReader(url: url)
                while try reader.next() != nil {}
            }
            return error?.kind
        }
        #expect(kind(folder.file("missing")) == .system)
        #expect(try kind(folder.write([0xFF], to: "bytes")) == .input)
        let compressed = try folder.gzipped(Array("some text\n".utf8))
        #expect(try kind(folder.write(compressed.dropLast(9), to: "cut.gz")) == .input)
        let lock = try FolderLock(folder.url)
        let error = #expect(throws: CalqueError.self) { try FolderLock.check(folder.url) }
        #expect(error?.kind == .system && error?.remedy == .waitOrOtherFolder)
        withExtendedLifetime(lock) {}
    }
}
