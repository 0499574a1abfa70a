public import Foundation
public import Tensors

/// What training needs to go on, as a file: weights, moments and average as it left them.
extension Adam {
    /// The name of the file.
    public static let fileName = "training.safetensors"

    /// Writes the file into a folder.
    ///
    /// - Parameters:
    ///   - weights: The weights, where the store holds the average instead.
    ///   - folder: A folder that is there.
    /// - Throws: `CalqueError` when it cannot be written.
    public func save(weights: ParameterVector? = nil, to folder: URL) throws {
        var tensors = store.safetensors(prefix: Part.weights.rawValue, values: weights)
        for (part, values) in vectors {
            tensors += store.safetensors(prefix: part.rawValue, values: values)
        }
        try SafetensorsWriter.write(tensors, to: folder.appendingPathComponent(Self.fileName))
    }

    /// Reads the file, weights included.
    ///
    /// - Parameters:
    ///   - folder: The folder that the file is in.
    ///   - steps: The steps that were taken.
    /// - Throws: `CalqueError` when it is missing, damaged or of another model.
    public func load(from folder: URL, steps: Int) throws {
        let file = folder.appendingPathComponent(Self.fileName)
        let tensors = try SafetensorsCollection(file: file)
        try store.load(from: tensors, path: file.path, prefix: Part.weights.rawValue, into: nil)
        for (part, values) in vectors {
            try store.load(from: tensors, path: file.path, prefix: part.rawValue, into: values)
        }
        stepCount = steps
    }

    private enum Part: String {
        case weights = "weight/"
        case moment1 = "moment1/"
        case moment2 = "moment2/"
        case average = "average/"
    }

    private var vectors: [(part: Part, values: ParameterVector)] {
        [(.moment1, moment1), (.moment2, moment2)] + (average.map { [(.average, $0)] } ?? [])
    }
}
