import Basics
import Conversion
import Foundation
import Models
import Tensors
import TestSupport
import Testing

struct ConvertibleModelTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func directory(_ name: String) -> ModelDirectory {
        ModelDirectory(folder.url.appendingPathComponent(name, isDirectory: true))
    }

    private func configuration(_ directory: ModelDirectory) throws -> [String: Any]? {
        let data = try Data(
            contentsOf: directory.url.appendingPathComponent(ModelDirectory.configurationName))
        return try JSONSerialization.jsonObject(with: data) as? [String: Any]
    }

    /// From Marian's files to a directory, from there to eight bits, and from these to a copy.
    @Test func goesFromTypeToType() throws {
        let marian = try MarianFixture(MarianFixture.names[0]).model
        try ConvertibleModel.marian(marian).write(to: directory("whole"))
        #expect(try !directory("whole").hasQuantizedWeights)
        #expect(try configuration(directory("whole"))?["dtype"] as? String == "float32")
        try ConvertibleModel.folder(directory("whole")).write(
            to: directory("half"), type: .bfloat16)
        #expect(try configuration(directory("half"))?["dtype"] as? String == "bfloat16")
        #expect(try configuration(directory("half"))?["made_from"] != nil)
        try ConvertibleModel.folder(directory("whole")).write(
            to: directory("small"), type: .int8)
        try ConvertibleModel.folder(directory("small")).write(to: directory("copy"), type: .int8)
        #expect(try directory("copy").hasQuantizedWeights)
        let error = #expect(throws: CalqueError.self) {
            try ConvertibleModel.folder(directory("small")).write(to: directory("back"))
        }
        #expect(error?.kind == .configuration)
        #expect(!FileManager.default.fileExists(atPath: directory("back").url.path))
    }

    @Test func replacesAModelOnlyWhereThatIsAskedFor() throws {
        let model = ConvertibleModel.marian(try MarianFixture(MarianFixture.names[0]).model)
        try model.write(to: directory("model"))
        #expect(throws: CalqueError.self) { try model.write(to: directory("model")) }
        try model.write(to: directory("model"), type: .bfloat16, isReplacing: true)
        #expect(try configuration(directory("model"))?["dtype"] as? String == "bfloat16")
    }
}
