import CKernels
import Testing

struct EmbeddingKernelTests {
    static let tableRows = 11

    @Test(arguments: KernelType.allCases, KernelShape.all)
    func forwardGathersScalesAndAddsPositions(type: KernelType, shape: KernelShape) {
        var random = KernelRandom(1)
        let table = random.array(type, Self.tableRows * shape.width)
        let positions = random.array(.float32, 5 * shape.width)
        let ids = (0..<shape.rows).map { Int32($0 * 7 % Self.tableRows) }
        let positionIDs = (0..<shape.rows).map { Int32($0 % 5) }
        let embeddings = table.values
        let places = positions.values
        for (dropout, hasPositions) in zip(KernelDropout.allCases.map(\.kernel), [false, true]) {
            let out = KernelArray(type, count: shape.count)
            ck_embedding_forward(
                type.code, table.data, ids, hasPositions ? positions.floats : nil, positionIDs, 3,
                dropout,
                out.data, Int64(shape.rows), Int64(shape.width))
            let expected = (0..<shape.count).map { i in
                let row = i / shape.width
                let column = i % shape.width
                let embedding = Double(embeddings[Int(ids[row]) * shape.width + column])
                let position = Double(places[Int(positionIDs[row]) * shape.width + column])
                return (3 * embedding + (hasPositions ? position : 0)) * dropout.factor(i)
            }
            out.expect(expected, relative: type.precision, absolute: 1e-6)
        }
    }

    @Test(arguments: KernelType.allCases, KernelShape.all)
    func backwardAddsRowsToTheirEmbedding(type: KernelType, shape: KernelShape) {
        var random = KernelRandom(2)
        let gradient = random.array(type, shape.count)
        let values = gradient.values
        // A repeated id, and a row that is passed over.
        let ids = (0..<shape.rows).map { $0 == 2 ? Int32(-1) : Int32($0 % 3) }
        for dropout in KernelDropout.allCases.map(\.kernel) {
            let table = random.array(.float32, Self.tableRows * shape.width)
            var expected = table.values.map { Double($0) }
            for i in 0..<shape.count where ids[i / shape.width] >= 0 {
                let target = Int(ids[i / shape.width]) * shape.width + i % shape.width
                expected[target] += 3 * Double(values[i]) * dropout.factor(i)
            }
            ck_embedding_backward(
                type.code, gradient.data, ids, 3, dropout, table.floats, Int64(shape.rows),
                Int64(shape.width))
            table.expect(expected, relative: 1e-6, absolute: 1e-5)
        }
    }

    @Test(arguments: KernelType.allCases, KernelShape.all)
    func gatherCopiesRows(type: KernelType, shape: KernelShape) {
        var random = KernelRandom(3)
        let matrix = random.array(type, Self.tableRows * shape.width)
        let indices = (0..<shape.rows).map { Int32(Self.tableRows - 1 - $0) }
        let out = KernelArray(type, count: shape.count)
        ck_gather_rows(
            type.code, matrix.data, indices, out.data, Int64(shape.rows), Int64(shape.width))
        let values = matrix.values
        let expected = (0..<shape.count).map { i in
            Double(values[Int(indices[i / shape.width]) * shape.width + i % shape.width])
        }
        out.expect(expected, relative: 0, absolute: 0)
    }
}
