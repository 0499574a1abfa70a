/// The mean and the covariance of vectors.
struct Covariance {
    let mean: [Double]
    /// C, row by row.
    let matrix: [Lanes]
    /// Σ_i C_ii.
    let trace: Double

    /// So many vectors are added at once, while they are in the processor's cache.
    private static let blockRows = 32

    init(of vectors: [Float], width: Int) {
        let count = vectors.count / width
        var sums = [Double](repeating: 0, count: width)
        for row in 0..<count {
            for column in 0..<width { sums[column] += Double(vectors[row * width + column]) }
        }
        let mean = sums.map { $0 / Double(count) }
        var sum = OuterProductSum(width: width, blockRows: Self.blockRows)
        for start in stride(from: 0, to: count, by: Self.blockRows) {
            for row in 0..<Self.blockRows {
                let place = (start + row) * width
                for column in 0..<width {
                    // Rows after the last are zero, and so add nothing.
                    sum.block[row, column] =
                        start + row < count ? Double(vectors[place + column]) - mean[column] : 0
                }
            }
            sum.addBlock()
        }
        self.mean = mean
        let matrix = sum.matrix(dividedBy: Double(count))
        trace = matrix.indices.reduce(0) { $0 + matrix[$1][$1] }
        self.matrix = matrix.map { Lanes($0) }
    }
}

/// Σ x xᵀ over blocks of vectors x.
private struct OuterProductSum {
    /// Some vectors, lane by lane: what is added to one lane of the sum lies together.
    struct Block {
        let rows: Int
        var lanes: Lanes

        init(rows: Int, laneCount: Int) {
            self.rows = rows
            lanes = Lanes(repeating: .zero, count: rows * laneCount)
        }

        subscript(row: Int, column: Int) -> Double {
            get { lanes[column / 8 * rows + row][column % 8] }
            set { lanes[column / 8 * rows + row][column % 8] = newValue }
        }
    }

    private let width: Int
    private let laneCount: Int
    /// Of each row, the lanes from that of the diagonal on: the sum is symmetric.
    private var sums: Lanes
    var block: Block

    init(width: Int, blockRows: Int) {
        self.width = width
        laneCount = (width + 7) / 8
        sums = Lanes(repeating: .zero, count: width * laneCount)
        block = Block(rows: blockRows, laneCount: laneCount)
    }

    /// Adds the vectors of the block.
    mutating func addBlock() {
        let (width, laneCount, rows) = (width, laneCount, block.rows)
        block.lanes.withUnsafeBufferPointer { vectors in
            sums.withUnsafeMutableBufferPointer { sums in
                for i in 0..<width {
                    let own = i / 8 * rows
                    for lane in i / 8..<laneCount {
                        var sum = sums[i * laneCount + lane]
                        for row in 0..<rows {
                            sum += vectors[own + row][i % 8] * vectors[lane * rows + row]
                        }
                        sums[i * laneCount + lane] = sum
                    }
                }
            }
        }
    }

    /// The whole sum, divided. `[width][width]`
    func matrix(dividedBy divisor: Double) -> [[Double]] {
        (0..<width).map { i in
            (0..<width).map { j in
                let (row, column) = (min(i, j), max(i, j))
                return sums[row * laneCount + column / 8][column % 8] / divisor
            }
        }
    }
}
