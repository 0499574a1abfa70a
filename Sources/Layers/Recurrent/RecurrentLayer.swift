public import Tensors

/// A recurrent layer: at step t the cell makes the next state h' of the step's input x and the state h
/// before. The plain cell (Elman 1990):
///
///     h' = tanh(W x + U h + b)
///
/// The gated recurrent unit (Cho et al. 2014), with its reset gate after the product with U_n, as in
/// cuDNN and PyTorch:
///
///     r  = σ(W_r x + U_r h + b_r)
///     z  = σ(W_z x + U_z h + b_z)
///     n  = tanh(W_n x + b_n + r ∘ (U_n h + b_h))
///     h' = (1 − z) ∘ n + z ∘ h
///
/// The long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000):
///
///     i  = σ(W_i x + U_i h + b_i)        f = σ(W_f x + U_f h + b_f)
///     g  = tanh(W_g x + U_g h + b_g)     o = σ(W_o x + U_o h + b_o)
///     c' = f ∘ c + i ∘ g
///     h' = o ∘ tanh(c')
///
/// The same over one sentence in plain loops: `Reference.RecurrentLayer`.
public struct RecurrentLayer: Sendable {
    private let input: Linear
    private let weights: RecurrentWeights

    /// Declares `input.weight`, `input.bias` and `hidden.weight`, and `hidden.bias` for the GRU. The
    /// gates lie side by side, in PyTorch's order: i, f, g, o of the LSTM; r, z, n of the GRU.
    ///
    /// Weights begin uniform in ±1/√width; the LSTM's forget gates begin open, with a bias of 1
    /// (Jozefowicz et al. 2015).
    public init(
        cell: RecurrentCell, inputWidth: Int, width: Int, _ builder: ParameterBuilder
    ) {
        input = Linear(
            inputWidth, cell.gates * width, builder["input"],
            initializer: .recurrent(width: width), bias: cell.biasInitializer)
        weights = RecurrentWeights(cell: cell, width: width, builder["hidden"])
    }

    /// All steps.
    ///
    /// - Parameters:
    ///   - x: `[steps.rows, in]`, in the order of time.
    ///   - initial: The state before the first step; nil for zeros.
    ///   - steps: Which rows make up each step.
    ///   - context: Where the operations run.
    /// - Returns: The states after every step, `[steps.rows, width]`.
    public func callAsFunction(
        _ x: Tensor, from initial: RecurrentState? = nil, steps: TimeSteps, _ context: Context
    ) -> RecurrentState {
        let gates = input(x, context)  // [steps.rows, gates · width]
        return context.recurrence(
            weights, input: gates, initial: initial, steps: steps)  // [steps.rows, width]
    }

    /// One step, for decoding: `[rows, in]`.
    public func step(_ x: Tensor, from state: RecurrentState, _ context: Context) -> RecurrentState
    {
        let gates = input(x, context)  // [rows, gates · width]
        let hidden = context.linear(
            state.hidden, weight: weights.weight, bias: nil)  // [rows, gates · width]
        return context.recurrentStep(
            weights.cell, input: gates, hidden: hidden, bias: weights.bias,
            from: state)  // [rows, width]
    }
}

extension RecurrentWeights {
    /// Declares `weight`, and `bias` for the GRU.
    init(cell: RecurrentCell, width: Int, _ builder: ParameterBuilder) {
        self.init(
            cell: cell,
            weight: builder.parameter(
                "weight", cell.gates * width, width, initializer: .recurrent(width: width),
                isQuantizable: true),
            bias: cell == .gru
                ? builder.parameter("bias", width, initializer: .constant(0)) : nil)
    }
}

extension Initializer {
    /// Of the matrices of a recurrent layer.
    static func recurrent(width: Int) -> Initializer {
        .uniform(bound: 1 / Float(width).squareRoot())
    }
}

extension RecurrentCell {
    /// Of the bias of the gates: the LSTM's forget gates begin open.
    public var biasInitializer: Initializer {
        self == .lstm ? .constantParts([0, 1, 0, 0]) : .constant(0)
    }
}
