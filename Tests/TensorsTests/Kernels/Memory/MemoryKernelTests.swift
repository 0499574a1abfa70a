import CKernels
import Foundation
import Tensors
import Testing

/// Sizes that fill vectors and sizes that do not; more than one head of a kind; no shift at all.
struct MemorySizes: Sendable, CustomTestStringConvertible {
    let kernel: ck_memory

    init(_ sequences: Int64, slots: Int64, width: Int64, write: Int64, read: Int64, shifts: Int64) {
        kernel = ck_memory(
            sequences: sequences, slots: slots, width: width, write_heads: write, read_heads: read,
            shifts: shifts)
    }

    var testDescription: String {
        """
        \(kernel.sequences) × \(kernel.slots) × \(kernel.width), \(kernel.write_heads) write, \
        \(kernel.read_heads) read, \(kernel.shifts) shifts
        """
    }

    static let all = [
        MemorySizes(2, slots: 128, width: 20, write: 1, read: 1, shifts: 3),
        MemorySizes(3, slots: 33, width: 7, write: 2, read: 1, shifts: 5),
        MemorySizes(1, slots: 5, width: 3, write: 1, read: 3, shifts: 5),
        MemorySizes(2, slots: 16, width: 16, write: 3, read: 2, shifts: 1),
        MemorySizes(1, slots: 1, width: 1, write: 1, read: 1, shifts: 1),
    ]
}

struct MemoryKernelTests {
    /// Random operands of a size, and the reference.
    private struct Case {
        let sizes: ck_memory
        let shape: MemoryShape
        let reference: Reference.ExternalMemory
        let contents: KernelArray
        let raw: KernelArray
        let parameters: KernelArray
        let previous: KernelArray

        init(_ sizes: MemorySizes) {
            var kernel = sizes.kernel
            self.sizes = kernel
            shape = MemoryShape(
                slots: Int(kernel.slots), width: Int(kernel.width),
                writeHeads: Int(kernel.write_heads), readHeads: Int(kernel.read_heads),
                shiftRange: Int(kernel.shifts / 2))
            reference = Reference.ExternalMemory(shape)
            var random = KernelRandom(UInt64(kernel.slots))
            let sequences = Int(kernel.sequences)
            let parameterCount = Int(ck_memory_parameter_count(&kernel))
            contents = random.array(.float32, sequences * shape.contentCount)
            raw = random.array(.float32, sequences * parameterCount, bound: 3)
            parameters = KernelArray(.float32, count: raw.count)
            ck_memory_parameters_forward(&kernel, raw.floats, parameters.floats)
            let weights = random.floats(sequences * shape.weightingCount)
            previous = KernelArray(
                .float32,
                weights.map(Double.init).parts(sequences * shape.heads)
                    .flatMap(Reference.softmax).map(Float.init))
        }

        /// Rows of a sequence each.
        func rows(_ array: KernelArray) -> [[Double]] {
            array.values.map(Double.init).parts(Int(sizes.sequences))
        }

        /// What `body` makes of each sequence, its parameters taken apart and its weightings by head.
        func expected(
            _ weighting: KernelArray? = nil,
            _ body: (
                _ memory: Reference.Matrix, _ heads: [Reference.ExternalMemory.Head],
                _ weightings: [[Double]]
            ) -> [Double]
        ) -> [Double] {
            let weightings = rows(weighting ?? previous)
            return zip(zip(rows(contents), rows(parameters)), weightings).flatMap {
                // A memory lies transposed.
                let memory = Reference.Matrix(shape.width, shape.slots, $0.0).transposed
                return body(memory, reference.heads($0.1), $1.parts(shape.heads))
            }
        }
    }

    @Test(arguments: MemorySizes.all)
    func parametersComeIntoTheirRanges(sizes: MemorySizes) {
        let memory = Case(sizes)
        memory.parameters.expect(
            memory.rows(memory.raw).flatMap { row in
                memory.reference.row(
                    memory.reference.heads(row).map(memory.reference.activated))
            }, relative: 2e-6, absolute: 1e-6, "parameters")
    }

    @Test(arguments: MemorySizes.all)
    func contentIsComparedByCosines(sizes: MemorySizes) {
        let memory = Case(sizes)
        var kernel = memory.sizes
        let weighting = KernelArray(.float32, count: memory.previous.count)
        let similarity = KernelArray(.float32, count: memory.previous.count)
        let norms = KernelArray(.float32, count: Int(kernel.sequences * kernel.slots))
        ck_memory_content_forward(
            &kernel, memory.contents.floats, memory.parameters.floats, similarity.floats,
            norms.floats, weighting.floats)
        let expected = memory.expected { contents, heads, _ in
            heads.flatMap { memory.reference.content(contents, $0) }
        }
        weighting.expect(expected, relative: 1e-5, absolute: 1e-7, "weighting")
        #expect(similarity.isIntact && norms.isIntact)
    }

    @Test(arguments: MemorySizes.all)
    func locationIsInterpolatedShiftedAndSharpened(sizes: MemorySizes) {
        let memory = Case(sizes)
        var kernel = memory.sizes
        // Any weighting does for the one by content: here that of the next head.
        let moved = KernelArray(
            .float32, Array(memory.previous.values.reversed()))
        let results = (0..<3).map { _ in KernelArray(.float32, count: moved.count) }
        ck_memory_location_forward(
            &kernel, moved.floats, memory.previous.floats, memory.parameters.floats,
            results[0].floats, results[1].floats, results[2].floats)
        let contents = memory.rows(moved)
        var sequence = 0
        let expected = memory.expected { _, heads, previous in
            defer { sequence += 1 }
            let content = contents[sequence].parts(memory.shape.heads)
            return heads.indices.flatMap {
                memory.reference.location(
                    content: content[$0], previous: previous[$0], heads[$0])
            }
        }
        results[2].expect(expected, relative: 2e-5, absolute: 1e-7, "weighting")
        #expect(results[0].isIntact && results[1].isIntact)
    }

    @Test(arguments: MemorySizes.all)
    func allHeadsEraseBeforeAnyAdds(sizes: MemorySizes) {
        let memory = Case(sizes)
        var kernel = memory.sizes
        let out = KernelArray(.float32, count: memory.contents.count)
        ck_memory_write_forward(
            &kernel, memory.contents.floats, memory.previous.floats, memory.parameters.floats,
            out.floats)
        let expected = memory.expected { contents, heads, weightings in
            memory.reference.write(contents, weightings, heads).transposed.values
        }
        out.expect(expected, relative: 2e-6, absolute: 1e-6, "contents")
    }

    @Test(arguments: MemorySizes.all)
    func readingIsTheWeightedSumOfSlots(sizes: MemorySizes) {
        let memory = Case(sizes)
        var kernel = memory.sizes
        let count = Int(kernel.sequences * kernel.read_heads * kernel.width)
        let out = KernelArray(.float32, count: count)
        ck_memory_read_forward(
            &kernel, memory.contents.floats, memory.previous.floats, out.floats)
        let expected = memory.expected { contents, _, weightings in
            weightings.dropFirst(memory.shape.writeHeads).flatMap {
                memory.reference.read(contents, $0)
            }
        }
        out.expect(expected, relative: 2e-6, absolute: 1e-6, "reads")
    }
}

struct RowSoftmaxKernelTests {
    @Test(arguments: KernelShape.all)
    func matchesTheEquation(shape: KernelShape) {
        var random = KernelRandom(7)
        let x = random.array(.float32, shape.count, bound: 20)
        let y = KernelArray(.float32, count: shape.count)
        ck_softmax_forward(x.floats, y.floats, Int64(shape.rows), Int64(shape.width))
        let rows = (0..<shape.rows).flatMap { row in
            Reference.softmax(
                x.values[row * shape.width..<(row + 1) * shape.width].map(Double.init))
        }
        y.expect(rows, relative: 5e-6, absolute: 1e-12)
    }

    @Test func notANumberShows() {
        let y = KernelArray(.float32, [1, .nan, 2])
        ck_softmax_forward(y.floats, y.floats, 1, 3)
        #expect(y.values.allSatisfy { $0.isNaN })
    }
}

extension Array {
    /// Parts of equal length.
    fileprivate func parts(_ count: Int) -> [[Element]] {
        let length = self.count / count
        return (0..<count).map { Array(self[$0 * length..<($0 + 1) * length]) }
    }
}
