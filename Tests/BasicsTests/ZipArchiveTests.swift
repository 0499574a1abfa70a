import Basics
import Foundation
import TestSupport
import Testing

/// An archive as Python's `zipfile` writes it, with a comment: one member stored, one deflated, one
/// empty.
private let reference =
    Data(
        base64Encoded: """
            UEsDBBQAAAAAAAAAIQBleNFaDwAAAA8AAAAKAAAAc3RvcmVkLnR4dHN0b3JlZCBhcyBpdCBpc1BLAwQUAAAICAAAACEAEXlFlhUA\
            AADoAwAAFAAAAGdyw7bDn2UvZGVmbGF0ZWQudHh0S0xPzMxTSMxLUUgcZY2yRlnDlAUAUEsDBBQAAAAAAAAAIQAAAAAAAAAAAAAA\
            AAAFAAAAZW1wdHlQSwECFAMUAAAAAAAAACEAZXjRWg8AAAAPAAAACgAAAAAAAAAAAAAAgAEAAAAAc3RvcmVkLnR4dFBLAQIUAxQA\
            AAgIAAAAIQAReUWWFQAAAOgDAAAUAAAAAAAAAAAAAACAATcAAABncsO2w59lL2RlZmxhdGVkLnR4dFBLAQIUAxQAAAAAAAAAIQAA\
            AAAAAAAAAAAAAAAFAAAAAAAAAAAAAACAAX4AAABlbXB0eVBLBQYAAAAAAwADAK0AAAChAAAACQBhIGNvbW1lbnQ=
            """) ?? Data()

/// One that was written to a pipe: the sizes stand after the member and in the directory.
private let streamed =
    Data(
        base64Encoded: """
            UEsDBC0ACAAAAAAAIQAAAAAA//////////8FABQAYS5ucHkBABAAAAAAAAAAAAAAAAAAAAAAAHN0cmVhbWVkUEsHCGMbItkIAAAA\
            AAAAAAgAAAAAAAAAUEsBAi0DLQAIAAAAAAAhAGMbItkIAAAACAAAAAUAAAAAAAAAAAAAAIABAAAAAGEubnB5UEsFBgAAAAABAAEA\
            MwAAAFcAAAAAAA==
            """) ?? Data()

struct ZipArchiveTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func archive(_ data: some Sequence<UInt8>) throws -> ZipArchive {
        try ZipArchive(url: folder.write(data, to: "a.zip"))
    }

    @Test func readsStoredAndDeflatedMembers() throws {
        let archive = try archive(reference)
        #expect(archive.names == ["stored.txt", "größe/deflated.txt", "empty"])
        #expect(try archive.content(of: "stored.txt") == Array("stored as it is".utf8))
        let repeated = String(repeating: "again and ", count: 100)
        #expect(try archive.content(of: "größe/deflated.txt") == Array(repeated.utf8))
        #expect(try archive.content(of: "empty") == [])
    }

    @Test func readsTheBeginningOfAMember() throws {
        let archive = try archive(reference)
        for name in archive.names {
            let content = try archive.content(of: name)
            #expect(archive.size(of: name) == content.count)
            for count in [0, 1, 12, 500, 5000] {
                #expect(
                    try archive.beginning(of: name, count: count) == Array(content.prefix(count)))
            }
        }
        #expect(try message { _ = try archive.beginning(of: "other", count: 1) }.contains("other"))
    }

    @Test func aMemberLongerThanExpectedIsRefused() throws {
        let archive = try archive(reference)
        let name = "größe/deflated.txt"
        #expect(try archive.content(of: name, upTo: 1000).count == 1000)
        let message = try message { _ = try archive.content(of: name, upTo: 999) }
        #expect(message.contains("1000 bytes, more than the 999"), "\(message)")
    }

    @Test func readsMembersWhoseSizesTheDirectoryAloneHas() throws {
        #expect(try archive(streamed).content(of: "a.npy") == Array("streamed".utf8))
    }

    @Test func namesWhatIsNotThere() throws {
        let archive = try archive(reference)
        let message = try message { _ = try archive.content(of: "other") }
        #expect(message.contains("member \"other\": it has no such member"))
        #expect(message.contains(archive.path))
    }

    @Test(arguments: [Data(), Data("PK".utf8), Data(repeating: 0x50, count: 70_000)])
    func otherFilesAreRefused(data: Data) throws {
        #expect(try message { _ = try archive(data) }.contains("no directory at its end"))
    }

    @Test func everyTruncationIsRefused() throws {
        for count in 0..<reference.count {
            _ = try message { _ = try archive(reference.prefix(count)) }
        }
    }

    @Test func damageIsAnErrorOrWithoutConsequence() throws {
        let sound = try archive(reference)
        let contents = try sound.names.map { try sound.content(of: $0) }
        for position in reference.indices {
            for mask in [0x01, 0x11, 0xFF] as [UInt8] {
                var damaged = reference
                damaged[position] ^= mask
                guard let archive = try? archive(damaged) else { continue }
                for (name, content) in zip(archive.names, contents) {
                    guard let read = try? archive.content(of: name) else { continue }
                    #expect(read == content, "byte \(position)")
                }
            }
        }
    }
}
