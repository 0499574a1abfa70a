internal import CKernels

/// Gates on the heads of attentions (Michel, Levy & Neubig 2019, "Are Sixteen Heads Really Better
/// than One?", section 2.3):
///
///     MHAtt(x) = Σ_h ξ_h Att_h(x)
///
/// The output of head h is multiplied by ξ_h before Wᴼ. Where ξ_h is 1 the head is what it is without
/// gates; 0 switches it off. An attention is known by its Wᴼ, so that models and their layers know
/// nothing of gates.
///
/// Gates belong to a context while ``Context/withHeadGates(_:_:)`` runs. A context without gates
/// computes nothing for them.
public final class HeadGates {
    /// A weight, by the memory that it lies in.
    private struct Place: Hashable {
        let store: ObjectIdentifier
        let offset: Int

        init(_ weight: Parameter) {
            store = ObjectIdentifier(weight.store)
            offset = weight.offset
        }
    }

    private var gates: [Place: [Float]] = [:]
    private var gradients: [Place: [[Double]]] = [:]

    /// No gates yet.
    public init() {}

    /// ξ of the attention that a Wᴼ belongs to, one number a head; nil where it has no gates.
    public subscript(weight: Parameter) -> [Float]? {
        get { gates[Place(weight)] }
        set { gates[Place(weight)] = newValue }
    }

    /// ∂L/∂ξ_h of the attention that a Wᴼ belongs to, after a backward pass: the part of every
    /// sentence, `[sentences][heads]`. Of a loss that is a sum over sentences, that part is the
    /// gradient of the sentence's own loss. Nil where no gradient came.
    public func gradient(of weight: Parameter) -> [[Double]]? { gradients[Place(weight)] }

    func addGradient(_ gradient: [[Double]], of weight: Parameter) {
        let place = Place(weight)
        guard let present = gradients[place] else { return gradients[place] = gradient }
        gradients[place] = zip(present, gradient).map { zip($0, $1).map(+) }
    }
}

extension Context {
    /// Runs something with gates on the heads of attentions.
    public func withHeadGates<Result>(
        _ gates: HeadGates, _ body: () throws -> Result
    ) rethrows -> Result {
        precondition(headGates == nil, "gates on heads inside gates on heads")
        headGates = gates
        defer { headGates = nil }
        return try body()
    }

    /// Multiplies the columns of every head by its gate: y_h = ξ_h x_h. Without gates for the
    /// attention, x itself.
    ///
    /// With a tape the gates get their gradient, ∂L/∂ξ_h = Σ x_h · ∂L/∂y_h over the rows of a
    /// sentence.
    ///
    /// - Parameters:
    ///   - heads: What the heads computed, side by side: `[rows, h · d_v]`.
    ///   - weight: Wᴼ, which tells the attention.
    ///   - segments: The sentences; queries are rows of `heads`.
    /// - Returns: `[rows, h · d_v]`.
    public func gated(
        _ heads: Tensor, before weight: Parameter, segments: AttentionSegments
    ) -> Tensor {
        guard let headGates, let gates = headGates[weight] else { return heads }
        let out = scaled(heads, by: gates)
        tape?.record(out) { tape, gradient in
            let products = self.headProducts(heads, gradient, count: gates.count, segments)
            headGates.addGradient(products, of: weight)
            self.scale(gradient, by: gates, into: gradient)
            tape.accumulate(heads.key, giving: gradient)
        }
        return out
    }

    /// Groups of columns, as wide as each other, each multiplied by a number. For inference: it leaves
    /// no gradient.
    package func scaled(_ x: Tensor, by factors: [Float]) -> Tensor {
        let out = tensor(x.rows, x.columns, elementType: x.elementType)
        scale(x, by: factors, into: out)
        return out
    }

    private func scale(_ x: Tensor, by factors: [Float], into out: Tensor) {
        precondition(
            !factors.isEmpty && x.columns % factors.count == 0,
            "\(factors.count) factors for groups of the columns of \(x.shape)")
        let width = x.columns / factors.count
        let size = width * x.elementType.byteCount
        for group in 0..<x.rows * factors.count {
            ck_scale(
                x.elementType.kernelType, factors[group % factors.count], x.pointer + group * size,
                out.pointer + group * size, Int64(width))
        }
    }

    /// Σ x · y over the rows of every sentence and the columns of every head: `[sentences][heads]`.
    private func headProducts(
        _ x: Tensor, _ y: Tensor, count: Int, _ segments: AttentionSegments
    ) -> [[Double]] {
        let (columns, width) = (x.columns, x.columns / count)
        let (x, y) = (x.array(), y.array())
        return segments.kernelSegments.map { segment in
            var sums = [Double](repeating: 0, count: count)
            let start = Int(segment.query_start)
            for row in start..<start + Int(segment.query_count) {
                for column in 0..<columns {
                    let place = row * columns + column
                    sums[column / width] += Double(x[place]) * Double(y[place])
                }
            }
            return sums
        }
    }
}
