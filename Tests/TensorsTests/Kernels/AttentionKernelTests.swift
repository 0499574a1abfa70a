import CKernels
import Testing

struct AttentionKernelTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// Queries and keys of each segment.
        var lengths: [(queries: Int, keys: Int)]
        var width = 32
        var heads = 2
        var isCausal = false
        var dropout = KernelDropout.off
        var isScaled = true

        var testDescription: String {
            let sizes = lengths.map { "\($0.queries)x\($0.keys)" }.joined(separator: " ")
            let words = (isCausal ? " causal" : "") + (isScaled ? "" : " not scaled")
            return "\(sizes) width \(width)\(words) \(dropout)"
        }

        var queryRows: Int { lengths.map(\.queries).reduce(0, +) }
        var keyRows: Int { lengths.map(\.keys).reduce(0, +) }

        var reference: PackedAttention {
            var segments: [ck_segment] = []
            var query = 0
            var key = 0
            for length in lengths {
                segments.append(
                    ck_segment(
                        query_start: Int64(query), query_count: Int64(length.queries),
                        key_start: Int64(key),
                        key_count: Int64(length.keys)))
                query += length.queries
                key += length.keys
            }
            return PackedAttention(
                segments: segments, heads: heads, width: width, isCausal: isCausal,
                dropout: dropout.kernel, scale: isScaled ? nil : 1)
        }
    }

    static let cases: [Case] =
        [1, 7, 32, 33, 64].flatMap { width in
            [
                Case(lengths: [(1, 1), (7, 7), (20, 20)], width: width),
                Case(lengths: [(16, 16), (33, 33)], width: width, isCausal: true, dropout: .on),
            ]
        } + [
            Case(lengths: []), Case(lengths: [(0, 5), (5, 5)]), Case(lengths: [(5, 0)]),
            Case(lengths: [(60, 47)], heads: 4, dropout: .on),
            Case(lengths: [(130, 130)], isCausal: true),
            Case(lengths: [(1, 40), (2, 17), (3, 5)]),
            Case(lengths: [(1, 40), (2, 17)], width: 64, dropout: .on),
            Case(lengths: [(1, 9), (2, 40), (4, 40)], width: 20, isCausal: true),
            Case(lengths: [(1, 40), (1, 17), (1, 1), (3, 9)], width: 64, heads: 8),
            Case(lengths: [(1, 40), (1, 18)], width: 32, heads: 16),
            Case(lengths: [(1, 5), (1, 33)], width: 64, heads: 4, isCausal: true),
            Case(lengths: [(6, 3)], isCausal: true), Case(lengths: [(40, 21)], isCausal: true),
            Case(lengths: [(1, 6), (20, 20)], width: 2, isScaled: false),
            Case(lengths: [(9, 9)], width: 2, isCausal: true, dropout: .on, isScaled: false),
        ]

    /// Everything that one call reads and writes. Rows are wider than the heads, as when Q, K and V
    /// come from one product.
    private final class Call {
        static let padding = 3
        let size: Case, type: KernelType
        let query, key, value, outGradient: KernelArray
        private var segments: [ck_segment]

        init(_ size: Case, _ type: KernelType) {
            var random = KernelRandom(UInt64(size.width))
            self.size = size
            self.type = type
            let stride = size.heads * size.width + Self.padding
            query = random.array(type, size.queryRows * stride)
            key = random.array(type, size.keyRows * stride)
            value = random.array(type, size.keyRows * stride)
            outGradient = random.array(type, size.queryRows * stride)
            segments = size.reference.segments
        }

        private var stride: Int { size.heads * size.width + Self.padding }

        func columns(_ array: KernelArray) -> ck_columns {
            ck_columns(data: array.data, stride: Int64(stride))
        }

        func empty(rows: Int) -> KernelArray { KernelArray(type, count: rows * stride) }

        /// Without the padding.
        func values(_ array: KernelArray) -> [Double] {
            let all = array.values
            return all.indices.filter { $0 % stride < stride - Self.padding }.map {
                Double(all[$0])
            }
        }

        /// The rows of a matrix, rounded to another type: without their padding as they are read,
        /// and whole as they are stored.
        func rows(
            of matrix: KernelArray, as type: KernelType
        ) -> [(own: [Double], stored: [Float])] {
            let all = matrix.values.map(type.rounded)
            return (0..<all.count / stride).map { row in
                let stored = Array(all[row * stride..<(row + 1) * stride])
                return (stored.dropLast(Self.padding).map(Double.init), stored)
            }
        }

        /// With the padding untouched.
        func padded(_ values: [Double]) -> [Double] {
            let width = stride - Self.padding
            return (0..<values.count / width).flatMap { r in
                values[r * width..<(r + 1) * width] + [Double](repeating: .nan, count: Self.padding)
            }
        }

        func run(_ body: (UnsafePointer<ck_attention>, UnsafeMutableRawPointer) -> Void) {
            segments.withUnsafeBufferPointer { segments in
                var attention = ck_attention()
                attention.type = type.code
                attention.segments = segments.baseAddress
                attention.segment_count = Int64(segments.count)
                attention.heads = Int64(size.heads)
                attention.head_width = Int64(size.width)
                attention.scale = size.isScaled ? 1 / Float(size.width).squareRoot() : 1
                attention.causal = size.isCausal ? 1 : 0
                attention.dropout = size.dropout.kernel
                attention.query = columns(query)
                attention.key = columns(key)
                attention.value = columns(value)
                // Exactly as much as asked for, so that the guard after it is watched, and full of
                // not-a-number.
                let floats = Int(ck_attention_workspace(&attention)) / 4
                let workspace = KernelArray(.float32, count: floats)
                body(&attention, workspace.data)
                #expect(workspace.isIntact)
            }
        }
    }

    @Test(arguments: KernelType.allCases, cases)
    func forwardMatchesTheEquation(type: KernelType, size: Case) {
        let call = Call(size, type)
        let expected = size.reference.forward(
            call.values(call.query), call.values(call.key), call.values(call.value))
        let out = call.empty(rows: size.queryRows)
        let logSums = KernelArray(.float32, count: expected.logSums.count)
        let weights = KernelArray(.float32, count: expected.weights.count)
        call.run { attention, workspace in
            ck_attention_forward(
                attention, call.columns(out), logSums.floats, weights.floats, workspace)
        }
        out.expect(call.padded(expected.out), relative: type.precision, absolute: 2e-6, "out")
        weights.expect(expected.weights, relative: 1e-5, absolute: 1e-7, "weights")
        expectLogSums(logSums, expected.logSums)
    }

    /// Keys and values row by row in blocks, in no order, as a decoder's steps leave them; beside
    /// float32 queries they may be bfloat16.
    @Test(
        arguments: [
            (KernelType.float32, KernelType.float32), (.bfloat16, .bfloat16), (.float32, .bfloat16),
        ], cases.filter { $0.dropout == .off })
    func scatteredKeysAreFound(types: (queries: KernelType, keys: KernelType), size: Case) {
        let call = Call(size, types.queries)
        let keys = call.rows(of: call.key, as: types.keys)
        let values = call.rows(of: call.value, as: types.keys)
        let expected = size.reference.forward(
            call.values(call.query), keys.flatMap { $0.own }, values.flatMap { $0.own })
        // Block b has rows b, b + 3, … from its last row to its first.
        let blocks = (0..<3).map { block in
            Array(stride(from: block, to: size.keyRows, by: 3).reversed())
        }
        let places = (0..<size.keyRows).map { key in
            UInt64(key % 3) << 32 | UInt64(blocks[key % 3].firstIndex(of: key) ?? 0)
        }
        let matrices = blocks.map { block in
            let rows = block.flatMap { keys[$0].stored + values[$0].stored }
            return Optional(UnsafeRawPointer(KernelArray(types.keys, rows).data))
        }
        let out = call.empty(rows: size.queryRows)
        call.run { attention, workspace in
            matrices.withUnsafeBufferPointer { matrices in
                places.withUnsafeBufferPointer { places in
                    var table = ck_blocks(
                        places: places.baseAddress, matrices: matrices.baseAddress,
                        stride: 2 * attention.pointee.key.stride,
                        value_offset: attention.pointee.key.stride)
                    withUnsafePointer(to: &table) { table in
                        var scattered = attention.pointee
                        scattered.key_type = types.keys.code
                        scattered.key.data = nil
                        scattered.value.data = nil
                        scattered.blocks = table
                        ck_attention_forward(&scattered, call.columns(out), nil, nil, workspace)
                    }
                }
            }
        }
        out.expect(
            call.padded(expected.out), relative: types.queries.precision, absolute: 2e-6, "out")
    }

    /// Minus infinity equals itself, which a difference does not show.
    private func expectLogSums(_ actual: KernelArray, _ expected: [Double]) {
        for (value, reference) in zip(actual.values, expected) {
            #expect(Double(value) == reference || abs(Double(value) - reference) < 1e-5)
        }
    }

    @Test(arguments: KernelType.allCases, cases)
    func backwardMatchesTheEquation(type: KernelType, size: Case) {
        let call = Call(size, type)
        let expected = size.reference.backward(
            call.values(call.query), call.values(call.key), call.values(call.value),
            call.values(call.outGradient))
        let out = call.empty(rows: size.queryRows)
        let logSums = KernelArray(.float32, count: size.queryRows * size.heads)
        let query = call.empty(rows: size.queryRows)
        let key = call.empty(rows: size.keyRows)
        let value = call.empty(rows: size.keyRows)
        call.run { attention, workspace in
            ck_attention_forward(attention, call.columns(out), logSums.floats, nil, workspace)
            ck_attention_backward(
                attention, call.columns(out), logSums.floats, call.columns(call.outGradient),
                call.columns(query),
                call.columns(key), call.columns(value), workspace)
        }
        // The rounding of `out` enters through the sum of dO O.
        let absolute = type == .float32 ? 1e-5 : 0.02
        query.expect(
            call.padded(expected.query), relative: type.precision, absolute: absolute, "query")
        key.expect(call.padded(expected.key), relative: type.precision, absolute: absolute, "key")
        value.expect(call.padded(expected.value), relative: type.precision, absolute: 1e-5, "value")
    }

    @Test(arguments: [KernelDropout.off, .on])
    func theReferenceGradientMatchesDifferences(dropout: KernelDropout) {
        let reference = Case(lengths: [(4, 5)], width: 3, isCausal: true, dropout: dropout)
            .reference
        var random = KernelRandom(9)
        func matrix(_ rows: Int) -> [Double] { random.floats(rows * 6).map { Double($0) } }
        let inputs = [matrix(4), matrix(5), matrix(5)]
        let outGradient = matrix(4)
        func loss(_ inputs: [[Double]]) -> Double {
            zip(reference.forward(inputs[0], inputs[1], inputs[2]).out, outGradient).map(*).reduce(
                0, +)
        }
        let gradients = reference.backward(inputs[0], inputs[1], inputs[2], outGradient)
        for (which, gradient) in [gradients.query, gradients.key, gradients.value].enumerated() {
            for i in gradient.indices {
                var above = inputs
                var below = inputs
                above[which][i] += 1e-5
                below[which][i] -= 1e-5
                #expect(abs((loss(above) - loss(below)) / 2e-5 - gradient[i]) < 1e-8)
            }
        }
    }

    @Test(arguments: [1, 2, 20])
    func notANumberShows(queries: Int) {
        let call = Call(Case(lengths: [(queries, 20)]), .float32)
        call.key.floats[0] = .nan
        let out = call.empty(rows: queries)
        let logSums = KernelArray(.float32, count: 2 * queries)
        call.run { attention, workspace in
            ck_attention_forward(attention, call.columns(out), logSums.floats, nil, workspace)
        }
        #expect(out.floats[0].isNaN && logSums.floats[0].isNaN)
        #expect(!out.floats[32].isNaN && !logSums.floats[1].isNaN)
    }

    @Test func aQueryAloneGivesWhatItGivesAmongOthers() {
        // The last row of a causal sentence, as decoding computes it: one query against all keys.
        let whole = Call(Case(lengths: [(20, 20)], isCausal: true), .float32)
        let out = whole.empty(rows: 20)
        let last = whole.empty(rows: 20)
        whole.run { attention, workspace in
            ck_attention_forward(attention, whole.columns(out), nil, nil, workspace)
            var segment = ck_segment(query_start: 19, query_count: 1, key_start: 0, key_count: 20)
            withUnsafePointer(to: &segment) { segment in
                var single = attention.pointee
                single.segments = segment
                ck_attention_forward(&single, whole.columns(last), nil, nil, workspace)
            }
        }
        let row = out.count / 20 * 19
        for (a, b) in zip(out.values[row...], last.values[row...]) where !a.isNaN {
            #expect(abs(a - b) < 1e-6)
        }
        #expect(last.values[..<row].allSatisfy { $0.isNaN })
    }
}
