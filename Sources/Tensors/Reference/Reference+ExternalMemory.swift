import Foundation

extension Reference {
    /// What heads do to the memory of a Neural Turing Machine in one sequence (Graves, Wayne &
    /// Danihelka 2014, section 3), slot by slot.
    package struct ExternalMemory {
        private let shape: MemoryShape

        /// A memory of N slots, each M long.
        package init(_ shape: MemoryShape) { self.shape = shape }

        /// What directs one head.
        package struct Head {
            /// k, what is looked for. `[M]`
            package var key: [Double]
            /// s, how probable each shift is, from the furthest back on.
            package var shift: [Double]
            /// β, how much better the best match is than the others.
            package var strength: Double
            /// g, how much content counts, and how little the weighting before.
            package var gate: Double
            /// γ, how sharp the weighting is made.
            package var sharpening: Double
            /// e of a head that writes. `[M]`
            package var erase: [Double] = []
            /// a of a head that writes. `[M]`
            package var add: [Double] = []
        }

        /// Takes a row of `MemoryShape.parameterCount` numbers apart.
        package func heads(_ row: [Double]) -> [Head] {
            var rest = row[...]
            func take(_ count: Int) -> [Double] {
                defer { rest = rest.dropFirst(count) }
                return Array(rest.prefix(count))
            }
            var heads = (0..<shape.heads).map { _ in
                Head(
                    key: take(shape.width), shift: take(2 * shape.shiftRange + 1),
                    strength: take(1)[0], gate: take(1)[0], sharpening: take(1)[0])
            }
            for head in 0..<shape.writeHeads {
                heads[head].erase = take(shape.width)
                heads[head].add = take(shape.width)
            }
            return heads
        }

        /// Puts a row of parameters together.
        package func row(_ heads: [Head]) -> [Double] {
            heads.flatMap { $0.key + $0.shift + [$0.strength, $0.gate, $0.sharpening] }
                + heads.flatMap { $0.erase + $0.add }
        }

        /// Brings what a network says of a head into range: strength above 0, gate and erase from 0
        /// to 1, shifts that add up to 1, sharpening of 1 or more.
        package func activated(_ raw: Head) -> Head {
            func softplus(_ x: Double) -> Double { log(1 + exp(x)) }
            return Head(
                key: raw.key.map(tanh), shift: softmax(raw.shift),
                strength: softplus(raw.strength), gate: sigmoid(raw.gate),
                sharpening: 1 + softplus(raw.sharpening), erase: raw.erase.map(sigmoid),
                add: raw.add.map(tanh))
        }

        /// The weighting by content: w_i = softmax_i(β cos(k, M_i)) (equations 5 and 6).
        ///
        /// - Parameter memory: `[N, M]`.
        /// - Returns: `[N]`.
        package func content(_ memory: Matrix, _ head: Head) -> [Double] {
            func length(_ x: [Double]) -> Double { (dot(x, x) + 1e-16).squareRoot() }
            let cosines = (0..<memory.rows).map { i in
                dot(memory[i], head.key) / (length(memory[i]) * length(head.key))
            }  // [N]
            return softmax(cosines.map { head.strength * $0 })
        }

        /// The weighting by location, of that by content and of the one before:
        ///
        ///     w^g_i = g w^content_i + (1 − g) w^previous_i       (equation 7)
        ///     w̃_i   = Σ_k w^g_{i−k} s_k, around the ends         (equation 8)
        ///     w_i   = w̃_i^γ / Σ_j w̃_j^γ                         (equation 9)
        ///
        /// - Returns: `[N]`.
        package func location(
            content: [Double], previous: [Double], _ head: Head
        ) -> [Double] {
            let gated = zip(content, previous).map { head.gate * $0 + (1 - head.gate) * $1 }
            let shifted = (0..<shape.slots).map { i in
                head.shift.indices.reduce(0.0) { sum, k in
                    let from = (i - (k - shape.shiftRange) + shape.slots) % shape.slots
                    return sum + gated[from] * head.shift[k]
                }
            }
            let powers = shifted.map { pow($0 + 1e-16, head.sharpening) }
            let total = powers.reduce(0, +)
            return powers.map { $0 / total }
        }

        /// The memory after all heads have erased and then added (equations 3 and 4):
        /// M_i ← M_i ∘ Π_h (1 − w_hi e_h) + Σ_h w_hi a_h.
        ///
        /// - Parameters:
        ///   - memory: `[N, M]`.
        ///   - weightings: w of every head, those that write first. `[heads, N]`
        /// - Returns: `[N, M]`.
        package func write(
            _ memory: Matrix, _ weightings: [[Double]], _ heads: [Head]
        ) -> Matrix {
            let writers = Array(zip(weightings, heads).prefix(shape.writeHeads))
            return Matrix(memory.rows, memory.columns) { i, c in
                let kept = writers.reduce(memory[i, c]) { $0 * (1 - $1.0[i] * $1.1.erase[c]) }
                return writers.reduce(kept) { $0 + $1.0[i] * $1.1.add[c] }
            }
        }

        /// What a head reads: Σ_i w_i M_i (equation 2). `[M]`
        package func read(_ memory: Matrix, _ weighting: [Double]) -> [Double] {
            (Matrix(1, memory.rows, weighting) * memory)[0]
        }
    }
}
