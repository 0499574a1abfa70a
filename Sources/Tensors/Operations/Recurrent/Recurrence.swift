internal import CKernels

/// The weights with which a recurrent layer reads its own state.
public struct RecurrentWeights: Sendable {
    /// What a step computes.
    public let cell: RecurrentCell
    /// `[gates · width, width]`.
    public let weight: Parameter
    /// The GRU's bias inside the reset gate, `[width]`.
    public let bias: Parameter?

    /// The weights of a cell.
    public init(cell: RecurrentCell, weight: Parameter, bias: Parameter?) {
        self.cell = cell
        self.weight = weight
        self.bias = bias
    }

    /// The width of the state.
    public var width: Int { weight.columns }
}

extension Context {
    /// A recurrent layer over all steps of packed sentences: what `recurrentStep` computes, step by
    /// step, in one operation.
    ///
    /// The products with the input are made before, for all steps at once, and the gradient of the
    /// weights in the end, in one product over all steps; only h Uᵀ is left to do a step at a time.
    ///
    /// - Parameters:
    ///   - weights: U, and the GRU's bias inside the reset gate.
    ///   - input: What the steps' inputs contribute to the gates, biases included, in the order of
    ///     time, `[steps.rows, gates · width]`. Used up.
    ///   - initial: The state before the first step, in the order of `steps.sentences`, with as many
    ///     rows as the first step; nil for zeros.
    ///   - steps: Which rows make up each step.
    /// - Returns: The states after every step, `[steps.rows, width]`.
    public func recurrence(
        _ weights: RecurrentWeights, input: Tensor, initial: RecurrentState? = nil,
        steps: TimeSteps
    ) -> RecurrentState {
        let (cell, width) = (weights.cell, weights.width)
        precondition(
            input.rows == steps.rows && input.columns == cell.gates * width,
            "a recurrence of \(cell) of width \(width), \(steps.rows) rows, over \(input.shape)")
        let states = emptyState(cell, rows: input.rows, width: width)
        guard steps.count > 0 else { return states }
        let firstRows = steps.firstRowCount
        let initialState = initial ?? zeroState(cell, rows: firstRows, width: width)
        precondition(
            initialState.hidden.rows == firstRows && initialState.hidden.columns == width,
            "\(firstRows) sentences with an initial state of \(initialState.hidden.shape)")
        let run = RecurrenceRun(
            weights: weights, gates: input, initial: initialState, states: states, steps: steps,
            context: self)
        let hiddenGates = run.forward()
        tape?.record(states.tensors) { tape, gradients in
            run.backward(tape, gradients, hiddenGates: hiddenGates, initial: initial)
        }
        return states
    }
}

/// A recurrence under way.
private struct RecurrenceRun {
    let weights: RecurrentWeights
    /// What the inputs contribute; then the gates; then the gradient of what the inputs
    /// contributed.
    let gates: Tensor
    let initial: RecurrentState
    let states: RecurrentState
    let steps: TimeSteps
    let context: Context

    private var step: CellStep {
        CellStep(
            weights.cell, width: weights.width, elementType: states.hidden.elementType,
            bias: weights.bias)
    }

    /// Returns what the hidden states contributed to the gates, where the gradient needs it.
    func forward() -> Tensor? {
        let keepsAll = context.tape != nil && weights.cell == .gru
        let buffer = context.tensor(
            keepsAll ? gates.rows : steps.firstRowCount, gates.columns)
        for index in 0..<steps.count {
            let range = steps.range(of: index)
            let hidden = MatrixView(buffer).rows(
                keepsAll ? range : 0..<range.count)
            context.multiply(
                context.productInput(hiddenBefore(index), of: weights.weight),
                WeightProduct(weight: weights.weight, bias: nil, result: hidden))
            step.forward(
                input: address(gates, range.lowerBound), hidden: hidden.pointer,
                previous: stateBefore(index),
                next: CellStep.State(states, row: range.lowerBound), rows: range.count)
        }
        return keepsAll ? buffer : nil
    }

    func backward(
        _ tape: Tape, _ gradients: [Tensor?], hiddenGates: Tensor?, initial given: RecurrentState?
    ) {
        let hiddenGradient = gradients[0] ?? tape.zeros(like: states.hidden.key)
        let reachedCells = states.cell.flatMap { _ in gradients[1] }
        let initialGradient = tape.zeros(like: initial.hidden.key)
        let cellGradient = initial.cell.map { tape.zeros(like: $0.key) }
        for index in (0..<steps.count).reversed() {
            let range = steps.range(of: index)
            if let cellGradient, let reachedCells { add(reachedCells, range, to: cellGradient) }
            let previousGradient =
                index > 0
                ? MatrixView(hiddenGradient).rows(
                    steps.offsets[index - 1]..<steps.offsets[index - 1] + range.count)
                : MatrixView(initialGradient)
            backward(
                index, tape, hiddenGates: hiddenGates, hiddenGradient: hiddenGradient,
                cellGradient: cellGradient, previousGradient: previousGradient)
        }
        addWeightGradient(tape, hiddenGates ?? gates)
        tape.accumulate(gates.key, giving: gates)
        guard let given else { return }
        tape.accumulate(given.hidden.key, giving: initialGradient)
        if let cell = given.cell, let cellGradient {
            tape.accumulate(cell.key, giving: cellGradient)
        }
    }

    private func backward(
        _ index: Int, _ tape: Tape, hiddenGates: Tensor?, hiddenGradient: Tensor,
        cellGradient: Tensor?, previousGradient: MatrixView
    ) {
        let range = steps.range(of: index)
        step.backward(
            input: address(gates, range.lowerBound),
            hidden: hiddenGates.map { address($0, range.lowerBound) },
            previous: stateBefore(index), next: CellStep.State(states, row: range.lowerBound),
            gradient: CellStep.State(
                hidden: address(hiddenGradient, range.lowerBound),
                cell: cellGradient?.floats.baseAddress),
            previousGradient: previousGradient.pointer,
            biasGradient: weights.bias.map(tape.parameterGradients.pointer), rows: range.count)
        context.products.multiply(
            .plain(MatrixView(hiddenGates ?? gates).rows(range)),
            .plain(MatrixView(weights.weight, context.precision)), into: previousGradient,
            ProductOptions(accumulates: true))
    }

    /// dU += dgatesᵀ h, where h are the states before the steps.
    private func addWeightGradient(_ tape: Tape, _ gatesGradient: Tensor) {
        let before = context.tensor(states.hidden.rows, weights.width)
        for index in 0..<steps.count {
            let range = steps.range(of: index)
            let source = index > 0 ? states.hidden : initial.hidden
            before.copyRows(
                at: range.lowerBound, from: source,
                rows: index > 0 ? steps.offsets[index - 1] : 0, count: range.count)
        }
        context.products.multiply(
            .transposed(MatrixView(gatesGradient)),
            .plain(MatrixView(context.productInput(before, of: weights.weight))),
            into: tape.parameterGradients.view(weights.weight), ProductOptions(accumulates: true))
    }

    private func hiddenBefore(_ index: Int) -> MatrixView {
        let count = steps.range(of: index).count
        guard index > 0 else { return MatrixView(initial.hidden).rows(0..<count) }
        let start = steps.offsets[index - 1]
        return MatrixView(states.hidden).rows(start..<start + count)
    }

    private func stateBefore(_ index: Int) -> CellStep.State {
        index > 0
            ? CellStep.State(states, row: steps.offsets[index - 1]) : CellStep.State(initial)
    }

    private func address(_ matrix: Tensor, _ row: Int) -> UnsafeMutableRawPointer {
        matrix.pointer + row * matrix.columns * matrix.elementType.byteCount
    }

    /// Adds rows of one matrix to the first rows of another.
    private func add(_ matrix: Tensor, _ range: Range<Int>, to other: Tensor) {
        ck_add(
            matrix.elementType.kernelType, address(matrix, range.lowerBound), other.pointer,
            Int64(range.count * matrix.columns))
    }
}
