internal import CKernels

/// What a recurrent layer computes at a step from its input and its state.
public enum RecurrentCell: String, Sendable, Codable, CaseIterable {
    /// h = tanh(W x + U h + b) (Elman 1990).
    case rnn
    /// The gated recurrent unit (Cho et al. 2014) with the reset gate after the product, as in cuDNN,
    /// oneDNN and PyTorch.
    case gru
    /// The long short-term memory (Hochreiter & Schmidhuber 1997) with a forget gate.
    case lstm

    /// How many vectors as wide as the state a step's products make.
    public var gates: Int {
        switch self {
        case .rnn: 1
        case .gru: 3
        case .lstm: 4
        }
    }
}

/// The state of a recurrent layer, one row for every sentence or hypothesis.
public struct RecurrentState {
    /// h, `[rows, width]`.
    public let hidden: Tensor
    /// c of the LSTM, float32 `[rows, width]`.
    public let cell: Tensor?

    /// A state of its parts.
    public init(hidden: Tensor, cell: Tensor?) {
        self.hidden = hidden
        self.cell = cell
    }
}

extension RecurrentState {
    /// h, and c where there is one.
    var tensors: [Tensor] { [hidden] + (cell.map { [$0] } ?? []) }

    /// Applies an operation to both parts.
    public func map(_ body: (Tensor) -> Tensor) -> RecurrentState {
        RecurrentState(hidden: body(hidden), cell: cell.map(body))
    }

    /// States below each other.
    public init(joining states: [RecurrentState], _ context: Context) {
        let cells = states.compactMap(\.cell)
        self.init(
            hidden: context.concatenateRows(states.map(\.hidden)),
            cell: cells.isEmpty ? nil : context.concatenateRows(cells))
    }
}

extension Context {
    /// A state of zeros.
    public func zeroState(_ cell: RecurrentCell, rows: Int, width: Int) -> RecurrentState {
        let state = emptyState(cell, rows: rows, width: width)
        for part in state.tensors { part.clearRows(from: 0) }
        return state
    }

    /// An uninitialised state.
    func emptyState(_ cell: RecurrentCell, rows: Int, width: Int) -> RecurrentState {
        RecurrentState(
            hidden: tensor(rows, width),
            cell: cell == .lstm ? tensor(rows, width, elementType: .float32) : nil)
    }

    /// One step of a recurrent cell after its products.
    ///
    /// - Parameters:
    ///   - cell: What the step computes.
    ///   - input: What the step's input contributes to the gates, biases included, `[rows, gates ·
    ///     width]`: i, f, g, o of the LSTM; r, z, n of the GRU. It is used up: the gates are
    ///     left in its place.
    ///   - hidden: What the hidden state before contributes, of the same shape. Used up.
    ///   - bias: The GRU's bias inside the reset gate, `[width]`.
    ///   - previous: The state before.
    /// - Returns: The state after the step.
    public func recurrentStep(
        _ cell: RecurrentCell, input: Tensor, hidden: Tensor, bias: Parameter?,
        from previous: RecurrentState
    ) -> RecurrentState {
        precondition(
            input.shape == hidden.shape && previous.hidden.rows == input.rows
                && previous.hidden.columns * cell.gates == input.columns,
            "a step of \(cell) over \(input.shape), \(hidden.shape), \(previous.hidden.shape)")
        let (rows, width) = (input.rows, previous.hidden.columns)
        let result = emptyState(cell, rows: rows, width: width)
        let step = CellStep(cell, width: width, elementType: elementType, bias: bias)
        step.forward(
            input: input.pointer, hidden: hidden.pointer, previous: CellStep.State(previous),
            next: CellStep.State(result), rows: rows)
        tape?.record(result.tensors) { tape, gradients in
            self.recurrentStepGradient(
                step, tape, gradients, input: input, hidden: hidden, from: previous, to: result)
        }
        return result
    }

    private func recurrentStepGradient(
        _ step: CellStep, _ tape: Tape, _ gradients: [Tensor?], input: Tensor, hidden: Tensor,
        from previous: RecurrentState, to result: RecurrentState
    ) {
        let hiddenGradient = gradients[0] ?? tape.zeros(like: result.hidden.key)
        let cellGradient = result.cell.map { gradients[1] ?? tape.zeros(like: $0.key) }
        let previousGradient =
            step.cell == .gru ? tape.zeroedGradient(of: previous.hidden.key) : nil
        step.backward(
            input: input.pointer, hidden: hidden.pointer, previous: CellStep.State(previous),
            next: CellStep.State(result),
            gradient: CellStep.State(
                hidden: hiddenGradient.pointer, cell: cellGradient?.floats.baseAddress),
            previousGradient: previousGradient?.pointer,
            biasGradient: step.bias.map(tape.parameterGradients.pointer), rows: input.rows)
        if let previousCell = previous.cell, let cellGradient {
            tape.accumulate(previousCell.key, giving: cellGradient)
        }
        // Of the GRU alone, the hidden state enters the gates in another way than the input.
        if step.cell != .gru {
            hidden.copyRows(at: 0, from: input, rows: 0, count: input.rows)
        }
        tape.accumulate(hidden.key, giving: hidden)
        tape.accumulate(input.key, giving: input)
    }
}

/// The kernels of a cell, over some rows.
struct CellStep {
    /// Addresses of a state's, or of a gradient's, first rows.
    struct State {
        let hidden: UnsafeMutableRawPointer
        let cell: UnsafeMutablePointer<Float>?

        init(hidden: UnsafeMutableRawPointer, cell: UnsafeMutablePointer<Float>?) {
            self.hidden = hidden
            self.cell = cell
        }

        init(_ state: RecurrentState, row: Int = 0) {
            let place = row * state.hidden.columns
            hidden = state.hidden.pointer + place * state.hidden.elementType.byteCount
            cell = state.cell?.floats.baseAddress.map { $0 + place }
        }
    }

    let cell: RecurrentCell
    let width: Int
    let elementType: ElementType
    let bias: Parameter?

    init(_ cell: RecurrentCell, width: Int, elementType: ElementType, bias: Parameter?) {
        precondition(
            (bias != nil) == (cell == .gru) && bias?.count ?? width == width,
            "a cell of \(cell) of width \(width) with bias \(bias?.shape ?? [])")
        self.cell = cell
        self.width = width
        self.elementType = elementType
        self.bias = bias
    }

    func forward(
        input: UnsafeMutableRawPointer, hidden: UnsafeMutableRawPointer, previous: State,
        next: State, rows: Int
    ) {
        let (type, rows, width) = (elementType.kernelType, Int64(rows), Int64(width))
        switch cell {
        case .rnn: ck_elman_forward(type, input, hidden, next.hidden, rows, width)
        case .gru:
            ck_gru_forward(
                type, input, hidden, bias?.values.baseAddress, previous.hidden, next.hidden, rows,
                width)
        case .lstm:
            ck_lstm_forward(
                type, input, hidden, previous.cell, next.cell, next.hidden, rows, width)
        }
    }

    /// Turns the gates in `input`, and for the GRU what is in `hidden`, into gradients, and adds to
    /// the gradient of the state before what does not pass through the products; the gradient of
    /// the cell becomes that of the cell before.
    func backward(
        input: UnsafeMutableRawPointer, hidden: UnsafeMutableRawPointer?, previous: State,
        next: State, gradient: State, previousGradient: UnsafeMutableRawPointer?,
        biasGradient: UnsafeMutablePointer<Float>?, rows: Int
    ) {
        let (type, rows, width) = (elementType.kernelType, Int64(rows), Int64(width))
        switch cell {
        case .rnn: ck_elman_backward(type, input, gradient.hidden, rows, width)
        case .gru:
            ck_gru_backward(
                type, input, hidden, bias?.values.baseAddress, previous.hidden, gradient.hidden,
                previousGradient, biasGradient, rows, width)
        case .lstm:
            ck_lstm_backward(
                type, input, previous.cell, next.cell, gradient.hidden, gradient.cell, rows, width)
        }
    }
}
