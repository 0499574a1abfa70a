import Basics

/// The arrays of a model of Marian's by name, whatever kind of file has them.
protocol MarianArrays: Sendable {
    /// The file's path, for errors.
    var path: String { get }

    /// The names of the arrays that a model may have: those that tell of others are left out.
    var names: [String] { get }

    /// Whether there is an array of that name.
    func contains(_ name: String) -> Bool

    /// What Marian says of the model.
    ///
    /// - Throws: `CalqueError` when it does not, or in another form than YAML.
    func options() throws -> MarianOptions

    /// What an array is, without its numbers.
    ///
    /// - Throws: `CalqueError` when there is none, or it is damaged.
    func outline(of name: String) throws -> MarianArrayOutline

    /// The numbers of a vector or matrix of numbers, row by row.
    ///
    /// - Parameter isTransposed: Whether to give the transposed matrix.
    /// - Throws: As ``outline(of:)``.
    func floats(of name: String, transposed isTransposed: Bool) throws -> [Float]

    /// The matrix of that name where it is in eight bits.
    func matrixInEightBits(_ name: String) -> MarianTensor?

    /// What the inputs of products with a matrix are multiplied by before they are rounded to eight
    /// bits; nil where the file does not say it.
    ///
    /// - Throws: `CalqueError` when what it says is no number above zero.
    func inputMultiplier(of matrix: String) throws -> Float?
}

/// What an array is.
struct MarianArrayOutline {
    /// The sizes, outermost first.
    let shape: [Int]
    /// What its type is called.
    let type: String
    /// What the type of weights is called there: the same, if they may be of that type.
    let weightType: String
}

extension NumPyArchive: MarianArrays {
    var names: [String] { allNames.filter { $0 != MarianOptions.arrayName } }

    func contains(_ name: String) -> Bool { allNames.contains(name) }

    func options() throws -> MarianOptions {
        let name = MarianOptions.arrayName
        guard contains(name) else {
            throw CalqueError(
                "\(path) has no array \(name), in which Marian saves the options that a "
                    + "model was trained with. Give the model.npz of a training by Marian.",
                kind: .model)
        }
        return try MarianOptions(array(name, upTo: MarianOptions.limit).bytes, path: path)
    }

    func outline(of name: String) throws -> MarianArrayOutline {
        let header = try header(name)
        return MarianArrayOutline(
            shape: header.shape, type: header.type.rawValue,
            weightType: NumPyHeader.ElementType.float32.rawValue)
    }

    func floats(of name: String, transposed isTransposed: Bool) throws -> [Float] {
        try array(name).floats(transposed: isTransposed)
    }

    /// None: nobody keeps such matrices there.
    func matrixInEightBits(_ name: String) -> MarianTensor? { nil }

    /// None.
    func inputMultiplier(of matrix: String) throws -> Float? { nil }
}

extension MarianBinary: MarianArrays {
    var names: [String] {
        tensors.map(\.name).filter {
            $0 != MarianOptions.arrayName && !$0.hasSuffix(Self.inputMultiplierEnding)
        }
    }

    func contains(_ name: String) -> Bool { self[name] != nil }

    func outline(of name: String) throws -> MarianArrayOutline {
        let tensor = try tensor(name)
        // Weights may be of every type but that of characters.
        let weightType = tensor.type == .int8 ? MarianType.float32 : tensor.type
        return MarianArrayOutline(
            shape: tensor.shape, type: tensor.type.name, weightType: weightType.name)
    }

    func floats(of name: String, transposed isTransposed: Bool) throws -> [Float] {
        try tensor(name).floats(transposed: isTransposed)
    }

    func matrixInEightBits(_ name: String) -> MarianTensor? {
        self[name].flatMap { $0.isMatrixInEightBits ? $0 : nil }
    }

    /// Whether there are matrices in eight bits.
    var isInEightBits: Bool { tensors.contains(where: \.isMatrixInEightBits) }
}

extension MarianTensor {
    /// Whether it is a matrix of codes of a byte each.
    var isMatrixInEightBits: Bool {
        type.isQuantized && type.byteCount == 1 && shape.count == 2
    }
}
