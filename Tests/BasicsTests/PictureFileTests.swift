import Basics
import Foundation
import TestSupport
import Testing

struct SVGFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func replacesAPictureAndWhatIsEmpty() throws {
        let file = try folder.write([], to: "a.svg")
        for svg in ["<svg>1</svg>", "<?xml?>\n<svg>2</svg>", "<svg>3</svg>"] {
            try PictureFile.write(svg, to: file)
            #expect(try String(contentsOf: file, encoding: .utf8) == svg)
        }
    }

    @Test func replacesNothingElse() throws {
        let file = try folder.write("mine".utf8, to: "a.svg")
        #expect(throws: CalqueError.self) { try PictureFile.check(file) }
        #expect(throws: CalqueError.self) { try PictureFile.write("<svg/>", to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
    }

    @Test func aPlaceThatCannotBeIsFoundAtOnce() {
        for place in [folder.url, folder.file("none/a.svg")] {
            let error = #expect(throws: CalqueError.self) { try PictureFile.check(place) }
            #expect(error?.message.contains(place.path) == true)
        }
    }
}
